"""What every picture owes: a title, a caption, axes that say what they show, equal files."""

import io
from types import SimpleNamespace
from xml.etree import ElementTree

import matplotlib as mpl
import pytest
from matplotlib.figure import Figure

from ownlatents.checks.experiments import EXPERIMENTS
from ownlatents.checks.ledger import CLAIMS
from ownlatents.checks.ledger.stored import Stored
from ownlatents.paper_figs import PICTURES, own_learner, picture, training
from ownlatents.paper_figs.drawing import drawing
from ownlatents.paper_figs.points import Panel
from ownlatents.paper_figs.style import style
from ownlatents.sim import RHMParams
from tests.paper_figs.planted import NOISE, search_rows, shown

NAMES = [name for names in PICTURES.values() for name in names]
MEASURED = [name for name in NAMES if picture(name).EXPERIMENTS]
each = pytest.mark.parametrize("name", NAMES)


def texts(svg):
    return ["".join(node.itertext()) for node in ElementTree.fromstring(svg).iter() if node.text]


@pytest.fixture(scope="module")
def found(rows):
    """The rows as they are stored."""
    return {name: Stored(name, "quick", tuple(its), 1, 1, 0, 1.0, {}) for name, its in rows.items()}


@each
def test_every_picture_has_all_that_a_picture_has(name):
    module = picture(name)
    assert module.TITLE
    assert module.CAPTION.endswith(".")
    assert isinstance(module.EXPERIMENTS, tuple)
    assert set(getattr(module, "DRAWN", {})) <= set(module.EXPERIMENTS) <= set(EXPERIMENTS)


def test_all_fourteen_figures_are_there():
    assert [number for number in PICTURES if number.isdecimal()] == [str(i) for i in range(1, 15)]
    assert len(set(NAMES)) == len(NAMES)


def test_every_experiment_has_a_picture_that_a_claim_of_it_names():
    for name in MEASURED:
        for experiment in picture(name).EXPERIMENTS:
            figures = {x for one in CLAIMS if one.experiment == experiment for x in one.figures}
            assert name in {its for figure in figures for its in PICTURES[figure]}, experiment
    shown = {experiment for name in MEASURED for experiment in picture(name).EXPERIMENTS}
    assert set(EXPERIMENTS) - shown == {"derivations"}  # which diagrams show


def test_every_claim_names_figures_that_there_are():
    for one in CLAIMS:
        assert one.figures, one.id
        assert set(one.figures) <= set(PICTURES)


@each
@pytest.mark.parametrize("full", [True, False], ids=["with rows", "without rows"])
def test_a_picture_is_the_same_file_a_second_time(name, full, found):
    def once():
        with io.BytesIO() as file:
            drawing(name, found if full else {}).save(file, "svg")
            return file.getvalue()

    first = once()
    assert ElementTree.fromstring(first).tag.endswith("svg")
    assert first == once()


@pytest.mark.parametrize("name", MEASURED)
def test_every_axis_says_what_it_shows(name, rows):
    with style():
        fig = picture(name).draw(shown(name, rows))
    assert isinstance(fig, Figure)
    for axis in fig.axes:
        assert axis.lines or axis.collections or axis.images or axis.texts
        if axis.get_subplotspec().is_last_row():
            assert axis.get_xlabel()
        if axis.get_subplotspec().is_first_col():
            assert axis.get_ylabel() or axis.get_yticklabels()


@pytest.mark.parametrize("name", [name for name in MEASURED if name != "necessity"])
def test_what_is_measured_is_shown_and_nothing_is_without_rows(name, rows):
    full, empty = shown(name, rows), shown(name, dict.fromkeys(rows, ()))
    assert all(isinstance(panel, Panel) for panel in full.values())
    assert any(panel.measured for panel in full.values())
    assert not any(panel.measured for panel in empty.values())


def test_the_small_print_is_below_the_file_and_not_in_the_page(found):
    one = drawing("lemma1", found)
    assert one.small_print == "Measured: lemma1, quick profile, up to 2 grammars a point."
    with io.BytesIO() as file:
        one.save(file, "svg")
        assert one.small_print in texts(file.getvalue())
    assert one.small_print not in texts(one.svg())


def test_rows_of_several_grammars_count_all_of_them(found):
    assert "up to 200 grammars a point" in drawing("assumptions", found).small_print


def test_drawing_in_our_style_leaves_settings_as_they_were():
    before = dict(mpl.rcParams)
    with style():
        assert dict(mpl.rcParams) != before
    assert dict(mpl.rcParams) == before


def test_one_training_is_a_line_for_each_level_and_each_loss():
    record = {"accuracy": [0.5, 0.25], "loss_names": ["prediction", "clustering"]}
    records = [{**record, "step": 0}, {**record, "step": 10, "losses": [1.5, 2.5]}]
    with style():
        left, right = training.draw(records, "a training").axes
    assert [line.get_ydata()[-1] for line in left.lines] == [0.5, 0.25]
    assert [list(line.get_xdata()) for line in right.lines] == [[10], [10]]
    assert [line.get_label() for line in right.lines] == ["prediction", "clustering"]


def test_a_learners_check_shows_every_grammar_and_the_rivals_slope():
    over_m = [RHMParams(v=16, m=m, s=2, L=4) for m in (3, 4)]
    over_L = [RHMParams(v=16, m=3, s=2, L=L) for L in (3, 4)]
    plan = SimpleNamespace(over_m=over_m, over_L=over_L, grammars=len(NOISE), L=(3, 4))
    sizes = list(dict.fromkeys([*over_m, *over_L]))
    with style():
        left, right = own_learner.draw(plan, search_rows(sizes, ("any",), lambda _, p: 100)).axes
    assert len(left.lines) == len(over_m) * len(NOISE) + 1
    *dots, median, rival = right.lines
    assert [sorted(line.get_ydata()) for line in dots] == [pytest.approx([80, 100, 125])] * 2
    assert median.get_ydata() == pytest.approx([100, 100])
    assert rival.get_ydata() == pytest.approx([100, 300])

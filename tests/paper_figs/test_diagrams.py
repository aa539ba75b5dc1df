"""The diagrams show what they depict."""

import numpy as np
import pytest
import sympy as sp

from ownlatents.checks.experiments.derivations import REGIMES
from ownlatents.paper_figs import fig01, fig02, fig06, fig07, fig08, regimes, slc_shapes
from ownlatents.paper_figs.diagram import Arrow, Box, Diagram
from ownlatents.sim import Corpus, Grammar
from ownlatents.theory import LAWS, threshold
from ownlatents.theory.symbols import L, f, m, v


def test_figure_1_counts_as_many_rules_as_the_law_has_factors_of_m():
    for one in fig01.data({}):
        law = LAWS[one.law].strings * (1 - f if one.law == "latent" else 1)
        at_depth = law.subs(L, fig01.PARAMS.L)
        assert sp.simplify(at_depth - v * m ** len(one.rules)) == 0
        assert one.strings == threshold(one.law, **fig01.PARAMS.as_dict())


def test_figure_1_shows_a_real_string_and_its_tree():
    grammar = Grammar.sample(fig01.PARAMS, seed=0)
    tree = fig01.data({})[0].tree
    parsed = grammar.parse(np.array([tree[0]]))
    assert [list(level) for level in tree] == [level[0].tolist() for level in parsed]
    assert Corpus(grammar, P=1, seed=0).tree()[0][0].tolist() == list(tree[0])


def test_figure_1_predicts_what_is_not_below_the_tuple():
    labels, tokens, latents = fig01.data({})
    assert labels.target == (fig01.PARAMS.L, 0)
    assert tokens.target[0] == 0
    assert latents.target[0] == latents.branches[0][0]
    for one in (labels, tokens, latents):
        assert set(one.branches) <= one.known
        assert one.target in one.known


def test_figure_2_shows_tuples_that_ilc_joins_as_the_grammar_does():
    levels = fig02.data({})
    assert len(levels) == fig02.PARAMS.L - 1
    for level in levels:
        assert len(level.tuples) == fig02.PARAMS.n_tuples
        # Equal labels, equal parents and the other way round: nothing was confused.
        pairs = set(zip(level.labels, level.parents, strict=True))
        assert len(pairs) == fig02.PARAMS.v
        assert np.array(level.vectors).sum(axis=1) == pytest.approx(fig02.PARAMS.s)


def test_figure_6_has_targets_only_from_the_teacher_or_the_input():
    for diagram in fig06.data({}):
        losses = [name for name, box in diagram.boxes.items() if box.kind == "loss"]
        assert len(losses) == fig06.LEVELS
        for loss in losses:
            into = [arrow for arrow in diagram.arrows if arrow.end == loss]
            assert sorted(arrow.dashed for arrow in into) == [False, True]


def test_figure_7_names_the_shape_of_every_layer():
    diagram = fig07.data({})
    for layer in slc_shapes.module(0, **fig07.SIZE):
        assert " × ".join(map(str, layer.shape)) in diagram.boxes[layer.name].text


@pytest.mark.parametrize("level", range(4))
def test_the_modules_of_slc_fit_onto_each_other(level):
    one, other = (slc_shapes.module(k, **fig07.SIZE) for k in (level, level + 1))
    assert one[-1].shape == other[0].shape
    widths = dict(zip((x.name for x in one), (x.shape for x in one), strict=True))
    assert np.prod(widths["CNN3"]) == np.prod(widths["predictions"])


def test_figure_8_predicts_all_cousins_and_none_of_its_own():
    shown = fig08.data({})
    assert len(shown.targets) == fig08.S * (fig08.S - 1)
    assert all(place != shown.place for place, _ in shown.targets)
    assert shown.shape[:3] == (fig08.S, fig08.S - 1, fig08.S)


def test_an_arrow_to_nowhere_is_refused():
    with pytest.raises(ValueError, match="arrow to 'b'"):
        Diagram("", {"a": Box("a", 0, 0)}, [Arrow("a", "b")])


def test_the_map_of_regimes_agrees_with_the_laws():
    shown = regimes.data({})
    i, j = len(shown.m) // 4, len(shown.v) // 2
    sizes = {"v": int(shown.v[j]), "m": int(shown.m[i]), "s": 2, "L": 2}
    asked = {name: threshold(name, **sizes) for name in REGIMES}
    assert shown.law[i, j] == 1
    assert asked["known-centres"] > asked["coverage"]
    assert asked["found-centres"] <= 2 * asked["known-centres"]
    assert np.isnan(shown.law[shown.m[:, None] >= shown.v]).all()

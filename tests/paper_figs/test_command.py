"""`ownlatents figures`: files, small print, JSON, and one sentence for bad input."""

import json

import pytest

from ownlatents.checks.experiments import experiment
from ownlatents.checks.sweep import Store
from tests.paper_figs.planted import recovery_rows
from tests.swapped import swap


@pytest.fixture
def store(monkeypatch, tmp_path):
    """A store with the recovery experiment complete; its tasks are the planted rows."""
    task = experiment("recovery").tasks("quick")[0]
    rows = recovery_rows()
    keys = ("m", "seed", "P")
    tasks = [type(task)("recovery", task.revision, {key: row[key] for key in keys}) for row in rows]
    swap(monkeypatch, "recovery", design=lambda profile: tasks)
    monkeypatch.setattr("ownlatents.checks.ledger.stored.PACKAGED", tmp_path / "packaged")
    kept = Store(tmp_path / "rows")
    for task, row in zip(tasks, rows, strict=True):
        kept.write(task, 0, {key: row[key] for key in ("ilc", "oracle")}, 0.5)
    return kept, tasks


def test_files_of_every_format_are_written(ownlatents, store, tmp_path):
    options = ("--store", tmp_path / "rows", "--out", tmp_path / "figures")
    answer = ownlatents("figures", "3", "--format", "svg,pdf,png", *options)
    assert answer.status == 0, answer.err
    found = sorted(path.name for path in (tmp_path / "figures").iterdir())
    names = ("fig03_left", "fig03_right")
    assert found == sorted(f"{name}.{kind}" for name in names for kind in ("svg", "pdf", "png"))
    assert (tmp_path / "figures" / "fig03_left.pdf").read_bytes().startswith(b"%PDF")


def test_equal_rows_give_equal_files(ownlatents, store, tmp_path):
    def once(folder):
        options = ("--store", tmp_path / "rows", "--out", tmp_path / folder)
        ownlatents("figures", "3", "--format", "svg,pdf", *options)
        return [path.read_bytes() for path in sorted((tmp_path / folder).iterdir())]

    assert once("a") == once("b")


def test_json_has_the_points_the_small_print_and_the_files(ownlatents, store, tmp_path):
    options = ("--store", tmp_path / "rows", "--out", tmp_path)
    left, right = json.loads(ownlatents("figures", "3", "--json", *options).out)
    (ilc, _) = left["panels"]["stars"]["measured"]
    assert ilc["x"] == [6, 8, 12]
    assert ilc["low"][0] < ilc["y"][0] < ilc["high"][0]
    assert left["note"].startswith("Measured: recovery, ")
    assert "3 grammars" in left["note"]
    assert "CC BY 4.0" in left["note"]
    assert left["files"] == [str(tmp_path / "fig03_left.svg")]
    assert right["panels"]["stars"]["measured"] == []
    assert "Not measured: slc_collapse" in right["note"]


def test_missing_rows_are_named_with_the_command_that_runs_them(ownlatents, store, tmp_path):
    kept, tasks = store
    kept.write(type(tasks[0])("recovery", 0, {"m": 6}), 0, {}, 0.5)  # an older revision
    for path in (tmp_path / "rows").iterdir():
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        path.write_text("".join(lines[1:]), encoding="utf-8")
    answer = ownlatents("figures", "3", "--store", tmp_path / "rows", "--out", tmp_path, "--json")
    note = json.loads(answer.out)[0]["note"]
    many = len(tasks)
    assert f"1 of {many} tasks of recovery were not run" in note
    assert "1 stored rows of recovery are outdated" in note
    assert "ownlatents sweep recovery --profile quick" in note
    plain = ownlatents("figures", "3", "--store", tmp_path / "rows", "--out", tmp_path)
    assert "not measured: 1 of" in plain.err


def test_recompute_measures_what_the_store_lacks(ownlatents, monkeypatch, tmp_path):
    tasks = [task for task in experiment("depth").tasks("quick") if task.params.L == 2]
    swap(monkeypatch, "depth", design=lambda profile: tasks)
    options = ("--store", tmp_path / "rows", "--out", tmp_path, "--workers", 1, "--json")
    answer = ownlatents("figures", "depth", "--profile", "quick", "--recompute", *options)
    assert answer.status == 0, answer.err
    (found,) = json.loads(answer.out)
    assert found["panels"]["depth"]["measured"][0]["x"] == [2]
    assert list(Store(tmp_path / "rows").records())


def test_the_packages_own_rows_are_enough(ownlatents, tmp_path):
    answer = ownlatents("figures", "clusterers", "--store", tmp_path, "--out", tmp_path, "--json")
    (found,) = json.loads(answer.out)
    assert "clusterers, full profile, up to 40 grammars" in found["note"]
    assert "Not measured" not in found["note"]


def test_networks_tell_their_grammars_and_sizes(ownlatents, tmp_path):
    answer = ownlatents("figures", "12", "--store", tmp_path, "--out", tmp_path, "--json")
    (found,) = json.loads(answer.out)
    sizes = "v = 8, 16; m = 3, 8; s = 2, 3; L = 3, 4, 5"
    assert f"3 to 4 grammars a point, a network each ({sizes})" in found["note"]


def test_a_diagram_needs_no_rows(ownlatents, tmp_path):
    answer = ownlatents("figures", "7", "--store", tmp_path, "--out", tmp_path, "--json")
    (found,) = json.loads(answer.out)
    assert found["panels"] is None
    assert found["note"] == "Drawn from the objects that it shows; nothing is measured."


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("15",), "figure '15', but one of 1, 2, 3"),
        (("--format", "gif"), "format 'gif', but some of svg, pdf, png were expected"),
        (("--recompute",), "--recompute with --profile stored, but one of quick, full"),
        (("--profile", "huge"), "'huge' is not one of"),
    ],
)
def test_bad_input_is_answered_in_one_sentence(ownlatents, arguments, sentence):
    answer = ownlatents("figures", *arguments)
    assert answer.status == 2
    assert sentence in answer.err
    assert len(answer.err.strip().splitlines()) == 1

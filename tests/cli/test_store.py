"""`ownlatents store`: show, check and merge."""

import json

import pytest

from ownlatents.checks.sweep import Store, Task, merged, write_merged
from tests.cli.refusals import assert_refused, listing


def task(number, experiment="small"):
    return Task(experiment, 1, {"number": number})


@pytest.fixture
def stores(tmp_path, monkeypatch):
    """Stores a and b agree, b and c do not; d is garbled, e is torn, f has nothing."""
    contents = {
        "a": [(task(0), 0, 1), (task(0), 1, 2), (task(1, "other"), 0, 3)],
        "b": [(task(0), 1, 2), (task(2), 0, 4)],
        "c": [(task(2), 0, 5)],
        "d": [(task(3), 0, 6), (task(4), 0, 7)],
        "e": [(task(3), 0, 6), (task(4), 0, 7)],
    }
    for name, rows in contents.items():
        store = Store(tmp_path / name)
        for one, batch, value in rows:
            store.write(one, batch, {"value": value}, seconds=0.5 + batch)
    (garbled,), (torn,) = (list((tmp_path / name).iterdir()) for name in "de")
    (garbled.parent / "x.jsonl").write_bytes(b"{}\n" + garbled.read_bytes())
    garbled.unlink()
    torn.write_bytes(torn.read_bytes()[:-1])
    (tmp_path / "f").mkdir()
    (tmp_path / "file").write_text("a file")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def answered(ownlatents, *arguments):
    answer = ownlatents("store", *arguments, "--json")
    assert answer.status == 0, answer.err
    assert answer.err == ""
    return json.loads(answer.out)


def test_rows_and_seconds_of_each_experiment_are_shown(ownlatents, stores):
    assert answered(ownlatents, "show", "a") == {
        "other": {"rows": 1, "seconds": 0.5},
        "small": {"rows": 2, "seconds": 2.0},
    }
    answer = ownlatents("store", "show", "a")
    assert answer.out == "other: 1 rows, 0.5 s\nsmall: 2 rows, 2.0 s\n"
    assert answered(ownlatents, "show", "f") == {}


def test_a_torn_line_is_no_row(ownlatents, stores):
    assert answered(ownlatents, "show", "e")["small"]["rows"] == 1
    assert answered(ownlatents, "check", "e") == {"rows": 1, "repeated": 0}


@pytest.mark.parametrize(
    ("folders", "rows", "repeated"),
    [("a", 3, 0), ("ab", 4, 1), ("ba", 4, 1), ("aa", 3, 3), ("ac", 4, 0), ("abf", 4, 1)],
)
def test_rows_that_came_more_than_once_are_counted(ownlatents, stores, folders, rows, repeated):
    before = listing(stores)
    counts = {"rows": rows, "repeated": repeated}
    assert answered(ownlatents, "check", *folders) == counts
    said = ownlatents("store", "check", *folders).out
    assert said.startswith(f"{rows} rows; {repeated} came more than once")
    assert listing(stores) == before
    merge = ("merge", *folders, "--out", "new/all.jsonl")
    assert answered(ownlatents, *merge) == {**counts, "out": "new/all.jsonl"}
    said = ownlatents("store", *merge).out
    assert said == f"new/all.jsonl: {rows} rows; {repeated} came more than once\n"
    # What is merged is a store, without repetitions.
    assert answered(ownlatents, "check", "new") == {"rows": rows, "repeated": 0}


def test_the_merged_file_is_the_union_in_any_order(ownlatents, stores):
    for name, folders in (("one", "abe"), ("two", "eba")):
        answered(ownlatents, "merge", *folders, "--out", f"{name}/all.jsonl")
    records, _ = merged([Store(stores / name) for name in "eab"])
    write_merged(records, stores / "three" / "all.jsonl")
    files = {(stores / name / "all.jsonl").read_bytes() for name in ("one", "two", "three")}
    assert len(files) == 1
    assert Store("one").rows(task(0)) == [{"value": 1}, {"value": 2}]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["show", "missing"], ["missing is no folder", "a store was expected"]),
        (["show", "file"], ["file is no folder"]),
        (["show", "d"], ["line 1 of the rows d/x.jsonl", "remove it"]),
        (["show", "a", "b"], ["b"]),
        (["show"], ["FOLDER"]),
        (["check"], ["FOLDERS"]),
        (["check", "a", "missing"], ["missing is no folder"]),
        (["check", "a", "d"], ["line 1 of the rows d/x.jsonl"]),
        (["check", "b", "c"], ["two rows of batch 0", task(2).key[:12], "differ"]),
        (["merge", "--out", "all.jsonl"], ["FOLDERS"]),
        (["merge", "a"], ["--out"]),
        (
            ["merge", "a", "b", "--out", "all.json"],
            ["all.json", ".jsonl or .jsonl.gz was expected"],
        ),
        (["merge", "a", "--out", "b"], ["--out b", ".jsonl or .jsonl.gz was expected"]),
        (["merge", "c", "b", "--out", "all.jsonl"], ["two rows of batch 0", "'number': 2"]),
        (["merge", "a", "d", "--out", "all.jsonl"], ["line 1 of the rows d/x.jsonl"]),
        (["merge", "a", "missing", "--out", "all.jsonl"], ["missing is no folder"]),
        (["merge", "a", "--out", "file/all.jsonl"], ["cannot write file/all.jsonl"]),
        (["burn", "a"], ["burn"]),
    ],
    ids=lambda x: " ".join(map(str, x)),
)
def test_wrong_input_is_one_sentence_and_nothing_is_written(ownlatents, stores, arguments, words):
    before = listing(stores)
    assert_refused(ownlatents("store", *arguments), *words)
    assert listing(stores) == before


@pytest.mark.parametrize("command", ["show", "check", "merge"])
def test_every_command_documents_itself(ownlatents, command):
    answer = ownlatents("store", command, "--help")
    assert answer.status == 0
    assert f"ownlatents store {command} [OPTIONS] FOLDER" in answer.out.splitlines()[0]
    assert "Print JSON and nothing else." in answer.out


def test_without_a_command_the_help_is_shown_and_usage_was_bad(ownlatents):
    answer = ownlatents("store")
    assert answer.status == 2
    for command in ("show", "check", "merge"):
        assert f"  {command}" in answer.out

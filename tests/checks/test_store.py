import json
import os

import pytest

from checks.sweep import Store, Task
from sim import InputError

TASK = Task("small", 1, {"number": 3})
ROW = {"square": 9, "levels": [0.1, None, True], "name": "φ̂"}


def written(folder):
    store = Store(folder)
    store.write(TASK, ROW, seconds=1.25)
    (path,) = folder.rglob("*.json")
    return store, path


def test_a_row_comes_back_as_it_was_written(tmp_path):
    store, _ = written(tmp_path)
    assert store.read(TASK) == ROW
    assert Store(str(tmp_path)).read(TASK) == ROW


def test_a_task_that_was_not_run_has_no_row(tmp_path):
    assert Store(tmp_path / "missing").read(TASK) is None
    store, _ = written(tmp_path)
    assert store.read(Task("small", 2, {"number": 3})) is None
    assert store.read(Task("small", 1, {"number": 4})) is None


def test_reading_makes_no_folder(tmp_path):
    Store(tmp_path / "missing").read(TASK)
    assert os.listdir(tmp_path) == []


def test_a_record_says_what_made_it(tmp_path):
    store, path = written(tmp_path)
    record = store.record(TASK)
    assert record == json.loads(path.read_text(encoding="utf-8"))
    assert record["task"] == TASK.as_dict()
    assert record["seconds"] == 1.25
    assert {"python", "numpy", "torch", "ownlatents"} <= record["versions"].keys()


def test_the_store_holds_the_rows_and_nothing_else(tmp_path):
    _, path = written(tmp_path)
    written(tmp_path)
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == [path]
    assert path.name == f"{TASK.key}.json"


def test_a_row_that_is_no_json_leaves_nothing_behind(tmp_path):
    with pytest.raises(TypeError):
        Store(tmp_path).write(TASK, {"set": {1, 2}}, seconds=1)
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == []
    assert Store(tmp_path).read(TASK) is None


@pytest.mark.parametrize(
    "content",
    [b"", b'{"task":{"exper', b"\xff\xfe\x00", b"null", b"[]", b"7", b"{}", b'{"rows":{}}'],
    ids=["empty", "torn", "binary", "null", "list", "number", "no row", "other keys"],
)
def test_a_garbled_record_is_named_in_one_sentence(tmp_path, content):
    store, path = written(tmp_path)
    path.write_bytes(content)
    with pytest.raises(InputError) as error:
        store.read(TASK)
    assert str(path) in str(error.value)
    assert "remove it" in str(error.value)
    assert "\n" not in str(error.value)


def test_a_record_cut_off_anywhere_is_not_taken_for_a_row(tmp_path):
    store, path = written(tmp_path)
    whole = path.read_bytes()
    for length in range(0, len(whole) - 1, 7):
        path.write_bytes(whole[:length])
        with pytest.raises(InputError, match=r"remove it"):
            store.read(TASK)


# A test may run as root, for whom no folder is read-only: a path below a file fails for everyone.
def test_a_store_that_cannot_be_written_is_one_sentence(tmp_path):
    (tmp_path / "file").write_text("a file")
    with pytest.raises(InputError, match=r"cannot write .*file.*writable"):
        Store(tmp_path / "file" / "rows").write(TASK, ROW, seconds=1)
    with pytest.raises(InputError, match=r"rows/small"):
        Store(tmp_path / "file" / "rows").read(TASK)
    assert (tmp_path / "file").read_text() == "a file"

"""Rows on disk: what is read back, and what is never taken for a row."""

import json
import os

import pytest

from ownlatents.checks.sweep import Store, Task
from ownlatents.errors import InputError
from tests.checks.sweep.full_disk import largest_file

TASK = Task("small", 1, {"number": 3})
OTHER = Task("small", 1, {"number": 4})
ROW = {"square": 9, "levels": [0.1, None, True], "name": "φ̂"}


def written(folder):
    store = Store(folder)
    store.write(TASK, 0, ROW, seconds=1.25)
    (path,) = folder.rglob("*.jsonl")
    return store, path


def test_a_row_comes_back_as_it_was_written(tmp_path):
    store, _ = written(tmp_path)
    assert store.rows(TASK) == [ROW]
    assert Store(str(tmp_path)).rows(TASK) == [ROW]


def test_who_wrote_a_row_sees_what_others_read(tmp_path):
    store = Store(tmp_path)
    store.write(TASK, 0, {"pair": (1, 2), "counts": {3: 4}}, seconds=1)
    assert store.rows(TASK) == Store(tmp_path).rows(TASK)
    assert store.rows(TASK) == [{"pair": [1, 2], "counts": {"3": 4}}]


def test_a_task_that_was_not_run_has_no_row(tmp_path):
    assert Store(tmp_path / "missing").rows(TASK) == []
    store, _ = written(tmp_path)
    assert store.rows(Task("small", 2, {"number": 3})) == []
    assert store.rows(OTHER) == []


@pytest.mark.parametrize("batches", [[0, 1, 2], [2, 0, 1], [1, 1, 0, 0]])
def test_batches_come_in_their_order_once(tmp_path, batches):
    store = Store(tmp_path)
    for batch in batches:
        store.write(TASK, batch, {"batch": batch}, seconds=1)
    expected = [{"batch": batch} for batch in sorted(set(batches))]
    assert store.rows(TASK) == Store(tmp_path).rows(TASK) == expected


@pytest.mark.parametrize("batches", [[1], [0, 2], [0, 2, 3], [1, 2, 3]])
def test_behind_a_batch_that_is_missing_none_counts_until_it_is_there(tmp_path, batches):
    gap = min({0, 1} - set(batches))
    for batch in batches:
        Store(tmp_path).write(TASK, batch, {"batch": batch}, seconds=1)
    assert Store(tmp_path).rows(TASK) == [{"batch": batch} for batch in range(gap)]
    Store(tmp_path).write(TASK, gap, {"batch": gap}, seconds=1)
    assert [row["batch"] for row in Store(tmp_path).rows(TASK)] == sorted([gap, *batches])


def test_reading_makes_no_folder(tmp_path):
    Store(tmp_path / "missing").rows(TASK)
    assert list(Store(tmp_path / "missing").records()) == []
    assert os.listdir(tmp_path) == []


def test_a_record_says_what_made_it(tmp_path):
    store, path = written(tmp_path)
    (record,) = store.records()
    assert record.line() == path.read_text(encoding="utf-8")
    assert vars(record) == json.loads(path.read_text(encoding="utf-8"))
    assert record.task == TASK.as_dict()
    assert record.key == TASK.key
    assert (record.batch, record.seconds, record.device) == (0, 1.25, "cpu")
    assert {"python", "numpy", "torch", "ownlatents"} <= record.versions.keys()


def test_a_record_of_before_devices_were_noted_is_of_the_cpu(tmp_path):
    _, path = written(tmp_path)
    content = json.loads(path.read_bytes())
    del content["device"]
    path.write_text(json.dumps(content) + "\n")
    (record,) = Store(tmp_path).records()
    assert record.device == "cpu"


def test_each_writer_has_a_file_of_its_own(tmp_path):
    store, path = written(tmp_path)
    store.write(OTHER, 0, ROW, seconds=1)
    assert list(tmp_path.iterdir()) == [path]
    Store(tmp_path).write(OTHER, 1, ROW, seconds=1)
    assert len(list(tmp_path.iterdir())) == 2
    assert path.read_bytes().count(b"\n") == 2


def test_rows_of_other_processes_are_seen_after_a_refresh(tmp_path):
    store, _ = written(tmp_path)
    Store(tmp_path).write(OTHER, 0, ROW, seconds=1)
    assert store.rows(OTHER) == []
    store.refresh()
    assert store.rows(OTHER) == [ROW]


def test_further_folders_are_read_and_never_written(tmp_path):
    written(tmp_path / "theirs")
    store = Store(tmp_path / "ours", also=[tmp_path / "theirs"])
    assert store.rows(TASK) == [ROW]
    assert not (tmp_path / "ours").exists()
    store.write(OTHER, 0, ROW, seconds=1)
    assert Store(tmp_path / "theirs").rows(OTHER) == []
    assert Store(tmp_path / "ours").rows(TASK) == []


def test_a_row_that_is_no_json_leaves_nothing_behind(tmp_path):
    with pytest.raises(TypeError):
        Store(tmp_path).write(TASK, 0, {"set": {1, 2}}, seconds=1)
    assert os.listdir(tmp_path) == []
    assert Store(tmp_path).rows(TASK) == []


RECORD = {"task": TASK.as_dict(), "batch": 0, "row": {}, "seconds": 1, "versions": {}}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b'{"task":{"exper',
        b"\xff\xfe\x00",
        b"null",
        b"[]",
        b"7",
        b"{}",
        *(
            json.dumps({**RECORD, **changed}).encode()
            for changed in ({"row": 3}, {"task": 3}, {"task": {}}, {"batch": "0"}, {"rows": {}})
        ),
    ],
)
def test_a_garbled_line_is_named_in_one_sentence(tmp_path, content):
    _, path = written(tmp_path)
    whole = path.read_bytes()
    path.write_bytes(whole + content + b"\n" + whole)
    with pytest.raises(InputError) as error:
        Store(tmp_path).rows(TASK)
    assert f"line 2 of the rows {path}; remove it" in str(error.value)
    assert "\n" not in str(error.value)
    path.write_bytes(whole + whole)  # as it says
    assert Store(tmp_path).rows(TASK) == [ROW]


def test_a_last_line_cut_off_anywhere_is_not_taken_for_a_row(tmp_path):
    store, path = written(tmp_path)
    first = path.read_bytes()
    store.write(OTHER, 0, ROW, seconds=1)
    whole = path.read_bytes()
    for length in range(len(first), len(whole)):
        path.write_bytes(whole[:length])
        assert Store(tmp_path).rows(OTHER) == []
        assert Store(tmp_path).rows(TASK) == [ROW]
    path.write_bytes(whole)
    assert Store(tmp_path).rows(OTHER) == [ROW]


@pytest.mark.parametrize("length", [0, 1, 100, -1])
def test_after_a_torn_line_its_row_is_written_again(tmp_path, length):
    _, path = written(tmp_path)
    path.write_bytes(path.read_bytes()[:length])
    Store(tmp_path).write(TASK, 0, ROW, seconds=1)
    assert Store(tmp_path).rows(TASK) == [ROW]
    assert len(list(Store(tmp_path).records())) == 1


def test_a_disk_that_is_full_at_any_byte_tears_no_finished_row(tmp_path):
    store, path = written(tmp_path / "whole")
    line = len(path.read_bytes())
    for size in range(line, 2 * line, 13):
        folder = tmp_path / str(size)
        store, _ = written(folder)
        with (
            largest_file(size),
            pytest.raises(InputError, match=r"cannot write rows to .*(large|space).*are kept"),
        ):
            store.write(OTHER, 0, ROW, seconds=1.25)
        assert store.rows(OTHER) == Store(folder).rows(OTHER) == []
        # When there is room again the same store may go on.
        store.write(OTHER, 0, ROW, seconds=1.25)
        assert Store(folder).rows(OTHER) == Store(folder).rows(TASK) == [ROW]


# A test may run as root, for whom no folder is read-only: a path below a file fails for everyone.
def test_a_store_that_cannot_be_written_is_one_sentence(tmp_path):
    (tmp_path / "file").write_text("a file")
    for attempt in (Store.prepare, lambda store: store.write(TASK, 0, ROW, seconds=1)):
        with pytest.raises(InputError, match=r"cannot write .*file.*writable"):
            attempt(Store(tmp_path / "file" / "rows"))
    assert (tmp_path / "file").read_text() == "a file"

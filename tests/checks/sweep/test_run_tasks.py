"""What a sweep runs, what it returns, and when it stops."""

import time
import tracemalloc

import pytest

from ownlatents.checks.sweep import Batched, Store, Task
from ownlatents.errors import InputError
from tests.checks.sweep.full_disk import largest_file
from tests.checks.sweep.small_tasks import (
    alone,
    kept,
    parity,
    rows,
    run,
    square,
    squares,
    started,
    tallied,
    tally,
    tasks,
)


@pytest.mark.parametrize("workers", [1, 2])
def test_rows_come_in_the_order_of_the_tasks_whatever_the_workers(tmp_path, workers):
    assert run(tmp_path, workers=workers) == rows()
    assert sorted(started(tmp_path)) == list(range(7))
    assert kept(tmp_path) == [(number, 0) for number in range(7)]
    # A second time nothing is left to be run, hence no process to be started either.
    assert run(tmp_path, function=None) == rows()
    assert len(started(tmp_path)) == 7


@pytest.mark.parametrize("workers", [1, 3])
def test_batches_are_the_same_whatever_the_workers_and_stop_when_there_are_enough(
    tmp_path, workers
):
    expected = alone(tmp_path)
    assert len({len(its) for its in expected}) > 2  # some tasks need more batches than others
    assert run(tmp_path, tally, workers=workers) == expected
    assert len(started(tmp_path)) == sum(map(len, expected))
    for task, its in zip(tasks(tmp_path), expected, strict=True):
        assert tallied(task, its)
        assert not tallied(task, its[:-1])
    assert kept(tmp_path) == [(i, k) for i, its in enumerate(expected) for k in range(len(its))]


@pytest.mark.parametrize("workers", [1, 2])
def test_tasks_of_one_batch_key_are_done_together_with_the_same_rows(tmp_path, workers):
    Store(tmp_path / "rows").write(tasks(tmp_path)[0], 0, rows()[0][0], seconds=0)
    batched = Batched(squares, batch_key=parity, max_batch=2)
    assert run(tmp_path, None, workers=workers, batched=batched) == rows()
    assert sorted(started(tmp_path)) == list(range(1, 7))
    lines = (tmp_path / "together").read_text().splitlines()
    calls = [list(map(int, line.split())) for line in lines]
    assert sorted(map(len, calls)) == [1, 1, 2, 2]  # of 2, 4, 6 and of 1, 3, 5
    assert all(len({number % 2 for number in call}) == 1 for call in calls)
    records = list(Store(tmp_path / "rows").records())
    seconds = {record.task["settings"]["number"]: record.seconds for record in records}
    for call in calls:
        assert len({seconds[number] for number in call}) == 1  # they share its time


def test_a_task_of_some_rows_goes_on_where_they_end(tmp_path):
    expected = alone(tmp_path)
    store = Store(tmp_path / "rows")
    for task, its in zip(tasks(tmp_path), expected, strict=True):
        store.write(task, 0, its[0], seconds=0)
    assert run(tmp_path, tally) == expected
    assert len(started(tmp_path)) == sum(map(len, expected)) - 7


def test_only_what_is_missing_is_run(tmp_path):
    store = Store(tmp_path / "rows")
    for task in tasks(tmp_path)[::2]:
        store.write(task, 0, square(task), seconds=0)
    (tmp_path / "started").unlink()
    assert run(tmp_path, workers=1) == rows()
    assert started(tmp_path) == [1, 3, 5]


def test_no_tasks_have_no_rows(tmp_path):
    assert run(tmp_path, n=0) == []
    assert list(tmp_path.iterdir()) == []


def test_after_its_minutes_no_work_is_begun_and_a_second_call_goes_on(tmp_path):
    clock = time.monotonic

    class Slow(Store):
        def write(self, task, batch, row, seconds):
            super().write(task, batch, row, seconds)
            # An hour is over with the first row; the other worker's row still comes.
            monkeypatch.setattr("time.monotonic", lambda: clock() + 3600)

    with pytest.MonkeyPatch.context() as monkeypatch:
        found = run(tmp_path, store=Slow(tmp_path / "rows"), minutes=50)
    assert 1 <= len(started(tmp_path)) <= 2
    assert [its for its in found if its] == rows(len(started(tmp_path)))
    assert run(tmp_path, minutes=60) == rows()
    assert len(started(tmp_path)) == 7


def test_without_minutes_nothing_is_begun(tmp_path):
    assert run(tmp_path, minutes=0) == [[]] * 7
    assert started(tmp_path) == []


def test_rows_of_an_earlier_revision_are_not_taken_for_ours(tmp_path):
    store = Store(tmp_path / "rows")
    for task in tasks(tmp_path, n=2):
        store.write(Task("small", 0, task.settings), 0, {"square": -1}, seconds=0)
    assert run(tmp_path, workers=1, n=2) == rows(2)


def test_a_garbled_row_is_named_before_anything_is_run(tmp_path):
    store = Store(tmp_path / "rows")
    store.write(tasks(tmp_path)[4], 0, {}, seconds=0)
    (path,) = store.folder.glob("*.jsonl")
    path.write_text("{\n")
    with pytest.raises(InputError, match=rf"line 1 of the rows {path}"):
        run(tmp_path)
    assert started(tmp_path) == []


def test_a_store_that_cannot_be_written_is_told_before_anything_is_run(tmp_path):
    (tmp_path / "rows").touch()
    with pytest.raises(InputError, match=r"cannot write rows to .*rows: "):
        run(tmp_path)
    assert started(tmp_path) == []


def test_a_full_disk_is_one_sentence_and_loses_no_finished_row(tmp_path):
    class Cramped(Store):
        def write(self, task, batch, row, seconds):
            with largest_file(1000):
                super().write(task, batch, row, seconds)

    with pytest.raises(InputError, match=r"cannot write rows to .*finished rows are kept") as error:
        run(tmp_path, store=Cramped(tmp_path / "rows"))
    assert "\n" not in str(error.value)
    before = kept(tmp_path)
    assert 1 <= len(before) < 7
    (tmp_path / "started").unlink()
    assert run(tmp_path) == rows()
    assert len(started(tmp_path)) == 7 - len(before)


def large(task):
    return {"text": str(task.settings["number"]) * 1_000_000}


def test_the_parent_holds_each_row_once(tmp_path):
    tracemalloc.start()
    try:
        found = run(tmp_path, large, n=24)
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    size = sum(len(row["text"]) for (row,) in found)
    assert size < most < 1.5 * size

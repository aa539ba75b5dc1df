from concurrent.futures import wait

import pytest

from checks.sweep import Store, Task
from sim import InputError
from tests.checks.small_tasks import (
    FREE,
    Dawdling,
    deadly_square,
    faulty_square,
    jointly_faulty_square,
    kept,
    rows,
    run,
    square,
    started,
    tasks,
)


@pytest.mark.parametrize("workers", [1, 2])
def test_rows_come_in_the_order_of_the_tasks_whatever_the_workers(tmp_path, workers):
    assert run(tmp_path, workers=workers) == rows()
    assert sorted(started(tmp_path)) == list(range(7))
    assert kept(tmp_path) == sorted(f"{task.key}.json" for task in tasks(tmp_path))
    # A second time nothing is left to be run, hence no process to be started either.
    assert run(tmp_path, function=None) == rows()
    assert len(started(tmp_path)) == 7


def test_only_what_is_missing_is_run(tmp_path):
    store = Store(tmp_path / "rows")
    for task in tasks(tmp_path)[::2]:
        store.write(task, square(task), seconds=0)
    (tmp_path / "started").unlink()
    assert run(tmp_path, workers=1) == rows()
    assert started(tmp_path) == [1, 3, 5]


def test_no_tasks_have_no_rows(tmp_path):
    assert run(tmp_path, n=0) == []
    assert kept(tmp_path) == []


def test_rows_of_an_earlier_revision_are_not_taken_for_ours(tmp_path):
    store = Store(tmp_path / "rows")
    for task in tasks(tmp_path, n=2):
        store.write(Task("small", 0, task.settings), {"square": -1}, seconds=0)
    assert run(tmp_path, workers=1, n=2) == rows(2)


def test_a_killed_worker_is_one_sentence_and_loses_no_finished_row(tmp_path):
    with pytest.raises(InputError, match=r"a worker process was killed.*finished rows are kept"):
        run(tmp_path, deadly_square)
    assert kept(tmp_path) == sorted(f"{task.key}.json" for task in tasks(tmp_path, FREE))


def test_a_fault_of_ours_keeps_its_traceback_and_the_finished_rows(tmp_path):
    with pytest.raises(ZeroDivisionError, match=r"task \d is faulty"):
        run(tmp_path, faulty_square)
    assert kept(tmp_path) == sorted(f"{task.key}.json" for task in tasks(tmp_path, FREE))


def test_rows_that_are_finished_when_another_task_fails_are_kept(tmp_path, monkeypatch):
    def worst_order(running, **options):
        # What comes back is a set, in any order; with the failure first it must do as well.
        finished, others = wait(running, **options)
        return sorted(finished, key=lambda future: future.exception() is None), others

    monkeypatch.setattr("checks.sweep.runner.wait", worst_order)
    with pytest.raises(ZeroDivisionError):
        run(tmp_path, jointly_faulty_square, n=FREE + 1, kind=Dawdling)
    assert kept(tmp_path) == sorted(f"{task.key}.json" for task in tasks(tmp_path, FREE))


def test_a_garbled_row_is_named_before_anything_is_run(tmp_path):
    store = Store(tmp_path / "rows")
    task = tasks(tmp_path)[4]
    store.write(task, {}, seconds=0)
    (path,) = store.folder.rglob("*.json")
    path.write_text("{")
    with pytest.raises(InputError, match=task.key):
        run(tmp_path)
    assert started(tmp_path) == []

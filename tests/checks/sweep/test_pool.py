"""Workers that are killed and tasks that fail: what is run again, what is said, what is kept."""

import os
import signal
import subprocess
import sys
import time
from importlib import import_module
from pathlib import Path

import pytest

from ownlatents.checks.sweep import Store
from ownlatents.checks.sweep.pool import Pool
from ownlatents.errors import InputError
from tests.checks.sweep.small_tasks import (
    FREE,
    Dawdling,
    alone,
    deadly_square,
    faulty_square,
    jointly_faulty_square,
    kept,
    rows,
    run,
    square_killed_once,
    started,
    tally_killed_once,
    wait_for,
)

FREE_ROWS = [(number, 0) for number in range(FREE)]


@pytest.mark.parametrize("workers", [1, 2])
def test_a_worker_that_is_killed_is_replaced_and_its_task_run_again(tmp_path, workers):
    assert run(tmp_path, square_killed_once, workers=workers) == rows()
    assert sorted(started(tmp_path)) == sorted([*range(7), 0, 3, 6])
    assert kept(tmp_path) == [(number, 0) for number in range(7)]


def test_a_batch_that_is_killed_does_not_change_the_batches(tmp_path):
    expected = alone(tmp_path)
    assert run(tmp_path, tally_killed_once) == expected
    assert len(started(tmp_path)) == sum(map(len, expected)) + 3


def test_a_task_that_kills_two_workers_is_one_sentence_and_loses_no_finished_row(tmp_path):
    with pytest.raises(InputError, match=r"a worker process was killed twice.*rows are kept"):
        run(tmp_path, deadly_square)
    assert kept(tmp_path) == FREE_ROWS


def test_a_fault_of_ours_keeps_its_traceback_and_the_finished_rows(tmp_path):
    with pytest.raises(ZeroDivisionError, match=r"task \d is faulty") as error:
        run(tmp_path, faulty_square)
    (note,) = error.value.__notes__
    assert "in faulty_square" in note
    assert kept(tmp_path) == FREE_ROWS


def test_rows_that_are_finished_when_another_task_fails_are_kept(tmp_path, monkeypatch):
    # Workers are looked at in their order, and the first of them fails: it must do as well.
    with pytest.raises(ZeroDivisionError):
        run(tmp_path, jointly_faulty_square, n=FREE + 1, workers=FREE + 1, kind=Dawdling)
    assert kept(tmp_path) == [(number, 0) for number in range(FREE + 1) if number != 1]


class StubbornError(Exception):
    """Cannot be made again from what is pickled of it."""

    def __init__(self, what, why):
        super().__init__(f"{what} because of {why}")


class PrivateError(Exception):
    """Cannot be pickled."""

    def __init__(self):
        self.secret = lambda: None
        super().__init__("not for you")


def answer(what):
    if isinstance(what, Path) and not what.exists():
        what.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    if what == "stubborn":
        raise StubbornError("no", "reasons")
    if what == "private":
        raise PrivateError
    if what == "lambda":
        return lambda: None
    if what == "exit":
        raise SystemExit(3)
    if what in ("slowly", "for ever"):
        time.sleep(0.5 if what == "slowly" else 600)
    return os.getpid()


@pytest.fixture
def one_worker():
    with Pool(1) as pool:
        yield pool


def answered(pool, what="process"):
    """What comes back of one job."""
    pool.submit("tag", answer, what)
    found = []
    while pool.busy:
        found += pool.results(timeout=60)
    ((tag, result, seconds),) = found
    assert tag == "tag"
    assert seconds >= 0
    return result


def test_errors_that_cannot_be_sent_are_told_in_words_and_the_worker_works_on(one_worker):
    before = answered(one_worker)
    for what, kind, words in (
        ("stubborn", RuntimeError, "StubbornError.*no because of reasons"),
        ("private", RuntimeError, "PrivateError.*not for you"),
        ("lambda", Exception, "pickle"),
        ("exit", SystemExit, "3"),
    ):
        with pytest.raises(kind, match=words) as error:
            answered(one_worker, what)
        assert "Traceback" in "".join(error.value.__notes__)
    assert answered(one_worker) == before


def test_a_worker_that_is_killed_between_jobs_is_not_the_fault_of_the_next(one_worker, tmp_path):
    before = answered(one_worker)
    os.kill(before, signal.SIGKILL)
    wait_for(lambda: not alive(before))
    # The next job loses a worker of its own, which is one and not two.
    assert answered(one_worker, tmp_path / "killed once") != before


def test_a_worker_that_is_killed_loses_its_own_job_alone(tmp_path):
    with Pool(3) as pool:
        for tag in range(3):
            pool.submit(tag, answer, tmp_path / "killed once" if tag == 1 else "slowly")
        found = {}
        while pool.busy:
            found |= {tag: process for tag, process, _ in pool.results(timeout=60)}
        assert len(set(found.values())) == 3
    assert not any(map(alive, found.values()))


def test_no_process_is_left_behind_by_a_job_that_goes_on():
    with Pool(2) as pool:
        process = answered(pool)
        assert pool.idle == 2
        for _ in range(2):
            pool.submit(None, answer, "for ever")
        assert not list(pool.results(timeout=0.1))
    assert not alive(process)


def alive(process):
    """Whether a process of this number is there and no zombie, all its threads ended."""
    folder = Path(f"/proc/{process}")
    try:
        zombie = (folder / "stat").read_text().rsplit(") ")[1][0] == "Z"
        return not zombie or len(list((folder / "task").iterdir())) > 1
    except OSError:
        return False


BROKEN = """
import sys
from multiprocessing import parent_process
if parent_process() is not None:
    raise ZeroDivisionError('at import')
def f(): pass
"""


def test_a_module_that_a_worker_cannot_import_shows_its_own_error(tmp_path, monkeypatch):
    (tmp_path / "broken.py").write_text(BROKEN)
    monkeypatch.syspath_prepend(tmp_path)
    with Pool(1) as pool, pytest.raises(ZeroDivisionError, match="at import") as error:  # noqa: PT012
        pool.submit("tag", import_module("broken").f)
        list(pool.results(timeout=60))
    assert "broken.py" in "".join(error.value.__notes__)


def test_a_worker_that_cannot_start_is_not_told_to_be_out_of_memory(tmp_path):
    # A worker imports the main program: this one fails there.
    program = tmp_path / "program.py"
    program.write_text(
        "if __name__ != '__main__': raise ZeroDivisionError('at start')\n"
        "from ownlatents.checks.sweep.pool import Pool\n"
        "with Pool(1) as pool:\n"
        "    pool.submit('tag', len, 'three')\n"
        "    print(list(pool.results(timeout=60)))\n"
    )
    command = [sys.executable, str(program)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert "ZeroDivisionError: at start" in done.stderr
    assert "a worker process could not start" in done.stderr
    assert "memory" not in done.stderr


def test_the_store_may_be_read_while_a_sweep_writes_it(tmp_path):
    seen = []

    class Watched(Store):
        def write(self, task, batch, row, seconds):
            super().write(task, batch, row, seconds)
            seen.append(len(kept(tmp_path)))

    run(tmp_path, store=Watched(tmp_path / "rows"))
    assert seen == list(range(1, 8))

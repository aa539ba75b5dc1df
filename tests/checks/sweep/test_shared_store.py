"""Several sweeps into one store: the tasks are shared, and nobody's end leaves one undone."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from ownlatents.checks.sweep import Store
from ownlatents.checks.sweep.claims import Claims
from tests.checks.sweep.small_tasks import (
    FREE,
    kept,
    rows,
    run,
    started,
    tasks,
    wait_for,
)

ROOT = Path(__file__).parents[3]
N = 40


@pytest.fixture
def sweep(tmp_path):
    """Starts a sweep of two workers into the store of this test, in a process of its own."""
    processes = []

    def start(function, n=N):
        program = (
            f"from tests.checks.sweep import small_tasks as tasks; from pathlib import Path; "
            f"tasks.run(Path({str(tmp_path)!r}), tasks.{function}, n={n})"
        )
        command = [sys.executable, "-c", program]
        process = subprocess.Popen(command, cwd=ROOT, start_new_session=True)
        processes.append(process)
        return process

    yield start
    (tmp_path / "gate").touch()
    for process in processes:
        process.kill()
        process.wait()


def test_two_sweeps_measure_each_task_once(sweep, tmp_path):
    both = [sweep("slow_square") for _ in range(2)]
    assert [process.wait(timeout=120) for process in both] == [0, 0]
    assert kept(tmp_path) == [(number, 0) for number in range(N)]
    assert sorted(started(tmp_path)) == list(range(N))
    files = list((tmp_path / "rows").glob("*.jsonl"))
    assert len(files) == 2  # both have had a part of the work
    assert run(tmp_path, n=N) == rows(N)


def test_two_sweeps_share_tasks_of_several_batches(sweep, tmp_path):
    both = [sweep("slow_tally") for _ in range(2)]
    assert [process.wait(timeout=120) for process in both] == [0, 0]
    found = kept(tmp_path)
    assert len(set(found)) == len(found) == len(started(tmp_path))


def test_what_a_killed_sweep_was_at_is_done_by_the_other(sweep, tmp_path):
    first = sweep("gated_square")
    # Two tasks wait at the gate, which the other sweep does not know of.
    wait_for(lambda: len(started(tmp_path)) == FREE + 2)
    other = sweep("square")
    wait_for(lambda: len(kept(tmp_path)) == N - 2)
    assert other.poll() is None  # it waits for these two
    os.kill(first.pid, signal.SIGKILL)
    assert other.wait(timeout=60) == 0
    assert kept(tmp_path) == [(number, 0) for number in range(N)]
    assert len(started(tmp_path)) == N + 2


def test_a_claim_keeps_out_other_processes_until_it_is_given_up(tmp_path):
    task, other = tasks(tmp_path, 2)
    program = (
        "import sys; from pathlib import Path; from ownlatents.checks.sweep.claims import Claims; "
        "from tests.checks.sweep.small_tasks import tasks; "
        f"claims = Claims(Path({str(tmp_path)!r})); "
        f"print([claims.take(task) for task in tasks(Path({str(tmp_path)!r}), 2)])"
    )

    def granted():
        command = [sys.executable, "-c", program]
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout

    with Claims(tmp_path) as claims:
        assert claims.take(task)
        assert claims.take(task)  # our own
        assert granted() == "[False, True]\n"
        claims.release(task)
        assert claims.take(other)
        assert granted() == "[True, False]\n"
    assert granted() == "[True, True]\n"


def test_on_a_disk_without_locks_all_is_measured(tmp_path, monkeypatch):
    def unsupported(*_):
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr("fcntl.lockf", unsupported)
    assert run(tmp_path) == rows()
    assert len(started(tmp_path)) == 7


def test_what_others_add_is_seen_without_reading_all_again(tmp_path, monkeypatch):
    ours, theirs = Store(tmp_path), Store(tmp_path)
    first, second = tasks(tmp_path, 2)
    theirs.write(first, 0, {"square": 0}, seconds=1)
    assert ours.rows(first) == [{"square": 0}]
    (path,) = tmp_path.glob("*.jsonl")
    content = path.read_bytes()
    theirs.write(second, 0, {"square": 1}, seconds=1)
    added = path.read_bytes()[len(content) :]
    path.write_bytes(b" " * len(content) + added[:-5])  # what was read is not looked at again
    ours.refresh()
    assert ours.rows(second) == []  # it is being written
    path.write_bytes(b" " * len(content) + added)
    ours.refresh()
    assert ours.rows(second) == [{"square": 1}]
    assert ours.rows(first) == [{"square": 0}]

"""A sweep that is killed or interrupted half-way: what it leaves, and that it goes on."""

import os
import random
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from ownlatents.checks.sweep import Store, Task
from tests.checks.sweep.small_tasks import (
    alone,
    finished,
    kept,
    noted_square,
    rows,
    run,
    square,
    started,
    tally,
    wait_for,
)

ROOT = Path(__file__).parents[3]
# Task and batch of the rows that are kept while the gate is shut.
FREE_ROWS = {
    "square": lambda folder: [(number, 0) for number in range(3)],
    "tally": lambda folder: [
        *((i, k) for i, its in enumerate(alone(folder, 3)) for k in range(len(its))),
        *((3, 0), (4, 0)),
    ],
}


@pytest.fixture(params=FREE_ROWS)
def kind(request):
    """What the sweep measures: one row a task, or batches that build on earlier ones."""
    return request.param


@pytest.fixture
def python(tmp_path):
    """Starts a program in a process group of its own."""
    processes = []

    def start(program, **pipes):
        command = [sys.executable, "-c", program]
        process = subprocess.Popen(command, cwd=ROOT, text=True, start_new_session=True, **pipes)
        processes.append(process)
        return process

    yield start
    (tmp_path / "gate").touch()
    for process in processes:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


@pytest.fixture
def sweep(tmp_path, kind, python):
    """A process with two workers that has kept what it can and waits at the gate."""
    free_rows = FREE_ROWS[kind](tmp_path)
    program = (
        f"from tests.checks.sweep.small_tasks import run_gated as run; run({str(tmp_path)!r}, "
    )
    process = python(program + f"{kind!r})", stderr=subprocess.PIPE)
    wait_for(lambda: kept(tmp_path) == free_rows or process.poll() is not None)
    # Both workers are at work on what cannot finish yet.
    wait_for(lambda: len(started(tmp_path)) == len(free_rows) + 2 or process.poll() is not None)
    return process


def assert_goes_on(folder, kind, workers):
    """The finished rows are whole, not run again, and the end is as if nothing had happened."""
    before = kept(folder)
    assert before == FREE_ROWS[kind](folder)  # and what was started is forgotten
    (folder / "started").unlink(missing_ok=True)
    (folder / "gate").touch()
    expected = alone(folder) if kind == "tally" else rows()
    found = run(folder, {"square": square, "tally": tally}[kind], workers=workers)
    assert found == expected
    assert len(started(folder)) == sum(map(len, expected)) - len(before)


@pytest.mark.parametrize("workers", [1, 3])
def test_a_sweep_that_is_killed_with_its_workers_goes_on(sweep, tmp_path, kind, workers):
    os.killpg(sweep.pid, signal.SIGKILL)
    assert sweep.wait() == -signal.SIGKILL
    assert_goes_on(tmp_path, kind, workers)


def test_ctrl_c_ends_the_workers_and_only_the_parent_answers(sweep, tmp_path, kind):
    os.killpg(sweep.pid, signal.SIGINT)  # a terminal sends it to all of them
    # Workers share standard error: it ends when the last of them does, before the gate is open.
    _, said = sweep.communicate(timeout=30)
    assert sweep.returncode != 0
    assert said.count("Traceback (most recent call last)") == 1, said
    assert_goes_on(tmp_path, kind, workers=1)


def test_ctrl_c_keeps_rows_that_are_finished(tmp_path):
    class Interrupted(Store):
        def write(self, task, batch, row, seconds):
            if not kept(tmp_path):  # while the first row is being kept, the others come in
                wait_for(lambda: len(finished(tmp_path)) == 3)
                time.sleep(0.5)
                os.kill(os.getpid(), signal.SIGINT)
                time.sleep(0.1)
            super().write(task, batch, row, seconds)

    with pytest.raises(KeyboardInterrupt):
        run(tmp_path, noted_square, workers=3, store=Interrupted(tmp_path / "rows"))
    assert kept(tmp_path) == [(number, 0) for number in sorted(started(tmp_path))]
    assert len(started(tmp_path)) == 3
    assert run(tmp_path) == rows()
    assert len(started(tmp_path)) == 7  # nothing was run twice


def test_who_ignores_interrupts_is_not_interrupted(tmp_path):
    class Interrupted(Store):
        def write(self, task, batch, row, seconds):
            os.kill(os.getpid(), signal.SIGINT)
            super().write(task, batch, row, seconds)

    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        assert run(tmp_path, store=Interrupted(tmp_path / "rows")) == rows()
    finally:
        signal.signal(signal.SIGINT, before)


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
@pytest.mark.parametrize("kind", ["tally"], indirect=True)
def test_no_worker_outlives_a_parent_that_is_killed(sweep, tmp_path, kind, how):
    # The kernel kills the parent alone when memory runs out, a scheduler may do so too.
    os.kill(sweep.pid, how)
    try:
        sweep.communicate(timeout=10)
    except subprocess.TimeoutExpired:
        pytest.fail("10 s after the parent's end its workers were still there", pytrace=False)
    assert_goes_on(tmp_path, kind, workers=2)


# Says each row that is finished, and only then.
WRITER = """
import itertools
from ownlatents.checks.sweep import Store, Task
store = Store({folder!r})
for number in itertools.count({first}, 2):
    store.write(Task("small", 1, {{"number": number}}), 0, {{"text": str(number) * 2000}}, 0)
    print(number, flush=True)
"""


def test_writers_that_are_killed_at_random_lose_no_finished_row(tmp_path, python):
    folder = str(tmp_path / "rows")
    chance = random.Random(0)
    next_, said = [0, 1], []
    for _ in range(4):
        writers = [
            python(WRITER.format(folder=folder, first=first), stdout=subprocess.PIPE)
            for first in next_
        ]
        first_lines = [int(writer.stdout.readline()) for writer in writers]
        for which, (writer, first) in enumerate(zip(writers, first_lines, strict=True)):
            time.sleep(chance.uniform(0, 0.1))
            os.kill(writer.pid, signal.SIGKILL)
            numbers = [first, *map(int, writer.stdout.read().split("\n")[:-1])]
            said += numbers
            next_[which] = numbers[-1] + 2
    store = Store(folder)
    assert len(said) > 50
    for number in said:
        assert store.rows(Task("small", 1, {"number": number})) == [{"text": str(number) * 2000}]
    # Of each killed writer one row more may be there: finished, but not said.
    assert len(said) <= len({record.key for record in store.records()}) <= len(said) + 8
    assert len(list((tmp_path / "rows").iterdir())) == 8

"""A sweep that is killed or interrupted half-way: what it leaves, and that it goes on."""

import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from tests.checks.small_tasks import (
    FREE,
    free_rows_are_kept,
    kept,
    rows,
    run,
    started,
    tasks,
    wait_for,
)

ROOT = Path(__file__).parents[2]


@pytest.fixture
def sweep(tmp_path):
    """A process with two workers that has kept three rows and waits at the gate."""
    program = f"from tests.checks.small_tasks import run_gated; run_gated({str(tmp_path)!r})"
    process = subprocess.Popen(
        [sys.executable, "-c", program],
        cwd=ROOT,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        wait_for(lambda: free_rows_are_kept(tmp_path) or process.poll() is not None)
        yield process
    finally:
        (tmp_path / "gate").touch()
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def assert_goes_on(folder):
    """The finished rows are whole, alone, and the only ones that are not run again."""
    finished = sorted(f"{task.key}.json" for task in tasks(folder, FREE))
    assert kept(folder) == finished
    (folder / "started").unlink()
    (folder / "gate").touch()
    assert run(folder, workers=1) == rows()
    assert sorted(started(folder)) == list(range(FREE, 7))


def test_a_sweep_that_is_killed_with_its_workers_goes_on(sweep, tmp_path):
    os.killpg(sweep.pid, signal.SIGKILL)
    assert sweep.wait() == -signal.SIGKILL
    assert_goes_on(tmp_path)


def test_ctrl_c_ends_the_workers_and_only_the_parent_answers(sweep, tmp_path):
    os.killpg(sweep.pid, signal.SIGINT)  # a terminal sends it to all of them
    # Workers share standard error: it ends when the last of them does, before the gate is open.
    _, said = sweep.communicate(timeout=30)
    assert sweep.returncode != 0
    assert said.count("Traceback (most recent call last)") == 1, said
    assert_goes_on(tmp_path)


def test_no_worker_outlives_a_parent_that_is_killed(sweep, tmp_path):
    # The kernel kills the parent alone when memory runs out, a scheduler may do so too.
    os.kill(sweep.pid, signal.SIGKILL)
    (tmp_path / "gate").touch()
    try:
        sweep.communicate(timeout=10)
    except subprocess.TimeoutExpired:
        pytest.fail("10 s after the parent's end its workers were still there", pytrace=False)

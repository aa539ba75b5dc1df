"""Measurements that worker processes can import, and that a test holds up, kills or breaks."""

import os
import signal
import time
from io import StringIO
from pathlib import Path

from rich.console import Console

from checks.progress import Progress
from checks.sweep import Store, Task, run_tasks

FREE = 3  # tasks 0 … 2 finish; those after them wait until the test opens the gate
_PATIENCE = 60


def tasks(folder, n=7):
    """Tasks 0 … n−1; each notes in `folder` that it was started."""
    return [Task("small", 1, {"number": i, "folder": str(folder)}) for i in range(n)]


def rows(n=7):
    """What the tasks must find."""
    return [{"square": i**2} for i in range(n)]


def square(task):
    with (Path(task.settings["folder"]) / "started").open("a") as log:
        log.write(f"{task.settings['number']}\n")
    return {"square": task.settings["number"] ** 2}


def gated_square(task):
    row, folder = square(task), Path(task.settings["folder"])
    if task.settings["number"] >= FREE:
        wait_for((folder / "gate").exists)
    return row


def deadly_square(task):
    """The worker is killed as the kernel does when memory runs out."""
    row, folder = square(task), Path(task.settings["folder"])
    if task.settings["number"] >= FREE:
        wait_for(lambda: free_rows_are_kept(folder))
        os.kill(os.getpid(), signal.SIGKILL)
    return row


def faulty_square(task):
    row, folder = square(task), Path(task.settings["folder"])
    if task.settings["number"] >= FREE:
        wait_for(lambda: free_rows_are_kept(folder))
        raise ZeroDivisionError(f"task {task.settings['number']} is faulty")
    return row


def jointly_faulty_square(task):
    """One task fails in the moment in which all others but the first finish."""
    row, folder = square(task), Path(task.settings["folder"])
    if task.settings["number"] > 0:
        wait_for(lambda: list((folder / "rows").rglob("*.json")))
    if task.settings["number"] == FREE:
        raise ZeroDivisionError
    return row


class Dawdling(Progress):
    """Takes its time over each finished task, as a slow terminal does."""

    def advance(self, cost, done=1):
        time.sleep(1)
        super().advance(cost, done)


def run(folder, function=square, workers=2, n=7, kind=Progress):
    """Run the tasks, keeping rows in `folder`."""
    with kind(Console(file=StringIO()), "small") as progress:
        return run_tasks(tasks(folder, n), function, Store(folder / "rows"), progress, workers)


def run_gated(folder):
    """The program of a process that is going to be killed."""
    run(Path(folder), gated_square)


def kept(folder):
    """Files in the store, finished or not."""
    return sorted(path.name for path in (folder / "rows").rglob("*") if path.is_file())


def free_rows_are_kept(folder):
    return len(list((folder / "rows").rglob("*.json"))) >= FREE


def started(folder):
    """Numbers of the tasks that were started, in order, once for each time."""
    log = folder / "started"
    return [int(line) for line in log.read_text().split()] if log.exists() else []


def wait_for(condition):
    deadline = time.monotonic() + _PATIENCE
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError
        time.sleep(0.02)

"""Measurements that worker processes can import, and that a test holds up, kills or breaks."""

import os
import signal
import time
from io import StringIO
from pathlib import Path
from random import Random

from rich.console import Console

from ownlatents.checks.sweep import Store, Task, one_row, run_tasks
from ownlatents.checks.sweep.progress import Progress

FREE = 3  # tasks 0 … 2 finish; those after them wait until the test opens the gate
_PATIENCE = 60


def tasks(folder, n=7):
    """Tasks 0 … n−1; each notes in `folder` that it was started."""
    return [Task("small", 1, {"number": i, "folder": str(folder)}) for i in range(n)]


def rows(n=7):
    """What the tasks must find."""
    return [[{"square": i**2}] for i in range(n)]


def begun(task):
    """Note that the task was started; its number and folder."""
    number, folder = task.settings["number"], Path(task.settings["folder"])
    with (folder / "started").open("a") as log:
        log.write(f"{number}\n")
    return number, folder


def square(task):
    number, _ = begun(task)
    return {"square": number**2}


def squares(tasks):
    """The rows of several tasks at once; notes which."""
    with (Path(tasks[0].settings["folder"]) / "together").open("a") as log:
        print(*(task.settings["number"] for task in tasks), file=log)
    return [square(task) for task in tasks]


def parity(task):
    return task.settings["number"] % 2


def tally(task, *earlier):
    """A batch of random numbers; how many depends on what earlier batches have found."""
    begun(task)
    so_far = earlier[-1]["sum"] if earlier else 0
    random = Random(task.stream(len(earlier)))
    return {"batch": len(earlier), "sum": so_far + sum(random.choices(range(5), k=1 + so_far % 3))}


def tallied(task, found):
    """Task i wants at least two batches, and a sum of 4 i."""
    return len(found) >= 2 and found[-1]["sum"] >= 4 * task.settings["number"]


def alone(folder, n=7):
    """What `tally` finds without workers, stores or kills."""
    found = []
    for task in tasks(folder, n):
        its = []
        while not tallied(task, its):
            its.append(tally(task, *its))
        found.append(its)
    (folder / "started").unlink()
    return found


def slow_square(task):
    time.sleep(0.05)
    return square(task)


def slow_tally(task, *earlier):
    time.sleep(0.02)
    return tally(task, *earlier)


def noted_square(task):
    """Notes its end as well."""
    row, folder = square(task), Path(task.settings["folder"])
    with (folder / "finished").open("a") as log:
        log.write(f"{task.settings['number']}\n")
    return row


def gated_square(task):
    row, folder = square(task), Path(task.settings["folder"])
    if task.settings["number"] >= FREE:
        wait_for((folder / "gate").exists)
    return row


def gated_tally(task, *earlier):
    row, folder = tally(task, *earlier), Path(task.settings["folder"])
    if task.settings["number"] >= FREE and len(earlier) == 1:
        wait_for((folder / "gate").exists)
    return row


def square_killed_once(task):
    """The worker is killed as the kernel does when memory runs out, but not a second time."""
    row, folder = square(task), Path(task.settings["folder"])
    if task.settings["number"] % 3 == 0 and not (mark := folder / f"killed at {row}").exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return row


def tally_killed_once(task, *earlier):
    row, folder = tally(task, *earlier), Path(task.settings["folder"])
    mark = folder / f"killed at {task.settings['number']}"
    if task.settings["number"] % 3 == 0 and len(earlier) == 1 and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return row


def deadly_square(task):
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
        wait_for(lambda: kept(folder))
    if task.settings["number"] == 1:
        raise ZeroDivisionError
    return row


class Dawdling(Progress):
    """Takes its time over each finished task, as a slow terminal does."""

    def advance(self, cost, done=1):
        time.sleep(1)
        super().advance(cost, done)


def run(folder, function=square, workers=2, n=7, kind=Progress, store=None, enough=None, **more):
    """Run the tasks, keeping rows in `folder`; tallies go on until they are tallied."""
    enough = enough or (tallied if function and "tally" in function.__name__ else one_row)
    store = store or Store(folder / "rows")
    with kind(Console(file=StringIO()), "small") as progress:
        return run_tasks(
            tasks(folder, n), function, store, progress, enough=enough, workers=workers, **more
        )


def run_gated(folder, function):
    """The program of a process that is going to be killed."""
    run(Path(folder), {"square": gated_square, "tally": gated_tally}[function])


def kept(folder):
    """Task number and batch of each row in the store, finished tasks or not."""
    records = Store(folder / "rows").records()
    return sorted((record.task["settings"]["number"], record.batch) for record in records)


def free_rows_are_kept(folder):
    return len(kept(folder)) >= FREE


def started(folder, log="started"):
    """Numbers of the tasks that were started, in order, once for each time."""
    log = folder / log
    return [int(line) for line in log.read_text().split()] if log.exists() else []


def finished(folder):
    """The same for tasks of `noted_square` that have come to their end."""
    return started(folder, "finished")


def wait_for(condition):
    deadline = time.monotonic() + _PATIENCE
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError
        time.sleep(0.02)

"""The sweep runner on a real Slurm, which the test starts, disturbs and stops."""

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from ownlatents.checks.sweep import Batched, Cluster, Store, Task, merged, run_on_slurm
from ownlatents.checks.sweep.progress import Progress
from ownlatents.errors import InputError
from tests.checks.sweep.slurm_cluster import missing, slurm

lacking = missing()
needs_slurm = pytest.mark.skipif(
    bool(lacking), reason=f"Slurm is not installed here: {', '.join(lacking)} not found"
)
N = 18


@pytest.fixture(scope="module")
def cluster():
    # Sockets need a short path.
    with tempfile.TemporaryDirectory(prefix="sl", dir="/tmp") as base, slurm(Path(base)):
        yield


def tasks(folder):
    return [Task("slow", 1, {"number": i, "folder": str(folder)}) for i in range(N)]


def slow_square(task):
    """Leaves its process number where the test finds it, and takes its time."""
    log = Path(task.settings["folder"]) / f"{task.settings['number']}-{os.getpid()}"
    log.touch()
    time.sleep(0.5)
    return {"square": task.settings["number"] ** 2}


def never(task):
    raise ZeroDivisionError


def swept(folder, run=slow_square, jobs=6, batched=None):
    console = Console(file=StringIO())
    store = Store(folder / "rows", device="meta")
    with Progress(console, "slow") as progress:
        cluster = Cluster(jobs=jobs, minutes=5)
        return run_on_slurm(tasks(folder), run, store, progress, cluster, batched=batched)


def queue(state, partition="test,urgent"):
    """Jobs of this state, oldest first."""
    command = ["squeue", "--noheader", "--array", "--states", state, "--format", "%i"]
    command += ["--partition", partition]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return said.split()


def started(folder):
    return [int(path.name.split("-")[1]) for path in sorted(folder.glob("[0-9]*-*"))]


def kept(folder):
    return list(Store(folder / "rows").records())


def until(condition, patience=60.0):
    end = time.monotonic() + patience
    while not (found := condition()):
        assert time.monotonic() < end
        time.sleep(0.05)
    return found


@needs_slurm
def test_a_sweep_survives_a_killed_task_and_cancelled_jobs(cluster, tmp_path):
    found = []
    sweep = threading.Thread(target=lambda: found.append(swept(tmp_path)))
    sweep.start()
    os.kill(until(lambda: started(tmp_path))[0], signal.SIGKILL)
    pending = until(lambda: queue("PENDING"))
    subprocess.run(["scancel", pending[-1]], check=True)
    running = until(lambda: queue("RUNNING"))
    subprocess.run(["scancel", running[0]], check=True)
    sweep.join(timeout=240)
    assert found == [[[{"square": i**2}] for i in range(N)]]
    records, _ = merged([Store(tmp_path / "rows")])
    assert sorted(record.row["square"] for record in records) == [i**2 for i in range(N)]
    assert len(started(tmp_path)) > N  # what was killed was begun again
    assert queue("PENDING,RUNNING") == []
    # A second call has nothing to submit.
    before = len(started(tmp_path))
    assert swept(tmp_path) == found[0]
    assert len(started(tmp_path)) == before


@needs_slurm
def test_jobs_that_are_preempted_go_on_where_they_were(cluster, tmp_path):
    found = []
    sweep = threading.Thread(target=lambda: found.append(swept(tmp_path, jobs=2)))
    sweep.start()
    until(lambda: len(kept(tmp_path)) >= 4)
    # Both nodes are taken away.
    subprocess.run(
        ["sbatch", "--partition=urgent", "--array=0-1", "--output=/dev/null", "--wrap=true"],
        check=True,
    )
    preempted = until(lambda: len(waiting := queue("PENDING", "test")) == 2 and waiting)
    # Nodes without control groups lose a process that does not heed SIGTERM: others kill it.
    begun = started(tmp_path)
    for process in set(begun):
        os.kill(process, signal.SIGKILL)
    for job in preempted:  # Slurm would wait for two minutes
        subprocess.run(["scontrol", "update", f"JobId={job}", "StartTime=now"], check=True)
    sweep.join(timeout=240)
    assert found == [[[{"square": i**2}] for i in range(N)]]
    records = kept(tmp_path)
    assert sorted(record.row["square"] for record in records) == [i**2 for i in range(N)]
    assert {record.device for record in records} == {"meta"}
    # The very jobs went on: nothing was submitted again, and only what was cut off is repeated.
    assert len(list((tmp_path / "rows" / "slurm").iterdir())) == 1
    assert len(begun) < N
    assert N < len(started(tmp_path)) <= N + 2


@needs_slurm
def test_jobs_that_bring_nothing_are_not_submitted_for_ever(cluster, tmp_path):
    with pytest.raises(InputError, match=r"two rounds of jobs brought no row .*slurm"):
        swept(tmp_path, run=never, jobs=1)
    assert queue("PENDING,RUNNING") == []


def test_without_slurm_it_says_so(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(InputError, match="sbatch was not found"):
        swept(tmp_path)


def together(tasks):
    """The rows of several tasks in one call; notes which."""
    numbers = [task.settings["number"] for task in tasks]
    folder = Path(tasks[0].settings["folder"])
    (folder / f"together {'-'.join(map(str, numbers))}").touch()
    return [{"square": number**2} for number in numbers]


def third(task):
    return task.settings["number"] % 3


@needs_slurm
def test_tasks_of_one_batch_key_are_done_in_one_call(cluster, tmp_path):
    Store(tmp_path / "rows").write(tasks(tmp_path)[0], 0, {"square": 0}, seconds=1)
    batched = Batched(together, batch_key=third, max_batch=4)
    assert swept(tmp_path, run=never, jobs=2, batched=batched) == [
        [{"square": i**2}] for i in range(N)
    ]
    calls = [
        [int(number) for number in path.name.split()[1].split("-")]
        for path in tmp_path.glob("together *")
    ]
    assert sorted(number for call in calls for number in call) == list(range(1, N))
    assert all(len({number % 3 for number in call}) == 1 for call in calls)
    assert sorted(map(len, calls)) == [1, 2, 2, 4, 4, 4]  # of 0 … 17 without 0, by thirds


@needs_slurm
def test_what_a_sweep_elsewhere_is_at_is_not_submitted(cluster, tmp_path):
    mine = tasks(tmp_path)[:3]
    store = Store(tmp_path / "rows")
    store.prepare()
    program = (
        "import sys; from pathlib import Path; from ownlatents.checks.sweep.claims import Claims; "
        "from tests.checks.sweep.test_slurm import tasks; "
        f"claims = Claims(Path({str(store.folder)!r})); "
        f"print([claims.take(task) for task in tasks({str(tmp_path)!r})[:3]], flush=True); "
        "sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout.readline() == "[True, True, True]\n"
        found = []
        sweep = threading.Thread(target=lambda: found.append(swept(tmp_path, jobs=2)))
        sweep.start()
        until(lambda: len(kept(tmp_path)) == N - 3)
        until(lambda: not queue("PENDING,RUNNING"))
        assert len(started(tmp_path)) == N - 3
        for task in mine[1:]:  # one is given up by the other
            store.write(task, 0, {"square": task.settings["number"] ** 2}, seconds=1)
        other.communicate()
    sweep.join(timeout=120)
    assert found == [[[{"square": i**2}] for i in range(N)]]
    assert len(started(tmp_path)) == N - 2

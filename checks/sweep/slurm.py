"""The same tasks on a Slurm cluster: bundles of them as a job array, through submitit.

The store is the truth, never the engine's idea of "done": a job that was killed, cancelled or lost
has left its finished rows, and what is missing when no job of ours is left is submitted again.
"""

from __future__ import annotations

import hashlib
import logging
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from shutil import which

from submitit import SlurmExecutor
from submitit.helpers import DelayedSubmission

from ownlatents.checks.sweep.bundles import Batched, Bundle, Enough, Measurement, Run, one_row
from ownlatents.checks.sweep.claims import Claims
from ownlatents.checks.sweep.progress import Progress
from ownlatents.checks.sweep.store import Store
from ownlatents.checks.sweep.task import Row, Task
from ownlatents.errors import InputError

_POLL = 1.0  # seconds between looks at the queue and the store
_PATIENCE = 300.0  # seconds that the controller may be away


@dataclass(frozen=True)
class Cluster:
    """What to ask Slurm for.

    Args:
        jobs: jobs in an array; each runs its share of the bundles, one after the other.
        minutes: time limit of a job; what it has not finished is submitted again.
        partition: queue; the cluster's default.
        gpus: GPUs of a job.
    """

    jobs: int = 32
    minutes: int = 60
    partition: str | None = None
    gpus: int = 0


@dataclass(frozen=True)
class _Share:
    """What a job runs: a callable that submitit pickles, and resumes where a job is preempted."""

    measurement: Measurement
    folder: str
    device: str

    def __call__(self, bundles: Sequence[Bundle]) -> None:
        store = Store(self.folder, device=self.device)
        with Claims(store.folder) as claims:
            for bundle in bundles:
                ours = self.measurement.claimed(bundle, store, claims)
                while ours:
                    start = time.perf_counter()
                    rows = self.measurement(ours, [store.rows(task) for task in ours])
                    seconds = time.perf_counter() - start
                    ours = self.measurement.keep(ours, rows, seconds, store, claims)

    def checkpoint(self, bundles: Sequence[Bundle]) -> DelayedSubmission:
        """Asked by submitit before a time limit or a preemption: the rows are on disk, go on."""
        return DelayedSubmission(self, bundles)


def run_on_slurm(
    tasks: Sequence[Task],
    run: Run,
    store: Store,
    progress: Progress,
    cluster: Cluster,
    *,
    enough: Enough = one_row,
    batched: Batched | None = None,
) -> list[list[Row]]:
    """The rows of all tasks, as `run_tasks` gives them; what is missing runs on the cluster.

    Args:
        tasks, run, store, progress, enough, batched: see `run_tasks`; the store's folder must be
            one that the nodes see.
        cluster: what to ask for.

    Jobs of an earlier call into the same store that are still queued are waited for, and so are
    tasks that a sweep elsewhere is at work on. An interrupt cancels the jobs.

    Raises:
        InputError: there is no Slurm here, or two rounds of jobs have brought no row.
    """
    for program in ("sbatch", "squeue", "scancel"):
        if which(program) is None:
            raise InputError(f"{program} was not found, but --on slurm needs Slurm's commands")
    folder = store.folder.resolve()
    name = "ownlatents-" + hashlib.sha256(str(folder).encode()).hexdigest()[:8]
    measurement = Measurement(run, enough, batched)
    counted = _counter(tasks, store, progress, measurement)
    missing = counted()
    if missing:
        store.prepare()
    fruitless = 0
    try:
        _wait_for_jobs(name, counted)
        while missing := counted():
            with Claims(folder) as claims:
                free = [task for task in missing if claims.take(task)]
            if not free:
                time.sleep(_POLL)
                continue
            share = _Share(measurement, str(folder), store.device)
            _submit(measurement.bundles(free), share, cluster, folder, name)
            _wait_for_jobs(name, counted)
            fruitless = fruitless + 1 if len(counted()) == len(missing) else 0
            if fruitless == 2:
                raise InputError(
                    f"two rounds of jobs brought no row for {len(missing)} tasks; see the logs in "
                    f"{folder / 'slurm'}"
                )
    except BaseException:
        _slurm("scancel", "--name", name)
        raise
    return [store.rows(task) for task in tasks]


def _counter(
    tasks: Sequence[Task], store: Store, progress: Progress, measurement: Measurement
) -> Callable[[], list[Task]]:
    """A look at the store: what is missing, and progress told."""
    missing = measurement.unfinished(tasks, store)
    progress.expect(len(tasks), sum(task.cost for task in missing), done=len(tasks) - len(missing))

    def look() -> list[Task]:
        nonlocal missing
        store.refresh()
        still = measurement.unfinished(missing, store)
        finished = len(missing) - len(still)
        if finished:
            cost = sum(task.cost for task in missing) - sum(task.cost for task in still)
            progress.advance(cost, finished)
        missing = still
        return missing

    return look


def _submit(
    bundles: Sequence[Bundle], share: _Share, cluster: Cluster, folder: Path, name: str
) -> None:
    logging.getLogger("submitit").setLevel(logging.ERROR)
    # A fresh folder for each round: a cluster may use a job's number again.
    executor = SlurmExecutor(folder / "slurm" / str(time.time_ns()), max_num_timeout=100)
    executor.update_parameters(
        job_name=name,
        time=cluster.minutes,
        cpus_per_task=1,
        array_parallelism=cluster.jobs,
        use_srun=False,
        **({"partition": cluster.partition} if cluster.partition else {}),
        **({"gpus_per_node": cluster.gpus} if cluster.gpus else {}),
    )
    jobs = min(cluster.jobs, len(bundles))
    try:
        executor.map_array(share, [bundles[i::jobs] for i in range(jobs)])
    except Exception as error:
        raise InputError(f"Slurm did not take the jobs: {error}") from error


def _wait_for_jobs(name: str, look: Callable[[], list[Task]]) -> None:
    """Until the queue has no job of this name."""
    answered = time.monotonic()
    while True:
        queue = _slurm("squeue", "--noheader", "--name", name, "--format", "%i")
        if queue.returncode == 0:
            answered = time.monotonic()
            if not queue.stdout.strip():
                return
        elif time.monotonic() - answered > _PATIENCE:
            raise InputError(f"Slurm does not answer: {queue.stderr.strip()}")
        look()
        time.sleep(_POLL)


def _slurm(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, check=False)

"""Worker processes that may be killed: a lost task is run again, a lost worker is replaced."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import get_context, resource_tracker
from multiprocessing.connection import Connection
from multiprocessing.connection import wait as wait_for
from types import TracebackType
from typing import Any

from ownlatents.checks.sweep.worker import Call, work
from ownlatents.errors import InputError

_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
_ATTEMPTS = 2  # a task that kills two workers will kill a third


@dataclass
class _Job:
    arguments: tuple[Any, ...]
    tag: Any
    attempts: int = 0


@dataclass(eq=False)
class _Worker:
    process: Any
    pipe: Connection
    job: _Job | None = None

    @property
    def handles(self) -> list[Any]:
        """What becomes ready when its job, if it has one, comes back or is lost."""
        return [self.pipe, self.process.sentinel] if self.job else []


class Pool:
    """Spawned processes that call one function, one thread each.

    Args:
        call: a module-level function.
        workers: processes.
    """

    def __init__(self, call: Call, workers: int) -> None:
        self._call = call
        self._workers = [self._started() for _ in range(workers)]
        self._lost: list[_Job] = []

    @property
    def idle(self) -> int:
        """Workers without a job, less the lost jobs that wait for one."""
        return sum(worker.job is None for worker in self._workers) - len(self._lost)

    @property
    def busy(self) -> bool:
        """Whether some job has not come back."""
        return bool(self._lost) or any(worker.job for worker in self._workers)

    def submit(self, tag: Any, *arguments: Any) -> None:
        """Hand a job to an idle worker; `tag` comes back with its result."""
        self._give(_Job(arguments, tag))

    def wait(self) -> None:
        """Until some job has come back, or its worker was lost."""
        self._ready(timeout=None)

    def results(self) -> Iterator[tuple[Any, Any, float]]:
        """What has come back by now: (tag, result, seconds) of each finished job.

        Raises:
            InputError: a job has killed its worker twice.
            BaseException: whatever the function raised.
        """
        ready, errors = self._ready(timeout=0), []
        for worker in [w for w in self._workers if not ready.isdisjoint(w.handles)]:
            answer = self._answer(worker)
            if isinstance(answer, BaseException):
                errors.append(answer)
            elif answer is not None:
                yield answer
        if errors:
            raise errors[0]
        while self._lost and any(worker.job is None for worker in self._workers):
            self._give(self._lost.pop())

    def _ready(self, timeout: float | None) -> set[Any]:
        handles = [handle for worker in self._workers for handle in worker.handles]
        return set(wait_for(handles, timeout))

    def _answer(self, worker: _Worker) -> tuple[Any, Any, float] | BaseException | None:
        job, worker.job = worker.job, None
        assert job is not None
        try:
            result, seconds = worker.pipe.recv()
        except (EOFError, OSError):
            self._workers[self._workers.index(worker)] = self._started()
            job.attempts += 1
            if job.attempts >= _ATTEMPTS:
                return InputError(
                    "a worker process was killed twice at one task (out of memory?); finished "
                    "rows are kept, the same command goes on"
                )
            self._lost.append(job)
            return None
        return result if isinstance(result, BaseException) else (job.tag, result, seconds)

    def _give(self, job: _Job) -> None:
        index = next(i for i, worker in enumerate(self._workers) if worker.job is None)
        worker = self._workers[index]
        if wait_for([worker.process.sentinel], timeout=0):  # killed while idle: not the job's doing
            worker = self._workers[index] = self._started()
        worker.job = job
        with suppress(OSError):  # killed just now: `results` finds it dead and tries another
            worker.pipe.send(job.arguments)

    def _started(self) -> _Worker:
        context = get_context("spawn")
        resource_tracker.ensure_running()  # its start, at the first worker's, would lift the mask
        ours, theirs = context.Pipe()
        process = context.Process(target=work, args=(self._call, theirs), daemon=True)
        with _as_a_worker():
            process.start()
        theirs.close()
        return _Worker(process, ours)

    def __enter__(self) -> Pool:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for worker in self._workers:
            worker.process.terminate()
        for worker in self._workers:
            worker.process.join()


@contextmanager
def _as_a_worker() -> Iterator[None]:
    """What a process started within takes over: one thread, and no Ctrl-C.

    Ctrl-C waits meanwhile; the parent handles it for all.
    """
    before = {name: os.environ.get(name) for name in _THREADS}
    os.environ.update(dict.fromkeys(_THREADS, "1"))
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGINT])
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value

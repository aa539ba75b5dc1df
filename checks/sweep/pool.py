"""Worker processes that may be killed: a lost job is run again, a lost worker is replaced.

Each worker is a `ProcessPoolExecutor` of its own, so that a kill breaks one of them alone: within
one executor, or one pool of pebble, all jobs are lost, or all that follow, when a worker is killed
while it is idle.
"""

from __future__ import annotations

import os
import pickle
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor
from concurrent.futures import wait as wait_for
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing import Pipe, get_context
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Any

from ownlatents.checks.sweep import worker
from ownlatents.errors import InputError

_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
_ATTEMPTS = 2  # a job that kills two workers will kill a third


@dataclass
class _Job:
    tag: Any
    content: bytes
    attempts: int = 0


@dataclass(eq=False)
class _Worker:
    """A process, started when it gets its first job."""

    parent: Connection
    executor: ProcessPoolExecutor = field(init=False)
    process: Future[int] = field(init=False)

    def __post_init__(self) -> None:
        self.executor = ProcessPoolExecutor(
            1, get_context("spawn"), initializer=worker.end_with, initargs=(self.parent,)
        )
        self.process = self.executor.submit(os.getpid)

    @property
    def started(self) -> bool:
        """Whether the process has come so far as to take jobs."""
        return self.process.done() and self.process.exception() is None

    @property
    def gone(self) -> bool:
        """Whether the process was killed, which its executor may not have noticed yet."""
        if not self.started:
            return False
        try:
            ended = os.WEXITED | os.WNOHANG | os.WNOWAIT
            return os.waitid(os.P_PID, self.process.result(), ended) is not None
        except ChildProcessError:
            return True

    def kill(self) -> None:
        if self.started:
            with suppress(ProcessLookupError):
                os.kill(self.process.result(), signal.SIGKILL)


class Pool:
    """Spawned processes that call functions, one thread each.

    Args:
        workers: processes.
    """

    def __init__(self, workers: int) -> None:
        # Workers end when `_alive` is closed, by us or with us.
        self._parent, self._alive = Pipe(duplex=False)
        self._idle = [_Worker(self._parent) for _ in range(workers)]
        self._running: dict[Future[bytes], tuple[_Worker, _Job]] = {}

    @property
    def idle(self) -> int:
        """Workers without a job."""
        return len(self._idle)

    @property
    def busy(self) -> bool:
        """Whether some job has not come back."""
        return bool(self._running)

    def submit(self, tag: Any, function: Callable[..., Any], *arguments: Any) -> None:
        """Hand a job to an idle worker; `tag` comes back with its result.

        Args:
            tag: any value.
            function: of a module.
            arguments: that can be pickled.
        """
        self._give(_Job(tag, worker.job(function, *arguments)))

    def results(self, timeout: float) -> Iterator[tuple[Any, Any, float]]:
        """(tag, result, seconds) of each job that has come back, the first within `timeout` s.

        Raises:
            InputError: a job has killed its worker twice, or a worker could not start.
            BaseException: whatever the function raised, after all results have been given.
        """
        done, _ = wait_for(self._running, timeout, FIRST_COMPLETED)
        errors: list[BaseException] = []
        lost: list[_Job] = []
        for future in done:
            at_work, job = self._running.pop(future)
            try:
                answer, seconds = pickle.loads(future.result())
            except BrokenProcessPool:
                self._idle.append(_Worker(self._parent))
                if error := _reason(at_work, job):
                    errors.append(error)
                else:
                    lost.append(job)
                continue
            self._idle.append(at_work)
            if isinstance(answer, BaseException):
                errors.append(answer)
            else:
                yield job.tag, answer, seconds
        if errors:
            raise errors[0]
        for job in lost:
            self._give(job)

    def _give(self, job: _Job) -> None:
        chosen = self._idle.pop()
        if chosen.gone:  # killed while idle: not the job's doing
            chosen = _Worker(self._parent)
        try:
            future = chosen.executor.submit(worker.call, job.content)
        except BrokenProcessPool:  # ended before it was ready: the next one may do better
            chosen = _Worker(self._parent)
            future = chosen.executor.submit(worker.call, job.content)
        self._running[future] = chosen, job

    def __enter__(self) -> Pool:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._alive.close()
        workers = [*self._idle, *(at_work for at_work, _ in self._running.values())]
        for each in workers:
            each.kill()
        for each in workers:
            each.executor.shutdown(cancel_futures=True)
        self._parent.close()


def _reason(lost: _Worker, job: _Job) -> InputError | None:
    """Why the job of a worker that is gone is not tried again; None where it is."""
    if not lost.started:
        return InputError("a worker process could not start; what it raised is printed above")
    job.attempts += 1
    if job.attempts < _ATTEMPTS:
        return None
    return InputError(
        "a worker process was killed twice at one task (out of memory?); finished rows are kept, "
        "the same command goes on"
    )


@contextmanager
def one_thread_each() -> Iterator[None]:
    """Processes started within compute in one thread: the workers share the cores."""
    before = {name: os.environ.get(name) for name in _THREADS}
    os.environ.update(dict.fromkeys(_THREADS, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value

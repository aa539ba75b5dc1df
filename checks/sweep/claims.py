"""Which tasks of a store a process is at work on, so that another one takes others."""

from __future__ import annotations

import fcntl
from contextlib import suppress
from pathlib import Path
from types import TracebackType

from ownlatents.checks.sweep.task import Task

_NAME = "claims"


class Claims:
    """The claims of this process on tasks of a store.

    A claim is a lock on one byte of a file in the store's folder, at a place that the task's key
    says. The operating system takes a lock back when its process ends, however it ends, and a
    network disk does so when its machine is gone: no claim outlives who made it, and nothing has
    to be renewed. On a disk without locks every claim is granted; then work may be done twice.

    Args:
        folder: of the store; it must be there.
    """

    def __init__(self, folder: Path) -> None:
        # Not opened a second time in this process: closing any one of two drops the locks of both.
        self._file = (folder / _NAME).open("ab")

    def take(self, task: Task) -> bool:
        """Claim a task, unless another process has."""
        try:
            fcntl.lockf(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, _place(task))
        except (BlockingIOError, PermissionError):
            return False
        except OSError:
            return True
        return True

    def release(self, task: Task) -> None:
        """Give up a claim, once the task's rows are in the store."""
        with suppress(OSError):  # as in `take`
            fcntl.lockf(self._file, fcntl.LOCK_UN, 1, _place(task))

    def __enter__(self) -> Claims:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()


def _place(task: Task) -> int:
    """Below 2^60, where few systems have a file's end."""
    return int(task.key[:15], 16)

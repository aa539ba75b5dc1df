"""Rows on disk: lines of JSON, one file for each process that writes.

No two processes write one file, so none can tear another's line; a line that a kill has torn is the
last of its file, and is not counted. Stores merge by putting their files into one folder.
"""

from __future__ import annotations

import errno
import gzip
import json
import os
import socket
import time
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count, takewhile
from pathlib import Path
from typing import Any

from ownlatents.checks.sweep.provenance import device_name, versions
from ownlatents.checks.sweep.task import Row, Task, task_key
from ownlatents.errors import InputError

PACKED = ".jsonl.gz"
"""How the name of a compressed file of rows ends."""


@dataclass(frozen=True)
class Record:
    """A row with what made it.

    Attributes:
        task: what identifies the task.
        batch: number of the batch, from 0.
        row: what was found.
        seconds: that it took.
        versions: of Python and the packages that numbers depend on.
        device: that networks were trained on: `cpu`, or a GPU's model.
    """

    task: dict[str, Any]
    batch: int
    row: Row
    seconds: float
    versions: dict[str, str]
    device: str = "cpu"

    @property
    def key(self) -> str:
        """Key of the task."""
        return task_key(self.task)

    def line(self) -> str:
        """The record as a line of a file."""
        return json.dumps(vars(self), separators=(",", ":"), ensure_ascii=False) + "\n"


class Store:
    """A folder of rows. What is missing from it is still to be run; nothing else is remembered.

    Args:
        folder: made on the first write.
        also: folders that are read and never written.
        packaged: a folder like these whose file NAME.jsonl.gz holds the rows of experiment NAME,
            and of no other: it is read only where rows of this experiment are wanted.
        device: torch device on which the rows are made that are written.
    """

    def __init__(
        self,
        folder: str | Path,
        also: Iterable[str | Path] = (),
        packaged: str | Path | None = None,
        device: str = "cpu",
    ) -> None:
        self.folder = Path(folder)
        self.device = device
        self._folders = [*map(Path, also), self.folder]
        self._packaged = None if packaged is None else Path(packaged)
        self._read: dict[Path, _File] = {}
        self._known: dict[str, dict[str, dict[int, Record]]] = {}  # by experiment
        self._complete = False  # whether all folders but the packaged one have been read
        self._opened: set[str] = set()  # experiments whose packaged file has been read
        self._path: Path | None = None

    def rows(self, task: Task) -> list[Row]:
        """The task's rows so far, of batches 0, 1, …"""
        found = self.known(task.experiment).get(task.key, {})
        return [found[batch].row for batch in takewhile(found.__contains__, count())]

    def prepare(self) -> None:
        """Make the folder, before work is begun whose rows it could not keep.

        Raises:
            InputError: rows cannot be written there.
        """
        with self._one_sentence():
            self.folder.mkdir(parents=True, exist_ok=True)
            if not os.access(self.folder, os.W_OK):
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    def write(self, task: Task, batch: int, row: Row, seconds: float) -> None:
        """Keep a finished row.

        Raises:
            InputError: the folder cannot be written, or the disk is full.
        """
        self.known(task.experiment)
        made = (round(seconds, 4), versions(), device_name(self.device))
        record = Record(task.as_dict(), batch, row, *made)
        line = record.line().encode()
        with self._one_sentence():
            if self._path is None:
                self.folder.mkdir(parents=True, exist_ok=True)
                name = f"{socket.gethostname()}-{os.getpid()}-{time.time_ns()}.jsonl"
                self._path = self.folder / name
            try:
                # Closed after each row, so that other nodes of a cluster see it.
                with self._path.open("ab", buffering=0) as file:
                    if file.write(line) != len(line):
                        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            except BaseException:
                self._path = None  # nothing may follow a line that may be torn
                raise
        # What a later process will read: tuples are lists there.
        self._enter(Record(**json.loads(line)))
        self._read.setdefault(self._path, _File(self._path)).written(line)

    def refresh(self) -> None:
        """See the rows that other processes have added since the folders were read."""
        for folder in self._folders:
            for path in _files(folder):
                for record in self._read.setdefault(path, _File(path)).records():
                    self._enter(record)
        self._complete = True

    def records(self) -> Iterator[Record]:
        """All records of all files; lines that a kill has torn are left out.

        Raises:
            InputError: a line is no record and not the torn end of its file.
        """
        packaged = [] if self._packaged is None else [self._packaged]
        for folder in (*packaged, *self._folders):
            for path in _files(folder):
                yield from _File(path).records()

    def known(self, experiment: str) -> dict[str, dict[int, Record]]:
        """Records of an experiment by the task's key and the batch.

        As they were when they were first asked for, and since written here or seen by `refresh`.
        """
        if not self._complete:
            self.refresh()
        its = self._known.setdefault(experiment, {})
        if self._packaged is not None and experiment not in self._opened:
            path = self._packaged / f"{experiment}{PACKED}"
            for record in _File(path).records() if path.exists() else ():
                its.setdefault(record.key, {}).setdefault(record.batch, record)
            self._opened.add(experiment)
        return its

    def _enter(self, record: Record) -> None:
        its = self._known.setdefault(record.task["experiment"], {})
        its.setdefault(record.key, {})[record.batch] = record

    @contextmanager
    def _one_sentence(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise InputError(
                f"cannot write rows to {self.folder}: {error.strerror} "
                "(a writable place was expected); finished rows are kept"
            ) from error


def _files(folder: Path) -> list[Path]:
    return sorted([*folder.rglob("*.jsonl"), *folder.rglob(f"*{PACKED}")])


class _File:
    """One file of rows, of which only what was added is read again."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._size = self._lines = 0  # that were read

    def written(self, line: bytes) -> None:
        """A line was added by this process."""
        self._size += len(line)
        self._lines += 1

    def records(self) -> Iterator[Record]:
        """Records that were not read before.

        Raises:
            InputError: a line is no record and not the torn end of the file.
        """
        for line in self._added():
            self._lines += 1
            try:
                record = Record(**json.loads(line))
                if not (
                    isinstance(record.row, dict)
                    and isinstance(record.task, dict)
                    and "experiment" in record.task
                    and isinstance(record.batch, int)
                ):
                    raise TypeError
            except (ValueError, TypeError) as error:
                raise InputError(
                    f"cannot read line {self._lines} of the rows {self._path}; "
                    "remove it to run its task again"
                ) from error
            yield record

    def _added(self) -> list[bytes]:
        """Whole lines; what follows the last newline is torn, or being written."""
        packed = self._path.name.endswith(PACKED)
        try:
            if self._path.stat().st_size == self._size or (packed and self._size):
                return []
            with gzip.open(self._path) if packed else self._path.open("rb") as file:
                file.seek(self._size)
                text = file.read()
        except (OSError, EOFError, zlib.error) as error:
            raise InputError(f"cannot read the rows {self._path}: {error}") from error
        whole = text[: text.rfind(b"\n") + 1]
        self._size += len(whole)
        return whole.split(b"\n")[:-1]

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
        device: torch device on which the rows are made that are written.
    """

    def __init__(
        self, folder: str | Path, also: Iterable[str | Path] = (), device: str = "cpu"
    ) -> None:
        self.folder = Path(folder)
        self.device = device
        self._also = [Path(path) for path in also]
        self._known: dict[str, dict[int, Record]] | None = None
        self._path: Path | None = None

    def rows(self, task: Task) -> list[Row]:
        """The task's rows so far, of batches 0, 1, …"""
        found = self.known().get(task.key, {})
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
        self.known().setdefault(task.key, {})[batch] = Record(**json.loads(line))

    def refresh(self) -> None:
        """Forget what was read, so that rows of other processes are seen."""
        self._known = None

    def records(self) -> Iterator[Record]:
        """All records of all files; lines that a kill has torn are left out.

        Raises:
            InputError: a line is no record and not the torn end of its file.
        """
        for folder in (*self._also, self.folder):
            for path in sorted([*folder.rglob("*.jsonl"), *folder.rglob(f"*{PACKED}")]):
                yield from _records(path)

    def known(self) -> dict[str, dict[int, Record]]:
        """Records by the task's key and the batch, as first read and since written."""
        if self._known is None:
            self._known = {}
            for record in self.records():
                self._known.setdefault(record.key, {})[record.batch] = record
        return self._known

    @contextmanager
    def _one_sentence(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise InputError(
                f"cannot write rows to {self.folder}: {error.strerror} "
                "(a writable place was expected); finished rows are kept"
            ) from error


def _records(path: Path) -> Iterator[Record]:
    try:
        text = path.read_bytes()
        if path.name.endswith(PACKED):
            text = gzip.decompress(text)
    except (OSError, EOFError, zlib.error) as error:
        raise InputError(f"cannot read the rows {path}: {error}") from error
    lines = text.split(b"\n")
    for number, line in enumerate(lines[:-1], start=1):  # behind the last newline: torn, or nothing
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
                f"cannot read line {number} of the rows {path}; remove it to run its task again"
            ) from error
        yield record

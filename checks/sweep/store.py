"""Rows on disk: one file each, written beside and renamed, so that a row is whole or absent."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from checks.provenance import versions
from checks.sweep.task import Row, Task
from sim import InputError, replacing


class Store:
    """A folder of rows. What is missing from it is still to be run; nothing else is remembered.

    Args:
        folder: made on the first write.
    """

    def __init__(self, folder: str | Path) -> None:
        self.folder = Path(folder)

    def read(self, task: Task) -> Row | None:
        """The task's row, or None where it has not been run."""
        record = self.record(task)
        return None if record is None else record["row"]

    def record(self, task: Task) -> dict[str, Any] | None:
        """The row with its task, seconds and versions."""
        path = self._path(task)
        try:
            record = json.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        except OSError as error:
            raise InputError(f"cannot read the row {path}: {error.strerror}") from error
        except ValueError:
            record = None
        if not isinstance(record, dict) or not isinstance(record.get("row"), dict):
            raise InputError(f"cannot read the row {path}; remove it to run its task again")
        return record

    def write(self, task: Task, row: Row, seconds: float) -> None:
        """Keep a finished row."""
        record = {
            "task": task.as_dict(),
            "row": row,
            "seconds": round(seconds, 3),
            "versions": versions(),
        }
        with replacing(self._path(task)) as file:
            json.dump(record, file, separators=(",", ":"))
            file.write("\n")

    def _path(self, task: Task) -> Path:
        return self.folder / task.experiment / f"{task.key}.json"

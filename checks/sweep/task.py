"""One measurement: what is measured, and with which settings."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from ownlatents.sim import RHMParams

Row = dict[str, Any]
"""What a measurement found: JSON values only."""


@dataclass(frozen=True)
class Task:
    """A measurement that gives the same rows wherever and whenever it runs.

    Most tasks have one row. An adaptive one has a row for each batch: what a batch does depends on
    the task and its earlier rows alone, and the experiment says when there are enough.

    Args:
        experiment: name of the experiment, a module of `checks.experiments`.
        revision: raised whenever what the experiment computes changes, so that old rows are left.
        settings: JSON values; all that the rows depend on, seeds included.
        cost: rough work in any unit that is the same for all tasks of a run; for the ETA alone,
            and not part of the task's identity.
    """

    experiment: str
    revision: int
    settings: Mapping[str, Any]
    cost: float = 1.0

    def as_dict(self) -> dict[str, Any]:
        """What identifies the task."""
        return {
            "experiment": self.experiment,
            "revision": self.revision,
            "settings": dict(self.settings),
        }

    @property
    def params(self) -> RHMParams:
        """The sizes among the settings, for tasks that name all four."""
        return size_of(self.settings)

    @cached_property
    def key(self) -> str:
        """SHA-256 of the canonical JSON, in hexadecimal."""
        return task_key(self.as_dict())

    def stream(self, batch: int) -> int:
        """Seed of a batch's random numbers, below 2^63: the same wherever it runs."""
        digest = hashlib.sha256(f"{self.key}:{batch}".encode()).digest()
        return int.from_bytes(digest[:8], "big") >> 1


def size_of(row: Mapping[str, Any]) -> RHMParams:
    """The sizes among settings, or in a row that has them beside what was found."""
    return _params(row["v"], row["m"], row["s"], row["L"])


@cache
def _params(v: int, m: int, s: int, L: int) -> RHMParams:
    # Rows are many and sizes few, and each is validated.
    return RHMParams(v, m, s, L)


def by_size(rows: Iterable[Row]) -> dict[RHMParams, list[Row]]:
    """The rows of each size, sizes in increasing order."""
    found: dict[RHMParams, list[Row]] = {}
    for row in rows:
        found.setdefault(size_of(row), []).append(row)
    return dict(sorted(found.items()))


def of_size(rows: Iterable[Row], p: RHMParams) -> list[Row]:
    """The rows of these sizes, where settings stand beside what was found."""
    sizes = p.as_dict().items()
    return [row for row in rows if all(row[letter] == x for letter, x in sizes)]


def task_key(identity: Mapping[str, Any]) -> str:
    """The key of a task from what identifies it (`Task.as_dict`)."""
    text = json.dumps(identity, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()

"""What a check finds of a claim: an outcome, a sentence, and tables of the numbers behind it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Literal, SupportsFloat

from ownlatents.checks.stats.intervals import Estimate
from ownlatents.json_values import json_values


class Outcome(Enum):
    """What the measurements say of a claim."""

    HOLDS = "holds"
    IN_PART = "holds in part"
    CONTRADICTED = "contradicted"


@dataclass(frozen=True)
class Outside:
    """A threshold that lies below the least (<) or beyond the most (>) that was tried."""

    side: Literal["<", ">"]
    tried: float

    def __str__(self) -> str:
        return f"{self.side} {shown(self.tried)}"


Cell = str | int | float | Estimate | Outside | None
"""What a table holds; None where nothing was measured."""


@dataclass(frozen=True)
class Table:
    """Numbers behind a finding.

    Args:
        title: what they are, with their unit.
        columns: their names.
        rows: as many cells each.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def as_dict(self) -> dict[str, object]:
        """For JSON: a row is an object; intervals and open ends are objects too."""
        rows = [dict(zip(self.columns, row, strict=True)) for row in self.rows]
        return {"title": self.title, "rows": json_values(rows, name_infinities=True)}

    def as_text(self) -> list[list[str]]:
        """Its cells as people read them."""
        return [[shown(cell) for cell in row] for row in self.rows]


@dataclass(frozen=True)
class Verdict:
    """What one run found about a claim.

    Args:
        claim: its id.
        outcome: what the numbers say of it.
        finding: the numbers that decide, in a sentence without a full stop.
        tables: the others.
    """

    claim: str
    outcome: Outcome
    finding: str
    tables: tuple[Table, ...] = ()


def shown(cell: Cell) -> str:
    """A cell as people read it."""
    if cell is None:
        return ""
    if isinstance(cell, float):
        if math.isnan(cell):
            return "undecided"
        return f"{cell:.0f}" if 1e3 <= cell < 1e7 else f"{cell:.3g}"
    return str(cell)


def within(star: SupportsFloat, tried: Sequence[float], unit: float = 1.0) -> float | Outside:
    """A threshold as a cell, in a unit: 0 and ∞ say that it lies outside of what was tried, NaN
    that this is not known either.

    >>> print(within(0.0, [2, 8]), within(3.0, [2, 8], 2.0), within(float("inf"), [2, 8]))
    < 2 1.5 > 8
    """
    found = float(star)
    if found == 0:
        return Outside("<", min(tried) / unit)
    return Outside(">", max(tried) / unit) if math.isinf(found) else found / unit

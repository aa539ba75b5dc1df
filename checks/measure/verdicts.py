"""What a check finds of a claim: an outcome, a sentence, and tables of the numbers behind it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum

from ownlatents.checks.stats.intervals import Estimate, as_text
from ownlatents.checks.stats.threshold import Outside
from ownlatents.json_values import json_values


class Outcome(Enum):
    """What the measurements say of a claim."""

    HOLDS = "holds"
    IN_PART = "holds in part"
    CONTRADICTED = "contradicted"


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
        return as_text(cell)
    return str(cell)

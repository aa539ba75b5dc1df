"""How long a training lasts, and how its losses share a step: what settings say without torch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ownlatents.validation import checked_integer

Aggregator = Literal["sum", "upgrad"]


@dataclass(frozen=True)
class Schedule:
    """How long a training lasts.

    Args:
        steps: at most.
        every: steps from one evaluation to the next.
        patience: evaluations without a better validation after which a run is over, and its best
            weights are kept; None trains all steps and keeps the last weights.
        first: step of an early evaluation, others following at twice, four times … as many while
            these are fewer than `every`; none by default.
    """

    steps: int
    every: int
    patience: int | None = None
    first: int | None = None

    def __post_init__(self) -> None:
        for name in ("steps", "every", "patience", "first"):
            if name in ("steps", "every") or getattr(self, name) is not None:
                checked_integer(name, getattr(self, name), 1)

    def after(self, step: int) -> int:
        """The next evaluation's step."""
        if self.first is None or step >= self.every:
            return step - step % self.every + self.every
        early = self.first
        while early <= step:
            early *= 2
        return min(early, self.every)

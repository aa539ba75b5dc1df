"""How long a training lasts, and how its losses share a step: what settings say without torch."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import model_validator

from ownlatents.constraints import Count, validated
from ownlatents.errors import InputError

Aggregator = Literal["sum", "upgrad"]


@validated
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

    steps: Count
    every: Count
    patience: Count | None = None
    first: Count | None = None

    @model_validator(mode="after")
    def _the_first_is_early(self) -> Self:
        if self.first is not None and self.first > self.every:
            raise InputError(f"first={self.first}, but at most every={self.every} was expected")
        return self

    def after(self, step: int) -> int:
        """The next evaluation's step."""
        if self.first is None or step >= self.every:
            return step - step % self.every + self.every
        early = self.first
        while early <= step:
            early *= 2
        return min(early, self.every)

"""One training run, what a batch of them must share, and what an evaluation records."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict
from typing import Annotated, Any, Generic, TypeVar

from pydantic import Field

from ownlatents.constraints import Integer, Seed, validated
from ownlatents.errors import InputError
from ownlatents.sim import Grammar
from ownlatents.validation import checked_instance, shown

ENDLESS = 0
"""Size of a training set that is never read twice."""

Record = dict[str, Any]
"""What an evaluation found of one run: JSON values, and "validation", the less the better."""

S = TypeVar("S")


@validated
class Run(Generic[S]):
    """A network to train.

    Args:
        settings: a learner's configuration, a frozen dataclass.
        grammar: of the strings.
        P: size of the training set; `ENDLESS` (0) for new strings at each step.
        seed: of the strings, the initial weights and all else that is random.
        restart: number of other initial weights for the same strings; 0 for those of the seed.
    """

    settings: S
    grammar: Grammar
    P: Annotated[Integer, Field(ge=0, lt=2**30)] = ENDLESS
    seed: Seed = 0
    restart: Annotated[Integer, Field(ge=0)] = 0

    @property
    def weights(self) -> int:
        """Seed of the initial weights."""
        if self.restart == 0:
            return self.seed
        digest = hashlib.sha256(f"{self.seed}:{self.restart}".encode()).digest()
        return int.from_bytes(digest[:8], "big") >> 1

    def as_dict(self) -> dict[str, Any]:
        """JSON values that identify the run."""
        return {
            "settings": asdict(self.settings),  # type: ignore[call-overload]
            "grammar": self.grammar.content_hash,
            "P": self.P,
            "seed": self.seed,
            "restart": self.restart,
        }


def batch_of(runs: Sequence[Run[Any]], kind: type[S]) -> list[Run[S]]:
    """These runs as a batch that one learner can train.

    Args:
        runs: at least one.
        kind: the class of the learner's settings.

    Raises:
        InputError: no runs, or one of another learner.
    """
    if not isinstance(runs, Sequence) or not runs:
        raise InputError(f"runs={shown(runs)}, but a list of at least one Run was expected")
    for number, run in enumerate(runs):
        settings = checked_instance(f"runs[{number}]", run, Run).settings
        if not isinstance(settings, kind):
            raise InputError(
                f"runs[{number}] with settings of type {type(settings).__name__}, "
                f"but {kind.__name__} was expected"
            )
    return list(runs)


def shared(runs: Sequence[Run[Any]], name: str) -> Any:
    """A setting that all runs of a batch have in common.

    Raises:
        InputError: they do not.
    """
    found = {getattr(run.settings, name) for run in runs}
    if len(found) != 1:
        raise InputError(
            f"{name} of {sorted(found, key=str)} in one batch of networks, "
            "but one and the same was expected"
        )
    return found.pop()

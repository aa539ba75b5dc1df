"""One training run, what a batch of them must share, and what an evaluation records."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from ownlatents.errors import InputError
from ownlatents.sim import Grammar
from ownlatents.validation import checked_integer, checked_seed

ENDLESS = 0
"""Size of a training set that is never read twice."""

Record = dict[str, Any]
"""What an evaluation found of one run: JSON values, and "validation", the less the better."""


@dataclass(frozen=True)
class Run:
    """A network to train.

    Args:
        settings: a learner's configuration, a frozen dataclass.
        grammar: of the strings.
        P: size of the training set; `ENDLESS` (0) for new strings at each step.
        seed: of the strings, the initial weights and all else that is random.
        restart: number of other initial weights for the same strings; 0 for those of the seed.
    """

    settings: Any
    grammar: Grammar
    P: int = ENDLESS
    seed: int = 0
    restart: int = 0

    def __post_init__(self) -> None:
        checked_seed(self.seed)
        checked_integer("restart", self.restart, 0)

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
            "settings": asdict(self.settings),
            "grammar": self.grammar.content_hash,
            "P": self.P,
            "seed": self.seed,
            "restart": self.restart,
        }


def shared(runs: Sequence[Run], name: str) -> Any:
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

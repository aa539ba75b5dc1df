"""Supervised classification of the root."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray
from torch import Tensor
from torch.nn.functional import cross_entropy

from ownlatents.models.encoder.objectives.objective import Encoders
from ownlatents.models.ensemble import Tree
from ownlatents.sim import Grammar


@dataclass(frozen=True)
class Supervised:
    """Cross-entropy of the root, told from the mean over places."""

    causal = False

    def outputs(self, d: int, v: int) -> int:
        """A logit per class."""
        return v

    def loss(self, encoders: Encoders, tree: Tree, bits: Tensor) -> Tensor:
        """Mean over strings, nats."""
        logits = encoders.head(encoders.student(tree[0]).final.mean(2))
        return cross_entropy(logits.movedim(-1, 1), tree[-1][..., 0], reduction="none").mean(1)

    def floor(self, grammar: Grammar, strings: NDArray[Any], bits: Tensor) -> float:
        """A string has one root alone."""
        return 0.0

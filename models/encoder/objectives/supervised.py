"""Supervised classification of the root."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Int64, Integer
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

    def loss(
        self, encoders: Encoders, tree: Tree, bits: Int64[Tensor, "R 1"]
    ) -> Float[Tensor, "R"]:
        """Mean over strings, nats."""
        logits = encoders.head(encoders.student(tree[0]).final.mean(2))
        return cross_entropy(logits.movedim(-1, 1), tree[-1][..., 0], reduction="none").mean(1)

    def floor(
        self, grammar: Grammar, strings: Integer[np.ndarray, "B n"], bits: Int64[Tensor, "1 1"]
    ) -> float:
        """A string has one root alone."""
        return 0.0

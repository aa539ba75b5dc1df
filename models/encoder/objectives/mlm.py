"""Masked-token prediction: tell the hidden tokens from those that are left."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Int64, Integer
from torch import Tensor

from ownlatents.models.encoder.objectives.hiding import (
    posterior_loss,
    prediction_loss,
    share_hidden,
)
from ownlatents.models.encoder.objectives.objective import Encoders
from ownlatents.models.ensemble import Tree
from ownlatents.sim import Grammar


@dataclass(frozen=True)
class MaskedTokens:
    """Mean cross-entropy over hidden places; every hidden token is replaced by the mask.

    Args:
        share: of the tokens that are hidden.
    """

    share: float
    causal = False

    def outputs(self, d: int, v: int) -> int:
        """A logit per symbol."""
        return v

    def loss(
        self, encoders: Encoders, tree: Tree, bits: Int64[Tensor, "R 1"]
    ) -> Float[Tensor, "R"]:
        """Mean over hidden places of all strings, nats."""
        hidden = share_hidden(bits, self.share, *tree[0].shape[1:])
        each = prediction_loss(encoders, tree[0], hidden)
        return (each * hidden).sum((1, 2)) / hidden.sum((1, 2)).clamp(min=1)

    def floor(
        self, grammar: Grammar, strings: Integer[np.ndarray, "B n"], bits: Int64[Tensor, "1 1"]
    ) -> float:
        """The same of the exact posterior."""
        hidden = share_hidden(bits, self.share, *strings.shape)[0].cpu().numpy()
        return float(posterior_loss(grammar, strings, hidden).sum() / max(hidden.sum(), 1))

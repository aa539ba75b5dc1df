"""Masked discrete diffusion: masked-token prediction at every noise level."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Int64, Integer
from torch import Tensor

from ownlatents.models.encoder.objectives.hiding import (
    any_number_hidden,
    posterior_loss,
    prediction_loss,
)
from ownlatents.models.encoder.objectives.objective import Encoders
from ownlatents.models.ensemble import Tree
from ownlatents.sim import Grammar


@dataclass(frozen=True)
class MaskedDiffusion:
    """The bound on −log Pr[x] per token, with a linear schedule (Sahoo et al. 2024, MDLM).

    ∫ dt/t of the cross-entropy at places hidden with probability t is, number by number, n times
    the mean cross-entropy over k hidden places with k uniform in 1 … n: the same expectation with
    less noise, since t itself is integrated out.
    """

    causal = False

    def outputs(self, d: int, v: int) -> int:
        """A logit per symbol."""
        return v

    def loss(
        self, encoders: Encoders, tree: Tree, bits: Int64[Tensor, "R 1"]
    ) -> Float[Tensor, "R"]:
        """Mean over strings of the mean over each one's hidden places, nats."""
        hidden = any_number_hidden(bits, *tree[0].shape[1:])
        each = prediction_loss(encoders, tree[0], hidden) * hidden
        return (each.sum(2) / hidden.sum(2)).mean(1)

    def floor(
        self, grammar: Grammar, strings: Integer[np.ndarray, "B n"], bits: Int64[Tensor, "1 1"]
    ) -> float:
        """The same of the exact posterior."""
        hidden = any_number_hidden(bits, *strings.shape)[0].cpu().numpy()
        each = posterior_loss(grammar, strings, hidden)
        return float((each.sum(1) / hidden.sum(1)).mean())

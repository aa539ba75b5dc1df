"""Next-token prediction: the same encoder, each place seeing those before it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Int64, Integer
from torch import Tensor
from torch.nn.functional import cross_entropy

from ownlatents.models.encoder.objectives.objective import Encoders
from ownlatents.models.ensemble import Tree
from ownlatents.sim import Grammar, posterior


@dataclass(frozen=True)
class NextToken:
    """Mean cross-entropy of the second to the last token, nats."""

    causal = True

    def outputs(self, d: int, v: int) -> int:
        """A logit per symbol."""
        return v

    def loss(
        self, encoders: Encoders, tree: Tree, bits: Int64[Tensor, "R 1"]
    ) -> Float[Tensor, "R"]:
        """Mean over places and strings."""
        before, after = tree[0][..., :-1], tree[0][..., 1:]
        logits = encoders.head(encoders.student(before).final)
        return cross_entropy(logits.movedim(-1, 1), after, reduction="none").mean((1, 2))

    def floor(
        self, grammar: Grammar, strings: Integer[np.ndarray, "B n"], bits: Int64[Tensor, "1 1"]
    ) -> float:
        """The same of the exact law: −log Pr[x] + log Pr[x_1], by the chain rule."""
        whole = posterior(grammar, strings).log_evidence
        first = posterior(grammar, strings, np.arange(strings.shape[1]) > 0).log_evidence
        return float((first - whole).mean() / (strings.shape[1] - 1))

"""data2vec: predict what a slow teacher makes of the whole string, at the places one cannot see."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from jaxtyping import Float, Int64, Integer
from torch import Tensor
from torch.nn.functional import layer_norm, smooth_l1_loss

from ownlatents.models.encoder.objectives.hiding import share_hidden
from ownlatents.models.encoder.objectives.objective import Encoders
from ownlatents.models.encoder.settings import Target
from ownlatents.models.encoder.transformer import Encoded
from ownlatents.models.ensemble import Tree
from ownlatents.sim import Grammar


@dataclass(frozen=True)
class Data2Vec:
    """Smooth L1 between a linear head at hidden places and the teacher's target (Baevski et al.
    2022; Section 5 and Table 1 of arXiv:2605.27734).

    Args:
        share: of the tokens that are hidden.
        top: K, how many of the last blocks the target is the mean of.
        target: what of a block: "block", the residual stream after it, or "ffn", the feed-forward's
            output before it is added.
        beta: where smooth L1 turns from quadratic to linear.
    """

    share: float
    top: int
    target: Target
    beta: float
    causal = False

    def outputs(self, d: int, v: int) -> int:
        """As wide as the target."""
        return d

    def loss(
        self, encoders: Encoders, tree: Tree, bits: Int64[Tensor, "R 1"]
    ) -> Float[Tensor, "R"]:
        """Mean over hidden places and dimensions."""
        hidden = share_hidden(bits, self.share, *tree[0].shape[1:])
        with torch.no_grad():
            wanted = teacher_target(encoders.teacher(tree[0]), self.target, self.top)
        seen = torch.where(hidden, encoders.hidden_token, tree[0])
        found = encoders.head(encoders.student(seen).final)
        each = smooth_l1_loss(found, wanted, reduction="none", beta=self.beta).mean(-1)
        return (each * hidden).sum((1, 2)) / hidden.sum((1, 2)).clamp(min=1)

    def floor(
        self, grammar: Grammar, strings: Integer[np.ndarray, "B n"], bits: Int64[Tensor, "1 1"]
    ) -> None:
        """The best prediction depends on the teacher."""


def teacher_target(encoded: Encoded, target: Target, top: int) -> Float[Tensor, "R B n d"]:
    """Mean over the last `top` blocks, each normalised over its dimensions."""
    layers = encoded.ffn if target == "ffn" else encoded.blocks[1:]
    normalised = [layer_norm(layer, layer.shape[-1:]) for layer in layers[-top:]]
    return torch.stack(normalised).mean(0)

"""Hidden places, and the loss of telling what stood there."""

from __future__ import annotations

import numpy as np
import torch
from jaxtyping import Bool, Float, Float64, Int64, Integer
from torch import Tensor
from torch.nn.functional import cross_entropy

from ownlatents.models.encoder.objectives.objective import Encoders
from ownlatents.models.ensemble import integers, keyed, uniforms
from ownlatents.sim import Grammar, posterior


def share_hidden(bits: Int64[Tensor, "R 1"], share: float, B: int, n: int) -> Bool[Tensor, "R B n"]:
    """⌊share·n + u⌋ places of each string at random, u uniform in (0, 1).

    As fairseq's data2vec hides spans, here of one token: the mean share is `share`.
    """
    string = torch.arange(B, device=bits.device)
    count = (share * n + uniforms(keyed(bits, 0, string))).long()
    return _places(keyed(bits, 1, string), count, n)


def any_number_hidden(bits: Int64[Tensor, "R 1"], B: int, n: int) -> Bool[Tensor, "R B n"]:
    """1 to n places of each string, each number equally likely."""
    string = torch.arange(B, device=bits.device)
    return _places(keyed(bits, 1, string), 1 + integers(keyed(bits, 0, string), n), n)


def prediction_loss(
    encoders: Encoders, strings: Int64[Tensor, "R B n"], hidden: Bool[Tensor, "R B n"]
) -> Float[Tensor, "R B n"]:
    """Cross-entropy of the tokens at each place, in nats, given those not hidden."""
    seen = torch.where(hidden, encoders.hidden_token, strings)
    logits = encoders.head(encoders.student(seen).final)
    return cross_entropy(logits.movedim(-1, 1), strings, reduction="none")


def posterior_loss(
    grammar: Grammar, strings: Integer[np.ndarray, "B n"], hidden: Bool[np.ndarray, "B n"]
) -> Float64[np.ndarray, "B n"]:
    """`prediction_loss` of the exact posterior at hidden places, 0 at others."""
    known = posterior(grammar, strings, hidden).log_probability[0]
    right = np.take_along_axis(known, strings[..., None].astype(np.int64), axis=-1)[..., 0]
    return np.where(hidden, -right, 0.0)


def _places(
    keys: Int64[Tensor, "R B"], count: Int64[Tensor, "R B"], n: int
) -> Bool[Tensor, "R B n"]:
    """`count` of n places of each string, by the rank of random numbers."""
    drawn = keyed(keys[..., None], torch.arange(n, device=keys.device))
    rank = (drawn[..., None] > drawn[..., None, :]).sum(-1)
    return rank < count[..., None]

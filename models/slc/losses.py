"""SLC's losses: prediction (Eq. 5) and clustering (Eqs. 7 to 11).

The paper's prose fixes what each term does; the forms of (5) and (8) to (11) are our reading.
"""

from __future__ import annotations

import torch
from jaxtyping import Float, Int64
from torch import Tensor

from ownlatents.models.slc.modules import cousins, own_place
from ownlatents.models.slc.settings import PairLoss

_TINY = 1e-4  # inside logarithms: gradients of up to 1/_TINY are fit for float32


def prediction_loss(
    logits: Float[Tensor, "R B patches s s-1 s d"], targets: Float[Tensor, "R B patches*s d"]
) -> Float[Tensor, "R"]:
    """Eq. (5): cross-entropy of the cousins' tokens at each patch's own place.

    Args:
        logits: of `predict`.
        targets: the level-ℓ tokens, probabilities.
    """
    s = logits.shape[3]
    entropy = -(cousins(targets, s) * own_place(logits).log_softmax(-1)).sum(-1)
    return entropy.flatten(1).mean(1)


def similarity(
    predictions: Float[Tensor, "R B n *cousins"], chosen: Int64[Tensor, "R N"] | None
) -> Float[Tensor, "R N N"]:
    """Eq. (7): S_ij = ½(1 + cos) of centred predictions.

    Args:
        predictions: φ̂ of each patch.
        chosen: which N of the B·n patches; None: all.
    """
    points = predictions.flatten(3)
    points = some(points, chosen) - points.mean((1, 2))[:, None]
    # Below the clamp, where all predictions are alike, the direction would be noise without bound.
    points = points * points.square().sum(-1, keepdim=True).clamp(min=1e-10).rsqrt()
    half = points.new_full((1, 1, 1), 0.5)
    return torch.baddbmm(half, points, points.transpose(1, 2), alpha=0.5)


def clustering_loss(
    h: Float[Tensor, "R N d"],
    similar: Float[Tensor, "R N N"],
    margin: Float[Tensor, "R"],
    separation: Float[Tensor, "R"],
    sparsity: Float[Tensor, "R"],
    form: PairLoss,
) -> Float[Tensor, "R"]:
    """Eqs. (8) to (11) over all pairs of the chosen patches.

    Args:
        h: ĥ^(ℓ+1) of N patches.
        similar: S_ij of the same.
        margin, separation, sparsity: S_m, λ_sep, λ_spars of each run.
        form: see `SLCSettings.pair_loss`.
    """
    together = h @ h.transpose(1, 2)
    attraction = (similar - margin[:, None, None]).clamp(min=0)
    repulsion = separation[:, None, None] * (1 - similar)
    if form == "log":
        logs = attraction * (together + _TINY).log() + repulsion * (1 + _TINY - together).log()
        pairs = -logs.mean((1, 2))
    else:
        pairs = (attraction * (1 - together) + repulsion * together).mean((1, 2))
    sparse = h.square().sum(-1).mean(1)
    return pairs - sparsity * sparse


def some(
    x: Float[Tensor, "R B n k"], chosen: Int64[Tensor, "R N"] | None
) -> Float[Tensor, "R N k"]:
    """The chosen patches of all strings; None: all."""
    flat = x.flatten(1, 2)
    if chosen is None:
        return flat
    rows = chosen + flat.shape[1] * torch.arange(len(flat), device=flat.device)[:, None]
    return flat.flatten(0, 1).index_select(0, rows.flatten()).view(*chosen.shape, -1)

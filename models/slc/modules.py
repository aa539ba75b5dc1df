"""One module of SLC: a predictor of cousin tokens, and a clusterer of what it predicts (Fig. 7)."""

from __future__ import annotations

from typing import Any

import torch
from jaxtyping import Float, Shaped
from torch import Tensor
from torch.nn.functional import gelu

from ownlatents.models.ensemble import Parameters, linear


def predict(
    weights: Parameters, level: int, below: Float[Tensor, "R B n d"], s: int
) -> Float[Tensor, "R B patches s s-1 s d"]:
    """Logits of φ̂ of every patch (Eq. 4).

    Args:
        weights: of all modules.
        level: ℓ of the module.
        below: ĥ^(ℓ).
        s: branching.

    Returns:
        For a patch, were it at each place under its grandparent, the
        law of each token of each cousin. The weights do not know the place.
    """
    codes = below.shape[-1]
    patches = below.reshape(*below.shape[:2], -1, s * codes)
    hidden = gelu(linear(weights, f"{level}.cnn1", patches))
    hidden = gelu(linear(weights, f"{level}.cnn2", hidden))
    logits = linear(weights, f"{level}.cnn3", hidden)
    return logits.view(*patches.shape[:3], s, s - 1, s, codes)


def cluster(
    weights: Parameters,
    level: int,
    predictions: Float[Tensor, "R B n *cousins"],
    temperature: Float[Tensor, "R"],
    standardise: bool,
) -> Float[Tensor, "R B n d"]:
    """ĥ^(ℓ+1) from the predictions φ̂ of each patch (Eq. 6).

    Args:
        weights, level: as in `predict`.
        predictions: φ̂.
        temperature: of each run's softmax.
        standardise: whether to centre the predictions over the batch and divide by their rms.
    """
    x = predictions.flatten(3).flatten(1, 2)
    weight, bias = (weights[f"{level}.cnn4.{kind}"] for kind in ("weight", "bias"))
    if standardise:
        # Divided in the hidden layer, a tenth as wide: most time goes in moving predictions.
        x, square = _Centred.apply(x)  # type: ignore[no-untyped-call]
        hidden = x @ weight * (square + 1e-12).rsqrt() + bias[:, None]
    else:
        hidden = torch.baddbmm(bias[:, None], x, weight)
    hidden = gelu(hidden)
    logits = linear(weights, f"{level}.cnn5", hidden).view(*predictions.shape[:3], -1)
    return (logits / temperature[:, None, None, None]).softmax(-1)


class _Centred(torch.autograd.Function):
    """x less its mean over axis 1, and the mean square of that.

    Written out because autograd's own backward pass moves x twice as often.
    """

    @staticmethod
    def forward(
        ctx: Any, x: Float[Tensor, "R N D"]
    ) -> tuple[Float[Tensor, "R N D"], Float[Tensor, "R 1 1"]]:
        y = x - x.mean(1, keepdim=True)
        ctx.save_for_backward(y)
        return y, torch.linalg.vector_norm(y, dim=(1, 2), keepdim=True).square() / y[0].numel()

    @staticmethod
    def backward(
        ctx: Any, of_y: Float[Tensor, "R N D"], of_square: Float[Tensor, "R 1 1"]
    ) -> Float[Tensor, "R N D"]:
        (y,) = ctx.saved_tensors
        found = torch.addcmul(of_y, y, 2 * of_square / y[0].numel())
        return found.sub_(of_y.mean(1, keepdim=True))  # y has a mean of 0


def cousins(
    below: Shaped[Tensor, "R B n *rest"], s: int
) -> Shaped[Tensor, "R B grandparents s s-1 s *rest"]:
    """The tokens that each patch is to predict (Fig. 8).

    Args:
        below: n a multiple of s².

    Returns:
        For the patch at each place under each grandparent, the
        tokens of its cousins, the next place first, cyclically (as `sim.Context` counts them).
    """
    place = torch.arange(s, device=below.device)
    others = (place[:, None] + place[None, 1:]) % s
    grouped = below.view(*below.shape[:2], -1, s, s, *below.shape[3:])
    return grouped[:, :, :, others]


def own_place(
    logits: Float[Tensor, "R B patches s s-1 s d"],
) -> Float[Tensor, "R B patches//s s s-1 s d"]:
    """Of `predict`'s output the part of each patch's own place."""
    s = logits.shape[3]
    placed = logits.view(*logits.shape[:2], -1, s, *logits.shape[3:])
    return placed.diagonal(dim1=3, dim2=4).movedim(-1, 3)

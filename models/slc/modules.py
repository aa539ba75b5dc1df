"""One module of SLC: a predictor of cousin tokens, and a clusterer of what it predicts (Fig. 7)."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn.functional import gelu

from models.ensemble import Parameters, linear, linear_shapes


def module_shapes(level: int, s: int, codes: int, width: int) -> dict[str, tuple[int, ...]]:
    """Shapes of the weights of module ℓ = `level`, by name."""
    predicted = s * (s - 1) * s * codes
    layers = {
        "cnn1": (s * codes, width),
        "cnn2": (width, width),
        "cnn3": (width, predicted),
        "cnn4": (predicted, width),
        "cnn5": (width, codes),
    }
    return {
        name: shape
        for layer, (i, o) in layers.items()
        for name, shape in linear_shapes(f"{level}.{layer}", i, o).items()
    }


def predict(weights: Parameters, level: int, below: Tensor, s: int) -> Tensor:
    """log φ̂ of every patch (Eq. 4).

    Args:
        weights: of all modules.
        level: ℓ of the module.
        below: ĥ^(ℓ), `(R, B, n, d)`.
        s: branching.

    Returns:
        `(R, B, n/s, s, s−1, s, d)`: for a patch, were it at each place under its grandparent, the
        log-probability of each token of each cousin. The weights do not know the place.
    """
    codes = below.shape[-1]
    patches = below.reshape(*below.shape[:2], -1, s * codes)
    hidden = gelu(linear(weights, f"{level}.cnn1", patches))
    hidden = gelu(linear(weights, f"{level}.cnn2", hidden))
    logits = linear(weights, f"{level}.cnn3", hidden)
    return logits.view(*patches.shape[:3], s, s - 1, s, codes).log_softmax(-1)


def cluster(
    weights: Parameters, level: int, predictions: Tensor, temperature: Tensor, standardise: bool
) -> Tensor:
    """ĥ^(ℓ+1) from the predictions φ̂ of each patch (Eq. 6).

    Args:
        weights, level: as in `predict`.
        predictions: φ̂ `(R, B, n, …)`.
        temperature: of each run's softmax, `(R,)`.
        standardise: whether to centre the predictions over the batch and divide by their rms.

    Returns:
        `(R, B, n, d)`.
    """
    x = predictions.flatten(3)
    if standardise:
        x = centred(x)
        x = x * (x.square().mean((1, 2, 3), keepdim=True) + 1e-12).rsqrt()
    hidden = gelu(linear(weights, f"{level}.cnn4", x))
    logits = linear(weights, f"{level}.cnn5", hidden)
    return (logits / temperature[:, None, None, None]).softmax(-1)


def centred(x: Tensor) -> Tensor:
    """Less its mean over strings and places, `(R, B, n, k)`."""
    return x - x.mean((1, 2), keepdim=True)


def cousins(below: Tensor, s: int) -> Tensor:
    """The tokens that each patch is to predict (Fig. 8).

    Args:
        below: `(R, B, n, …)`, n a multiple of s².

    Returns:
        `(R, B, n/s², s, s−1, s, …)`: for the patch at each place under each grandparent, the
        tokens of its cousins, the next place first, cyclically (as `sim.Context` counts them).
    """
    place = torch.arange(s, device=below.device)
    others = (place[:, None] + place[None, 1:]) % s
    grouped = below.view(*below.shape[:2], -1, s, s, *below.shape[3:])
    return grouped[:, :, :, others]


def own_place(predictions: Tensor) -> Tensor:
    """Of `predict`'s output the part of each patch's own place, `(R, B, n/s², s, s−1, s, d)`."""
    s = predictions.shape[3]
    placed = predictions.view(*predictions.shape[:2], -1, s, *predictions.shape[3:])
    return placed.diagonal(dim1=3, dim2=4).movedim(-1, 3)

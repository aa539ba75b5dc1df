"""Maps with a leading run axis: each network applies its own weights to its own inputs."""

from __future__ import annotations

from collections.abc import Mapping

import torch
from jaxtyping import Float
from torch import Tensor


def linear(
    parameters: Mapping[str, Tensor], name: str, x: Float[Tensor, "R *batch i"]
) -> Float[Tensor, "R *batch o"]:
    """`affine` with `{name}.weight` and `{name}.bias`."""
    return affine(x, parameters[f"{name}.weight"], parameters[f"{name}.bias"])


def affine(
    x: Float[Tensor, "R *batch i"], weight: Float[Tensor, "R i o"], bias: Float[Tensor, "R o"]
) -> Float[Tensor, "R *batch o"]:
    """x W + b of each run."""
    out = torch.baddbmm(bias[:, None], x.flatten(1, -2), weight)
    return out.view(x.shape[:-1] + out.shape[-1:])

"""Maps with a leading run axis: each network applies its own weights to its own inputs."""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor


def linear(parameters: Mapping[str, Tensor], name: str, x: Tensor) -> Tensor:
    """`affine` with `{name}.weight` and `{name}.bias`."""
    return affine(x, parameters[f"{name}.weight"], parameters[f"{name}.bias"])


def affine(x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    """x W + b of each run: `(R, …, i)` by `(R, i, o)` and `(R, o)` to `(R, …, o)`."""
    out = torch.baddbmm(bias[:, None], x.flatten(1, -2), weight)
    return out.view(x.shape[:-1] + out.shape[-1:])

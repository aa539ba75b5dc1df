"""Maps with a leading run axis: each network applies its own weights to its own inputs."""

from __future__ import annotations

import torch
from torch import Tensor

from models.ensemble.parameters import Parameters


def linear(parameters: Parameters, name: str, x: Tensor) -> Tensor:
    """x W + b of each run: `(R, …, i)` to `(R, …, o)`, with `{name}.weight` and `{name}.bias`."""
    weight, bias = parameters[f"{name}.weight"], parameters[f"{name}.bias"]
    out = torch.baddbmm(bias[:, None], x.flatten(1, -2), weight)
    return out.view(x.shape[:-1] + out.shape[-1:])


def linear_shapes(name: str, i: int, o: int) -> dict[str, tuple[int, ...]]:
    """The shapes that `linear` asks for."""
    return {f"{name}.weight": (i, o), f"{name}.bias": (o,)}

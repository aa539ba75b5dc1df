"""Weights of many networks of one shape, and the optimiser that moves them all at once."""

from __future__ import annotations

import math
import zlib
from collections.abc import Iterator, Mapping, Sequence

import torch
from jaxtyping import Bool, Float, Int64
from torch import Tensor

from ownlatents.errors import InputError
from ownlatents.models.ensemble.random_numbers import keyed, keys, normals, uniforms


class Parameters(Mapping[str, Tensor]):
    """Named tensors with a leading run axis, that share one buffer `(R, n)`.

    Args:
        shapes: name to shape, without the run axis. Names ending in `bias` begin at 0, in `scale`
            at 1, in `embedding` standard normal, all others uniform in ±1/√(first axis), torch's
            rule for a linear map from the first axis to the second.
        seeds: one per run; a run's weights depend on its own seed alone.
        device: torch device.
    """

    def __init__(
        self,
        shapes: Mapping[str, Sequence[int]],
        seeds: Sequence[int],
        device: str | torch.device = "cpu",
    ) -> None:
        self._shapes = {name: tuple(shape) for name, shape in shapes.items()}
        self._bounds: dict[str, tuple[int, int]] = {}
        end = 0
        for name, shape in self._shapes.items():
            start, end = end, end + math.prod(shape)
            self._bounds[name] = start, end
        self._attach(torch.zeros(len(seeds), end, device=device), learn=True)
        with torch.no_grad():
            for name in self:
                self[name].copy_(self._initial(name, keys(list(seeds), device)))

    def _attach(self, flat: Float[Tensor, "R n"], learn: bool) -> None:
        self.flat = flat
        self._tensors = {
            name: flat[:, start:end].view(-1, *self._shapes[name]).detach()
            for name, (start, end) in self._bounds.items()
        }
        for tensor in self._tensors.values():
            tensor.requires_grad_(learn)

    def _initial(self, name: str, seeds: Int64[Tensor, "R"]) -> Float[Tensor, "..."]:
        shape = self._shapes[name]
        if name.endswith(("bias", "scale")):
            return torch.full((1, *shape), float(name.endswith("scale")), device=seeds.device)
        place = torch.arange(math.prod(shape), device=seeds.device)
        bits = keyed(seeds[:, None], zlib.crc32(name.encode()), place).view(-1, *shape)
        if name.endswith("embedding"):
            return normals(bits)
        return (2 * uniforms(bits) - 1) / math.sqrt(shape[0])

    def __getitem__(self, name: str) -> Tensor:
        return self._tensors[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._tensors)

    def __len__(self) -> int:
        return len(self._tensors)

    def frozen(self) -> Parameters:
        """A copy that carries no gradients: a teacher, or a state that is kept."""
        other = object.__new__(Parameters)
        other._shapes, other._bounds = self._shapes, self._bounds
        other._attach(self.flat.detach().clone(), learn=False)
        return other

    def gradient(
        self,
        loss: Float[Tensor, ""],
        keep: bool = False,
        out: Float[Tensor, "R n"] | None = None,
    ) -> Float[Tensor, "R n"]:
        """Gradient of a scalar with respect to all weights; 0 where it has none.

        The runs share nothing, so the sum of their losses has each run's gradient in its row.

        Args:
            loss: a sum over runs.
            keep: whether the graph is needed again.
            out: where to write it.
        """
        found = torch.autograd.grad(
            loss, list(self._tensors.values()), retain_graph=keep, allow_unused=True
        )
        out = torch.empty_like(self.flat) if out is None else out
        for part, (start, end) in zip(found, self._bounds.values(), strict=True):
            if part is None:
                out[:, start:end] = 0
            else:
                out[:, start:end] = part.flatten(1)
        return out

    def mask(self, *endings: str) -> Float[Tensor, "n"]:
        """1.0 at the weights of all tensors whose names do not end so."""
        found = torch.ones(self.flat.shape[1], device=self.flat.device)
        for name, (start, end) in self._bounds.items():
            if name.endswith(endings):
                found[start:end] = 0
        return found


class AdamW:
    """Adam with decoupled weight decay, each run with its own settings.

    Args:
        parameters: what is moved.
        lr, weight_decay: one of each per run.
        betas: of the two moments.
        clip: largest norm of a run's gradient; none by default.
        undecayed: endings of the names whose weights do not decay.
    """

    def __init__(
        self,
        parameters: Parameters,
        lr: Sequence[float],
        weight_decay: Sequence[float],
        betas: tuple[float, float] = (0.9, 0.999),
        clip: float | None = None,
        undecayed: tuple[str, ...] = (),
    ) -> None:
        values = parameters.flat
        if not len(lr) == len(weight_decay) == len(values):
            raise InputError(
                f"{len(lr)} learning rates and {len(weight_decay)} decays for {len(values)} runs, "
                "but one each was expected"
            )
        self._values, self._betas, self._clip = values, betas, clip
        self._lr, decay = (
            torch.tensor(each, dtype=values.dtype, device=values.device)[:, None]
            for each in (lr, weight_decay)
        )
        shrunk = self._lr * decay
        self._shrunk = shrunk * parameters.mask(*undecayed) if undecayed else shrunk
        self.first, self.second = torch.zeros_like(values), torch.zeros_like(values)
        # Written anew at each step: so large a block of fresh memory costs more than the sums.
        self._update = torch.empty_like(values)
        self.count = torch.zeros((), device=values.device, dtype=torch.float64)

    @torch.no_grad()
    def step(self, gradient: Float[Tensor, "R n"], moving: Bool[Tensor, "R"] | None = None) -> None:
        """Move runs along their rows of `gradient`: all, or those `moving`."""
        if self._clip is not None:
            norm = gradient.norm(dim=1, keepdim=True)
            gradient = gradient * (self._clip / norm.clamp(min=self._clip))
        one, two = self._betas
        self.count += 1
        self.first.lerp_(gradient, 1 - one)
        self.second.mul_(two).addcmul_(gradient, gradient, value=1 - two)
        # lr·m̂/(√v̂ + ε) with the corrections of bias drawn into the scalars.
        root = (1 - two**self.count).sqrt().float()
        rate = self._lr * root / (1 - one**self.count).float()
        deviation = torch.sqrt(self.second, out=self._update).add_(1e-8 * root)
        update = torch.div(self.first, deviation, out=self._update).mul_(rate)
        update.addcmul_(self._values, self._shrunk)
        if moving is not None:  # a gradient of 0 would leave momentum and decay
            update.mul_(moving[:, None])
        self._values.sub_(update)

    def state(self) -> dict[str, Tensor]:
        """What a checkpoint needs."""
        return {"first": self.first, "second": self.second, "count": self.count}

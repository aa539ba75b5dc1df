"""Encoders of many runs: student, teacher, and the loss of their objective."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

import torch
from jaxtyping import Float, Int64
from torch import Tensor
from torch.nn.attention import SDPBackend, sdpa_kernel

from ownlatents.models.devices import checked_device
from ownlatents.models.encoder.objectives import objective_of
from ownlatents.models.encoder.settings import FREE, EncoderSettings
from ownlatents.models.encoder.transformer import Encoded, encode, initial
from ownlatents.models.ensemble import Parameters, Run, Tree, batch_of, keyed, keys, linear, shared

_MASKS, _DROPOUT = 7, 8  # parts of keys, beside those of strings and of other learners
# Without cuDNN's, which is slower where strings are short.
_KERNELS = [SDPBackend.EFFICIENT_ATTENTION, SDPBackend.FLASH_ATTENTION, SDPBackend.MATH]


class EncoderNetwork:
    """R encoders, one per run, and their teachers.

    Args:
        runs: with `EncoderSettings` that differ at most in `settings.FREE`.
        device: torch device.
    """

    def __init__(self, runs: Sequence[Run[EncoderSettings]], device: str = "cpu") -> None:
        runs = batch_of(runs, EncoderSettings)
        checked_device(device)
        self.params = runs[0].grammar.params
        self.settings = runs[0].settings
        for field in fields(EncoderSettings):
            if field.name not in FREE:
                shared(runs, field.name)
        self.objective = objective_of(self.settings)
        seeds = [run.seed for run in runs]
        weights = [run.weights for run in runs]
        # v symbols and the mask; the paper's second extra id has no use where all strings are of
        # one length.
        tokens, outputs = self.params.v + 1, self.objective.outputs(self.settings.d, self.params.v)
        self.student = initial(self.settings, tokens, self.params.length, outputs, weights, device)
        self.teacher = self.student.frozen()
        self._keys = keys(seeds, device)[:, None]
        self._alpha = torch.tensor([1 - run.settings.decay for run in runs], device=device)[:, None]

    def losses(self, tree: Tree, step: Int64[Tensor, ""]) -> list[Float[Tensor, "R"]]:
        """The objective's loss while training, with dropout.

        On a GPU in mixed precision: matrix products in bfloat16, all else in float32. Of 128
        networks at L = 3 with the same seeds as in float32 on a CPU, the shares learned of levels 1
        and 2 differed by .00 ± .01 and .01 ± .01.
        """
        noise = keyed(self._keys, _DROPOUT, step) if self.settings.dropout else None
        on_gpu = tree[0].is_cuda
        encoders = _Encoders(self, noise, compiled=on_gpu and self.settings.compiled)
        with torch.autocast("cuda", torch.bfloat16, enabled=on_gpu), sdpa_kernel(_KERNELS):
            return [self.objective.loss(encoders, tree, self.bits(step))]

    @torch.no_grad()
    def held_out_loss(self, tree: Tree, step: int) -> Float[Tensor, "R"]:
        """The objective's loss without dropout, places hidden as at this step."""
        return self.objective.loss(_Encoders(self), tree, self.bits(step))

    def bits(self, step: Int64[Tensor, ""] | int) -> Int64[Tensor, "R 1"]:
        """What keys the hidden places of a step."""
        return keyed(self._keys, _MASKS, step)

    @torch.no_grad()
    def moved(self) -> None:
        """W_teacher ← (1−α) W_teacher + α W_student."""
        self.teacher.flat.lerp_(self.student.flat, self._alpha)

    def state(self) -> dict[str, Tensor]:
        """What moves, apart from the optimiser: the tensors in use."""
        return {"student": self.student.flat, "teacher": self.teacher.flat}

    def encoded(
        self, weights: Parameters, tokens: Int64[Tensor, "R B n"], **training: Any
    ) -> Encoded:
        """Strings, by the student or the teacher; while training, see `encode`."""
        causal = self.objective.causal
        return encode(weights, tokens, self.settings, causal=causal, **training)


@dataclass(frozen=True)
class _Encoders:
    """The networks as an objective sees them at one step."""

    network: EncoderNetwork
    noise: Int64[Tensor, "R 1"] | None = None
    compiled: bool = False

    @property
    def hidden_token(self) -> int:
        return self.network.params.v

    def student(self, tokens: Int64[Tensor, "R B n"]) -> Encoded:
        its = self.network.student
        return self.network.encoded(its, tokens, noise=self.noise, compiled=self.compiled)

    def teacher(self, tokens: Int64[Tensor, "R B n"]) -> Encoded:
        return self.network.encoded(self.network.teacher, tokens, compiled=self.compiled)

    def head(self, x: Float[Tensor, "R *batch d"]) -> Float[Tensor, "R *batch outputs"]:
        return linear(self.network.student, "head", x)

"""The stack of modules: student, teacher, and the losses of all levels at once."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import torch
from jaxtyping import Float, Int64
from torch import Tensor, xlogy
from torch.nn.functional import one_hot

from ownlatents.errors import InputError
from ownlatents.models.devices import checked_device
from ownlatents.models.ensemble import (
    Parameters,
    Run,
    Tree,
    batch_of,
    keyed,
    keys,
    numbered,
    shared,
)
from ownlatents.models.slc.losses import clustering_loss, prediction_loss, similarity, some
from ownlatents.models.slc.modules import cluster, predict
from ownlatents.models.slc.settings import SLCSettings
from ownlatents.models.slc.shapes import module_shapes
from ownlatents.validation import checked_integer

_SHARED = (
    "codes", "width", "compared", "stop", "target", "pair_loss", "standardise", "sparse_input",
)  # fmt: skip


class Level(NamedTuple):
    """What module ℓ says of every patch: logits of φ̂^(ℓ), φ̂^(ℓ), and ĥ^(ℓ+1)."""

    logits: Float[Tensor, "R B n s s-1 s d"]
    predictions: Float[Tensor, "R B n s s-1 s d"]
    codes: Float[Tensor, "R B n d"]


class SLC:
    """R stacks of L−1 modules (Section 4), one per run.

    Args:
        runs: settings of `SLCSettings`; those that shape the network must be equal, the rates,
            margins and their rates, weights of losses and temperatures may differ.
        device: torch device.
    """

    def __init__(self, runs: Sequence[Run[SLCSettings]], device: str = "cpu") -> None:
        runs = batch_of(runs, SLCSettings)
        checked_device(device)
        self.params = runs[0].grammar.params
        checked_integer("L", self.params.L, 2, of=": a level below the root")
        first = runs[0].settings
        for name in _SHARED:
            shared(runs, name)
        self.codes = first.codebook(self.params)
        self._settings = first
        self._keys = keys([run.seed for run in runs], device)
        shapes: dict[str, tuple[int, ...]] = {}
        for level in range(self.params.L - 1):
            shapes |= module_shapes(level, self.params.s, self.codes, first.width)
        self.student = Parameters(shapes, [run.weights for run in runs], device)
        if first.sparse_input:
            with torch.no_grad():
                for level in range(self.params.L - 1):
                    self.student[f"{level}.cnn1.weight"].mul_(math.sqrt(self.codes))
        self.teacher = self.student.frozen()
        taught = {run.settings.ema is not None for run in runs}
        if len(taught) != 1:
            raise InputError("runs with and without a teacher, but all of one kind were expected")
        self._has_teacher = taught.pop()
        self._ema = self._each(runs, "ema")[:, None] if self._has_teacher else None
        levels = self.params.L - 1
        self.margins = self._each(runs, "margin")[:, None].repeat(1, levels)
        self._rate = self._each(runs, "margin_rate")[:, None]
        self._entropies = self._keys.new_zeros(len(runs), levels, dtype=torch.float32)
        self._separation = self._each(runs, "separation")
        self._sparsity = self._each(runs, "sparsity")
        self._temperature = self._each(runs, "temperature")

    def _each(self, runs: Sequence[Run[SLCSettings]], name: str) -> Float[Tensor, "R"]:
        values = [float(getattr(run.settings, name)) for run in runs]
        return torch.tensor(values, device=self._keys.device)

    def losses(self, tree: Tree, step: Int64[Tensor, ""]) -> list[Float[Tensor, "R"]]:
        """L_pred and L_clust of each module from the lowest up."""
        own = self.levels(self.student, tree[0])
        with torch.no_grad():
            taught = self.levels(self.teacher, tree[0]) if self._has_teacher else own
        found = []
        chosen = self._chosen([codes.shape[1] * codes.shape[2] for *_, codes in own], step)
        for level, (logits, _, codes) in enumerate(own):
            with torch.no_grad():
                targets = self._targets(level, tree, taught)
                mean = codes.mean((1, 2))
                self._entropies[:, level] = -xlogy(mean, mean).sum(1)
            found.append(prediction_loss(logits, targets))
            seen = taught[level].predictions
            if self._settings.stop == "all":
                seen = seen.detach()
            found.append(
                clustering_loss(
                    some(codes, chosen[level]),
                    similarity(seen, chosen[level]),
                    self.margins[:, level],
                    self._separation,
                    self._sparsity,
                    self._settings.pair_loss,
                )
            )
        return found

    @torch.no_grad()
    def moved(self) -> None:
        """The teacher's update (without one, the teacher is the student), and the margins'."""
        if self._ema is None:
            self.teacher.flat.copy_(self.student.flat)
        else:
            self.teacher.flat.lerp_(self.student.flat, self._ema)
        rise = self._rate * (math.log(self.params.v) - self._entropies)
        followed = (self.margins + rise).clamp(0.5, 1)
        self.margins.copy_(followed.where(self._rate > 0, self.margins))

    def state(self) -> dict[str, Tensor]:
        """What moves, apart from the optimiser: the tensors in use."""
        return {
            "student": self.student.flat,
            "teacher": self.teacher.flat,
            "margins": self.margins,
        }

    def levels(self, weights: Parameters, strings: Int64[Tensor, "R B n"]) -> list[Level]:
        """All modules applied, from the n = s^L visible tokens up."""
        s, stop = self.params.s, self._settings.stop
        below = one_hot(strings, self.codes).to(weights.flat.dtype)
        found = []
        for level in range(self.params.L - 1):
            logits = predict(weights, level, below, s)
            predictions = logits.softmax(-1)
            seen = predictions.detach() if stop == "all" else predictions
            codes = cluster(weights, level, seen, self._temperature, self._settings.standardise)
            found.append(Level(logits, predictions, codes))
            below = codes if stop == "none" else codes.detach()
        return found

    def _targets(self, level: int, tree: Tree, taught: Sequence[Level]) -> Float[Tensor, "R B n d"]:
        """What module ℓ predicts of its cousins."""
        if level > 0 and self._settings.target == "latent":
            return taught[level - 1].codes.detach()  # the student's own, without a teacher
        return one_hot(tree[0][..., :: self.params.s**level], self.codes).float()

    def _chosen(
        self, patches: Sequence[int], step: Int64[Tensor, ""]
    ) -> list[Int64[Tensor, "R _"] | None]:
        """Which of each level's patches enter the pair losses; None: all of them."""
        level, place = numbered(tuple(patches), self._keys.device)
        bits = torch.split(keyed(self._keys[:, None], 6, step, level, place), list(patches), 1)
        compared = self._settings.compared
        return [
            its.topk(compared, dim=1).indices if compared < n else None
            for its, n in zip(bits, patches, strict=True)
        ]

"""Many SLC networks at once, against one after another as one would write it with torch.nn.

On one CPU core, and on the GPU where there is one.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace

import torch
from torch import Tensor, nn
from torch.nn.functional import normalize, one_hot
from torchjd.aggregation import UPGrad, UPGradWeighting
from torchjd.autojac import backward, jac_to_grad

from ownlatents.models.ensemble import (
    TRAINING,
    AdamW,
    Aggregator,
    Run,
    Training,
    strings_of,
    upgrad_weights,
)
from ownlatents.models.slc import SLC, SMALL
from ownlatents.models.slc.settings import Stop
from ownlatents.sim import Grammar, RHMParams
from tests.benchmarks.timing import alternating, line

_PARAMS = RHMParams(v=8, m=4, s=2, L=3)
_RUNS = {"cpu": 32, "cuda": 256}
_WANTED = {"cpu": (2.5, 4), "cuda": (50, 50)}
_STEPS = 6


def run() -> None:
    torch.set_num_threads(1)
    for device in ("cpu", "cuda") if torch.cuda.is_available() else ("cpu",):
        _networks(device)
    _duals()


def _networks(device: str) -> None:
    runs = _RUNS[device]
    cases: tuple[tuple[Aggregator, Stop], ...] = (("upgrad", "none"), ("sum", "modules"))
    for (aggregator, stop), wanted in zip(cases, _WANTED[device], strict=True):
        together, alone = _Together(aggregator, stop, device), _Alone(aggregator, stop, device)
        batched, single = alternating(together.steps, alone.steps, _STEPS, device)
        what = f"SLC, {device}, {_PARAMS}, {aggregator}, stop={stop}: {runs} networks at once"
        line(what, f"{single * runs / batched:.2f} × one by one", f"at least {wanted} ×")
        line("  per network and step", f"{batched / runs * 1e3:.3f} and {single * 1e3:.2f} ms")


def _duals() -> None:
    runs = _RUNS["cpu"]
    J = torch.randn(runs, 4, 1000, generator=torch.Generator().manual_seed(0))
    gramians = J @ J.transpose(1, 2) - 0.1 * 1000
    gramians = gramians @ gramians / 1000
    weighting = UPGradWeighting()
    batched, single = alternating(
        lambda: [upgrad_weights(gramians) for _ in range(_STEPS)],
        lambda: [weighting(gramians[0]) for _ in range(_STEPS)],
        _STEPS,
        "cpu",
    )
    line(f"UPGrad's duals, K=4, {runs} at once", f"{single * runs / batched:.1f} × TorchJD's")


class _Together:
    def __init__(self, aggregator: Aggregator, stop: Stop, device: str) -> None:
        settings, R = replace(SMALL, aggregator=aggregator, stop=stop), _RUNS[device]
        runs = [
            Run(settings, Grammar.sample(_PARAMS, seed), P=4096, seed=seed) for seed in range(R)
        ]
        network = SLC(runs, device)
        optimiser = AdamW(network.student, [settings.lr] * R, [settings.weight_decay] * R)
        self._training = Training(
            network, strings_of(runs, device), optimiser, settings.batch, aggregator
        )

    def steps(self) -> None:
        self._training.advance(_STEPS)


class _Module(nn.Module):
    """One module of SLC."""

    def __init__(self, s: int, d: int, width: int) -> None:
        super().__init__()
        self.s, self.d = s, d
        predicted = s * (s - 1) * s * d
        self.predictor = nn.Sequential(
            nn.Linear(s * d, width), nn.GELU(), nn.Linear(width, width), nn.GELU(),
            nn.Linear(width, predicted),
        )  # fmt: skip
        self.clusterer = nn.Sequential(nn.Linear(predicted, width), nn.GELU(), nn.Linear(width, d))

    def forward(self, below: Tensor) -> tuple[Tensor, Tensor]:
        logits = self.predictor(below.reshape(len(below), -1, self.s * self.d))
        predictions = logits.view(*logits.shape[:2], self.s, self.s - 1, self.s, self.d)
        predictions = predictions.log_softmax(-1)
        x = predictions.exp().flatten(2)
        x = x - x.mean((0, 1))
        x = x / (x.square().mean() + 1e-12).sqrt()
        return predictions, (self.clusterer(x) / SMALL.temperature).softmax(-1)


class _Alone:
    """One network after another, as one would write it: torch.nn, torch.optim and TorchJD."""

    def __init__(self, aggregator: Aggregator, stop: Stop, device: str) -> None:
        self._aggregator, self._stop = aggregator, stop
        d = SMALL.codebook(_PARAMS)
        self._d = d
        self._student = nn.ModuleList(
            _Module(_PARAMS.s, d, SMALL.width) for _ in range(_PARAMS.L - 1)
        ).to(device)
        self._teacher = deepcopy(self._student).requires_grad_(False)
        self._parameters = list(self._student.parameters())
        self._optimiser = torch.optim.AdamW(
            self._parameters, lr=SMALL.lr, weight_decay=SMALL.weight_decay
        )
        runs = [Run(SMALL, Grammar.sample(_PARAMS, 0), P=4096)]
        self._strings = strings_of(runs, device).some(TRAINING, 4096)[0][0]

    def steps(self) -> None:
        for _ in range(_STEPS):
            self._step()

    def _step(self) -> None:
        strings = self._strings[torch.randint(len(self._strings), (SMALL.batch,))]
        losses = self._losses(one_hot(strings, self._d).float())
        self._optimiser.zero_grad()
        if self._aggregator == "upgrad":
            backward(losses)
            jac_to_grad(self._parameters, UPGrad())
        else:
            torch.stack(losses).sum().backward()
        self._optimiser.step()
        with torch.no_grad():
            for kept, new in zip(self._teacher.parameters(), self._parameters, strict=True):
                kept.lerp_(new, SMALL.ema or 1.0)

    def _losses(self, strings: Tensor) -> list[Tensor]:
        found, below, targets = [], strings, strings
        for student, teacher in zip(self._student, self._teacher, strict=True):
            predictions, codes = student(below)
            with torch.no_grad():
                taught, above = teacher(targets)
            found += [self._prediction(predictions, targets), self._pairs(taught, codes)]
            below = codes.detach() if self._stop == "modules" else codes
            targets = above
        return found

    def _prediction(self, predictions: Tensor, targets: Tensor) -> Tensor:
        s = _PARAMS.s
        grouped = targets.view(len(targets), -1, s, s, self._d)
        losses = []
        for place in range(s):
            own = predictions[:, place::s, place]
            others = [(place + shift) % s for shift in range(1, s)]
            losses.append(-(grouped[:, :, others] * own).sum(-1).mean())
        return torch.stack(losses).mean()

    def _pairs(self, predictions: Tensor, codes: Tensor) -> Tensor:
        chosen = torch.randperm(codes.shape[0] * codes.shape[1])[: SMALL.compared]
        points = predictions.exp().flatten(2).flatten(0, 1)
        points = normalize(points[chosen] - points.mean(0), dim=-1)
        similar = (1 + points @ points.T) / 2
        h = codes.flatten(0, 1)[chosen]
        together = h @ h.T
        attraction = (similar - SMALL.margin).clamp(min=0)
        repulsion = SMALL.separation * (1 - similar)
        if SMALL.pair_loss == "log":
            pairs = -attraction * (together + 1e-4).log() - repulsion * (1 - together + 1e-4).log()
        else:
            pairs = attraction * (1 - together) + repulsion * together
        return pairs.mean() - SMALL.sparsity * h.square().sum(-1).mean()

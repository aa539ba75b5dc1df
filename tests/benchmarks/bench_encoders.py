"""Many encoders at once by data2vec, against one after another as one would write it in torch.nn.

On one CPU core the preset "small"; on a GPU, where there is one, "medium" too.
"""

from __future__ import annotations

from copy import deepcopy

import torch
from torch import Tensor, nn
from torch.nn.functional import layer_norm, smooth_l1_loss

from ownlatents.models.encoder import PRESETS, EncoderNetwork, EncoderSettings
from ownlatents.models.encoder.trainer import optimiser_of
from ownlatents.models.ensemble import TRAINING, Run, Training, strings_of
from ownlatents.sim import Grammar, RHMParams
from tests.benchmarks.timing import alternating, line

_SIZES = {"small": RHMParams(v=6, m=3, s=2, L=3), "medium": RHMParams(v=16, m=3, s=2, L=4)}
_STEPS = 6


def run() -> None:
    torch.set_num_threads(1)
    _encoders("small", 8, "cpu")
    if torch.cuda.is_available():
        _encoders("small", 64, "cuda")
        _encoders("medium", 21, "cuda")


def _encoders(name: str, runs: int, device: str) -> None:
    settings, p = PRESETS[name], _SIZES[name]
    together, alone = _Together(settings, p, runs, device), _Alone(settings, p, device)
    batched, single = alternating(together.steps, alone.steps, _STEPS, device)
    line(
        f"data2vec {name}, {device}: {runs} at once", f"{single * runs / batched:.2f} × one by one"
    )
    line("  per network and step", f"{batched / runs * 1e3:.3f} and {single * 1e3:.2f} ms")


class _Together:
    def __init__(self, settings: EncoderSettings, p: RHMParams, R: int, device: str) -> None:
        runs = [Run(settings, Grammar.sample(p, seed), P=4096, seed=seed) for seed in range(R)]
        network, strings = EncoderNetwork(runs, device), strings_of(runs, device)
        self._training = Training(network, strings, optimiser_of(network, runs), settings.batch)

    def steps(self) -> None:
        self._training.advance(_STEPS)


class _Encoder(nn.Module):
    """Embeddings, pre-LN layers, a linear head."""

    def __init__(self, settings: EncoderSettings, p: RHMParams) -> None:
        super().__init__()
        d = settings.d
        self.tokens, self.places = nn.Embedding(p.v + 1, d), nn.Embedding(p.length, d)
        self.layers = nn.ModuleList(
            nn.TransformerEncoderLayer(
                d, settings.heads, settings.hidden, 0.0, "gelu", batch_first=True, norm_first=True
            )
            for _ in range(settings.layers)
        )
        self.norm, self.head = nn.LayerNorm(d), nn.Linear(d, d)

    def forward(self, tokens: Tensor) -> tuple[list[Tensor], Tensor]:
        x, layers = self.tokens(tokens) + self.places.weight, []
        for layer in self.layers:
            x = layer(x)
            layers.append(x)
        return layers, self.head(self.norm(x))


class _Alone:
    """data2vec of one network, with torch.optim; its targets are the layers' outputs."""

    def __init__(self, settings: EncoderSettings, p: RHMParams, device: str) -> None:
        self._settings, self._hidden_token = settings, p.v
        self._student = _Encoder(settings, p).to(device)
        self._teacher = deepcopy(self._student).requires_grad_(False)
        self._optimiser = torch.optim.AdamW(
            self._student.parameters(), lr=settings.lr, betas=settings.betas
        )
        runs = [Run(settings, Grammar.sample(p, 0), P=4096)]
        self._strings = strings_of(runs, device).some(TRAINING, 4096)[0][0]

    def steps(self) -> None:
        for _ in range(_STEPS):
            with torch.autocast("cuda", torch.bfloat16, enabled=self._strings.is_cuda):
                loss = self._loss()
            self._optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(self._student.parameters(), self._settings.clip)
            self._optimiser.step()
            with torch.no_grad():
                for kept, new in zip(
                    self._teacher.parameters(), self._student.parameters(), strict=True
                ):
                    kept.lerp_(new, 1 - self._settings.decay)

    def _loss(self) -> Tensor:
        chosen = torch.randint(len(self._strings), (self._settings.batch,))
        strings = self._strings[chosen.to(self._strings.device)]
        hidden = torch.rand_like(strings, dtype=torch.float32) < self._settings.mask
        with torch.no_grad():
            layers, _ = self._teacher(strings)
            normed = [layer_norm(x, x.shape[-1:]) for x in layers[-self._settings.top :]]
            wanted = torch.stack(normed).mean(0)
        _, found = self._student(torch.where(hidden, self._hidden_token, strings))
        each = smooth_l1_loss(found, wanted, reduction="none", beta=self._settings.beta).mean(-1)
        return (each * hidden).sum() / hidden.sum()

"""What encoders have found, level by level, on strings that they were not trained on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

import torch
from jaxtyping import Float
from torch import Tensor

from ownlatents.models.encoder.network import EncoderNetwork
from ownlatents.models.encoder.objectives import teacher_target
from ownlatents.models.encoder.readout import linear_accuracy
from ownlatents.models.encoder.scores import effective_rank, spread, synonym_score
from ownlatents.models.encoder.settings import EncoderSettings, Target
from ownlatents.models.ensemble import (
    PROBE,
    TEST,
    VALIDATION,
    Record,
    Run,
    Strings,
    Tree,
    probe_accuracy,
)

LABELS = 1024
"""Strings with their root that the probes "linear" and "mlp" are trained on."""

_STRINGS = 512  # of the sets for validation and test
_PROBE_RATE, _PROBE_STEPS = 0.001, 200  # Adam's rate in the paper; the best step is sooner
_LEAST_RANK, _LEAST_SPREAD = 2.0, 0.01


class Evaluation:
    """Measures R encoders; called, gives a record of each. Never changes what it measures.

    Probes read the student: the normalised output of the last block, averaged over places, for the
    root; for a latent of any level the vector at the last place below it, which even an encoder
    that looks back alone could know it from.

    Args:
        network: the encoders.
        strings: what they learn from.
        runs: whose they are.
    """

    def __init__(
        self, network: EncoderNetwork, strings: Strings, runs: Sequence[Run[EncoderSettings]]
    ) -> None:
        self.network = network
        self._seeds = [run.seed for run in runs]
        self._validation = strings.some(VALIDATION, _STRINGS)
        self._probe, self._test = strings.some(PROBE, LABELS), strings.some(TEST, _STRINGS)
        self._synonyms = [
            strings.resampled(self._test, level, salt=level)[0]
            for level in range(1, network.params.L + 1)
        ]
        tokens = self._validation[0].cpu().numpy()
        bits = network.bits(0)
        self._floors = [
            network.objective.floor(run.grammar, tokens[i], bits[i : i + 1])
            for i, run in enumerate(runs)
        ]

    def __call__(self) -> list[Record]:
        """Per run:

        "validation": the objective's loss on held-out strings; "excess": above that of the exact
        posterior, or None; "levels": accuracy of a linear readout of the latents of levels 1 … L,
        for the embeddings and after each block; "accuracy": the best block's; "targets": the same
        from the teacher's target of both kinds; "synonym_scores": C_ℓ for each layer and
        ℓ = 1 … L; "linear" and "mlp": root probes with `LABELS` labels (the second with half as
        many to stop by), "few": a linear one with v·m (and as many to stop by); "rank", "spread":
        effective rank of the student's output, share of the target that depends on the string;
        "collapsed": either is next to none.
        """
        with torch.no_grad():
            found = self._found()
        return [
            {
                **{name: value[run].tolist() for name, value in found.items()},
                "targets": {
                    kind: found[kind][run].tolist() for kind in get_args(Target)
                },
                "accuracy": found["levels"][run].amax(0).tolist(),
                "excess": None if floor is None else float(found["validation"][run]) - floor,
                "loss_names": [self.network.settings.objective],
            }
            for run, floor in enumerate(self._floors)
        ]  # fmt: skip

    def _found(self) -> dict[str, Tensor]:
        network, student = self.network, self.network.student
        sets = self._probe, self._test
        layers = [network.encoded(student, tree[0]) for tree in sets]
        taught = [network.encoded(network.teacher, tree[0]) for tree in sets]
        top = network.settings.top
        targets = {
            kind: [teacher_target(its, kind, top) for its in taught] for kind in get_args(Target)
        }
        exchanged = [network.encoded(student, tokens).blocks for tokens in self._synonyms]
        blocks = list(zip(*(its.blocks for its in layers), strict=True))
        rank, used = effective_rank(layers[1].final), spread(targets[network.settings.target][1])
        return {
            "validation": network.held_out_loss(self._validation, 0),
            "levels": torch.stack([self._latents(*pair) for pair in blocks], 1),
            **{kind: self._latents(*pair) for kind, pair in targets.items()},
            "synonym_scores": torch.stack(
                [
                    torch.stack([synonym_score(pair[1], its[i]) for its in exchanged], 1)
                    for i, pair in enumerate(blocks)
                ],
                1,
            ),
            **self._root_probes(layers[0].final.mean(2), layers[1].final.mean(2)),
            "rank": rank,
            "spread": used,
            "collapsed": (rank < _LEAST_RANK) | (used < _LEAST_SPREAD),
        }

    def _latents(
        self, probe: Float[Tensor, "R B n d"], test: Float[Tensor, "R C n d"]
    ) -> Float[Tensor, "R L"]:
        """Accuracy of every level from the vectors at the places of B and C strings."""
        centre = probe.mean(1, keepdim=True)  # what a place always says is no news
        p = self.network.params

        def points(x: Tensor, tree: Tree, level: int) -> tuple[Tensor, Tensor]:
            last = (x - centre)[:, :, p.s**level - 1 :: p.s**level]
            return last.flatten(1, 2), tree[level].flatten(1)[:, None]

        found = [
            linear_accuracy(points(probe, self._probe, level), points(test, self._test, level), p.v)
            for level in range(1, p.L + 1)
        ]
        return torch.cat(found, 1)

    def _root_probes(
        self, probe: Float[Tensor, "R B d"], test: Float[Tensor, "R C d"]
    ) -> dict[str, Float[Tensor, "R"]]:
        network, v = self.network, self.network.params.v
        few = v * network.params.m
        validation = network.encoded(network.student, self._validation[0]).final.mean(2)
        roots = [tree[-1][..., 0] for tree in (self._probe, self._validation, self._test)]

        def trained(labels: int, stopping: int, hidden: int | None = None) -> Tensor:
            splits = (
                (probe[:, :labels], roots[0][:, :labels]),
                (validation[:, :stopping], roots[1][:, :stopping]),
                (test, roots[2]),
            )
            return probe_accuracy(
                splits, v, seeds=self._seeds, hidden=hidden, lr=_PROBE_RATE, steps=_PROBE_STEPS
            )

        closed = linear_accuracy((probe, roots[0][:, None]), (test, roots[2][:, None]), v)
        return {
            "linear": closed[:, 0],
            "mlp": trained(LABELS, LABELS // 2, 2 * network.settings.d),
            "few": trained(few, few),
        }

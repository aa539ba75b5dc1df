"""What an encoder is, what it is trained to predict, and how: the paper's values and small ones."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal, Self

from pydantic import model_validator

from ownlatents.constraints import Count, NonNegative, Positive, Share, validated
from ownlatents.errors import InputError
from ownlatents.models.ensemble import Schedule

ObjectiveName = Literal["data2vec", "mlm", "ntp", "diffusion", "supervised"]
Target = Literal["block", "ffn"]

_MINUTES = Schedule(steps=8_000, every=1_000)

FREE = ("lr", "weight_decay", "decay")
"""Settings in which the runs of one batch may differ."""


@validated
class EncoderSettings:
    """A pre-LN transformer encoder and its training; the defaults train on a CPU.

    Args:
        objective: what is predicted, a module of `models.encoder.objectives`.
        d, heads, layers, hidden: width, heads (of d/heads each), blocks, width of the feed-forward.
        embedding: deviation of token and position embeddings at the start.
        residual: factor of the last map of each residual branch at the start.
        dropout: after each branch and the embeddings; never in the teacher or when evaluated.
        mask: share of the tokens hidden, for data2vec and mlm.
        top: K, the last blocks whose outputs are averaged for data2vec's target.
        target: what is averaged: the residual stream after a block, or the feed-forward's output
            before it is added.
        beta: where smooth L1 turns from quadratic to linear.
        decay: 1 − α of the teacher, per step; every objective keeps a teacher, data2vec alone
            learns from it.
        lr, weight_decay, betas, clip: of AdamW; norms and biases do not decay.
        batch: strings per step.
        schedule: steps and evaluations.
        compiled: whether torch compiles the blocks on a GPU: seconds once, and then large steps
            take less time (two thirds, in a pilot with the whole encoder compiled). It needs a C
            compiler; TORCH_COMPILE_DISABLE=1 does without.
    """

    objective: ObjectiveName = "data2vec"
    d: Count = 128
    heads: Count = 4
    layers: Count = 3
    hidden: Count = 512
    embedding: NonNegative = 1.0
    residual: NonNegative = 0.5
    dropout: Share = 0.0
    mask: Share = 0.15
    top: Count = 3
    target: Target = "ffn"
    beta: NonNegative = 4.0
    decay: Share = 0.9995
    lr: Positive = 2e-3
    weight_decay: NonNegative = 0.01
    betas: tuple[Share, Share] = (0.9, 0.98)
    clip: Positive = 1.0
    batch: Count = 32
    schedule: Schedule = _MINUTES
    compiled: bool = False

    @model_validator(mode="after")
    def _parts_fit_together(self) -> Self:
        if self.top > self.layers:
            raise InputError(f"top={self.top}, but 1 to layers={self.layers} was expected")
        if self.d % self.heads:
            raise InputError(f"d={self.d}, but a multiple of heads={self.heads} was expected")
        return self

    def steps(self, P: int) -> int:
        """Steps of a training: the same for all P, so that P alone is varied."""
        return self.schedule.steps


PAPER = EncoderSettings(
    d=2048,
    heads=32,
    layers=8,
    hidden=8192,
    embedding=0.02,
    residual=1.0,
    dropout=0.1,
    top=4,
    target="block",
    decay=0.99,
    lr=1e-4,
    batch=512,
    schedule=Schedule(steps=262_144, every=8_192),
    compiled=True,
)
"""Table 1 of arXiv:2605.27734. Not told there, and chosen here: the scale of the embeddings and of
the residual branches (what is usual at this width), and "block" (what assumption A1 speaks of)."""

SMALL = EncoderSettings()
"""What trains in minutes on one core, and why it differs from the paper, by pilots of a few runs,
not stored, at v = 6, m = 3, s = 2, L = 3: width, layers, batch and steps for speed (width 64 needs
twice the steps of 128, width 32 five times, where a step costs a third and a sixth; width 256
forgets level 2 at this rate); `embedding` 1, since with 0.02 a narrow network stays in a partial
collapse, its targets being nearly the same everywhere; `residual` ½, so that early targets speak of
the tokens; `decay` .9995 in place of .99, since a teacher that follows a small, noisy student in a
hundred steps collapses with it; `lr` larger, as is usual for narrow networks (1e-3 to 3e-3 do, for
masked and next tokens too, 6e-3 does not), and constant: falling linearly to 0 it leaves less (.49
of level 2 against .65 from 4 units of vm³/(1−f), means of four grammars); all layers in the target,
more of them than K = 1 being better; "ffn", a little better than "block"; no dropout, since strings
are many and the network small."""


MEDIUM = replace(
    SMALL,
    layers=6,
    target="block",
    decay=0.99,
    batch=256,
    schedule=Schedule(steps=6_000, every=1_000, first=125),
    compiled=True,
)
"""What finds the tree at the paper's v = 16, s = 2, L = 4 in minutes on a GPU (m = 3: 21 encoders
side by side take 2 of an H200). By pilots of one or two grammars on fresh strings, not stored
(`ownlatents train data2vec --preset medium --P 0`, with `--set layers=3` and so on): each block
clusters about one level, so that three or four blocks hardly get to level 3 (at most .55 of it is
read after 3000 steps; by six blocks .65 to .87, and eight are little faster); outputs of blocks are
then far better targets than "ffn" (.7 against .4 after 2000 steps), and the paper's decay is as
good as a slower one; batches of 256 take less than half the steps of 64; rates of 5e-4 and 1e-3 are
slower, 4e-3 is no better. Hiding .3 of the tokens was faster (batch 64, one grammar: .62 of level 3
against .48); the paper's .15 is kept."""


PRESETS = {"small": SMALL, "medium": MEDIUM, "paper": PAPER}

"""What every objective answers; a new one is one more module beside this."""

from __future__ import annotations

from typing import Protocol

import numpy as np
from jaxtyping import Float, Int64, Integer
from torch import Tensor

from ownlatents.models.encoder.transformer import Encoded
from ownlatents.models.ensemble import Tree
from ownlatents.sim import Grammar


class Encoders(Protocol):
    """The networks of R runs, as an objective sees them."""

    @property
    def hidden_token(self) -> int:
        """The symbol that stands for a hidden one."""

    def student(self, tokens: Int64[Tensor, "R B n"]) -> Encoded:
        """What learns, applied to tokens."""

    def teacher(self, tokens: Int64[Tensor, "R B n"]) -> Encoded:
        """Its slow average, without gradient and without dropout."""

    def head(self, x: Float[Tensor, "R *batch d"]) -> Float[Tensor, "R *batch outputs"]:
        """The student's linear head."""


class Objective(Protocol):
    """What an encoder is trained for."""

    causal: bool
    """Whether places see those before them alone."""

    def outputs(self, d: int, v: int) -> int:
        """Width of the linear head."""

    def loss(
        self, encoders: Encoders, tree: Tree, bits: Int64[Tensor, "R 1"]
    ) -> Float[Tensor, "R"]:
        """Mean loss of each run on its strings.

        Args:
            encoders: the networks.
            tree: strings with their latents; all objectives but the supervised read the strings
                alone.
            bits: a key of each run, for what is random.
        """

    def floor(
        self, grammar: Grammar, strings: Integer[np.ndarray, "B n"], bits: Int64[Tensor, "1 1"]
    ) -> float | None:
        """The loss of the exact posterior on the strings of one run; None: unknown.

        Args:
            grammar: of the strings.
            bits: of this run: the same places are hidden as in `loss`.
        """

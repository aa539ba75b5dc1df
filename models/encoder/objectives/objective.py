"""What every objective answers; a new one is one more module beside this."""

from __future__ import annotations

from typing import Any, Protocol

from numpy.typing import NDArray
from torch import Tensor

from ownlatents.models.encoder.transformer import Encoded
from ownlatents.models.ensemble import Tree
from ownlatents.sim import Grammar


class Encoders(Protocol):
    """The networks of R runs, as an objective sees them."""

    @property
    def hidden_token(self) -> int:
        """The symbol that stands for a hidden one."""

    def student(self, tokens: Tensor) -> Encoded:
        """What learns, applied to `(R, B, n)` tokens."""

    def teacher(self, tokens: Tensor) -> Encoded:
        """Its slow average, without gradient and without dropout."""

    def head(self, x: Tensor) -> Tensor:
        """The student's linear head, `(R, …, d)` to `(R, …, outputs)`."""


class Objective(Protocol):
    """What an encoder is trained for."""

    causal: bool
    """Whether places see those before them alone."""

    def outputs(self, d: int, v: int) -> int:
        """Width of the linear head."""

    def loss(self, encoders: Encoders, tree: Tree, bits: Tensor) -> Tensor:
        """Mean loss of each run on its strings, `(R,)`.

        Args:
            encoders: the networks.
            tree: strings with their latents; all objectives but the supervised read the strings
                alone.
            bits: a key of each run, `(R, 1)`, for what is random.
        """

    def floor(self, grammar: Grammar, strings: NDArray[Any], bits: Tensor) -> float | None:
        """The loss of the exact posterior on the `(B, n)` strings of one run; None: unknown.

        Args:
            grammar: of the strings.
            bits: of this run, `(1, 1)`: the same places are hidden as in `loss`.
        """

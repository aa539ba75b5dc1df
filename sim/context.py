"""Which statistic describes a tuple: what is predicted from it, where, and where the tuple stands.

The paper fixes "one level-ℓ tuple of the sample" and "one element of a cousin tuple" and leaves
open which; a `Context` says it. The exact law, the count sampler and the learners all take one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ownlatents.errors import InputError
from ownlatents.validation import checked_integer

Observable = Literal["latent", "token", "root"]
OBSERVABLES: tuple[Observable, ...] = ("latent", "token", "root")


@dataclass(frozen=True)
class Context:
    """The tuple's site and its targets, the same at every level.

    Args:
        observable: what is predicted. `"latent"`: tokens of cousin tuples at the tuple's own level
            (the learner's own latents, Algorithm 1). `"token"`: in place of each of them its
            leftmost visible descendant (the token-level rival). `"root"`: the class label (the
            supervised rival).
        cousin: how many places after the tuple, cyclically, its cousin stands (1 … s−1); None takes
            all s−1 cousins.
        token: which token of a cousin (0 … s−1); None takes all s of them.
        grandparent: a variable of level 2, 0 … s^(L−2)−1; the level-ℓ tuple stands under its
            ancestor at level ℓ+2. None pools over all grandparents of the string.
        place: which child of the grandparent generates the tuple, 0 … s−1.

    The default is our reading of Fig. 3 left: one tuple, all s(s−1) cousin tokens side by side.
    `Context(cousin=1, token=0)` is the literal Algorithm 1.
    """

    observable: Observable = "latent"
    cousin: int | None = None
    token: int | None = None
    grandparent: int | None = 0
    place: int = 0

    def __post_init__(self) -> None:
        if self.observable not in OBSERVABLES:
            raise InputError(
                f"observable={self.observable!r}, but one of {', '.join(OBSERVABLES)} was expected"
            )

    def check(self, s: int, L: int, level: int = 0) -> None:
        """Raise an InputError where the context does not fit strings of s^L tokens.

        Args:
            s, L: sizes of the strings.
            level: level of the tuples, 0 … L−2.
        """
        if L < 2:
            raise InputError(f"L={L}, but at least 2 was expected: cousins share a grandparent")
        bounds = (
            ("cousin", self.cousin, 1, s - 1),
            ("token", self.token, 0, s - 1),
            ("place", self.place, 0, s - 1),
            ("grandparent", self.grandparent, 0, s ** (L - 2) - 1),
        )
        for name, value, least, most in bounds:
            if value is not None or name == "place":
                checked_integer(name, value, least, most, of=f" for s={s}, L={L}")
        checked_integer("level", level, 0, L - 2, of=f" for L={L}")

    def levels(self, L: int) -> range:
        """Levels ℓ whose tuples are described: 0 … L−2, all below the root's own."""
        return range(L - 1)

    def grandparent_at(self, level: int, s: int) -> int | None:
        """Position at level ℓ+2 of the level-ℓ tuple's grandparent; None where pooled."""
        return None if self.grandparent is None else self.grandparent // s**level

    def targets(self, s: int) -> list[tuple[int, int]]:
        """Targets as (child of the grandparent, token of that cousin); none for the root label."""
        if self.observable == "root":
            return []
        shifts = range(1, s) if self.cousin is None else (self.cousin,)
        tokens = range(s) if self.token is None else (self.token,)
        return [((self.place + shift) % s, token) for shift in shifts for token in tokens]

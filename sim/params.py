"""The four sizes of a Random Hierarchy Model."""

from __future__ import annotations

from dataclasses import dataclass

from ownlatents.errors import InputError
from ownlatents.validation import checked_level, checked_sizes


@dataclass(frozen=True, order=True)
class RHMParams:
    """Sizes of the Random Hierarchy Model (Section 2, arXiv:2605.27734).

    Args:
        v: symbols per level, at least 2.
        m: production rules per symbol, 1 ≤ m ≤ v^(s−1).
        s: children per rule, at least 2.
        L: levels of rules, at least 1; level 0 is visible, level L is the root.

    Raises:
        InputError: a size is not an integer or out of its range.

    >>> params = RHMParams(v=16, m=4, s=2, L=4)
    >>> params.f, params.n_tuples, params.length
    (0.25, 64, 16)
    """

    v: int
    m: int
    s: int
    L: int

    def __post_init__(self) -> None:
        checked_sizes(self.v, self.m, self.s, self.L)
        for name in "vmsL":  # integers of another library become those of Python
            object.__setattr__(self, name, int(getattr(self, name)))
        if self.v**self.s >= 2**63:
            raise InputError(
                f"v^s={self.v}^{self.s}, but less than 2^63 was expected: "
                "tuples are numbered by 64-bit integers"
            )

    @property
    def f(self) -> float:
        """Fraction of tuples that are grammatical, m / v^(s−1)."""
        return self.m / self.v ** (self.s - 1)

    @property
    def n_tuples(self) -> int:
        """Grammatical tuples per level, v·m."""
        return self.v * self.m

    @property
    def length(self) -> int:
        """Visible tokens per string, s^L."""
        return self.width(0)

    def width(self, level: int) -> int:
        """Variables of one string at `level` (0 … L), s^(L−level)."""
        return int(self.s ** (self.L - checked_level(level, self.L)))

    def as_dict(self) -> dict[str, int]:
        """The sizes by name, for JSON."""
        return {"v": self.v, "m": self.m, "s": self.s, "L": self.L}

    def __str__(self) -> str:
        return f"v={self.v} m={self.m} s={self.s} L={self.L}"

"""Grammars of which Theorem 2 says nothing."""

from __future__ import annotations

from ownlatents.sim import Assumptions

COINCIDE = 1e-12
"""Squared distance of equal centres that rounding may leave."""


def is_void(measured: Assumptions) -> bool:
    """Whether a tuple never occurs at its site, or two centres coincide."""
    return measured.p_min == 0 or measured.separation < COINCIDE

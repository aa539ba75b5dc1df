"""Numbers of strings that laws predict at a size: the units in which others are told."""

from __future__ import annotations

import math

from ownlatents import theory
from ownlatents.sim import RHMParams

UNITS = {"latent": "vm³/(1−f)", "root": "vm^L", "token": "vm^(L+1)"}
"""Laws in whose units thresholds are compared: own latents, labels, tokens."""


def strings_by(law: str, p: RHMParams) -> float:
    """What one of `theory.LAWS` predicts at a size; see `theory.threshold`."""
    return theory.threshold(law, **p.as_dict())


def latent_unit(p: RHMParams) -> float:
    """vm³/(1−f) strings, as `strings_by("latent", p)` says them too, but without sympy.

    f = m/v^(s−1), so that this is a ratio of two integers, rounded once; ∞ at f = 1.
    """
    free = p.v ** (p.s - 1) - p.m
    return p.m**3 * p.v**p.s / free if free else math.inf

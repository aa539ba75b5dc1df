"""Numbers of strings that laws predict at a size: the units in which others are told."""

from __future__ import annotations

from ownlatents.sim import RHMParams
from ownlatents.theory import threshold

UNITS = {"latent": "vm³/(1−f)", "root": "vm^L", "token": "vm^(L+1)"}
"""Laws in whose units thresholds are compared: own latents, labels, tokens."""


def strings_by(law: str, p: RHMParams) -> float:
    """What one of `theory.LAWS` predicts at a size; see `theory.threshold`."""
    return threshold(law, **p.as_dict())


def latent_unit(p: RHMParams) -> float:
    """vm³/(1−f) strings."""
    return strings_by("latent", p)

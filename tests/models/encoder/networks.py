"""Small encoders for tests."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ownlatents.models.encoder import SMALL, EncoderSettings
from ownlatents.models.ensemble import Run, Schedule
from ownlatents.sim import Grammar, RHMParams

SIZES = RHMParams(v=4, m=2, s=2, L=2)
TINY = replace(SMALL, d=8, hidden=16, layers=2, top=2, batch=4, schedule=Schedule(2, 2))


def settings(**changes: Any) -> EncoderSettings:
    return replace(TINY, **changes)


def a_run(seed: int = 0, P: int = 0, **changes: Any) -> Run:
    return Run(settings(**changes), Grammar.sample(SIZES, seed), P, seed)

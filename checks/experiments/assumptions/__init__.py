"""Assumption 1 over ensembles of grammars, measured exactly on each."""

from ownlatents.checks.experiments.assumptions.drawing import draw
from ownlatents.checks.experiments.assumptions.ensembles import run, tasks
from ownlatents.checks.experiments.assumptions.verdicts import judge

TITLE = "Balance and separation"
CAPTION = (
    "Assumption 1 on random grammars, measured exactly, L = 4; one cousin token where not said "
    "otherwise. Top: constants of the worst level at f = 1/4, s = 2 (filled) and s = 3 (open), "
    "c_sep per target token; medians over grammars, bars: middle half. Bottom left: share of "
    "grammars with c_bal = 0 or c_sep = 0, for which Theorem 2 is void. Right: mean squared "
    "distances over their averages derived at finite sizes, right below the root (filled) and to "
    "second order further down (open). Thin bars: 95 % intervals."
)

__all__ = ["CAPTION", "TITLE", "draw", "judge", "run", "tasks"]

"""Where Theorem 2 loses its factor: the strings that each step of its proof asks for."""

from ownlatents.checks.experiments.tightness.drawing import draw
from ownlatents.checks.experiments.tightness.searches import enough, run, tasks, thresholds
from ownlatents.checks.experiments.tightness.verdicts import judge

TITLE = "Tightness"
CAPTION = (
    "Strings at which each step of Theorem 2's proof, then recovery itself, succeeds at all levels "
    "with probability 0.95 (one tuple, one cousin token; counts, levels below known). Δ: distance "
    "of the closest two centres. Medians over grammars, bars: middle half; on the right the "
    "factors from row to row, by size. Grammars with p_min = 0 or Δ = 0 are left out."
)

__all__ = ["CAPTION", "TITLE", "draw", "enough", "judge", "run", "tasks", "thresholds"]

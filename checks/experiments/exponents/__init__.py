"""What the number of strings depends on: v, m, 1−f and s varied one by one."""

from ownlatents.checks.experiments.exponents.searches import enough, run, tasks, thresholds
from ownlatents.checks.experiments.exponents.verdicts import judge, size_exponents

TITLE = "Exponents"
CAPTION = (
    "Strings P* at which half of the tuples are labelled rightly (top), 90 % of them (middle), and "
    "all in every second fit (bottom): median over grammars, all cousin tokens of one tuple, one "
    "level, from counts; pooled: k-means on all tuples of strings, L = 4, mean over levels. Left: "
    "in units of vm³/(1−f) against v, at fixed m = 8 (filled) and at fixed f = 1/4 (open). Middle: "
    "against m at v = 32. Right: measured against the law that describes each arm best, one "
    "constant fitted."
)

__all__ = [
    "CAPTION",
    "TITLE",
    "enough",
    "judge",
    "run",
    "size_exponents",
    "tasks",
    "thresholds",
]

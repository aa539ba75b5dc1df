"""Where success curves cross: the next number of strings to try, from what was tried so far."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ownlatents.checks.stats.threshold import LearningCurve, learning_curves
from ownlatents.checks.sweep import Row, size_of

PER_OCTAVE = 4
"""Numbers of strings are tried on a grid, `PER_OCTAVE` steps to a factor of 2."""

_STRIDE = 2 * PER_OCTAVE  # while nothing is bracketed


def next_step(
    rows: Sequence[Row], wanted: Mapping[str, Sequence[float]], least: int, most: int
) -> int | None:
    """Grid step to try next, so that each curve's crossings lie between neighbours on the grid.

    Bracketing by strides of two octaves, then bisection of the last bracket of each crossing.

    Args:
        rows: what was tried: `"step"` and a height for each curve.
        wanted: for each curve the heights whose crossing is looked for.
        least, most: first and last step of the grid; beyond them nothing is tried.

    Returns:
        None where all is bracketed as well as the grid allows.
    """
    if not rows:
        return min(max(0, least), most)
    tried = {int(row["step"]): row for row in rows}
    first, last = min(tried), max(tried)
    for curve, heights in wanted.items():
        for height in heights:
            above = [step for step in tried if tried[step][curve] >= height]
            below = [step for step in tried if tried[step][curve] < height]
            if last in below and last < most:
                return min(last + _STRIDE, most)
            if not below and first > least:
                return max(first - _STRIDE, least)
            if not below or last in below:
                continue  # the crossing is beyond the grid
            low = max(below)
            high = min(step for step in above if step > low)
            if high - low > 1:
                return (low + high) // 2
    return None


def curves(rows: Sequence[Row], name: str) -> list[LearningCurve]:
    """One curve of each grammar.

    Args:
        rows: of many searches, or others that have sizes, a seed and P.
        name: of the curve among what a row holds.
    """
    return learning_curves((size_of(row), row["seed"], row["P"], row[name]) for row in rows)

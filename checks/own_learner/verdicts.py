"""What the thresholds of a learner say: do they collapse in units of vm³/(1−f), are they flat in L?

A median of 0 means above 50 % from the start, an infinite one never, as in
`checks.stats.intervals`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ownlatents.checks.measure.searches import thresholds_of
from ownlatents.checks.own_learner.searches import FEWEST, HALF, Plan
from ownlatents.checks.stats.intervals import middle
from ownlatents.checks.stats.scaling import Stars, exponent, growth_per_level, spread
from ownlatents.checks.stats.units import UNITS
from ownlatents.checks.sweep import Row

_GATHERED = 3.0  # factor within which thresholds in one unit count as gathered
_FLAT = 1.25  # factor a level within which thresholds count as flat


@dataclass(frozen=True)
class Finding:
    """The outcome of one check: whether it is good, None: undecided, and in words with numbers."""

    check: str
    holds: bool | None
    words: str


def judge(plan: Plan, rows: Sequence[Row]) -> list[Finding]:
    """The collapse and the check of depth.

    Args:
        plan: what was measured.
        rows: every row with its task's settings.
    """
    stars = thresholds_of(rows, "accuracy", HALF)
    returned = sorted({level for row in rows for level in row["returned"]})
    findings = [
        _collapse(plan, {p: stars[p] for p in plan.over_m}),
        _depth(plan, {p: stars[p] for p in plan.over_L}),
    ]
    if any(row["level"] in row["returned"] for row in rows):
        return findings
    lower = f"never returned; levels {', '.join(map(str, returned))} were: see --level"
    return [Finding(x.check, False, f"{x.words}; the level judged was {lower}") for x in findings]


def _collapse(plan: Plan, stars: Stars) -> Finding:
    """Good where vm³/(1−f) gathers the thresholds, and clearly better than the rivals' units."""
    if unmeasured := _unmeasured(plan, stars, "m"):
        return Finding("collapse", False, unmeasured)
    spreads = {law: spread(stars, law) for law in UNITS}
    best = min(spreads, key=lambda law: spreads[law].value)
    clear = spreads[best].high < min(x.low for law, x in spreads.items() if law != best)
    gathered = spreads[best].value < _GATHERED
    if not gathered:
        head = f"collapses in units of none of {', '.join(UNITS.values())}"
    elif not clear:
        head = f"too close to call, closest in units of {UNITS[best]} (try more grammars, larger m)"
    else:
        head = f"collapses in units of {UNITS[best]}"
    told = ", ".join(f"{spreads[law]} in units of {name}" for law, name in UNITS.items())
    words = (
        f"{head}: from m = {min(plan.m)} to {max(plan.m)} (L = {max(plan.L)}) P* varies by a "
        f"factor {told}; exponent of P*(1−f) in m {exponent(stars)}{_unlucky(stars)}"
    )
    holds = (best == "latent" if clear else None) if gathered else False
    return Finding("collapse", holds, words)


def _depth(plan: Plan, stars: Stars) -> Finding:
    """Good where the thresholds grow by less than 1.25 a level, and by less than √m for certain."""
    if unmeasured := _unmeasured(plan, stars, "L"):
        return Finding("depth", False, unmeasured)
    m = next(iter(stars)).m
    growth = growth_per_level({p.L: x for p, x in stars.items()})
    if growth.value < _FLAT and growth.high < m**0.5:
        holds: bool | None = True
        head = "flat in L"
    elif growth.low > _FLAT:
        holds, head = False, "not flat in L"
    else:
        holds, head = None, "too close to call (try more grammars, larger L)"
    words = (
        f"{head}: from L = {min(plan.L)} to {max(plan.L)} P* grows by a factor {growth} per level "
        f"(labels and tokens: m = {m}){_unlucky(stars)}"
    )
    return Finding("depth", holds, words)


def _unmeasured(plan: Plan, stars: Stars, letter: str) -> str:
    """Where some size has no threshold; empty where all have one."""
    at_once = _where(stars, lambda x: bool(middle(x) == 0), letter)
    never = _where(stars, lambda x: bool(np.isinf(middle(x))), letter)
    sentences = []
    if never:
        sentences.append(f"never reached 50 % with {plan.most} strings at {letter} = {never}")
    if at_once:
        sentences.append(
            f"above 50 % already with {FEWEST} strings at {letter} = {at_once}, "
            "so that nothing could be measured there"
        )
    return "; ".join(sentences)


def _where(stars: Stars, condition: Callable[[NDArray[np.float64]], bool], letter: str) -> str:
    found = [getattr(p, letter) for p, x in stars.items() if condition(x)]
    return ", ".join(map(str, found))


def _unlucky(stars: Stars) -> str:
    never = sum(int(np.isinf(x).sum()) for x in stars.values())
    return f"; {never} grammars never reached 50 %" if never else ""

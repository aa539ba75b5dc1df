"""What the thresholds of a learner say: do vm³/(1−f) strings collapse them, are they flat in L?"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ownlatents.checks.measure.searches import curves
from ownlatents.checks.own_learner.searches import FEWEST, HALF, Plan
from ownlatents.checks.stats.scaling import exponent, fold_range, growth_per_level
from ownlatents.checks.stats.threshold import Thresholds, thresholds
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
    found = thresholds(curves(rows, "accuracy"), HALF)
    returned = sorted({level for row in rows for level in row["returned"]})
    findings = [
        _collapse(plan, {p: found[p] for p in plan.over_m}),
        _depth(plan, {p: found[p] for p in plan.over_L}),
    ]
    if any(row["level"] in row["returned"] for row in rows):
        return findings
    lower = f"never returned; levels {', '.join(map(str, returned))} were: see --level"
    return [Finding(x.check, False, f"{x.words}; the level judged was {lower}") for x in findings]


def _collapse(plan: Plan, found: Thresholds) -> Finding:
    """Good where vm³/(1−f) gathers the thresholds, and clearly better than the rivals' units."""
    if unmeasured := _unmeasured(plan, found, "m"):
        return Finding("collapse", False, unmeasured)
    ranges = {law: fold_range(found, law) for law in UNITS}
    best = min(ranges, key=lambda law: ranges[law].value)
    clear = ranges[best].high < min(x.low for law, x in ranges.items() if law != best)
    gathered = ranges[best].value < _GATHERED
    if not gathered:
        head = f"collapses in units of none of {', '.join(UNITS.values())}"
    elif not clear:
        head = f"too close to call, closest in units of {UNITS[best]} (try more grammars, larger m)"
    else:
        head = f"collapses in units of {UNITS[best]}"
    told = ", ".join(f"{ranges[law]} in units of {name}" for law, name in UNITS.items())
    words = (
        f"{head}: from m = {min(plan.m)} to {max(plan.m)} (L = {max(plan.L)}) P* varies by a "
        f"factor {told}; exponent of P*(1−f) in m {exponent(found)}{_unlucky(found)}"
    )
    holds = (best == "latent" if clear else None) if gathered else False
    return Finding("collapse", holds, words)


def _depth(plan: Plan, found: Thresholds) -> Finding:
    """Good where the thresholds grow by less than 1.25 a level, and by less than √m for certain."""
    if unmeasured := _unmeasured(plan, found, "L"):
        return Finding("depth", False, unmeasured)
    m = next(iter(found)).m
    growth = growth_per_level({p.L: one for p, one in found.items()})
    if growth.value < _FLAT and growth.high < m**0.5:
        holds: bool | None = True
        head = "flat in L"
    elif growth.low > _FLAT:
        holds, head = False, "not flat in L"
    else:
        holds, head = None, "too close to call (try more grammars, larger L)"
    words = (
        f"{head}: from L = {min(plan.L)} to {max(plan.L)} P* grows by a factor {growth} per level "
        f"(labels and tokens: m = {m}){_unlucky(found)}"
    )
    return Finding("depth", holds, words)


def _unmeasured(plan: Plan, found: Thresholds, letter: str) -> str:
    """Where some size has no threshold; empty where all have one."""
    at_once = _where(found, 0.0, letter)
    never = _where(found, math.inf, letter)
    sentences = []
    if never:
        sentences.append(f"never reached 50 % with {plan.most} strings at {letter} = {never}")
    if at_once:
        sentences.append(
            f"above 50 % already with {FEWEST} strings at {letter} = {at_once}, "
            "so that nothing could be measured there"
        )
    return "; ".join(sentences)


def _where(found: Thresholds, median: float, letter: str) -> str:
    return ", ".join(str(getattr(p, letter)) for p, one in found.items() if one.median == median)


def _unlucky(found: Thresholds) -> str:
    never = sum(int(np.isinf(one.stars).sum()) for one in found.values())
    return f"; {never} grammars never reached 50 %" if never else ""

"""How the ensembles are judged: voids that vanish, and a scale that becomes exact, as v grows."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from ownlatents import theory
from ownlatents.checks.experiments.assumptions.ensembles import (
    MEANS,
    SERIES,
    SITES,
    SIZES,
    constants_of,
    ratios_of,
    void_share,
)
from ownlatents.checks.measure.verdicts import Outcome, Verdict
from ownlatents.checks.stats.intervals import bootstrap
from ownlatents.checks.sweep import Row, of_size

_TOLERANCE = 0.03  # of averages derived to second order


def judge(rows: Sequence[Row]) -> list[Verdict]:
    """Balance and separation must become common, and the scale exact, as v grows."""
    return [
        _in_the_limit("balance", "c_bal", "a symbol is missing at the site", rows, _missing(rows)),
        _in_the_limit("separation", "c_sep_squared", "two centres coincide", rows, _voids(rows)),
        _scale(rows),
    ]


def _in_the_limit(claim: str, name: str, how: str, rows: Sequence[Row], more: str) -> Verdict:
    sizes = [p for p in SERIES if of_size(rows, p)]
    void = [void_share(rows, p, "one", [name]) for p in sizes]
    medians = [float(np.median(constants_of(rows, p, name, "one"))) for p in sizes]
    if all(share.high < 0.05 for share in void):
        outcome = Outcome.HOLDS
    elif void[-1].high < 0.05 and all(b > a for a, b in pairwise(medians)):
        outcome = Outcome.IN_PART
    else:
        outcome = Outcome.CONTRADICTED
    small, large = sizes[0], sizes[-1]
    symbol = "c_bal" if name == "c_bal" else "c_sep²"
    return Verdict(
        claim,
        outcome,
        f"median {symbol} rises from {medians[0]:.2f} (v = {small.v}) to {medians[-1]:.2f} "
        f"(v = {large.v}); {how} in {void[0].value:.0%} and {void[-1].value:.1%} of grammars; "
        + more,
    )


def _missing(rows: Sequence[Row]) -> str:
    """How many symbols never occur right below the root, beside the expected number."""
    found, expected = 0.0, 0.0
    for p in SIZES:
        shares = [share for row in of_size(rows, p) for share in row["missing"]]
        found += p.v * sum(shares)
        if shares:
            expected += (
                p.v * len(shares) * float(theory.centres.rules_with_symbol(p.v, p.m, p.s).get(0, 0))
            )
    return f"{found:.0f} symbols missing right below the root, {expected:.0f} expected"


def _voids(rows: Sequence[Row]) -> str:
    """Void grammars at the smaller sizes of the series."""
    told = []
    for p in (p for p in SERIES[:2] if of_size(rows, p)):
        shares = ", ".join(f"{void_share(rows, p, site).value:.0%} {SITES[site]}" for site in SITES)
        told.append(f"v = {p.v}: {shares}")
    return "void grammars at " + "; ".join(told)


def _scale(rows: Sequence[Row]) -> Verdict:
    ratios = {}
    for p in SERIES:
        if same := of_size(rows, p):
            scale = theory.context_scale(v=p.v, m=p.m, s=p.s)
            spread = np.concatenate([row["spread"] for row in same]).reshape(-1, p.L - 1)
            ratios[p.v] = bootstrap(
                [spread.mean(axis=1) / scale], lambda groups: groups[0].mean(axis=1)
            )
    large = max(ratios)
    close = ratios[large].low > 0.9 and ratios[large].high < 1.1
    sizes = [p for p in SIZES if of_size(rows, p)]
    exact = [x for p in sizes for name in MEANS for x in ratios_of(rows, p, name)]
    explained = all(abs(x.value - 1) < _TOLERANCE + 2.5 * (x.high - x.value) for x in exact)
    return Verdict(
        "scale",
        Outcome.HOLDS if close and explained else Outcome.CONTRADICTED,
        "measured / predicted: "
        + ", ".join(f"{ratio} at v = {v}" for v, ratio in ratios.items())
        + f"; over the averages derived at finite sizes: {min(x.value for x in exact):.2f} to "
        f"{max(x.value for x in exact):.2f} at {len(sizes)} sizes and all levels",
    )

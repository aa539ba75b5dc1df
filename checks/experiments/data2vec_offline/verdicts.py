"""The exponents of the data that data2vec needs, and whether width matters."""

from __future__ import annotations

from collections.abc import Sequence

from ownlatents.checks.experiments.data2vec_offline.lead import lead
from ownlatents.checks.experiments.data2vec_offline.thresholds import (
    POWERS,
    SHARES,
    Power,
    by_part,
    medians,
    powers,
    ratios,
)
from ownlatents.checks.measure import encoders
from ownlatents.checks.measure.curves import varying
from ownlatents.checks.measure.verdicts import Outcome, Table, Verdict
from ownlatents.checks.stats.units import UNITS
from ownlatents.checks.sweep import Row, of_size, size_of


def judge(rows: Sequence[Row]) -> list[Verdict]:
    """P* ∝ vm³/(1−f) for every level; and data2vec ahead of tokens on equal strings."""
    ours = encoders.usual(rows)
    return [_exponents(ours, [row for row in rows if row not in ours]), lead(ours)]


def _exponents(rows: Sequence[Row], others: Sequence[Row]) -> Verdict:
    """Those of the data that each level needs, in m and in v."""
    families = {letter: varying(rows, letter) for letter in "mv"}
    found = [
        power
        for letter, its in families.items()
        for family in its
        for power in powers(family, "data2vec", letter)
    ]
    if not any(x.letter == "m" for x in found):
        what = f"{_told(found)}; {encoders.lost(rows)}"
        return Verdict("data2vec-offline", Outcome.IN_PART, what)
    halves = [x for x in found if x.letter == "m" and x.share == "half"]
    parts = sum(len(encoders.parts(size_of(family[0]))) for family in families["m"])
    fit, decided = sum(x.fits for x in found), sum(x.decides for x in found)
    outcome = Outcome.IN_PART
    if fit == len(found) and len(halves) == parts:
        outcome = Outcome.HOLDS
    elif fit == 0:
        outcome = Outcome.CONTRADICTED
    return Verdict(
        "data2vec-offline",
        outcome,
        f"{_told(found)}; of all {len(found)} intervals, also of nine tenths and of the root, "
        f"{fit} contain the law's exponent, {decided} of these exclude that of tokens; "
        f"{encoders.lost(rows)}",
        (
            Table("Exponents of P*(1−f)", POWERS, tuple(found)),
            _thresholds(rows),
            *(_widths(rows, others) if others else []),
        ),
    )


def _told(found: Sequence[Power]) -> str:
    """Exponents of the levels' halves by the sizes that are held fixed."""
    by_sizes: dict[str, list[str]] = {}
    for x in found:
        if x.share == "half" and x.part != "root":
            by_sizes.setdefault(x.at, []).append(f"{x.letter}^{x.slope} ({x.part})")
    if not by_sizes:
        return "half of no level crosses on the grid at two sizes"
    told = (f"at {at} as {', '.join(slopes)}" for at, slopes in by_sizes.items())
    return f"P*(1−f) of half of a level grows {'; '.join(told)}"


def _thresholds(rows: Sequence[Row]) -> Table:
    """data2vec's at all sizes."""
    return by_part(
        f"P* of data2vec in units of {UNITS['latent']}, medians of the grammars",
        "share learned",
        [
            (p, share, medians(rows, "data2vec", p, height))
            for p in sorted({size_of(row) for row in rows if row["learner"] == "data2vec"})
            for share, height in SHARES.items()
        ],
    )


def _widths(rows: Sequence[Row], others: Sequence[Row]) -> list[Table]:
    """What encoders of other widths need beside those of the usual one, part by part."""
    halves, times = [], []
    for p in sorted({size_of(row) for row in others}):
        own = of_size(rows, p)
        usual = encoders.width(own[0])
        by_width = {usual: own}
        for row in of_size(others, p):
            by_width.setdefault(encoders.width(row), []).append(row)
        for width, its in sorted(by_width.items()):
            halves.append((p, str(width), medians(its, "data2vec", p)))
            if width != usual:
                times.append((p, f"{width} : {usual}", ratios(its, "data2vec", own, p)))
    return [
        by_part(f"P* of half by width, in units of {UNITS['latent']}", "width", halves),
        by_part("The same over that of the usual width", "widths", times),
    ]

"""Merged classes: are they those that the margin asks for, and does a margin that follows help?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from matplotlib.figure import Figure

from ownlatents.checks.drawing import COLOURS, figure
from ownlatents.checks.measure.grids import Grid
from ownlatents.checks.measure.training import Learner, ended
from ownlatents.checks.measure.verdicts import Outcome, Verdict
from ownlatents.checks.stats.intervals import Estimate, rate
from ownlatents.checks.sweep import Row, Task, size_of
from ownlatents.models import slc
from ownlatents.sim import Grammar

TITLE = "SLC: merged classes"
CAPTION = (
    "Left: classes that ended on another's code at one level of one network, against the "
    "similarity S of the two classes that are most alike there, by the exact law; dashed: where "
    "attraction and repulsion of the pair losses meet at a fixed margin. Right: share of the "
    "networks with any two classes merged, 95 % intervals."
)

PROFILES = ("quick", "full")

MARGINS: dict[str, tuple[str, list[str]]] = {
    "fixed": ("small", []),
    "following alone": ("small", ["margin_rate=2e-3"]),
    "following": ("balanced", []),
}
"""How the margin S_m is set: the preset, which may set more beside, and changes of it."""

_SIZES = {
    "quick": [(8, 2, 2, 3)],
    "full": [*((8, m, 2, 3) for m in (2, 3, 4, 5)), (16, 3, 2, 3)],
}
_STRINGS = {"quick": (4.0,), "full": (8.0,)}
_GRAMMARS = {"quick": 3, "full": 8}
_QUICK = {"quick": ["least_steps=1500"], "full": []}


class Found(NamedTuple):
    """One level of one network: S of the classes most alike, and how many ended merged."""

    alike: float
    merged: int


def tasks(profile: str) -> list[Task]:
    """One batch of networks for each size and kind of margin."""
    return [
        task
        for margin, (preset, changes) in MARGINS.items()
        for task in Grid(
            _SIZES[profile],
            _STRINGS[profile],
            _GRAMMARS[profile],
            preset,
            [*changes, *_QUICK[profile]],
        ).tasks("slc_merges", 1, margin=margin)
    ]


def train(tasks: Sequence[Task], *, device: str = "cpu") -> list[Row]:
    """The last records of the networks of each task."""
    return ended(tasks, device)


def judge(rows: Sequence[Row]) -> list[Verdict]:
    """With a fixed margin merged where the law says so; with one that follows, less often."""
    meet = _meeting_point()
    fixed = list(_levels(rows, "fixed"))
    above, below = (
        rate(sum(its.merged > 0 for its in group), len(group))
        for group in (
            [its for its in fixed if its.alike > meet],
            [its for its in fixed if its.alike <= meet],
        )
    )
    shares = {margin: _share(rows, margin) for margin in MARGINS}
    classes = {margin: sum(its.merged for its in _levels(rows, margin)) for margin in MARGINS}
    asked = above.low > below.high
    cured = shares["following alone"].high < shares["fixed"].low
    outcome = Outcome.HOLDS if asked and cured else Outcome.IN_PART
    if above.high < below.low:
        outcome = Outcome.CONTRADICTED
    told = ", ".join(f"{shares[name]} ({name}, {classes[name]} classes)" for name in MARGINS)
    return [
        Verdict(
            "slc-merges",
            outcome,
            f"with a fixed margin classes are merged at a share {above} of the levels whose two "
            f"most similar classes have S > (S_m+λ_sep)/(1+λ_sep) = {meet:.3f} by the exact law, "
            f"at {below} of the others; share of the networks with any merge: {told}",
        )
    ]


def draw(rows: Sequence[Row]) -> Figure:
    """Merged classes against similarity, and the share of networks with any by size."""
    fig, (left, right) = figure(columns=2, width=7.2, widths=(3, 2))
    sizes = sorted({size_of(row) for row in rows}, key=lambda p: (p.v, p.m))
    for margin, shift, colour in zip(MARGINS, (0.1, 0, -0.1), COLOURS, strict=False):
        found = list(_levels(rows, margin))
        spread = shift + np.linspace(-0.06, 0.06, len(found))
        x = [its.alike for its in found]
        left.plot(
            x, [its.merged for its in found] + spread, ".", color=colour, alpha=0.6, label=margin
        )
        shares = [_share([row for row in rows if size_of(row) == p], margin) for p in sizes]
        values = np.array([[share.value, share.low, share.high] for share in shares])
        right.errorbar(
            np.arange(len(sizes)) + shift, values[:, 0],
            np.abs(values[:, 1:] - values[:, :1]).T, fmt="o", color=colour,
        )  # fmt: skip
    left.axvline(_meeting_point(), ls="--", color="0.5")
    left.set(xlabel="S of the two classes most alike", ylabel="merged classes of a level")
    left.legend(title="margin")
    right.set_xticks(range(len(sizes)), [f"v = {p.v}\nm = {p.m}" for p in sizes])
    right.set(xlabel="size", ylabel="networks with a merge", ylim=(-0.02, 1.02))
    return fig


def _meeting_point() -> float:
    """S at which attraction S − S_m and repulsion λ_sep(1 − S) of the fixed margin are equal."""
    settings = Learner("slc").settings(*MARGINS["fixed"])
    return float((settings.margin + settings.separation) / (1 + settings.separation))


def _ends(rows: Sequence[Row], margin: str) -> Iterator[tuple[Grammar, Row]]:
    for row in rows:
        if row["margin"] == margin:
            for seed, records in enumerate(row["records"]):
                yield Grammar.sample(size_of(row), seed), records[-1]


def _levels(rows: Sequence[Row], margin: str) -> Iterator[Found]:
    for grammar, end in _ends(rows, margin):
        yield from map(Found, slc.most_alike(grammar), end["merged"])


def _share(rows: Sequence[Row], margin: str) -> Estimate:
    ends = [end for _, end in _ends(rows, margin)]
    return rate(sum(sum(end["merged"]) > 0 for end in ends), len(ends))

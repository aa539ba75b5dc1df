"""Merged classes: are they those that the margin asks for, and does a margin that follows help?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ownlatents.checks.experiments.experiment import Experiment
from ownlatents.checks.measure.grids import Grid
from ownlatents.checks.measure.training import ended
from ownlatents.checks.measure.verdicts import Outcome, Verdict
from ownlatents.checks.stats.intervals import Estimate, rate
from ownlatents.checks.sweep import Row, Task, size_of
from ownlatents.models import slc
from ownlatents.models.learners import Learner
from ownlatents.sim import Grammar

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
    meet = meeting_point()
    fixed = list(merges(rows, "fixed"))
    above, below = (
        rate(sum(its.merged > 0 for its in group), len(group))
        for group in (
            [its for its in fixed if its.alike > meet],
            [its for its in fixed if its.alike <= meet],
        )
    )
    shares = {margin: share_with_merges(rows, margin) for margin in MARGINS}
    classes = {margin: sum(its.merged for its in merges(rows, margin)) for margin in MARGINS}
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


def meeting_point() -> float:
    """S at which attraction S − S_m and repulsion λ_sep(1 − S) of the fixed margin are equal."""
    settings = Learner("slc").settings(*MARGINS["fixed"])
    return float((settings.margin + settings.separation) / (1 + settings.separation))


def _ends(rows: Sequence[Row], margin: str) -> Iterator[tuple[Grammar, Row]]:
    for row in rows:
        if row["margin"] == margin:
            for seed, records in enumerate(row["records"]):
                yield Grammar.sample(size_of(row), seed), records[-1]


def merges(rows: Sequence[Row], margin: str) -> Iterator[Found]:
    """Every level of every network of one kind of margin."""
    for grammar, end in _ends(rows, margin):
        yield from map(Found, slc.most_alike(grammar), end["merged"])


def share_with_merges(rows: Sequence[Row], margin: str) -> Estimate:
    """Share of the networks of one kind of margin in which any two classes are merged."""
    ends = [end for _, end in _ends(rows, margin)]
    return rate(sum(sum(end["merged"]) > 0 for end in ends), len(ends))


EXPERIMENT = Experiment(
    name="slc_merges",
    title="SLC: merged classes",
    design=tasks,
    judge=judge,
    train=train,
)

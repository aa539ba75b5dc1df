"""The searches for P*: at which sizes, and what one step of a search does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, log2
from statistics import median_low

import numpy as np

from ownlatents.checks import own_learner
from ownlatents.checks.measure.searches import PER_OCTAVE, next_step
from ownlatents.checks.own_learner.calling import learned
from ownlatents.checks.stats.units import latent_unit
from ownlatents.checks.sweep import Row, Task
from ownlatents.errors import InputError
from ownlatents.sim import Corpus, Grammar, RHMParams
from ownlatents.validation import checked_length

HALF = 0.5
"""P* is the number of strings at which this share of a level's latents is found."""

FEWEST = 16
"""Strings of the smallest corpus that is tried."""

_TEST_STRINGS = 1000
_SEEDS = 2**32  # numpy's and scikit-learn's seeds lie below


@dataclass(frozen=True)
class Plan:
    """What is measured: P* against m at the deepest L, and against L at the middle m.

    Args:
        learner: `module:function`.
        source: fingerprint of its file.
        v, s: symbols per level, children per rule.
        m, L: rules per symbol and levels, each in at least two sizes.
        grammars: random grammars at each size.
        most: largest number of strings that is tried.
        level: level that is judged; the highest below the root, L−1, by default.
    """

    learner: str
    source: str
    v: int
    s: int
    m: tuple[int, ...]
    L: tuple[int, ...]
    grammars: int
    most: int
    level: int | None = None

    def __post_init__(self) -> None:
        for name, values in (("m", self.m), ("L", self.L)):
            if len(set(values)) < 2:
                raise InputError(
                    f"--{name} {values}, but at least two different ones were expected"
                )
        for p in (*self.over_m, *self.over_L):
            checked_length(p.L, p.length)
            if p.f == 1:
                raise InputError(
                    f"{p}: every tuple is grammatical, but m < v^(s-1)={p.m} was expected: "
                    "nothing can be learned without labels"
                )
        if min(self.L) < 2:
            raise InputError(f"--L {min(self.L)}, but at least 2 was expected")
        if self.level is not None and not 1 <= self.level < min(self.L):
            raise InputError(
                f"--level {self.level}, but 1 to {min(self.L) - 1} was expected: "
                f"it lies below the root at every --L"
            )

    @property
    def over_m(self) -> list[RHMParams]:
        """Sizes of the collapse."""
        return [RHMParams(self.v, m, self.s, max(self.L)) for m in sorted(set(self.m))]

    @property
    def over_L(self) -> list[RHMParams]:
        """Sizes of the check of depth."""
        return [RHMParams(self.v, median_low(self.m), self.s, L) for L in sorted(set(self.L))]

    def tasks(self) -> list[Task]:
        """One search for each size and grammar."""
        return [
            Task(
                "own-learner",
                1,
                {
                    "learner": self.learner,
                    "source": self.source,
                    **p.as_dict(),
                    "level": self.level or p.L - 1,
                    "most": self.most,
                    "seed": seed,
                },
                cost=1e5 + latent_unit(p) * p.length,
            )
            for p in dict.fromkeys([*self.over_m, *self.over_L])
            for seed in range(self.grammars)
        ]


def run(task: Task, *rows: Row) -> Row:
    """Accuracy at the next number of strings of the search; 0 where the level is not returned."""
    p, level, step = task.params, task.settings["level"], _next(task, rows)
    assert step is not None  # `enough` says when there is none
    P = round(latent_unit(p) * 2 ** (step / PER_OCTAVE))
    grammar, seed = Grammar.sample(p, task.settings["seed"]), task.stream(len(rows)) // 2
    train = Corpus(grammar, P, seed).symbols().astype(np.int64)
    fresh = Corpus(grammar, _TEST_STRINGS, seed + 1).tree()
    test = fresh[0].astype(np.int64)
    found = learned(task.settings["learner"], train, test, p, seed % _SEEDS)
    accuracy = own_learner.score(found[level], fresh[level], p.v) if level in found else 0.0
    return {"step": step, "P": P, "accuracy": accuracy, "returned": sorted(found)}


def enough(task: Task, rows: Sequence[Row]) -> bool:
    """Whether the crossing is bracketed, or lies beyond what is tried."""
    return _next(task, rows) is None


def _next(task: Task, rows: Sequence[Row]) -> int | None:
    unit = latent_unit(task.params)
    least = ceil(PER_OCTAVE * log2(FEWEST / unit))
    most = floor(PER_OCTAVE * log2(task.settings["most"] / unit))
    return next_step(rows, {"accuracy": (HALF,)}, least, most)

"""The derivations, every step that can be verified verified; and the map of what they predict."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from ownlatents import theory
from ownlatents.checks.experiments.experiment import Experiment
from ownlatents.checks.measure.verdicts import Outcome, Verdict
from ownlatents.checks.sweep import Row, Task
from ownlatents.theory.derivations import derive, names

_NAMES = {"quick": names(), "full": names()}
REGIMES = ("coverage", "known-centres", "found-centres")
"""Laws of which one asks for the most strings."""
_SECONDS = {"context-distance": 14.0, "published-forms": 3.0}


def tasks(profile: str) -> list[Task]:
    """One task per derivation; the same in every profile."""
    return [
        Task("derivations", 2, {"name": name}, cost=_SECONDS.get(name, 1.0))
        for name in _NAMES[profile]
    ]


def run(task: Task) -> Row:
    """The derivation with its verified steps."""
    return derive(task.settings["name"]).as_dict()


def judge(rows: Sequence[Row]) -> list[Verdict]:
    """No step may be wrong."""
    steps = [step for row in rows for step in row["steps"]]
    wrong = [step["name"] for step in steps if step["verified"] is False]
    verified = sum(step["verified"] is True for step in steps)
    heuristics = sum(step["kind"] == "heuristic" for step in steps)
    return [
        Verdict(
            "derivations",
            Outcome.CONTRADICTED if wrong or not verified else Outcome.HOLDS,
            f"{verified} steps of {len(rows)} derivations verified, "
            f"{len(wrong)} wrong{': ' if wrong else ''}{', '.join(wrong)}; "
            f"{heuristics} are heuristic and marked so",
        )
    ]


@cache
def dominant(v: int, m: int) -> int:
    """Number of the law of `REGIMES` that asks for the most strings at s = 2."""
    seen, known, found = (theory.threshold(law, v=v, m=m, s=2, L=2) for law in REGIMES)
    return 2 if found > 2 * known else int(known > seen)


EXPERIMENT = Experiment(
    name="derivations",
    title="Derivations",
    design=tasks,
    judge=judge,
    measure=run,
)

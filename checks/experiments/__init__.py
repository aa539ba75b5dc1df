"""One module per experiment: what to measure, how to judge it, how to draw it.

Each module has
    TITLE                a few words for progress and headings,
    CAPTION              what the drawing shows,
    tasks(profile)       the measurements of a profile ("quick" or "full"),
    run(task)            one measurement, in a process of its own,
    judge(rows)          a verdict for each claim that the experiment tests,
    draw(rows)           the picture,
where a row is what `run` returned together with the task's settings.
"""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

from checks.sweep import Row, Task

EXPERIMENTS = (
    "derivations",
    "assumptions",
    "lemma1",
    "concentration",
    "stability",
    "sufficiency",
    "recovery",
)
PROFILES = ("quick", "full")


def experiment(name: str) -> ModuleType:
    """The module of this name."""
    return import_module(f"checks.experiments.{name}")


def run(task: Task) -> Row:
    """Measure a task of any experiment."""
    row: Row = experiment(task.experiment).run(task)
    return row

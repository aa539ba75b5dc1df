"""One module per experiment: what to measure, how to judge it, how to draw it.

Each module has
    TITLE                a few words for progress and headings,
    CAPTION              what the drawing shows,
    tasks(profile)       the measurements of a profile ("quick" or "full"),
    run(task, *rows)     one measurement, in a process of its own; adaptive ones go on from the
                         task's earlier rows,
    enough(task, rows)   whether the rows suffice; only where there may be more than one,
    judge(rows)          a verdict for each claim that the experiment tests,
    draw(rows)           the picture,
where a row is what `run` returned together with the task's settings.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from types import ModuleType

from checks.sweep import Enough, Row, Task, one_row

EXPERIMENTS = (
    "derivations",
    "assumptions",
    "lemma1",
    "concentration",
    "stability",
    "sufficiency",
    "necessity",
    "success",
    "recovery",
    "exponents",
    "depth",
    "clusterers",
    "tightness",
)
PROFILES = ("quick", "full")


def experiment(name: str) -> ModuleType:
    """The module of this name."""
    return import_module(f"checks.experiments.{name}")


def run(task: Task, *rows: Row) -> Row:
    """The next row of a task of any experiment."""
    row: Row = experiment(task.experiment).run(task, *rows)
    return row


def enough(task: Task, rows: Sequence[Row]) -> bool:
    """Whether these are all rows of a task of any experiment."""
    rule: Enough = getattr(experiment(task.experiment), "enough", one_row)
    return rule(task, rows)

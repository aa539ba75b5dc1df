"""Tasks of networks as trainings, many side by side, and a record of one training."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.figure import Figure

from ownlatents.checks.drawing import COLOURS, figure, style
from ownlatents.checks.sweep import Row, Task
from ownlatents.models.ensemble import Record, Run
from ownlatents.models.learners import Learner
from ownlatents.sim import Grammar


def trained(tasks: Sequence[Task], device: str) -> list[Row]:
    """The networks of tasks that are alike, trained side by side: of each one per grammar.

    Args:
        tasks: of `checks.measure.grids`.
        device: torch device.

    Returns:
        Of each task "records": of each network all evaluations, the kept weights last; "batch":
        strings a step.
    """
    chosen = tasks[0].settings
    learner, grammars = Learner(chosen["learner"]), range(chosen["grammars"])
    settings = learner.settings(chosen["preset"], chosen["changes"])
    runs = [
        Run(settings, Grammar.sample(task.params, seed), task.settings["P"], seed)
        for task in tasks
        for seed in grammars
    ]
    records = learner.package.train(runs, device=device)
    return [
        {"batch": settings.batch, "records": records[start : start + len(grammars)]}
        for start in range(0, len(records), len(grammars))
    ]


def ended(tasks: Sequence[Task], device: str) -> list[Row]:
    """As `trained`, of each network the last record alone."""
    return [
        {**row, "records": [records[-1:] for records in row["records"]]}
        for row in trained(tasks, device)
    ]


def curve(records: Sequence[Record], title: str) -> Figure:
    """Accuracy of each level and losses against steps, of one training.

    Args:
        records: as `train` returns them for one run.
        title: what was trained.
    """
    steps = [record["step"] for record in records]
    with style():
        fig, (left, right) = figure(columns=2)
        fig.suptitle(title)
        for level, colour in zip(range(len(records[0]["accuracy"])), COLOURS * 2, strict=False):
            heights = [record["accuracy"][level] for record in records]
            left.plot(steps, heights, ".-", color=colour, label=f"level {level + 1}")
        left.set(xlabel="steps", ylabel="accuracy", ylim=(-0.02, 1.02))
        left.legend()
        trained = [record for record in records if "losses" in record]
        for k, name in enumerate(records[0]["loss_names"]):
            heights = [record["losses"][k] for record in trained]
            right.plot([record["step"] for record in trained], heights, ".-", label=name)
        right.set(xlabel="steps", ylabel="loss (nats)")
        right.legend()
    return fig

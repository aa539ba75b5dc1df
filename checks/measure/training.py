"""The learners that are trained by gradient descent, and a record of one training."""

from __future__ import annotations

from ast import literal_eval
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, fields, is_dataclass, replace
from importlib import import_module
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from matplotlib.figure import Figure

from ownlatents.checks.drawing import COLOURS, figure, style
from ownlatents.checks.sweep import Row, Task
from ownlatents.errors import InputError
from ownlatents.models.ensemble import Record, Run
from ownlatents.sim import Grammar, RHMParams

LEARNERS: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    "slc": ("ownlatents.models.slc", {}),
    **{
        objective: ("ownlatents.models.encoder", {"objective": objective})
        for objective in ("data2vec", "mlm", "ntp", "diffusion", "supervised")
    },
}
"""By name the package that has `PRESETS`, `train` and `flops_per_step`, and what is fixed of its
settings."""


@dataclass(frozen=True)
class Learner:
    """What trains networks: a package of `models`, or one objective of it.

    Args:
        name: one of `LEARNERS`.
    """

    name: str

    def __post_init__(self) -> None:
        if self.name not in LEARNERS:
            raise InputError(
                f"learner {self.name!r}, but one of {', '.join(LEARNERS)} was expected"
            )

    @property
    def package(self) -> Any:
        """The module itself; importing it imports torch."""
        return import_module(LEARNERS[self.name][0])

    def flops(self, settings: Any, params: RHMParams, P: int) -> float:
        """Floating-point operations of training one network on P strings."""
        return float(settings.steps(P) * self.package.flops_per_step(settings, params))

    def settings(self, preset: str, changes: Sequence[str] = ()) -> Any:
        """A preset's settings with some changed.

        Args:
            preset: one of the package's `PRESETS`.
            changes: `name=value` each, the value as Python writes it, or a plain word; a part of
                a setting is named after a dot (`schedule.steps=100`).

        Raises:
            InputError: a name that the learner leaves no choice of, or a value of another type.
        """
        presets = self.package.PRESETS
        if preset not in presets:
            raise InputError(f"preset {preset!r}, but one of {', '.join(presets)} was expected")
        fixed = LEARNERS[self.name][1]
        settings = replace(presets[preset], **fixed)
        for change in changes:
            name, _, value = change.partition("=")
            settings = _changed(settings, name.split("."), value, change, set(fixed))
        return settings


def _changed(
    settings: Any, path: Sequence[str], value: str, change: str, fixed: Set[str] = frozenset()
) -> Any:
    name, *parts = path
    known = sorted({field.name for field in fields(settings)} - fixed)
    if name not in known or not value:
        raise InputError(f"{change!r}, but NAME=VALUE with one of {', '.join(known)} was expected")
    inner = getattr(settings, name)
    if parts and is_dataclass(inner):
        return replace(settings, **{name: _changed(inner, parts, value, change)})
    kind = get_type_hints(type(settings))[name]
    found = _read(value, kind)
    if parts or not _is(found, kind):
        what = f"{name}={_KINDS.get(kind, str(kind))}"
        if is_dataclass(inner):
            what = f"{name}.PART=VALUE with one of {', '.join(x.name for x in fields(inner))}"
        raise InputError(f"{change!r}, but {what} was expected")
    return replace(settings, **{name: found})


_KINDS = {bool: "true or false", int: "a whole number", float: "a number"}


def _read(value: str, kind: Any) -> Any:
    if kind is bool:
        return {"true": True, "false": False}.get(value.lower(), value)
    try:
        return literal_eval(value)
    except (ValueError, SyntaxError):
        return value  # a word needs no quotation marks


def _is(value: Any, kind: Any) -> bool:
    """Whether a value is of an annotated type, as far as settings use them."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        return any(_is(value, its) for its in inner)
    if origin is tuple:
        return isinstance(value, tuple) and len(value) == len(inner) and all(map(_is, value, inner))
    if origin is Literal:
        return isinstance(value, str)  # the settings themselves say which words they know
    if kind in (int, float):
        return isinstance(value, (int, kind)) and not isinstance(value, bool)
    return isinstance(value, kind)


def trained(tasks: Sequence[Task], device: str) -> list[Row]:
    """The networks of tasks of one `batch_key`, trained side by side: of each one per grammar.

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

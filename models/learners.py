"""The learners that are trained by gradient descent, by name, and their settings from text.

Nothing here imports torch before a learner is used, so that names can be listed at once.
"""

from __future__ import annotations

from ast import literal_eval
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, fields, is_dataclass, replace
from importlib import import_module
from typing import Any

from ownlatents.errors import InputError
from ownlatents.sim import RHMParams
from ownlatents.validation import checked_choice

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

    Raises:
        InputError: no learner has this name.
    """

    name: str

    def __post_init__(self) -> None:
        checked_choice("learner", self.name, LEARNERS)

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

        Returns:
            The settings of the learner's package.

        Raises:
            InputError: an unknown preset, a name that the learner leaves no choice of, or a value
                that the settings refuse.
        """
        presets = self.package.PRESETS
        checked_choice("preset", preset, presets)
        fixed = LEARNERS[self.name][1]
        settings = replace(presets[preset], **fixed)
        for change in changes:
            name, _, value = change.partition("=")
            settings = _changed(settings, name.split("."), value, change, set(fixed))
        return settings


def _changed(
    settings: Any, path: Sequence[str], value: str, change: str, fixed: Set[str] = frozenset()
) -> Any:
    """Settings in which the field at the end of `path` has this value; they check it themselves."""
    name, *parts = path
    known = sorted({field.name for field in fields(settings)} - fixed)
    if name not in known or not value:
        raise InputError(f"{change!r}, but NAME=VALUE with one of {', '.join(known)} was expected")
    inner = getattr(settings, name)
    if is_dataclass(inner) and parts:
        return replace(settings, **{name: _changed(inner, parts, value, change)})
    if is_dataclass(inner):
        names = ", ".join(field.name for field in fields(inner))
        raise InputError(f"{change!r}, but {name}.PART=VALUE with one of {names} was expected")
    if parts:
        raise InputError(f"{change!r}, but {name}=VALUE was expected: {name} has no parts")
    return replace(settings, **{name: _read(value)})


def _read(value: str) -> Any:
    words = {"true": True, "false": False}
    if value.lower() in words:
        return words[value.lower()]
    try:
        return literal_eval(value)
    except (ValueError, SyntaxError):
        return value  # a word needs no quotation marks

"""What is trained: data2vec at every size and number of strings, its rivals at some sizes."""

from __future__ import annotations

from collections.abc import Sequence

from checks.sweep import Row, Task
from checks.training import trained, training_grid
from sim import RHMParams

PROFILES = ("quick", "full", "paper")
RIVALS = {"mlm": "masked tokens", "ntp": "next tokens"}
"""Learners of the same encoder that data2vec is compared with, and what they predict."""
NAMES = {"data2vec": "data2vec", **RIVALS}
"""What each is called in pictures."""

_SIZES = {
    "quick": [RHMParams(v=4, m=2, s=2, L=2)],
    "full": [RHMParams(v=6, m=m, s=2, L=3) for m in (2, 3, 4)],
    "paper": [RHMParams(v=16, m=m, s=2, L=4) for m in range(3, 8)],
}
_COMPARED = {"quick": (2,), "full": (3,), "paper": (3, 4)}  # m at which the rivals are trained
_GRAMMARS = {"quick": 2, "full": 4, "paper": 3}
_CHANGES = {
    "quick": ["schedule.steps=400", "schedule.every=200", "d=32", "hidden=128"],
    "full": ["schedule.steps=4000", "schedule.every=500"],
    "paper": ["schedule.steps=40000", "schedule.every=4000"],
}
"""The paper's sizes by a small encoder: its own, 2048 wide, would take 1000 GPU hours."""
_NARROW = {"paper": ["d=64", "hidden=256", "schedule.steps=80000", "schedule.every=8000"]}
"""data2vec at half of the width, in twice the steps, at the sizes of the rivals."""
_EARLY = {"full": ["schedule.steps=500", "schedule.every=50"]}
"""Tokens are soon learned by heart: the beginning of the rivals' training is looked at again."""
_SLOW = "lr=0.001"
"""At m = 4 and the preset's rate, 0.002, data2vec forgets level 1 on the way to level 2: its
targets come near to saying the same of all strings."""
_LONG = {"full": ["schedule.steps=10000", "schedule.every=1000", _SLOW]}
"""data2vec learns level 2 late where m is large."""
_POWERS = tuple(2.0**k for k in range(-3, 8))
_Units = dict[int, tuple[float, ...]]
_UNITS: dict[str, _Units] = {
    "quick": {2: (1.0,)},
    # At m = 4 the lowest level alone: the others take more than these steps, as fresh strings show.
    "full": {2: _POWERS[1:7], 3: _POWERS[:7], 4: _POWERS[:3]},
    "paper": dict.fromkeys(range(3, 8), _POWERS[2:9]),
}
"""Strings in units of vm³/(1−f), for each m."""
_FEWER: dict[str, _Units] = {**_UNITS, "full": {3: (2.0, 4.0, 8.0)}}  # rivals, by theory slower
_LONG_UNITS: dict[str, _Units] = {"data2vec": {4: (2.0, 4.0)}, "mlm": {4: (4.0,)}}
"""Where level 2 is learned in part."""


def tasks(profile: str) -> list[Task]:
    """One batch of networks, a grammar each, for each learner, size and number of strings."""
    sizes, changes = _SIZES[profile], _CHANGES[profile]
    compared = [p for p in sizes if p.m in _COMPARED[profile]]
    trained_so: list[tuple[str, list[RHMParams], _Units, list[str]]] = [
        ("data2vec", sizes, _UNITS[profile], changes),
        *((rival, compared, _FEWER[profile], changes) for rival in RIVALS),
    ]
    if profile in _NARROW:
        trained_so.append(("data2vec", compared, _UNITS[profile], _NARROW[profile]))
    if profile in _EARLY:
        trained_so += [(rival, compared, _FEWER[profile], _EARLY[profile]) for rival in RIVALS]
    if profile in _LONG:
        for learner, few in _LONG_UNITS.items():
            longer = [p for p in sizes if p.m in few]
            trained_so.append((learner, longer, few, _LONG[profile]))
            if learner in RIVALS:
                trained_so.append((learner, longer, few, [*_EARLY[profile], _SLOW]))
    return [
        task
        for learner, its_sizes, units, its_changes in trained_so
        for p in its_sizes
        for task in training_grid(
            "data2vec_offline",
            2,
            [p],
            units[p.m],
            learner=learner,
            preset="small",
            grammars=_GRAMMARS[profile],
            changes=its_changes,
        )
    ]


def train(tasks: Sequence[Task], *, device: str = "cpu") -> list[Row]:
    """All evaluations of the networks of each task."""
    return trained(tasks, device)

"""What is trained: data2vec at every size and number of strings, its rivals at some sizes."""

from __future__ import annotations

from collections.abc import Sequence

from ownlatents.checks.measure.encoders import deep, grids
from ownlatents.checks.measure.grids import Grid
from ownlatents.checks.measure.training import trained
from ownlatents.checks.sweep import Row, Task

PROFILES = ("quick", "full", "paper")
RIVALS = {"mlm": "masked tokens", "ntp": "next tokens"}
"""Learners of the same encoder that data2vec is compared with, and what they predict."""
NAMES = {"data2vec": "data2vec", **RIVALS}
"""What each is called in pictures."""

_POWERS = tuple(2.0**k for k in range(-3, 8))
_SHORT = ("schedule.steps=4000", "schedule.every=500")
_EARLY = "schedule.first=50"
"""Tokens are soon learned by heart: the rivals' training is looked at from its beginning."""
_SLOW = "lr=0.001"
"""At m = 4 and the preset's rate, 0.002, data2vec forgets level 1 on the way to level 2: its
targets come near to saying the same of all strings."""
_LONG = ("schedule.steps=14000", "schedule.every=1000", _SLOW)
"""At m = 4 as many strings are seen in units of vm³/(1−f) as by `_SHORT` at m = 3."""
_MANY = ("schedule.steps=9000", "schedule.every=1000")
"""At v = 24 as many strings are seen in units of vm³/(1−f) as by `_SHORT` at v = 6."""
_HALF = ("d=64", "hidden=256", "schedule.steps=8000", "schedule.every=1000", "lr=0.004")
"""Half of the preset's width at twice its rate, in twice the steps; at the rate itself it stops at
less."""
_TWICE = ("d=256", "hidden=1024", "heads=8", *_SHORT, "lr=0.001")
"""Twice the preset's width at half its rate; at the rate itself it forgets level 2."""


def _deep(m: int) -> list[Grid]:
    return deep(["data2vec"], m, _POWERS[4:]) + deep([*RIVALS], m, _POWERS[4::2])


_GRIDS = {
    "quick": grids(
        [*NAMES],
        (4, 2, 2, 2),
        (1.0,),
        ("schedule.steps=400", "schedule.every=200", "d=32", "hidden=128"),
        grammars=2,
    ),
    "full": [
        *grids(["data2vec"], (6, 2, 2, 3), _POWERS[1:7], _SHORT),
        *grids(["data2vec"], (6, 3, 2, 3), _POWERS[:7], _SHORT),
        # The lowest level alone: the others take more than these steps, as fresh strings show.
        *grids(["data2vec"], (6, 4, 2, 3), _POWERS[:3], _SHORT),
        *grids(["data2vec"], (6, 4, 2, 3), (2.0, 4.0, 8.0), _LONG),
        *grids(["mlm"], (6, 4, 2, 3), (4.0,), (*_LONG, _EARLY)),
        *grids(["data2vec"], (24, 3, 2, 3), _POWERS[:3], _SHORT),
        *grids(["data2vec"], (24, 3, 2, 3), (1.0, 2.0, 4.0), _MANY),
        *grids(["data2vec"], (6, 3, 2, 3), _POWERS[:7], _HALF),
        *grids(["data2vec"], (6, 3, 2, 3), (1.0, 2.0, 4.0, 8.0), _TWICE),  # 28 min of a core each
        *grids(["mlm"], (6, 3, 2, 3), (2.0, 4.0, 8.0), (*_SHORT, _EARLY)),
        *grids(["ntp"], (6, 3, 2, 3), (2.0, 4.0, 8.0), (*_SHORT, _EARLY)),
        *_deep(3),
        *_deep(4),
    ],
    # Never run for larger m.
    "paper": [grid for m in range(3, 8) for grid in _deep(m)],
}


def tasks(profile: str) -> list[Task]:
    """One batch of networks, a grammar each, for each learner, size and number of strings."""
    return [task for grid in _GRIDS[profile] for task in grid.tasks("data2vec_offline", 3)]


def train(tasks: Sequence[Task], *, device: str = "cpu") -> list[Row]:
    """All evaluations of the networks of each task."""
    return trained(tasks, device)

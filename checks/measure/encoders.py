"""What the experiments on encoders share: grids of trainings, and their rows read back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ownlatents.checks.measure.grids import Grid
from ownlatents.checks.stats.units import latent_unit
from ownlatents.checks.sweep import Row, size_of
from ownlatents.models.learners import Learner
from ownlatents.sim import RHMParams

PROBES = {"mlp": "MLP", "linear": "linear", "few": "few labels"}
"""Of the root, by name."""
_LACKING = 0.03
"""Of an untrained network, below which what is learned of it would be noise, and is not told."""


def grids(
    learners: Sequence[str],
    size: tuple[int, int, int, int],
    units: Sequence[float],
    changes: Sequence[str],
    preset: str = "small",
    grammars: int = 4,
) -> list[Grid]:
    """One for each learner of the same encoder; see `Grid`."""
    return [Grid([size], units, grammars, preset, changes, its) for its in learners]


def deep(learners: Sequence[str], m: int, units: Sequence[float]) -> list[Grid]:
    """At the paper's v, s and L, by an encoder smaller than its own.

    At every m as many strings are seen in units of vm³/(1−f): of fresh strings half of level 3
    takes equally many at m = 3 and 4. Above m = 3 half of the preset's rate was as fast in the end,
    in a pilot, not stored. The steps do not suffice for all: the encoder goes on to learn, ever
    more slowly.
    """
    here, first = (latent_unit(RHMParams(16, its, 2, 4)) for its in (m, 3))
    steps = 1_000 * round(6 * here / first)
    changes = (f"schedule.steps={steps}", *(("lr=0.001",) if m > 3 else ()))
    return grids(learners, (16, m, 2, 4), units, changes, "medium", grammars=3)


def networks(rows: Sequence[Row]) -> Iterator[tuple[Row, int, list[dict[str, Any]]]]:
    """Row, seed and evaluations of each network."""
    for row in rows:
        for seed, records in enumerate(row["records"]):
            yield row, seed, records


def usual(rows: Sequence[Row]) -> list[Row]:
    """Of each size the rows of the width that most of them have."""
    most: dict[RHMParams, tuple[int, int]] = {}
    for (p, d), many in Counter((size_of(row), width(row)) for row in rows).items():
        most[p] = max(most.get(p, (0, 0)), (many, d))
    return [row for row in rows if width(row) == most[size_of(row)][1]]


def compared(rows: Sequence[Row]) -> list[RHMParams]:
    """Sizes at which other learners were trained beside data2vec."""
    return sorted({size_of(row) for row in rows if row["learner"] != "data2vec"})


def parts(p: RHMParams) -> list[str]:
    """What is learned of a tree: the levels below the root, and the root."""
    return [*(f"level {level}" for level in range(1, p.L)), "root"]


def named(p: RHMParams) -> str:
    """A size, where s is 2 throughout."""
    return f"v = {p.v}, m = {p.m}, L = {p.L}"


def alive(records: Sequence[Mapping[str, Any]]) -> bool:
    """Whether a network has neither diverged nor collapsed by its end."""
    return bool(records[-1]["finite"]) and not records[-1]["collapsed"]


def lost(rows: Sequence[Row]) -> str:
    """How many networks there were, and how many of them diverged or collapsed."""
    ends = [records[-1] for row in rows for records in row["records"]]
    diverged = sum(not end["finite"] for end in ends)
    collapsed = sum(bool(end["finite"] and end["collapsed"]) for end in ends)
    return f"{len(ends)} networks, {diverged} diverged, {collapsed} collapsed"


def evaluations(rows: Sequence[Row]) -> list[Row]:
    """A row for each evaluation of each network, with strings seen as "P"; for figures.

    `synonym_scores[layer][level − 1]`, `targets[level − 1]` from the kind that was learned from,
    `linear`, `mlp`, `seed`, and the sizes.
    """
    return [
        {
            **{letter: row[letter] for letter in "vmsL"},
            **record,
            "learner": row["learner"],
            "seed": seed,
            "P": record["step"] * row["batch"],
            "targets": record["targets"][_settings(row).target],
        }
        for row, seed, records in networks(rows)
        for record in records
        if record["step"] > 0
    ]


def best_evaluations(rows: Sequence[Row]) -> list[Row]:
    """A row for each network, with distinct strings as "P", and each score when it is best.

    That is what stopping at the right moment gives. The moment is told by the other networks of the
    row, so that no chance of a network's own test strings is picked.
    """
    found = []
    for row in rows:
        scores = {
            name: stopped([course(records, name) for records in row["records"]]) for name in PROBES
        }
        learned = best_gains(row)
        found += [
            {
                **{letter: row[letter] for letter in "vmsL"},
                "learner": row["learner"],
                "seed": seed,
                "P": row["P"],
                **{name: float(its[seed]) for name, its in scores.items()},
                "gains": dict(zip(parts(size_of(row)), map(float, learned[seed]), strict=True)),
            }
            for seed in range(len(row["records"]))
        ]
    return found


def best_gains(row: Row) -> NDArray[np.float64]:
    """Of each network of a row the shares learned of `parts` when they are best, `(networks, L)`.

    See `best_evaluations`.
    """
    return stopped([gain_course(records) for records in row["records"]])


def stopped(courses: Sequence[ArrayLike]) -> NDArray[np.float64]:
    """Of each network the scores at the evaluations that are best, in the mean, for the others.

    Args:
        courses: of each network `(evaluations, …)`; one that was over earlier stays as it was, one
            of NaN tells the others nothing.

    Returns:
        `(networks, …)`; at the end of a network that is alone.
    """
    arrays = [np.asarray(its, dtype=float) for its in courses]
    longest = max(map(len, arrays))
    given = np.stack([its[np.minimum(np.arange(longest), len(its) - 1)] for its in arrays])
    if len(given) == 1:
        return given[:, -1]
    best = (np.nansum(given, axis=0) - np.nan_to_num(given)).argmax(axis=1)
    return np.take_along_axis(given, best[:, None], axis=1)[:, 0]


def course(records: Sequence[Mapping[str, Any]], name: str) -> NDArray[np.float64]:
    """A root probe at each evaluation; a network that is lost by its end has learned nothing."""
    return np.array([record[name] if alive(records) else 0.0 for record in records])


def gain_course(records: Sequence[Mapping[str, Any]]) -> NDArray[np.float64]:
    """The share learned of what the untrained network lacks, by `parts`, `(evaluations, L)`.

    Levels by the linear readout of the best block, the root by the better of the linear and the MLP
    probe. NaN where the untrained network lacks hardly anything.
    """
    levels = np.array([record["accuracy"][:-1] for record in records])
    root = np.maximum(course(records, "linear"), course(records, "mlp"))
    scores = np.column_stack([levels * alive(records), root])
    lacking = 1 - scores[0]
    return np.asarray((scores - scores[0]) / np.where(lacking < _LACKING, np.nan, lacking))


def width(row: Row) -> int:
    """Of the row's encoders."""
    return int(_settings(row).d)


def _settings(row: Row) -> Any:
    return Learner(row["learner"]).settings(row["preset"], row["changes"])

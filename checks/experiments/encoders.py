"""What the experiments on encoders share: grids of trainings, and their rows read back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from checks.grids import Grid
from checks.sweep import Row, size_of
from checks.training import Learner
from checks.units import latent_unit
from sim import RHMParams

_NOTHING = 1e-6  # lacking, where an untrained network reads all


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
    """Row, seed and evaluations of each network; neither diverged ones nor collapsed ones."""
    for row in rows:
        for seed, records in enumerate(row["records"]):
            if alive(records):
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
    """What is learned of a tree, as `gains` names it: the levels below the root, and the root."""
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
    """A row for each network, with distinct strings as "P" and the best evaluation of each score.

    The best over time is what stopping at the right moment gives; held-out strings tell it.
    """
    return [
        {
            **{letter: row[letter] for letter in "vmsL"},
            "learner": row["learner"],
            "seed": seed,
            "P": row["P"],
            **{name: best(records, name) for name in ("linear", "mlp", "few")},
            "gains": gains(records),
        }
        for row, seed, records in networks(rows)
    ]


def best(records: Sequence[Mapping[str, Any]], name: str) -> float:
    """The best of a score over time."""
    return max(record[name] for record in records)


def gains(records: Sequence[Mapping[str, Any]]) -> dict[str, float]:
    """Of what the untrained network lacks, the share learned at best: "level 1" …, and "root".

    Levels by the linear readout of the best block, the root by the better of the linear and the
    MLP probe.
    """
    levels = gain_course(records).max(0)[:-1]
    roots = [max(record["linear"], record["mlp"]) for record in records]
    return {
        **{f"level {i}": float(gain) for i, gain in enumerate(levels, start=1)},
        "root": (max(roots) - roots[0]) / max(1 - roots[0], _NOTHING),
    }


def gain_course(records: Sequence[Mapping[str, Any]]) -> np.ndarray:
    """The share of each level at each evaluation, by linear readout, `(evaluations, L)`."""
    course = np.array([record["accuracy"] for record in records])
    return np.asarray((course - course[0]) / np.maximum(1 - course[0], _NOTHING))


def width(row: Row) -> int:
    """Of the row's encoders."""
    return int(_settings(row).d)


def _settings(row: Row) -> Any:
    return Learner(row["learner"]).settings(row["preset"], row["changes"])

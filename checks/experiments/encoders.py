"""What the experiments on encoders share: batches of runs as tasks, and rows read back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from checks.intervals import crossing
from checks.sweep import Row, Task
from models.encoder import PRESETS, flops_per_step, train
from models.encoder.settings import ObjectiveName
from models.ensemble import ENDLESS, Run, Schedule
from sim import Grammar, RHMParams

REVISION = 1
_NOTHING = 1e-6  # lacking, where an untrained network reads all
_FLOPS_PER_SECOND = 2e10  # of one core, measured at d = 32


def task(
    experiment: str,
    p: RHMParams,
    objective: ObjectiveName,
    seeds: Sequence[int],
    *,
    P: int = ENDLESS,
    steps: int,
    every: int,
    preset: str = "small",
    **changes: Any,
) -> Task:
    """Encoders of one objective, a grammar each, trained side by side.

    Args:
        experiment: whose task.
        p: sizes.
        objective: of `models.encoder.objectives`.
        seeds: of the grammars and of all else in each run.
        P: strings of the training set; `ENDLESS` for new ones at each step.
        steps, every: of the schedule.
        preset, changes: the settings.
    """
    settings = {
        **p.as_dict(),
        "objective": objective,
        "seeds": list(seeds),
        "P": P,
        "steps": steps,
        "every": every,
        "preset": preset,
        "changes": changes,
    }
    chosen = replace(PRESETS[preset], objective=objective, **changes)
    cost = len(seeds) * steps * flops_per_step(chosen, p) / _FLOPS_PER_SECOND
    return Task(experiment, REVISION, settings, cost=cost)


def gpu_hours(tasks: Sequence[Task], flops_per_second: float) -> float:
    """Hours that tasks ask of a device that does so many useful operations in a second."""
    return sum(task.cost for task in tasks) * _FLOPS_PER_SECOND / flops_per_second / 3600


def run(task: Task, device: str) -> Row:
    """All evaluations of each network: `row["records"][network]`, in the order of the seeds."""
    its = task.settings
    settings = replace(
        PRESETS[its["preset"]],
        objective=its["objective"],
        schedule=Schedule(its["steps"], its["every"]),
        **its["changes"],
    )
    runs = [
        Run(settings, Grammar.sample(task.params, seed), its["P"], seed) for seed in its["seeds"]
    ]
    return {"batch": settings.batch, "records": train(runs, device=device)}


def networks(rows: Sequence[Row]) -> Iterator[tuple[Row, int, list[dict[str, Any]]]]:
    """Row, seed and evaluations of each network; neither diverged ones nor collapsed ones."""
    for row in rows:
        for seed, records in zip(row["seeds"], row["records"], strict=True):
            if alive(records):
                yield row, seed, records


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
            "objective": row["objective"],
            "seed": seed,
            "P": record["step"] * row["batch"],
            "targets": record["targets"][_kind(row)],
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
            "objective": row["objective"],
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

    Levels by the linear readout of the best block, the root by the MLP probe.
    """
    levels = gain_course(records).max(0)[:-1]
    first = records[0]["mlp"]
    return {
        **{f"level {i}": float(gain) for i, gain in enumerate(levels, start=1)},
        "root": (best(records, "mlp") - first) / max(1 - first, _NOTHING),
    }


def gain_course(records: Sequence[Mapping[str, Any]]) -> np.ndarray:
    """The share of each level at each evaluation, by linear readout, `(evaluations, L)`."""
    course = np.array([record["accuracy"] for record in records])
    return np.asarray((course - course[0]) / np.maximum(1 - course[0], _NOTHING))


def thresholds(
    rows: Sequence[Row], objective: str, what: str, height: float = 0.5
) -> dict[RHMParams, np.ndarray]:
    """Strings P* at which half is learned, of each grammar by size; ∞ beyond the grid.

    Args:
        rows: of fixed training sets.
        objective: of the networks.
        what: one of `gains`.
        height: share of what an untrained network lacks.
    """
    curves: dict[RHMParams, dict[int, list[tuple[int, float]]]] = {}
    for row in best_evaluations(rows):
        if row["objective"] == objective:
            p = RHMParams(**{letter: row[letter] for letter in "vmsL"})
            its = curves.setdefault(p, {}).setdefault(row["seed"], [])
            its.append((row["P"], row["gains"][what]))
    return {
        p: np.array([_crossing(sorted(points), height) for _, points in sorted(its.items())])
        for p, its in sorted(curves.items())
    }


def _crossing(points: Sequence[tuple[int, float]], height: float) -> float:
    return crossing([P for P, _ in points], np.array([y for _, y in points]), at=height)


def _kind(row: Row) -> str:
    kind: str = row["changes"].get("target", PRESETS[row["preset"]].target)
    return kind

"""Train stacks: the batch of runs, its schedule, and what is recorded."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from ownlatents.json_values import json_values
from ownlatents.models.ensemble import (
    AdamW,
    Record,
    Run,
    Schedule,
    Training,
    batch_of,
    fit,
    shared,
    strings_of,
)
from ownlatents.models.slc.evaluation import Evaluation
from ownlatents.models.slc.network import SLC
from ownlatents.models.slc.settings import SLCSettings


def train(
    runs: Sequence[Run[SLCSettings]],
    *,
    device: str = "cpu",
    checkpoint: Path | None = None,
    tell: Callable[[int], None] | None = None,
    watch: Callable[[Sequence[Sequence[Record]]], None] | None = None,
) -> list[list[Record]]:
    """Train a stack for each run, all at once.

    Args:
        runs: with `SLCSettings`; grammars of equal sizes, and settings that differ at most in
            rates, weights of losses, margin, temperature and length.
        device: torch device.
        checkpoint: continued from if it exists, written at every evaluation.
        tell, watch: as in `models.ensemble.fit`.

    Returns:
        The records of each run (see `Evaluation`), of its best restart, one per evaluation; the
        last also has the probes of the weights that are kept.

    Raises:
        InputError: no runs, runs of another learner or that cannot share a batch, a device that is
            not there, or a checkpoint of another training.
    """
    runs = batch_of(runs, SLCSettings)
    many = shared(runs, "restarts")
    runs = [replace(run, restart=run.restart + k) for run in runs for k in range(many)]
    network, strings = SLC(runs, device), strings_of(runs, device)
    optimiser = AdamW(
        network.student,
        [run.settings.lr for run in runs],
        [run.settings.weight_decay for run in runs],
    )
    training = Training(
        network, strings, optimiser, shared(runs, "batch"), shared(runs, "aggregator")
    )
    last = [run.settings.steps(run.P) for run in runs]
    schedule = Schedule(max(last), shared(runs, "every"), shared(runs, "patience"))
    evaluation = Evaluation(network, strings)
    records = fit(
        training,
        schedule,
        evaluation,
        last=last,
        identity={"runs": [run.as_dict() for run in runs]},
        checkpoint=checkpoint,
        tell=tell,
        watch=watch,
    )
    probes = evaluation.probes([run.seed for run in runs])
    for its, kept, probe in zip(records, evaluation(), probes, strict=True):
        its.append(json_values({**its[-1], **kept, **probe}))
    return [min(records[k : k + many], key=_clustering) for k in range(0, len(records), many)]


def _clustering(records: Sequence[Record]) -> float:
    """Clustering losses of all modules on held-out strings, by the weights that are kept."""
    losses = records[-1]["losses_held_out"][1::2]
    broken = not records[-1]["finite"] or None in losses
    return math.inf if broken else sum(losses)

"""Train until told to stop: evaluations, early stopping, and checkpoints that survive a kill."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import torch

from ownlatents.errors import InputError
from ownlatents.files import replacing
from ownlatents.json_values import json_values
from ownlatents.models.ensemble.runs import Record
from ownlatents.models.ensemble.schedule import Schedule
from ownlatents.models.ensemble.training import Training
from ownlatents.validation import checked_integer

Evaluate = Callable[[], Sequence[Record]]


def fit(
    training: Training,
    schedule: Schedule,
    evaluate: Evaluate,
    *,
    last: Sequence[int] | None = None,
    identity: Mapping[str, Any] | None = None,
    checkpoint: Path | None = None,
    tell: Callable[[int], None] | None = None,
    watch: Callable[[Sequence[Sequence[Record]]], None] | None = None,
) -> list[list[Record]]:
    """Train, and leave each network with the weights that are kept.

    A run that is over goes on moving beside the others, unseen, so that a run's result does not
    depend on its company.

    Args:
        training: what is trained; continued from `checkpoint` if that file exists.
        schedule: when to evaluate and to stop.
        evaluate: a record of each run as it is now; called at step 0 too.
        last: each run's own last step, where they differ; at most `schedule.steps`.
        identity: JSON values that say what is trained; a checkpoint of another is refused.
        checkpoint: written at each evaluation.
        tell: called with the number of steps since the last call, for progress.
        watch: called with the records of all runs after each evaluation; may raise to break off.

    Returns:
        The records of each run, each with its "step", until the run was over.

    Raises:
        InputError: last steps that do not fit, or a checkpoint of another training.
    """
    if last is not None and len(last) != training.strings.runs:
        raise InputError(
            f"{len(last)} last steps for {training.strings.runs} runs, but one each was expected"
        )
    for step in last or ():
        checked_integer("last", step, 1, schedule.steps)
    name = json.dumps(identity, sort_keys=True)
    course = _Course(training, schedule, last or [schedule.steps] * training.strings.runs)
    if checkpoint is not None and checkpoint.exists():
        course.load(checkpoint, name)
        if tell:
            tell(course.step)
    else:
        course.take(evaluate())
    while not course.over:
        steps = course.next_evaluation() - course.step
        training.advance(steps)
        course.take(evaluate(), steps)
        if checkpoint is not None:
            course.save(checkpoint, name)
        if tell:
            tell(steps)
        if watch:
            watch(course.records)
    course.restore()
    return course.records


class _Course:
    def __init__(self, training: Training, schedule: Schedule, last: Sequence[int]) -> None:
        self.training, self.schedule, self.last = training, schedule, last
        self.records: list[list[Record]] = [[] for _ in range(training.strings.runs)]
        self.kept = {key: tensor.clone() for key, tensor in training.network.state().items()}
        self.step = 0

    @property
    def over(self) -> bool:
        return all(map(self._finished, range(len(self.records))))

    def next_evaluation(self) -> int:
        """The regular one, or a run's last."""
        lasts = (last for last in self.last if last > self.step)
        return min([self.schedule.after(self.step), *lasts])

    def _finished(self, run: int) -> bool:
        records, patience = self.records[run], self.schedule.patience
        if not records[-1]["finite"] or records[-1]["step"] >= self.last[run]:
            return True
        return patience is not None and len(records) - 1 - _best(records) >= patience

    def _due(self, run: int) -> bool:
        """Whether this evaluation is one of the run's own."""
        if not self.records[run]:
            return True
        regular = self.schedule.after(self.step - 1) == self.step
        return (regular or self.step == self.last[run]) and not self._finished(run)

    def take(self, found: Sequence[Record], steps: int = 0) -> None:
        """Keep this evaluation, and the weights, of the runs that are not over."""
        self.step += steps
        finite = self.training.finite.tolist()
        due = [self._due(run) for run in range(len(self.records))]
        losses = self.training.mean_losses(due).tolist() if steps else None
        wanted = list(due)
        for run, records in enumerate(self.records):
            if due[run]:
                record = {"step": self.step, "finite": finite[run], **found[run]}
                records.append(json_values(record | ({"losses": losses[run]} if losses else {})))
                wanted[run] = self.schedule.patience is None or _best(records) == len(records) - 1
        chosen = torch.tensor(wanted, device=self.training.finite.device)[:, None]
        now = self.training.network.state()
        self.kept = {key: torch.where(chosen, now[key], self.kept[key]) for key in now}

    @torch.no_grad()
    def restore(self) -> None:
        """Give the networks the weights that are kept."""
        for key, tensor in self.training.network.state().items():
            tensor.copy_(self.kept[key])

    def save(self, path: Path, identity: str) -> None:
        content = {
            "identity": identity,
            "step": self.step,
            "records": self.records,
            "kept": self.kept,
            "training": self.training.state(),
        }
        with replacing(path, "wb") as file:
            torch.save(content, file)

    def load(self, path: Path, identity: str) -> None:
        try:
            content = torch.load(path, map_location=self.training.finite.device, weights_only=True)
            other = content["identity"]
        except Exception as error:  # whatever torch says of a file that is none of its own
            raise InputError(f"{path}: a checkpoint was expected") from error
        if other != identity:
            raise InputError(f"{path} is of {other}, but a checkpoint of {identity} was expected")
        self.step, self.records, self.kept = content["step"], content["records"], content["kept"]
        self.training.load(content["training"])


def _best(records: Sequence[Record]) -> int:
    """Which of the records has the least validation; the first of equals."""
    scores = [math.inf if r["validation"] is None else r["validation"] for r in records]
    return scores.index(min(scores))

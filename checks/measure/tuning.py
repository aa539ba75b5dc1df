"""Hyperparameter search as the paper did it: TPE with Hyperband, by Optuna; resumable."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import lazy_loader
import numpy as np

from ownlatents.errors import InputError
from ownlatents.models.ensemble import Record, Run
from ownlatents.models.learners import Learner
from ownlatents.sim import Grammar, RHMParams

if TYPE_CHECKING:
    import optuna
    import sqlalchemy
else:  # they take a second
    optuna, sqlalchemy = lazy_loader.load("optuna"), lazy_loader.load("sqlalchemy")

Range = tuple[float, float]

RANGES: Mapping[str, Mapping[str, Range]] = {
    "slc": {
        "lr": (1e-3, 2e-2),
        "ema": (2e-3, 1e-1),
        "margin": (0.5, 0.95),
        "separation": (0.02, 10.0),
        "sparsity": (1e-4, 1e-1),
        "temperature": (1.0, 8.0),
    }
}
"""What is searched for each learner, on logarithmic scales."""

_FIRST_SEED = 1000  # grammars and strings that no experiment measures


@dataclass(frozen=True)
class Search:
    """What is searched, and on which strings.

    Args:
        learner: name of a learner.
        preset: settings that are searched around.
        params: sizes of the grammars.
        P: strings of each training.
        grammars: networks of a trial, a grammar each, trained side by side; others than those that
            experiments measure.
        changes: `NAME=VALUE` settings that are the same in all trials.
    """

    learner: str
    preset: str
    params: RHMParams
    P: int
    grammars: int = 4
    changes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.learner not in RANGES:
            raise InputError(
                f"learner {self.learner!r}, but one of {', '.join(RANGES)} was expected"
            )
        Learner(self.learner).settings(self.preset, self.changes)
        for change in self.changes:
            if change.partition("=")[0] in RANGES[self.learner]:
                raise InputError(f"{change!r}, but a setting that is not searched was expected")

    @property
    def name(self) -> str:
        """Names the study, so that one file holds many."""
        sizes = " ".join(f"{k}={x}" for k, x in self.params.as_dict().items())
        of = f"{self.learner} {self.preset} {sizes} P={self.P} grammars={self.grammars}"
        return " ".join([of, *self.changes])

    def score(self, trial: optuna.Trial) -> float:
        """Mean accuracy of hard labels over levels and networks, on strings held out."""
        learner = Learner(self.learner)
        drawn = {
            name: trial.suggest_float(name, low, high, log=True)
            for name, (low, high) in RANGES[self.learner].items()
        }
        settings = replace(learner.settings(self.preset, self.changes), **drawn)
        runs = [
            Run(settings, Grammar.sample(self.params, seed), self.P, seed)
            for seed in range(_FIRST_SEED, _FIRST_SEED + self.grammars)
        ]

        def watch(records: Sequence[Sequence[Record]]) -> None:
            trial.report(_mean(records), records[0][-1]["step"])
            if trial.should_prune():
                raise optuna.TrialPruned

        return _mean(learner.package.train(runs, watch=watch))


def search(
    what: Search, storage: Path, trials: int, tell: Callable[[int], None], seed: int = 0
) -> optuna.Study:
    """Run trials until the study has so many; several processes may work on one file.

    Args:
        what: the study.
        storage: SQLite file, made if it is missing.
        trials: finished, pruned or failed ones that the study shall have.
        tell: called with 1 after each trial.
        seed: of the sampler; the number of trials begun before is added.
    """
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    try:
        storage.parent.mkdir(parents=True, exist_ok=True)
        study = optuna.create_study(
            study_name=what.name,
            storage=f"sqlite:///{storage}",
            load_if_exists=True,
            direction="maximize",
            pruner=optuna.pruners.HyperbandPruner(),
        )
    except (OSError, sqlalchemy.exc.SQLAlchemyError) as error:
        raise InputError(f"{storage}, but a writable SQLite file was expected") from error
    study.sampler = optuna.samplers.TPESampler(seed=seed + len(study.trials))

    def done() -> int:
        return sum(trial.state.is_finished() for trial in study.get_trials(deepcopy=False))

    while done() < trials:
        study.optimize(what.score, n_trials=1)
        tell(1)
    return study


def best(study: optuna.Study) -> dict[str, Any]:
    """The best trial's score and settings, and how many trials there were of each outcome."""
    states = [trial.state.name.lower() for trial in study.trials]
    if "complete" not in states:
        raise InputError(f"study {study.study_name!r} has no complete trial, but one was expected")
    return {
        "study": study.study_name,
        "trials": {state: states.count(state) for state in sorted(set(states))},
        "score": study.best_value,
        "settings": study.best_params,
    }


def _mean(records: Sequence[Sequence[Record]]) -> float:
    lasts = [its[-1] for its in records]
    return float(np.mean([np.mean(r["accuracy"]) if r["finite"] else 0.0 for r in lasts]))

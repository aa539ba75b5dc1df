import sys
from dataclasses import dataclass, replace

import pytest
import torch

from checks.cli import main
from checks.experiments import EXPERIMENTS, enough, experiment, run


@pytest.fixture(autouse=True, scope="session")
def one_thread():
    # The problems are tiny: a second thread costs more than it brings, and the cores are shared.
    torch.set_num_threads(1)


def _small(name):
    """Tasks of the quick profile that are done in seconds."""
    tasks = experiment(name).tasks("quick")
    if name == "derivations":
        return [task for task in tasks if task.settings["name"] in ("contraction", "lemma-2")]
    if name == "concentration":
        return [replace(tasks[0], settings={**tasks[0].settings, "P": 200_000})]
    if name == "assumptions":
        return [t for t in tasks if t.settings["v"] <= 64 and t.settings["seed"] < 100]
    if name == "recovery":
        some = [t for t in tasks if t.settings["m"] in (6, 8) and t.settings["seed"] < 2]
        return some[1::3]
    if name == "exponents":
        tasks = [task for task in tasks if (task.params.v, task.params.m) in ((12, 8), (16, 4))]
    if name == "depth":
        tasks = [task for task in tasks if task.params.L <= 4]
    if name == "tightness":
        return tasks[:1]
    if name.startswith(TRAINED):
        return [_short(task) for task in tasks]
    return [task for task in tasks if task.settings.get("seed", 0) < 2]


TRAINED = ("slc_",)
"""How the names of experiments begin that train networks."""


def _short(task):
    """A training that learns nothing, in a second."""
    changes = [*task.settings["changes"], "least_steps=6", "every=3", "width=8", "batch=4"]
    return replace(task, settings={**task.settings, "P": 20, "grammars": 2, "changes": changes})


def _all_rows(task):
    rows = []
    while not enough(task, rows):
        rows.append(run(task, *rows))
    return [{**task.settings, **row} for row in rows]


@pytest.fixture(scope="session")
def small_tasks():
    """A few tasks of each experiment."""
    return {name: _small(name) for name in EXPERIMENTS}


@pytest.fixture(scope="session")
def small_rows(small_tasks, one_thread):
    """Their rows with the settings beside them, as experiments judge and draw them."""
    return {
        name: [row for task in tasks for row in _all_rows(task)]
        for name, tasks in small_tasks.items()
    }


@dataclass(frozen=True)
class Answer:
    status: int
    out: str
    err: str


@pytest.fixture
def ownlatents(monkeypatch, capsys):
    """The command line in this process: it is called with arguments and answers."""

    def call(*arguments):
        monkeypatch.setattr(sys, "argv", ["ownlatents", *map(str, arguments)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as exit_:
            main()
        said = capsys.readouterr()
        return Answer(exit_.value.code, said.out, said.err)

    return call

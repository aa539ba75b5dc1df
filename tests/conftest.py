import signal
import sys
from dataclasses import dataclass, replace

import pytest
import torch

from tests.shapes import check_shapes

check_shapes("ownlatents.sim", "ownlatents.models")  # before anything of them is imported

from ownlatents.checks.experiments import EXPERIMENTS, enough, experiment, run  # noqa: E402
from ownlatents.cli import main  # noqa: E402
from ownlatents.models.learners import LEARNERS  # noqa: E402


@pytest.fixture(autouse=True, scope="session")
def one_thread():
    # The problems are tiny: a second thread costs more than it brings, and the cores are shared.
    torch.set_num_threads(1)


@pytest.fixture(autouse=True, scope="session")
def ctrl_c_is_heard():
    # A shell's background job ignores it, and with it all that the tests start.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture(autouse=True, scope="session")
def small_probes():
    # Trainings of a second learn nothing, and need no thousands of strings to show it.
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("ownlatents.models.slc.evaluation._PROBE_STRINGS", 200)
        patch.setattr("ownlatents.models.slc.evaluation._STRINGS", 100)
        yield


def _small(name):
    """Tasks of the quick profile that are done in seconds."""
    tasks = experiment(name).tasks("quick")
    if name == "derivations":
        return [task for task in tasks if task.settings["name"] in ("contraction", "lemma-2")]
    if name == "concentration":
        return [replace(tasks[0], settings={**tasks[0].settings, "P": 200_000})]
    if name == "assumptions":
        return [t for t in tasks if t.settings["v"] <= 32 and t.settings["seed"] < 100]
    if name == "recovery":
        some = [t for t in tasks if t.settings["m"] in (6, 8) and t.settings["seed"] < 2]
        return some[1::3]
    if name == "exponents":
        tasks = [task for task in tasks if (task.params.v, task.params.m) in ((12, 8), (16, 4))]
    if name == "depth":
        tasks = [task for task in tasks if task.params.L <= 4]
    if name == "tightness":
        return tasks[:1]
    if experiment(name).train is not None:  # such trainings do not differ in their strings
        return list({short.key: short for short in map(_short, tasks)}.values())
    grammars = 1 if name in ("success", "clusterers") else 2
    return [task for task in tasks if task.settings.get("seed", 0) < grammars]


_SHORT = {
    "ownlatents.models.slc": ["least_steps=6", "every=3", "width=8", "batch=4"],
    "ownlatents.models.encoder": [
        "schedule.steps=4",
        "schedule.every=2",
        "d=8",
        "hidden=16",
        "batch=4",
    ],
}


def _short(task):
    """A training that learns nothing, in a second."""
    package, _ = LEARNERS[task.settings["learner"]]
    changes = [*task.settings["changes"], *_SHORT[package]]
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
def small_rows(small_tasks, one_thread, small_probes):
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

"""The rows of the full profile that come with the package: complete, current, and as judged."""

import hashlib
import json
from dataclasses import asdict

import pytest

from ownlatents.checks.experiments import EXPERIMENTS, enough, experiment
from ownlatents.checks.ledger import claim
from ownlatents.checks.sweep import PACKED, Store
from ownlatents.models.learners import Learner
from ownlatents.verify import STORED

NAMES = [path.name.removesuffix(PACKED) for path in sorted(STORED.glob(f"*{PACKED}"))]


@pytest.fixture(scope="module")
def store():
    return Store(STORED)


def test_there_are_some_and_all_belong_to_an_experiment():
    assert NAMES
    assert set(NAMES) <= set(EXPERIMENTS)


@pytest.mark.parametrize("name", NAMES)
def test_every_task_of_the_full_profile_is_there(store, name):
    missing = [t for t in experiment(name).tasks("full") if not enough(t, store.rows(t))]
    assert missing == [], "rows are stale: run `ownlatents sweep` and `store merge` again"


@pytest.mark.parametrize("name", NAMES)
def test_nothing_else_is_there_and_every_row_says_what_made_it(name):
    keys = {task.key for task in experiment(name).tasks("full")}
    for record in Store(STORED).records():
        if record.task["experiment"] == name:
            assert record.key in keys
            assert record.seconds >= 0
            assert {"python", "numpy", "torch"} <= record.versions.keys()


@pytest.mark.parametrize("name", NAMES)
def test_their_verdicts_are_those_of_the_ledger(store, name):
    module = experiment(name)
    rows = [{**t.settings, **row} for t in module.tasks("full") for row in store.rows(t)]
    for verdict in module.judge(rows):
        assert verdict.outcome is claim(verdict.claim).expected, verdict.finding


TRAINED_WITH = {
    "slc_collapse": "4bb86db594e6",
    "slc_levels": "f3e6dff2b029",
    "slc_rules": "64096ca4e754",
    "slc_merges": "a63c80ad7811",
    "slc_depth": "463258bc6b25",
    "data2vec_online": "3b68980554b5",
    "data2vec_offline": "cddd32065911",
}
"""Of each experiment a digest of the settings that its presets stand for: a task names its preset
alone. Where one changes, raise the experiment's revision and train again, or the stored rows lie.
"""


@pytest.mark.parametrize("name", [name for name in NAMES if (experiment(name).train is not None)])
def test_presets_are_those_that_the_rows_were_trained_with(name):
    found = set()
    for task in experiment(name).tasks("full"):
        learner, preset, changes = (task.settings[x] for x in ("learner", "preset", "changes"))
        settings = asdict(Learner(learner).settings(preset, changes))
        found.add(json.dumps({**settings, "revision": task.revision}, sort_keys=True))
    digest = hashlib.sha256("".join(sorted(found)).encode()).hexdigest()
    assert digest[:12] == TRAINED_WITH[name]

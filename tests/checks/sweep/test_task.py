import dataclasses

import pytest

from ownlatents.checks.experiments import COMMON, EXPERIMENTS, experiment
from ownlatents.checks.sweep import Task

SETTINGS = {"m": 6, "seed": 0, "P": 674}


def key(experiment="recovery", revision=1, settings=SETTINGS, **others):
    return Task(experiment, revision, settings, **others).key


def test_the_key_is_the_same_on_every_machine_and_in_every_version():
    # Pinned: rows in other people's stores are found by it.
    assert key() == "217619ebf74165abcc76353e4dc842d21f0d37bb7aa54e57a0f86dfc87e25e8d"


def test_the_order_of_settings_does_not_change_the_key():
    assert key(settings=dict(reversed(SETTINGS.items()))) == key()


def test_the_cost_does_not_change_the_key():
    assert key(cost=1e6) == key()


@pytest.mark.parametrize(
    "changed",
    [
        {"revision": 2},
        {"experiment": "lemma1"},
        {"settings": {**SETTINGS, "seed": 1}},
        {"settings": {**SETTINGS, "P": "674"}},
        {"settings": {**SETTINGS, "v": 8}},
        {"settings": {"m": 6, "seed": 0}},
        {"settings": {}},
    ],
)
def test_whatever_identifies_a_task_changes_its_key(changed):
    assert key(**changed) != key()


def test_the_stream_of_a_batch_is_the_same_on_every_machine():
    # Pinned: rows in other people's stores were drawn with it.
    assert Task("recovery", 1, SETTINGS).stream(0) == 549392533740306347
    turned = Task("recovery", 1, dict(reversed(SETTINGS.items())), cost=9)
    assert turned.stream(0) == Task("recovery", 1, SETTINGS).stream(0)


def test_every_batch_of_every_task_has_a_stream_of_its_own():
    tasks = [Task("recovery", 1, {**SETTINGS, "seed": seed}) for seed in range(30)]
    streams = {task.stream(batch) for task in tasks for batch in range(30)}
    assert len(streams) == 900
    assert all(0 <= stream < 2**63 for stream in streams)
    assert max(streams) > 2**62  # all bits are used


def test_what_identifies_a_task_is_told_as_a_dict():
    task = Task("recovery", 1, SETTINGS, cost=3)
    assert task.as_dict() == {"experiment": "recovery", "revision": 1, "settings": SETTINGS}


def test_a_task_cannot_be_changed_after_its_key_is_known():
    with pytest.raises(dataclasses.FrozenInstanceError):
        Task("recovery", 1, SETTINGS).revision = 2


@pytest.mark.parametrize(
    ("name", "profile"),
    [(name, each) for name in EXPERIMENTS for each in experiment(name).profiles],
)
def test_no_two_tasks_of_an_experiment_share_a_key(name, profile):
    tasks = experiment(name).tasks(profile)
    assert tasks
    assert len({task.key for task in tasks}) == len(tasks)
    assert {task.experiment for task in tasks} == {name}
    assert all(task.cost > 0 for task in tasks)


@pytest.mark.parametrize("name", [x for x in EXPERIMENTS if x not in ("derivations", "necessity")])
def test_the_longer_profile_costs_more(name):
    quick, full = (sum(t.cost for t in experiment(name).tasks(profile)) for profile in COMMON)
    assert full > 3 * quick

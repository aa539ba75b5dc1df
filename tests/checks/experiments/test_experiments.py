"""What every experiment owes: rows that can be kept and repeated, verdicts."""

import json

import pytest

from ownlatents.checks.experiments import (
    COMMON,
    EXPERIMENTS,
    PROFILES,
    Experiment,
    experiment,
    run,
)
from ownlatents.checks.ledger import CLAIMS
from ownlatents.checks.measure.verdicts import Outcome, Verdict
from ownlatents.errors import InputError

each = pytest.mark.parametrize("name", EXPERIMENTS)


@each
def test_an_experiment_has_all_that_is_asked_of_it(name):
    one = experiment(name)
    assert one.name == name
    assert one.title
    assert set(COMMON) <= set(one.profiles) <= set(PROFILES)
    for profile in one.profiles:
        assert all(task.experiment == name for task in one.tasks(profile))
        assert one.tasks(profile)


@pytest.mark.parametrize(
    "ways", [{}, {"measure": run, "search": run}, {"search": run, "train": run}]
)
def test_an_experiment_is_measured_in_one_way(ways):
    with pytest.raises(InputError, match="one of measure, search and train was expected"):
        Experiment(name="x", title="X", design=list, judge=list, **dict.fromkeys(ways, run))


@each
def test_a_profile_that_it_lacks_is_told_with_those_that_it_has(name):
    for lacking in {*PROFILES, "sloppy"} - set(experiment(name).profiles):
        with pytest.raises(InputError, match=f"'{lacking}' of {name}, but one of quick, full"):
            experiment(name).tasks(lacking)


@each
def test_a_row_is_json_and_the_same_a_second_time(name, small_tasks, small_rows):
    task, row = small_tasks[name][0], small_rows[name][0]
    again = {**task.settings, **run(task)}
    assert again == row
    assert json.loads(json.dumps(row, allow_nan=False)) == row


@each
def test_a_row_does_not_hide_the_settings_of_its_task(name, small_tasks, small_rows):
    kept = [task.settings.items() for task in small_tasks[name]]
    rows = [row.items() for row in small_rows[name]]
    assert all(any(settings <= row for row in rows) for settings in kept)
    assert all(any(settings <= row for settings in kept) for row in rows)


@each
def test_verdicts_are_those_of_the_claims_that_name_the_experiment(name, small_rows):
    verdicts = experiment(name).judge(small_rows[name])
    assert all(isinstance(verdict, Verdict) for verdict in verdicts)
    assert [v.claim for v in verdicts] == [c.id for c in CLAIMS if c.experiment == name]
    for verdict in verdicts:
        assert isinstance(verdict.outcome, Outcome)
        assert verdict.finding
        assert not verdict.finding.endswith(".")  # the page adds it
        for table in verdict.tables:
            json.dumps(table.as_dict(), allow_nan=False)


@each
def test_a_verdict_does_not_depend_on_the_order_of_the_rows(name, small_rows):
    rows = small_rows[name]
    assert experiment(name).judge(rows[::-1])[0].outcome == experiment(name).judge(rows)[0].outcome


@pytest.mark.parametrize("name", ["lemma1", "concentration", "stability", "sufficiency"])
def test_a_few_rows_are_enough_for_the_statements_that_hold_of_every_grammar(name, small_rows):
    (verdict,) = experiment(name).judge(small_rows[name])
    assert verdict.outcome is Outcome.HOLDS, verdict.finding

"""What is stored of an experiment, and what is not."""

import pytest

from ownlatents.checks.ledger.stored import PACKAGED, stored
from ownlatents.checks.sweep import Store, Task
from tests.swapped import swap


def tasks(profile, revision=1):
    many = {"quick": 2}.get(profile, 4)
    return [Task("recovery", revision, {"m": 6, "seed": seed, "P": 10}) for seed in range(many)]


@pytest.fixture
def store(monkeypatch, tmp_path):
    """A store to write to, of an experiment of which quick is the beginning of full."""
    swap(monkeypatch, "recovery", design=tasks)

    def keep(*wanted):
        kept = Store(tmp_path)
        for task in wanted:
            kept.write(task, 0, {"ilc": [1.0]}, 1.5)
        return kept

    return keep


def test_the_largest_complete_profile_is_taken(store):
    found = stored(["recovery"], store(*tasks("full")))["recovery"]
    assert (found.profile, found.tasks, found.finished, found.complete) == ("full", 4, 4, True)
    assert found.lacking == ""
    assert found.seconds == pytest.approx(6.0)
    assert found.rows[3] == {"m": 6, "seed": 3, "P": 10, "ilc": [1.0]}
    assert all(len(versions) == 1 for versions in found.versions.values())


def test_a_complete_quick_profile_comes_before_a_begun_full_one(store):
    found = stored(["recovery"], store(*tasks("full")[:3]))["recovery"]
    assert (found.profile, len(found.rows)) == ("quick", 2)


def test_a_profile_that_is_asked_for_is_taken_as_it_is(store):
    found = stored(["recovery"], store(*tasks("full")[:3]), "full")["recovery"]
    assert not found.complete
    assert found.lacking == (
        "1 of 4 tasks of recovery were not run: ownlatents sweep recovery --profile full"
    )


def test_what_was_never_run_is_said_with_the_quickest_command(store):
    found = stored(["recovery"], store())["recovery"]
    assert found.rows == ()
    assert found.lacking == (
        "recovery was not run (quick profile): ownlatents sweep recovery --profile quick"
    )


def test_outdated_rows_are_counted_and_not_shown(store):
    old = tasks("quick", revision=0)
    found = stored(["recovery"], store(*old, *tasks("full")))["recovery"]
    assert found.complete
    assert (len(found.rows), found.outdated) == (4, 2)
    assert found.lacking.startswith("2 stored rows of recovery are outdated: ")


def test_rows_of_other_experiments_are_left_out(store):
    other = Task("depth", 1, {"seed": 0})
    assert stored(["recovery"], store(other, *tasks("quick")))["recovery"].outdated == 0


def test_an_experiment_that_is_not_here_has_nothing():
    found = stored(["no_such"], Store("nowhere"))["no_such"]
    assert (found.tasks, found.complete) == (0, False)
    assert "no measurement here yet" in found.lacking


def test_the_packages_rows_are_found_where_they_are():
    assert list(PACKAGED.glob("*.jsonl.gz"))

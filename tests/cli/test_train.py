"""`ownlatents train` and `ownlatents tune`: records, resuming, refusals."""

import json

import optuna
import pytest

from ownlatents.errors import InputError
from ownlatents.models.learners import Learner
from tests.cli.refusals import assert_refused

SIZES = ("--v", 4, "--m", 2, "--s", 2, "--L", 3, "--P", 60)
FAST = ("--set", "least_steps=20", "--set", "every=10", "--set", "width=8", "--set", "batch=4")


def trained(ownlatents, folder, *more):
    return ownlatents("train", "slc", *SIZES, *FAST, "--out", folder, *more)


def test_a_training_leaves_a_record_a_curve_and_a_checkpoint(ownlatents, tmp_path):
    answer = trained(ownlatents, tmp_path, "--json")
    assert answer.status == 0
    found = json.loads(answer.out)
    assert json.loads((tmp_path / "record.json").read_text()) == found
    assert (tmp_path / "checkpoint.pt").exists()
    assert "<svg" in (tmp_path / "curve.svg").read_text()
    assert found["settings"]["least_steps"] == 20
    assert [record["step"] for record in found["records"]] == [0, 10, 20, 20]
    assert {"v", "m", "s", "L", "P", "seed", "versions", "machine", "seconds"} <= set(found)


def test_an_interrupted_training_ends_as_if_there_had_been_no_break(
    ownlatents, tmp_path, monkeypatch
):
    from ownlatents.checks.sweep import progress  # noqa: PLC0415

    whole = json.loads(trained(ownlatents, tmp_path / "whole", "--json").out)
    advance = progress.Progress.advance

    def interrupted(self, *arguments, **named):
        advance(self, *arguments, **named)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(progress.Progress, "advance", interrupted)
        assert trained(ownlatents, tmp_path / "part").status == 130
    assert not (tmp_path / "part/record.json").exists()
    resumed = json.loads(trained(ownlatents, tmp_path / "part", "--resume", "--json").out)
    assert resumed["records"] == whole["records"]


def test_a_checkpoint_is_neither_overwritten_nor_mistaken(ownlatents, tmp_path):
    trained(ownlatents, tmp_path)
    assert_refused(trained(ownlatents, tmp_path), "checkpoint.pt", "--resume")
    assert_refused(trained(ownlatents, tmp_path, "--resume", "--training-seed", 5), "expected")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("lr=-1", ("lr=-1", "positive")),
        ("nonsense=1", ("nonsense=1", "NAME=VALUE")),
        ("width", ("width", "NAME=VALUE")),
        ("stop=here", ("stop='here'", "modules")),
        ("margin=2", ("margin=2",)),
        ("codes=3", ("codes=3",)),
        ("lr.steps=3", ("lr.steps=3", "lr=VALUE")),
        ("standardise=no", ("standardise='no'", "true or false")),
        ("epochs=1.5", ("epochs=1.5", "a whole number")),
        ("lr=True", ("lr=True", "a number")),
    ],
)
def test_bad_settings_are_refused(ownlatents, tmp_path, change, words):
    assert_refused(trained(ownlatents, tmp_path, "--set", change), *words)
    assert not (tmp_path / "record.json").exists()


@pytest.mark.parametrize("learner", ["data2vec", "mlm", "ntp", "diffusion", "supervised"])
def test_encoders_are_trained_by_the_same_command(ownlatents, tmp_path, learner):
    changes = ["d=8", "hidden=8", "batch=4", "schedule.steps=4", "schedule.every=2"]
    options = [x for change in changes for x in ("--set", change)]
    answer = ownlatents("train", learner, *SIZES, *options, "--out", tmp_path, "--json")
    assert answer.status == 0, answer.err
    found = json.loads(answer.out)
    assert found["settings"]["objective"] == learner
    assert [record["step"] for record in found["records"]] == [0, 2, 4]
    assert "<svg" in (tmp_path / "curve.svg").read_text()


def test_what_a_learner_stands_for_is_no_setting(ownlatents, tmp_path):
    options = ("--set", "objective=ntp", "--out", tmp_path)
    assert_refused(ownlatents("train", "data2vec", *SIZES, *options), "objective=ntp", "schedule")
    options = ("--set", "schedule=20", "--out", tmp_path)
    assert_refused(ownlatents("train", "data2vec", *SIZES, *options), "schedule.PART", "steps")


def test_words_for_yes_and_no_are_understood():
    for word in ("false", "False", "FALSE"):
        assert Learner("slc").settings("small", [f"standardise={word}"]).standardise is False


def test_a_device_that_is_not_there_is_refused(ownlatents, tmp_path):
    assert_refused(trained(ownlatents, tmp_path, "--device", "abacus"), "device='abacus'")


def test_a_network_that_diverges_is_said_to(ownlatents, tmp_path):
    changes = ["d=8", "hidden=8", "batch=4", "schedule.steps=4", "schedule.every=2", "lr=1e30"]
    options = [x for change in changes for x in ("--set", change)]
    answer = ownlatents("train", "data2vec", *SIZES, *options, "--out", tmp_path)
    assert "diverged by step" in answer.out


def test_an_unknown_preset_is_refused(ownlatents, tmp_path):
    assert_refused(trained(ownlatents, tmp_path, "--preset", "huge"), "huge", "paper")


def test_an_unknown_learner_is_refused():
    with pytest.raises(InputError, match="learner 'perceptron', but one of"):
        Learner("perceptron")


def tuned(ownlatents, storage, trials, *more):
    sizes = (*SIZES[:-1], 40)
    options = ("--trials", trials, "--grammars", 1, "--storage", storage)
    return ownlatents("tune", "slc", *sizes, *FAST, *options, *more)


def test_a_search_goes_on_where_it_stopped(ownlatents, tmp_path):
    storage = tmp_path / "tune.db"
    first = json.loads(tuned(ownlatents, storage, 2, "--json").out)
    assert sum(first["trials"].values()) == 2
    second = json.loads(tuned(ownlatents, storage, 3, "--json").out)
    assert sum(second["trials"].values()) == 3
    assert second["score"] >= first["score"]
    (study,) = optuna.get_all_study_names(f"sqlite:///{storage}")
    assert study == first["study"]


def test_a_search_of_an_unknown_learner_is_refused(ownlatents, tmp_path):
    options = ("--trials", 1, "--storage", tmp_path / "tune.db")
    assert_refused(ownlatents("tune", "perceptron", *SIZES, *options), "perceptron", "slc")


def test_a_search_that_cannot_begin_leaves_nothing(ownlatents, tmp_path):
    storage = tmp_path / "tune.db"
    assert_refused(tuned(ownlatents, storage, 1, "--preset", "huge"), "huge", "paper")
    assert_refused(tuned(ownlatents, storage, 1, "--set", "lr=0.1"), "lr=0.1", "searched")
    assert not storage.exists()
    storage.write_text("no database")
    answer = tuned(ownlatents, storage, 1)
    assert answer.status == 2
    assert answer.err.splitlines()[-1].endswith("tune.db, but a writable SQLite file was expected")

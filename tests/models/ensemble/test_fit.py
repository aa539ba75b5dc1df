import json

import pytest
import torch

from ownlatents.errors import InputError
from ownlatents.models.ensemble import Schedule, fit
from tests.models.ensemble.toys import training_of

SEEDS = [0, 1, 2]
# Validation at steps 0, 10, 20, …: improves to the end; is best at 20; is best at 0.
SCRIPTS = ([9, 8, 7, 6, 5, 4, 3, 2], [9, 8, 5, 6, 7, 6, 8, 1], [1, 2, 3, 4, 5, 6, 7, 0])
BEST = [70, 20, 0]


class Scripted:
    """Evaluations of given validation, one list a run."""

    def __init__(self, training, scripts):
        self.training, self.scripts = training, scripts

    def __call__(self):
        k = int(self.training.steps) // 10
        return [
            {"validation": float(its[k]), "moved": float(weights.abs().sum())}
            for its, weights in zip(self.scripts, self.training.network.student.flat, strict=True)
        ]


def fitted(seeds=SEEDS, scripts=SCRIPTS, *, patience=3, steps=70, spoiled=None, **more):
    training = training_of(seeds, spoiled=spoiled)
    schedule = Schedule(steps=steps, every=10, patience=patience)
    records = fit(training, schedule, Scripted(training, scripts), **more)
    return training.network, records


def trained(seed, steps):
    training = training_of([seed])
    training.advance(steps)
    return training.network


def same_weights(network, run, other):
    return all(
        torch.allclose(mine.flat[run], its.flat[0], rtol=1e-4, atol=1e-5)
        for mine, its in ((network.student, other.student), (network.teacher, other.teacher))
    )


def test_each_run_keeps_the_weights_of_its_best_validation():
    network, records = fitted()
    for run, best in enumerate(BEST):
        assert same_weights(network, run, trained(run, best))
        assert not same_weights(network, run, trained(run, best + 10))
    # The first never stops; the others three evaluations after their best, so that their last,
    # which would be better, is never seen.
    assert [its[-1]["step"] for its in records] == [70, 50, 30]
    assert [[r["step"] for r in its] for its in records] == [
        list(range(0, last + 1, 10)) for last in (70, 50, 30)
    ]


def test_without_patience_all_steps_are_taken_and_the_last_weights_kept():
    network, records = fitted(patience=None)
    assert all(its[-1]["step"] == 70 for its in records)
    assert all(same_weights(network, run, trained(run, 70)) for run in range(3))


def close(records, others):
    """Whether two lists of records are the same but for rounding."""
    return [sorted(a) for a in records] == [sorted(b) for b in others] and all(
        a[name] == pytest.approx(b[name], rel=1e-4)
        for a, b in zip(records, others, strict=True)
        for name in a
    )


@pytest.mark.parametrize("patience", [3, None])
def test_a_runs_records_and_weights_do_not_depend_on_its_company(patience):
    last = [70, 45, 60]  # 45 calls an evaluation that is of no concern to the others
    together, records = fitted(patience=patience, last=last)
    for run, seed in enumerate(SEEDS):
        alone, its = fitted([seed], [SCRIPTS[run]], patience=patience, steps=last[run])
        assert close(records[run], its[0])
        assert same_weights(together, run, alone)


def test_each_run_ends_at_its_own_last_step():
    _, records = fitted(patience=None, last=[70, 45, 7])
    steps = [[r["step"] for r in its] for its in records]
    assert steps == [list(range(0, 71, 10)), [0, 10, 20, 30, 40, 45], [0, 7]]


def test_records_hold_the_mean_losses_since_the_one_before():
    _, (records,) = fitted([0], [SCRIPTS[0]], steps=30)
    training = training_of([0])
    seen = []
    original = training.network.losses
    training.network.losses = lambda tree, step: seen.append(original(tree, step)) or seen[-1]
    training.advance(30)
    assert "losses" not in records[0]
    for k, record in enumerate(records[1:]):
        steps = seen[10 * k : 10 * (k + 1)]
        mean = torch.stack([torch.cat(losses) for losses in steps]).mean(0)
        torch.testing.assert_close(torch.tensor(record["losses"]), mean.detach())


class KilledError(Exception):
    pass


def kill_at(step):
    def watch(records):
        if max(its[-1]["step"] for its in records) >= step:
            raise KilledError

    return watch


@pytest.mark.parametrize("patience", [3, None])
def test_a_killed_training_resumes_as_if_nothing_had_been(tmp_path, patience):
    whole, expected = fitted(patience=patience, spoiled=[-1, -1, 33], last=[70, 65, 70])
    path = tmp_path / "run.pt"
    told = []
    for step in (20, 40):
        with pytest.raises(KilledError):
            fitted(
                patience=patience, spoiled=[-1, -1, 33], last=[70, 65, 70],
                checkpoint=path, watch=kill_at(step),
            )  # fmt: skip
    resumed, records = fitted(
        patience=patience, spoiled=[-1, -1, 33], last=[70, 65, 70],
        checkpoint=path, tell=told.append,
    )  # fmt: skip
    assert json.dumps(records) == json.dumps(expected)
    assert torch.equal(resumed.student.flat, whole.student.flat)
    assert torch.equal(resumed.teacher.flat, whole.teacher.flat)
    assert told[0] == 40
    assert sum(told) == 70


def test_a_kill_between_evaluations_loses_no_more_than_the_steps_since(tmp_path):
    path = tmp_path / "run.pt"
    training = training_of([0])
    whole, expected = fitted([0], [SCRIPTS[0]])
    original = training.network.losses

    def losses(tree, step):
        if step == 37:
            raise KilledError
        return original(tree, step)

    training.network.losses = losses
    with pytest.raises(KilledError):
        fit(training, Schedule(70, 10, 3), Scripted(training, [SCRIPTS[0]]), checkpoint=path)
    resumed, records = fitted([0], [SCRIPTS[0]], checkpoint=path)
    assert json.dumps(records) == json.dumps(expected)
    assert torch.equal(resumed.student.flat, whole.student.flat)


def test_a_finished_training_is_not_taken_up_again(tmp_path):
    path = tmp_path / "run.pt"
    first, records = fitted(checkpoint=path)
    written = path.read_bytes()
    second, again = fitted(checkpoint=path)
    assert again == records
    assert torch.equal(first.student.flat, second.student.flat)
    assert path.read_bytes() == written


def test_a_planted_nan_ends_its_run_alone_and_is_told():
    _, sound = fitted(patience=None)
    network, records = fitted(patience=None, spoiled=[-1, 25, -1])
    assert [its[-1]["step"] for its in records] == [70, 30, 70]
    assert [its[-1]["finite"] for its in records] == [True, False, True]
    assert records[1][-1]["losses"][0] is None
    json.dumps(records, allow_nan=False)
    assert (records[0], records[2]) == (sound[0], sound[2])
    torch.testing.assert_close(network.student.flat[1], trained(1, 25).student.flat[0])


def test_a_validation_that_is_no_number_is_never_the_best():
    script = [9, 8, float("nan"), 7, float("inf"), 9, 9, 9]
    network, (records,) = fitted([0], [script], patience=10)
    assert same_weights(network, 0, trained(0, 30))
    assert records[2]["validation"] is None


def bad_checkpoints(path):
    yield path.write_bytes(b"")
    yield path.write_text("no checkpoint")
    yield torch.save({"weights": torch.zeros(3)}, path)
    yield torch.save([1, 2], path)


def test_early_evaluations_double_until_the_regular_ones():
    training = training_of([0])
    schedule = Schedule(steps=70, every=30, first=3)
    records = fit(training, schedule, Scripted(training, [[0.0] * 9]))
    assert [record["step"] for record in records[0]] == [0, 3, 6, 12, 24, 30, 60, 70]


def test_what_is_no_checkpoint_is_refused_and_left_alone(tmp_path):
    path = tmp_path / "run.pt"
    for _ in bad_checkpoints(path):
        content = path.read_bytes()
        with pytest.raises(InputError, match=r"run\.pt: a checkpoint was expected"):
            fitted(checkpoint=path)
        assert path.read_bytes() == content


def test_a_checkpoint_of_another_training_is_refused_in_one_sentence(tmp_path):
    path = tmp_path / "run.pt"
    fitted(identity={"lr": 1}, checkpoint=path)
    with pytest.raises(InputError) as refusal:
        fitted(identity={"lr": 2}, checkpoint=path)
    message = str(refusal.value)
    assert "\n" not in message
    assert '{"lr": 1}' in message
    assert '{"lr": 2} was expected' in message


@pytest.mark.parametrize(
    "bad", [(0, 1, 1), (1, 0, 1), (1, 1, 0), (1.5, 1, 1), (1, "2", None), (1, 1, None, 0)]
)
def test_an_impossible_schedule_is_refused(bad):
    with pytest.raises(InputError, match="expected"):
        Schedule(*bad)

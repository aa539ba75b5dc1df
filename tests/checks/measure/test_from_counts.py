"""Accuracies from counts, at numbers of strings where they are known."""

import numpy as np
import pytest

from ownlatents.checks.measure.from_counts import from_counts
from ownlatents.models import ILC, BatchedKMeans, NearestCentre
from ownlatents.sim import Context
from tests.models.grammars import enough_strings, separated

GRAMMAR = separated(v=5, m=3, s=2, L=4)
TUPLES = GRAMMAR.params.n_tuples
ORACLE = ILC(Context(), NearestCentre((GRAMMAR,), Context()))
MIDDLE = 2000  # strings that teach some tuples and not others


@pytest.mark.parametrize("learner", [ORACLE, ILC(Context(), BatchedKMeans())])
def test_all_is_right_with_very_many_strings(learner):
    found = from_counts(learner, GRAMMAR, 100 * enough_strings(GRAMMAR), [0, 1])
    assert found == {"accuracy": 1, "exact": 1}


def test_one_string_teaches_one_tuple_a_level():
    found = from_counts(ORACLE, GRAMMAR, 1, range(5))
    assert found == {"accuracy": pytest.approx(1 / TUPLES), "exact": 0}


def test_a_wrong_grammars_centres_do_not_teach_its_tuples():
    wrong = separated(v=5, m=3, s=2, L=4, skip=1)
    learner = ILC(Context(), NearestCentre((wrong,), Context()))
    found = from_counts(learner, GRAMMAR, 10**12, [0])
    assert found["accuracy"] < 0.9
    assert found["exact"] == 0


def test_accuracy_is_the_mean_over_levels_and_each_can_be_asked_for():
    one_by_one = [from_counts(ORACLE, GRAMMAR, 30, [3], [level])["accuracy"] for level in range(3)]
    assert len(set(one_by_one)) > 1
    together = from_counts(ORACLE, GRAMMAR, 30, [3])
    assert together["accuracy"] == pytest.approx(np.mean(one_by_one))
    some = from_counts(ORACLE, GRAMMAR, 30, [3], (0, 2))
    assert some["accuracy"] == pytest.approx((one_by_one[0] + one_by_one[2]) / 2)


def test_repeats_are_averaged():
    for P in (30, 300):
        single = [from_counts(ORACLE, GRAMMAR, P, [seed]) for seed in range(12)]
        together = from_counts(ORACLE, GRAMMAR, P, range(12))
        assert len({one["accuracy"] for one in single}) > 1
        for what in ("accuracy", "exact"):
            assert together[what] == pytest.approx(np.mean([one[what] for one in single]))


def test_exact_counts_the_repeats_in_which_every_level_is_right():
    by_level = [
        [from_counts(ORACLE, GRAMMAR, MIDDLE, [seed], [level])["exact"] for level in range(3)]
        for seed in range(40)
    ]
    share = np.mean(np.all(by_level, axis=1))
    assert 0 < share < np.mean(by_level) < 1
    assert from_counts(ORACLE, GRAMMAR, MIDDLE, range(40))["exact"] == pytest.approx(share)
    for repeat, seed in zip(by_level, range(3), strict=False):
        alone = from_counts(ORACLE, GRAMMAR, MIDDLE, [seed])
        assert (alone["exact"] == 1) == (alone["accuracy"] == 1) == all(repeat)

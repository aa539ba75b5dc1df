import numpy as np
import pytest
import torch

from ownlatents.models.slc import (
    Evaluation,
    class_similarities,
    code_use,
    evaluation,
    most_alike,
    prediction_floors,
)
from ownlatents.models.slc.losses import prediction_loss, similarity
from ownlatents.sim import Context, Grammar, Law, RHMParams
from tests.enumeration import derivations, tuples_and_targets
from tests.models.slc.stacks import SETTINGS, stack
from tests.statistics import assert_z_scores

TINY = [(2, 2, 2, 3), (3, 2, 2, 3), (2, 2, 3, 2)]


def floor_by_enumeration(grammar, level):
    """H(Z | T, place) in nats, averaged over places and targets, from all derivations."""
    p, listed = grammar.params, derivations(grammar)
    entropies = []
    for place in range(p.s):
        context = Context(grandparent=None, place=place)
        joint = tuples_and_targets(listed, p, level, context).astype(float)
        for target in range(joint.shape[2]):
            for row in joint[:, :, target].reshape(-1, p.v):
                positive = row[row > 0]
                entropies.append(-(positive * np.log(positive / row.sum())).sum())
    return sum(entropies) / (p.s * joint.shape[2])


@pytest.mark.parametrize("sizes", TINY, ids=str)
@pytest.mark.parametrize("seed", [0, 1])
def test_floors_are_the_conditional_entropies_of_all_derivations(sizes, seed):
    v, m, s, L = sizes
    grammar = Grammar.sample(RHMParams(v=v, m=m, s=s, L=L), seed)
    floors = prediction_floors(grammar)
    expected = [floor_by_enumeration(grammar, level) for level in range(L - 1)]
    assert floors == pytest.approx(expected, abs=1e-12)
    assert all(0 < floor < np.log(v) + 1e-12 for floor in floors)


@pytest.mark.parametrize("sizes", [(4, 3, 2, 3), (4, 3, 3, 2)], ids=str)
def test_similarities_of_classes_are_those_of_perfect_predictions(sizes):
    v, m, s, L = sizes
    params = RHMParams(v=v, m=m, s=s, L=L)
    grammar = Grammar.sample(params, 0)
    law = Law(grammar)
    for level, found in enumerate(class_similarities(grammar)):
        places = [Context(grandparent=None, place=place) for place in range(s)]
        shares = sum(law.contexts(level, place)[0].sum(1) for place in places) / s
        assert (shares > 0).all()
        # A batch in which each class is met as often as the law says, but for rounding.
        centres = np.concatenate([law.context_vectors(level, place) for place in places], 1)
        counts = np.round(shares * 2000).astype(int)
        batch = torch.as_tensor(np.repeat(centres, counts, axis=0))[None, :, None]
        first = np.concatenate([[0], np.cumsum(counts)[:-1]])
        measured = similarity(batch, None)[0].numpy()[np.ix_(first, first)]
        np.testing.assert_allclose(found, measured, atol=2e-3)
        np.testing.assert_allclose(np.diag(found), 1)
        assert most_alike(grammar)[level] == max(found[a, b] for a in range(v) for b in range(a))


def test_a_class_that_occurs_nowhere_has_no_similarity():
    above = [[[0, 0]], [[0, 1]], [[1, 1]]]  # no rule has the symbol 2
    (similar,) = class_similarities(Grammar([[[[0, 1]], [[1, 2]], [[2, 0]]], above]))
    assert np.isnan(similar).tolist() == [[False, False, True]] * 2 + [[True] * 3]


def perfect(grammar, tree, level):
    """Logits of a predictor that knows the exact law, one string a run."""
    p, law = grammar.params, Law(grammar)
    places = []
    for place in range(p.s):
        context = Context(grandparent=None, place=place)
        centres = law.context_vectors(level, context).reshape(p.v, p.s - 1, p.s, p.v)
        places.append(centres[tree[level + 1].numpy()])
    return torch.as_tensor(np.stack(places, axis=2)).clamp(min=1e-30).log()[:, None]


@pytest.mark.parametrize("sizes", [(4, 3, 2, 3), (4, 3, 3, 3)], ids=str)
def test_a_perfect_predictor_reaches_the_floors_and_no_lower(sizes):
    v, m, s, L = sizes
    params = RHMParams(v=v, m=m, s=s, L=L)
    grammar = Grammar.sample(params, 0)
    _, strings = stack(SETTINGS, params=params)
    tree = [level[0] for level in strings.some(0, 4000)]
    floors, others = prediction_floors(grammar), prediction_floors(Grammar.sample(params, 1))
    for level in range(L - 1):
        targets = torch.nn.functional.one_hot(tree[level], v).double()[:, None]
        losses = prediction_loss(perfect(grammar, tree, level), targets).numpy()
        error = losses.std() / np.sqrt(len(losses))
        assert_z_scores(losses.mean(), floors[level], error)
        with pytest.raises(AssertionError):
            assert_z_scores(losses.mean(), others[level], error)


HAND = {
    "each class its code": ([3, 3, 1, 1], [0, 0, 1, 1], 1.0, 2, 0, 0, np.log(2)),
    "merged": ([2, 2, 2, 2], [0, 0, 1, 1], 0.5, 1, 1, 0, 0.0),
    "split": ([0, 1, 2, 2], [0, 0, 1, 1], 1.0, 3, 0, 1, 1.5 * np.log(2)),
    "merged and split": ([0, 1, 0, 1], [0, 0, 1, 1], 0.5, 2, 1, 1, np.log(2)),
    "one wrong": ([0, 0, 0, 1], [0, 0, 1, 1], 0.75, 2, 0, 0, np.log(4) - 0.75 * np.log(3)),
}


@pytest.mark.parametrize("case", HAND.values(), ids=HAND)
def test_the_use_of_codes_in_cases_counted_by_hand(case):
    labels, truth, *expected = case
    found = code_use(np.array(labels), np.array(truth), v=2, d=4)
    assert list(found) == ["purity", "codes", "merged", "split", "entropy"]
    assert list(found.values()) == pytest.approx(expected)


def test_codes_that_are_hardly_used_do_not_count_as_used():
    labels, truth = np.zeros(1000, dtype=int), np.arange(1000) % 2
    labels[truth == 1] = 1
    labels[:20] = 2  # 2 % of all, 4 % of a class's share
    found = code_use(labels, truth, v=2, d=4)
    assert (found["codes"], found["merged"], found["split"]) == (2, 0, 0)
    labels[:200] = 2
    found = code_use(labels, truth, v=2, d=4)
    assert (found["codes"], found["merged"], found["split"]) == (3, 0, 1)


@pytest.fixture
def two():
    """Two stacks, evaluated, of which a test may spoil the second."""
    network, strings = stack(SETTINGS, SETTINGS)
    return network, Evaluation(network, strings)


def same(record, other):
    return all(
        np.array_equal(record[name], other[name])
        or np.allclose(record[name], other[name], rtol=1e-4, atol=1e-6)
        for name in record
        if name != "loss_names"
    )


def test_validation_is_the_sum_of_all_losses_on_strings_apart(two):
    for record in two[1]():
        assert len(record["losses_held_out"]) == len(record["loss_names"]) == 4
        assert record["validation"] == pytest.approx(sum(record["losses_held_out"]))


def test_evaluating_changes_nothing_and_is_repeatable(two):
    network, evaluation = two
    before = network.student.flat.clone()
    assert evaluation() == evaluation()
    assert torch.equal(network.student.flat, before)


def test_collapse_is_reported_as_one_code_of_rank_1(two):
    network, evaluation = two
    sound = evaluation()
    with torch.no_grad():
        for level in range(2):
            network.student[f"{level}.cnn5.weight"][1] = 0
            network.student[f"{level}.cnn5.bias"][1] = torch.tensor([0.0, 9.0, 0.0, 0.0])
    first, second = evaluation()
    assert same(first, sound[0])
    assert second["codes"] == [1, 1]
    assert second["merged"] == [2, 2]
    assert second["entropy"] == [0, 0]
    assert second["effective_rank"] == pytest.approx([1, 1], abs=1e-3)
    assert max(second["accuracy"]) < 0.7
    assert sound[1]["effective_rank"][0] > 1.01


def test_a_stack_that_is_no_number_is_reported_and_spoils_no_other(two):
    network, evaluation = two
    sound = evaluation()
    network.student.flat[1] = torch.nan
    first, second = evaluation()
    assert same(first, sound[0])
    assert np.isnan(second["validation"])
    assert np.isnan(second["effective_rank"]).all()


def test_strings_are_looked_at_in_pieces_without_a_difference(monkeypatch):
    network, strings = stack(SETTINGS, SETTINGS)
    whole = []
    for piece in (10**6, 100):
        monkeypatch.setattr(evaluation, "_PIECE", piece)
        whole.append(Evaluation(network, strings)())
    for one, other in zip(*whole, strict=True):
        assert one["accuracy"] == other["accuracy"]
        assert one["codes"] == other["codes"]
        predicted = [record["losses_held_out"][::2] for record in (one, other)]
        np.testing.assert_allclose(*predicted, rtol=1e-5)

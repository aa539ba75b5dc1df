import numpy as np
import pytest
import torch

from ownlatents.models import NearestCentre, TupleContexts
from ownlatents.sim import Context, Grammar, Law
from tests.models.grammars import separated


def problem(points):
    n = len(points)
    return TupleContexts(torch.arange(n), torch.ones(n, dtype=torch.long), torch.as_tensor(points))


@pytest.mark.parametrize("observable", ["latent", "token", "root"])
def test_the_nearest_centre_is_the_true_one_within_half_the_separation(observable):
    context = Context(observable)
    grammars = [separated(6, 2, 2, 3, context, skip=i) for i in range(3)]
    rng = np.random.default_rng(0)
    oracle = NearestCentre(tuple(grammars), context)
    for level in range(2):
        problems = []
        for grammar in grammars:
            centres = Law(grammar).context_vectors(level, context)
            squares = ((centres[:, None] - centres[None]) ** 2).sum(axis=-1)
            closest = np.sqrt(squares[np.triu_indices(6, 1)].min())
            steps = rng.standard_normal((60, centres.shape[1]))
            steps *= 0.49 * closest / np.linalg.norm(steps, axis=1, keepdims=True)
            problems.append(problem(np.repeat(centres, 10, axis=0) + steps))
        for labels in oracle.labels(problems, 6, level, 0):
            np.testing.assert_array_equal(labels, np.repeat(np.arange(6), 10))


def test_the_nearest_centre_of_another_place_is_another():
    grammar = separated(6, 2, 2, 2)
    points = problem(Law(grammar).context_vectors(0, Context()))
    (labels,) = NearestCentre((grammar,), Context(place=1)).labels([points], 6, 0, 0)
    assert not np.array_equal(labels, np.arange(6))


def test_a_parent_that_never_occurs_is_never_the_nearest():
    # 2 is never the first child of a root; its row of the centres is 0, near to flat vectors.
    below = [[[0, 0], [1, 1]], [[0, 1], [1, 2]], [[2, 2], [2, 0]]]
    top = [[[0, 0], [1, 1]], [[0, 1], [1, 2]], [[0, 2], [1, 0]]]
    grammar = Grammar([below, top])
    assert not Law(grammar).context_vectors(0)[2].any()
    (labels,) = NearestCentre((grammar,), Context()).labels(
        [problem(np.full((4, 6), 0.05))], 3, 0, 0
    )
    assert 2 not in labels

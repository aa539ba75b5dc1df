import pytest
import torch
from torchjd.aggregation import UPGradWeighting
from torchjd.linalg import QuadprogProjector

from ownlatents.models.ensemble import upgrad_weights

SIZES = [1, 2, 3, 4, 6, 12]


def jacobians(K):
    """Gradients `(K, n)` in float64, by what is special about them."""
    generator = torch.Generator().manual_seed(K)

    def normal(*shape):
        return torch.randn(*shape, generator=generator, dtype=torch.float64)

    wide = [normal(K, 40) for _ in range(10)]
    square = [normal(K, K) for _ in range(20)]  # at the edge of conflict
    shared, single = normal(1, 40), normal(1, 40)
    away = [normal(K, 40) - 3 * k * shared for k in (-1, 1)]
    scales = 10.0 ** torch.linspace(-6, 2, K, dtype=torch.float64)[:, None]
    return {
        "independent": wide,
        "square": square,
        "towards or away from one direction": away,
        "very unequal": [scales * J for J in wide[:3]],
        "square and very unequal": [scales * J for J in square[:5]],
        "rank 1": [normal(K, 1) @ single for _ in range(5)],
        "rank 2": [normal(K, 2) @ normal(2, 40) for _ in range(5)],
        "one gradient K times": [single.expand(K, -1)],
        "opposite": [single * (-1.0) ** torch.arange(K)[:, None]],
        "opposite and unequal": [single * (-1.0) ** torch.arange(K)[:, None] * scales],
        "all but cancelling": [torch.cat([-J[1:].sum(0, keepdim=True), J[1:]]) for J in wide[:3]],
        "some are 0": [J * (torch.arange(K) % 2)[:, None] for J in wide[:3]],
        "zero": [torch.zeros(K, 40, dtype=torch.float64)],
        "below norm_eps": [1e-4 * J / J.norm() for J in wide[:2]],
        "about norm_eps": [x * 1e-2 * wide[0] / wide[0].norm() for x in (0.999, 1.001)],
    }


def torchjds(gramians):
    return torch.stack([UPGradWeighting()(G) for G in gramians])


def gramians_of(found):
    J = torch.stack(found)
    return J @ J.transpose(1, 2)


def equal(found, expected):
    """Whether the weights are equal to 1e-6 of the largest."""
    return (found - expected).abs().amax() <= 1e-6 * expected.abs().amax()


CASES = [(K, kind) for K in SIZES for kind in jacobians(1)]


@pytest.mark.parametrize(("K", "kind"), CASES, ids=str)
def test_the_weights_are_torchjds(K, kind):
    gramians = gramians_of(jacobians(K)[kind])
    found, expected = upgrad_weights(gramians), torchjds(gramians)
    for one, other in zip(found, expected, strict=True):
        assert equal(one, other)


@pytest.mark.parametrize("K", SIZES)
def test_a_batch_of_all_kinds_is_solved_as_each_alone(K):
    gramians = torch.stack([J @ J.T for kind in jacobians(K).values() for J in kind])
    together = upgrad_weights(gramians)
    for G, weights in zip(gramians, together, strict=True):
        torch.testing.assert_close(upgrad_weights(G[None])[0], weights, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("K", SIZES)
def test_many_random_problems_all_end(K):
    generator = torch.Generator().manual_seed(1)
    J = torch.randn(3000 // K, K, max(K - 1, 1), generator=generator, dtype=torch.float64)
    weights = upgrad_weights(J @ J.transpose(1, 2))
    assert equal(weights[::50], torchjds((J @ J.transpose(1, 2))[::50]))
    # Each is a sum of vectors u ≥ e_i/K that fulfil the dual's first-order condition.
    G = J @ J.transpose(1, 2)
    G = G / G.diagonal(dim1=1, dim2=2).sum(1)[:, None, None] + 1e-4 * torch.eye(K).double()
    assert (weights >= 1 / K - 1e-12).all()
    assert ((G @ weights[..., None]) >= -1e-10).all()


@pytest.mark.parametrize("K", SIZES)
def test_the_step_conflicts_with_no_loss(K):
    for kind, cases in jacobians(K).items():
        for J in cases:
            trace = J.square().sum()
            if trace < 1e-4:
                continue  # where UPGrad is the plain mean
            step = J.T @ upgrad_weights((J @ J.T)[None])[0]
            # The regularisation gives way by reg_eps of the trace for each unit of weight.
            weights = upgrad_weights((J @ J.T)[None])[0]
            assert (J @ step >= -1.001e-4 * trace * weights).all(), kind
            exact = upgrad_weights((J @ J.T)[None], reg_eps=1e-9)[0]
            assert (J @ (J.T @ exact) >= -2e-9 * trace * exact).all(), kind


def test_the_plain_mean_does_conflict():
    J = torch.tensor([[1.0, 0.0], [-3.0, 1.0]], dtype=torch.float64)
    mean = torch.full((2,), 0.5, dtype=torch.float64)
    weights = upgrad_weights((J @ J.T)[None])[0]
    assert (J @ (J.T @ mean)).min() == -1
    assert (J @ (J.T @ weights)).min() > -0.01
    assert not equal(mean, weights)


def test_without_conflict_or_with_small_gradients_it_is_the_mean():
    positive = torch.rand(4, 9, dtype=torch.float64, generator=torch.Generator().manual_seed(0))
    gramians = torch.stack([positive @ positive.T, 1e-6 * torch.eye(4), torch.zeros(4, 4)])
    torch.testing.assert_close(upgrad_weights(gramians), torch.full((3, 4), 0.25).double())


def test_other_tolerances_are_torchjds_too():
    J = torch.stack(jacobians(4)["square"])
    for norm_eps, reg_eps in ((1e-6, 1e-3), (0.0, 1e-5), (10.0, 1e-4)):
        weighting = UPGradWeighting(projector=QuadprogProjector(norm_eps=norm_eps, reg_eps=reg_eps))
        for G in J @ J.transpose(1, 2):
            found = upgrad_weights(G[None], norm_eps, reg_eps)[0]
            assert equal(found, weighting(G))


def test_float32_comes_back_as_float32_and_loses_nothing_in_between():
    J = torch.stack(jacobians(6)["square"]).float()
    G = J @ J.transpose(1, 2)
    weights = upgrad_weights(G)
    assert weights.dtype == torch.float32
    torch.testing.assert_close(weights, upgrad_weights(G.double()).float())


def test_what_is_not_a_number_spoils_no_other_problem():
    gramians = gramians_of(jacobians(4)["square"])
    spoiled = gramians.clone()
    spoiled[3] = torch.nan
    spoiled[5, 0, 1] = torch.inf
    expected, found = upgrad_weights(gramians), upgrad_weights(spoiled)
    others = torch.arange(len(found))[[k not in (3, 5) for k in range(len(found))]]
    torch.testing.assert_close(found[others], expected[others])

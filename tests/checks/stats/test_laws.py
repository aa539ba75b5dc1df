"""Laws fitted to planted thresholds: constants, scatter, and which law wins."""

import numpy as np
import pytest

from ownlatents.checks.stats import laws

SIZES = [(v, m) for v in (16, 32, 64) for m in (4, 8, 12)]
V, M = np.array(SIZES, dtype=float).T
LATENT = V * M**3 / (1 - M / V)
LAWS = {"latent": LATENT, "no v": LATENT / V, "m²": LATENT / M, "no f": LATENT * (1 - M / V)}


def groups(law=LATENT, *, grammars=16, noise=0.4, scatter=0.0, seed=0):
    """Thresholds that obey a law up to noise between grammars and a scatter between sizes."""
    rng = np.random.default_rng(seed)
    centres = np.log(law) + scatter * rng.normal(size=len(law))
    return [np.exp(rng.normal(centre, noise, grammars)) for centre in centres]


def test_medians_and_their_errors_are_those_of_normal_logarithms():
    n, noise = 400, 0.5
    centres, errors = laws.medians(groups(grammars=n, noise=noise))
    expected = noise * np.sqrt(np.pi / 2 / n)  # of a normal sample's median
    np.testing.assert_allclose(errors, expected, rtol=0.5)
    assert (np.abs(centres - np.log(LATENT)) < 6.5 * expected).all()


def test_equal_thresholds_have_the_smallest_error_and_not_none():
    centres, errors = laws.medians([np.full(4, 7.0), np.full(3, 9.0)])
    np.testing.assert_allclose(centres, np.log([7, 9]))
    assert (errors == 0.02).all()


@pytest.mark.parametrize("value", [np.inf, 0.0])
@pytest.mark.parametrize("few", [1, 5])
def test_a_few_grammars_that_never_or_always_succeed_do_not_break_the_statistics(value, few):
    planted = groups()
    planted[4][:few] = value
    clipped = [*planted]
    clipped[4] = np.where(np.arange(16) < few, 1e30 if value else 1e-30, planted[4])
    centres, errors = laws.medians(planted)
    np.testing.assert_allclose(centres, laws.medians(clipped)[0])  # they count as large or small
    assert np.isfinite(errors).all()
    assert np.isfinite(laws.fit(LATENT, centres, errors).likelihood)
    assert next(iter(laws.compared(LAWS, centres, errors))) == "latent"


@pytest.mark.parametrize("constant", [0.05, 1.0, 40.0])
def test_the_constant_is_recovered(constant):
    found = laws.fit(LATENT, *laws.medians(groups(constant * LATENT, grammars=100)))
    assert found.constant == pytest.approx(constant, rel=0.1)
    assert found.scatter < 1.1


@pytest.mark.parametrize("scatter", [0.0, 0.3, 1.0])
def test_the_scatter_between_sizes_is_told_from_the_noise_between_grammars(scatter):
    law = np.geomspace(1, 1e6, 300)
    found = laws.fit(law, *laws.medians(groups(law, grammars=16, noise=0.4, scatter=scatter)))
    error = scatter / np.sqrt(2 * len(law)) + 0.05
    assert np.log(found.scatter) == pytest.approx(scatter, abs=5 * error if scatter else 0.1)


def test_the_likelihood_is_the_largest_that_a_constant_and_a_scatter_can_have():
    centres, errors = laws.medians(groups(scatter=0.3))
    best = laws.fit(LAWS["m²"], centres, errors)

    def likelihood(constant, scatter):
        variance = errors**2 + scatter**2
        residual = centres - np.log(constant * LAWS["m²"])
        return -float((residual**2 / variance + np.log(2 * np.pi * variance)).sum() / 2)

    at = (best.constant, np.log(best.scatter))
    assert likelihood(*at) == pytest.approx(best.likelihood)
    for constant in (0.9, 1, 1.1):
        for scatter in (0.8, 1, 1.25):
            assert likelihood(constant * at[0], scatter * at[1]) <= best.likelihood + 1e-9


@pytest.mark.parametrize("scatter", [0.0, 0.2])
@pytest.mark.parametrize("planted", LAWS)
def test_the_planted_law_is_ranked_above_all_others(planted, scatter):
    thresholds = groups(3 * LAWS[planted], scatter=scatter)
    fits = laws.compared(LAWS, *laws.medians(thresholds))
    likelihoods = [fit.likelihood for fit in fits.values()]
    assert next(iter(fits)) == planted
    assert fits.keys() == LAWS.keys()
    assert likelihoods == sorted(likelihoods, reverse=True)
    assert likelihoods[0] > likelihoods[1] + 2


def test_laws_that_differ_by_a_constant_alone_are_equally_good():
    fits = laws.compared({"one": LATENT, "sevenfold": 7 * LATENT}, *laws.medians(groups()))
    assert fits["one"].likelihood == pytest.approx(fits["sevenfold"].likelihood)
    assert fits["one"].constant == pytest.approx(7 * fits["sevenfold"].constant)

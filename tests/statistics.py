"""Statistical assertions that share one false-alarm budget.

A correct program fails the whole suite with probability at most `BUDGET`, whatever the seeds: each
check spends `BUDGET / N_CHECKS`, shared out (Bonferroni) over the values that it compares. All but
the z-scores hold at every sample size; those take a Gaussian tail, so they are for means of many.
"""

from itertools import count

import numpy as np
from scipy.stats import binom, hypergeom, norm

BUDGET = 1e-6
N_CHECKS = 1000
ALARM = BUDGET / N_CHECKS

_calls = count(1)


def _spend():
    # RuntimeError, so that a test which expects an AssertionError does not hide it.
    if next(_calls) > N_CHECKS:
        raise RuntimeError(f"more than {N_CHECKS} checks: raise N_CHECKS, every check pays")


def assert_z_scores(measured, expected, standard_error, *, within=None):
    """Each measured mean lies within Gaussian noise of what is expected.

    `within` bounds every standard error: a noisier measurement would pass whatever the truth. By
    default it is 5 % of the largest expected value.
    """
    _spend()
    measured, expected, error = np.broadcast_arrays(measured, expected, standard_error)
    assert np.isfinite(measured).all(), "not a number was measured"
    within = 0.05 * np.abs(expected).max() if within is None else within
    assert (error >= 0).all(), "a standard error is negative or not a number"
    assert error.max() <= within, f"no power: standard error {error.max():.3g} > {within:.3g}"
    bound = norm.isf(ALARM / (2 * measured.size))
    excess = np.abs(measured - expected) - 1e-12 * np.abs(expected)
    worst = _place(np.argmax(excess - bound * error), excess.shape)
    assert (excess <= bound * error).all(), (
        f"at {worst}: {measured[worst]:.6g} ± {error[worst]:.2g}, but {expected[worst]:.6g} "
        f"was expected within {bound:.1f} standard errors"
    )


def assert_chi_square(counts, expected):
    """One table of counts follows a law over its cells; impossible cells are empty.

    `expected` is the law or a multiple of it. The statistic is the likelihood-ratio chi-square
    G = 2 Σ n log(n/expected); with d degrees of freedom Pr[G/2 ≥ x] ≤ exp(−x) (e·x/d)^d for x > d
    at every sample size (Chernoff on the bound of Agrawal 2020, arXiv:1904.02291). Fewer than 20
    counts per possible cell are refused: they could hide a wrong law.
    """
    _spend()
    counts = np.ravel(counts)
    law = np.ravel(expected).astype(float) / float(np.sum(expected))
    possible = law > 0
    assert counts.shape == law.shape, f"{counts.size} cells, but {law.size} were expected"
    assert not counts[~possible].any(), f"{counts[~possible].sum()} counts in impossible cells"
    total, freedom = counts.sum(), possible.sum() - 1
    assert total >= 20 * possible.sum(), f"no power: {total} counts in {possible.sum()} cells"
    hit = counts > 0
    x = float((counts[hit] * np.log(counts[hit] / (total * law[hit]))).sum())
    log_tail = 0.0 if x <= max(freedom, 1) else freedom * (1 + np.log(x / freedom)) - x
    assert log_tail >= np.log(ALARM), f"chi-square {2 * x:.1f} with {freedom} degrees of freedom"


def assert_binomial(successes, trials, probability):
    """Each number of successes follows its binomial law (exact tails, both sides)."""
    _spend()
    successes, trials, probability = np.broadcast_arrays(successes, trials, probability)
    power = (trials * np.minimum(probability, 1 - probability)).max()
    assert power >= 20, f"no power: {power:.3g} successes or failures are expected at most"
    low = binom.cdf(successes, trials, probability)
    high = binom.sf(successes - 1, trials, probability)
    _assert_tails(np.minimum(low, high), successes, trials * probability)


def assert_same_law(first, second):
    """Two tables of counts come from one law (exact tails given each cell's total)."""
    _spend()
    first, second = np.ravel(first), np.ravel(second)
    both = first + second
    assert both.sum() >= 20 * (both > 0).sum(), f"no power: {both.sum()} counts"
    low = hypergeom.cdf(first, both.sum(), both, first.sum())
    high = hypergeom.cdf(second, both.sum(), both, second.sum())
    _assert_tails(np.minimum(low, high), first, both * (first.sum() / both.sum()))


def _assert_tails(tail, measured, expected):
    worst = _place(np.argmin(tail), tail.shape)
    assert tail[worst] >= ALARM / (2 * tail.size), (
        f"at {worst}: {measured[worst]}, but {expected[worst]:.6g} was expected "
        f"(tail probability {tail[worst]:.1e})"
    )


def _place(flat, shape):
    return tuple(int(i) for i in np.unravel_index(flat, shape))

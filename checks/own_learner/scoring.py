"""How much of a level's latents is in what a learner returned."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from ownlatents import models


def score(found: NDArray[Any], truth: NDArray[Any], v: int) -> float:
    """Share of the latents of one level that are found.

    Labels count as right after the best renaming. On representations a linear probe is trained:
    multinomial logistic regression from one variable's vector, scaled, to its true latent, the same
    at all positions, on the first half of the strings; the other half is scored.

    Args:
        found: labels `(n, w)`, integers 0 … v, or representations `(n, w, d)`.
        truth: the true latents `(n, w)`.
        v: number of symbols.
    """
    if found.dtype.kind in "iu":
        return models.matched_accuracy(found, truth, v)
    half = len(found) // 2
    parts = [(found[:half], truth[:half]), (found[half:], truth[half:])]
    (x, y), (fresh, wanted) = ((a.reshape(-1, a.shape[2]), b.ravel()) for a, b in parts)
    probe = make_pipeline(StandardScaler(), LogisticRegression(max_iter=200))
    with warnings.catch_warnings(action="ignore", category=ConvergenceWarning):
        probe.fit(x.astype(np.float64), y)
    return float((probe.predict(fresh.astype(np.float64)) == wanted).mean())

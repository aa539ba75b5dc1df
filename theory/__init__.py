"""Scales, thresholds and bounds of the paper as symbolic expressions that can be evaluated.

Nothing here knows the simulator: a check is worth something because its two sides are independent.
"""

from ownlatents.theory.concentration import (
    exceedance_bound,
    lemma2_radius,
    mean_squared_deviation,
    sufficient_strings,
)
from ownlatents.theory.thresholds import LAWS, Law, context_scale, finite_threshold, threshold

__all__ = [
    "LAWS",
    "Law",
    "context_scale",
    "exceedance_bound",
    "finite_threshold",
    "lemma2_radius",
    "mean_squared_deviation",
    "sufficient_strings",
    "threshold",
]

"""Scales, thresholds and bounds of the paper as symbolic expressions that can be evaluated.

Nothing here knows the simulator: a check is worth something because its two sides are independent.
"""

from theory.concentration import (
    exceedance_bound,
    lemma2_radius,
    mean_squared_deviation,
    sufficient_strings,
)
from theory.sharp import sharp_laws
from theory.thresholds import OBJECTIVES, context_scale, threshold

__all__ = [
    "OBJECTIVES",
    "context_scale",
    "exceedance_bound",
    "lemma2_radius",
    "mean_squared_deviation",
    "sharp_laws",
    "sufficient_strings",
    "threshold",
]

"""Scales, thresholds and bounds of the paper as symbolic expressions that can be evaluated.

Nothing here knows the simulator: a check is worth something because its two sides are independent.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)

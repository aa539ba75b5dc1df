"""Many networks trained at once: strings, weights, steps and probes with a leading run axis."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)

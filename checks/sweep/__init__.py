"""Measurements as tasks, kept as one record for each row, run on all cores."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)

"""Learners of the hidden hierarchy, in torch: iterative latent clustering and its rivals."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)

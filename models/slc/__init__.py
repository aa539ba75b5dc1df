"""SLC: stacked latent clustering, a network that learns from its own latents (Section 4)."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)

"""One transformer encoder, trained by data2vec, by tokens or by labels (Section 5)."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)

"""Learners of the hidden hierarchy, in torch: iterative latent clustering and its rivals.

Names are imported when they are first used (see the stub beside this file), so that the list of
learners (`models.learners`) needs no torch.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)

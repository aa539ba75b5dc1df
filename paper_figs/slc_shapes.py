"""Shapes of SLC's tensors for one sample (Section 4, Appendix C), as the diagrams show them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Layer:
    """What a layer hands on.

    Attributes:
        name: of the layer or tensor.
        shape: of what it hands on, without the batch.
        trained: whether it has weights.
    """

    name: str
    shape: tuple[int, ...]
    trained: bool = False


def module(level: int, *, L: int, s: int, codes: int, width: int) -> list[Layer]:
    """Module ℓ = `level` from ĥ^(ℓ) to ĥ^(ℓ+1), layer by layer (Eqs. 4 and 6).

    Args:
        level: 0 … L−2.
        L, s: sizes of the model.
        codes: d_h, the codebook; between v and v·m.
        width: d_h2, the hidden layers.

    >>> [layer.shape for layer in module(0, L=2, s=3, codes=8, width=5)][-1]
    (3, 8)
    """
    tokens, patches = s ** (L - level), s ** (L - level - 1)
    predicted = s * (s - 1) * s * codes
    return [
        Layer("tokens", (tokens, codes)),
        Layer("CNN1", (patches, width), trained=True),
        Layer("CNN2", (patches, width), trained=True),
        Layer("CNN3", (patches, predicted), trained=True),
        Layer("predictions", (patches, s, s - 1, s, codes)),
        Layer("CNN4", (patches, width), trained=True),
        Layer("CNN5", (patches, codes), trained=True),
        Layer("codes", (patches, codes)),
    ]

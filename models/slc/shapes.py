"""Shapes of the weights of SLC's modules (Fig. 7)."""

from __future__ import annotations

from ownlatents.models.ensemble import linear_shapes


def module_shapes(level: int, s: int, codes: int, width: int) -> dict[str, tuple[int, ...]]:
    """Shapes of the weights of module ℓ = `level`, by name."""
    predicted = s * (s - 1) * s * codes
    layers = {
        "cnn1": (s * codes, width),
        "cnn2": (width, width),
        "cnn3": (width, predicted),
        "cnn4": (predicted, width),
        "cnn5": (width, codes),
    }
    return {
        name: shape
        for layer, (i, o) in layers.items()
        for name, shape in linear_shapes(f"{level}.{layer}", i, o).items()
    }

"""Shapes of weights, without torch: what a network costs is counted from them."""

from __future__ import annotations


def linear_shapes(name: str, i: int, o: int) -> dict[str, tuple[int, ...]]:
    """The shapes that `layers.linear` asks for."""
    return {f"{name}.weight": (i, o), f"{name}.bias": (o,)}

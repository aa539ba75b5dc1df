"""The derivations by name, built when they are asked for."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

from ownlatents.validation import checked_choice

if TYPE_CHECKING:
    from ownlatents.theory.derivation import Derivation

_MODULES = {
    "contraction": "rules",
    "balance": "rules",
    "cousin-correlation": "correlations",
    "token-correlation": "correlations",
    "root-correlation": "correlations",
    "context-distance": "distances",
    "published-forms": "published",
    "thresholds": "thresholds",
    "tree-distance": "thresholds",
    "lemma-2": "theorem",
    "theorem-2": "theorem",
    "sharp-laws": "sharp",
}


def names() -> list[str]:
    """Names that `derive` knows."""
    return list(_MODULES)


def derive(name: str) -> Derivation:
    """The derivation of this name.

    Args:
        name: one of `names()`.

    Raises:
        InputError: no derivation has this name.

    >>> derive("lemma-2").failures()
    []
    """
    checked_choice("derivation", name, _MODULES)
    module = import_module(f"ownlatents.theory.derivations.{_MODULES[name]}")
    build: Callable[[], Derivation] = getattr(module, name.replace("-", "_"))
    return build()

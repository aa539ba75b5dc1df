"""Squared correlations of a tuple with what may be predicted, averaged over grammars: closed forms.

Exact at finite v, m, s right below the root; `cousin-correlation`, `token-correlation` and
`root-correlation` derive them. Each is a mean over the entries C(ν, z).
"""

from __future__ import annotations

import sympy as sp

from ownlatents.theory.symbols import m, s, v

_TUPLES = v**s

CONTRACTION: sp.Expr = (v - 1) * _TUPLES / (m * v * (_TUPLES - 1))
"""λ ≃ 1/m, what is left of a correlation after one more unresolved rule."""

COUSIN: sp.Expr = (
    (_TUPLES - m * v)
    * (m * v - 1)
    * (_TUPLES * m * v - 2 * m * v - 2)
    * _TUPLES**2
    * (v - 1) ** 3
    / (m**6 * v**8 * (_TUPLES - 1) ** 2 * (_TUPLES - 2) * (_TUPLES - 3))
)
"""With a cousin token, their grandparent at the root: ≃ (1−f)/(v³m⁴)."""


def token(levels: sp.Expr) -> sp.Expr:
    """With a token so many levels below the cousin token."""
    return COUSIN * CONTRACTION**levels


def root(levels: sp.Expr) -> sp.Expr:
    """With the label, the tuple's parent so many levels below the root."""
    return (v - 1) / (v**4 * m**2) * CONTRACTION**levels


def strings_needed(signal: sp.Expr) -> sp.Expr:
    """P at which a squared correlation equals its sampling variance, 1/(v²mP).

    P strings, each in the cell (ν, z) with probability about 1/(vm) · 1/v (balance).
    """
    return 1 / (v**2 * m * signal)

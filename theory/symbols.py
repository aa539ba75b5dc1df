"""The paper's letters as sympy symbols."""

from __future__ import annotations

import sympy as sp

v, m, s, L = sp.symbols("v m s L", integer=True, positive=True)
N = sp.Symbol("N", integer=True, positive=True)
delta, eta, kappa, epsilon, r = sp.symbols("delta eta kappa epsilon r", positive=True)
p_min, Delta, Lambda, k = sp.symbols("p_min Delta Lambda k", positive=True)
f = m / v ** (s - 1)

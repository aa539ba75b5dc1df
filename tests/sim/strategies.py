"""Small grammars for hypothesis: few enough derivations to list them all."""

from itertools import product

from hypothesis import settings
from hypothesis import strategies as st

from ownlatents.sim import Grammar, RHMParams
from tests.enumeration import n_derivations

# Derandomised: a failure is the same for everyone, and no example database is left on disk.
searched = settings(max_examples=40, deadline=None, derandomize=True, database=None)


def sizes(L):
    """Every size with v ≤ 4, s ≤ 3, the given depths and at most 3000 derivations."""
    every = product((2, 3, 4), range(1, 9), (2, 3), L)
    allowed = (x for x in every if x[1] <= x[0] ** (x[2] - 1) and n_derivations(*x) <= 3000)
    return st.sampled_from([RHMParams(*x) for x in allowed])


def small_grammars(L=(1, 2, 3)):
    return st.builds(Grammar.sample, sizes(L), seed=st.integers(0, 2**32))

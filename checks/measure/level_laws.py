"""Where the exact law of a grammar meets the theory: its predicted success curve."""

from __future__ import annotations

from ownlatents.errors import InputError
from ownlatents.sim import Context, Grammar, Law
from ownlatents.theory.oracle import LevelLaw


def level_laws(grammar: Grammar, context: Context) -> list[LevelLaw]:
    """What `theory.oracle.success` needs to know of a grammar: one law a level, lowest first.

    Raises:
        InputError: pooled tuples, which are not independent.
    """
    if context.grandparent is None:
        raise InputError("pooled tuples of one string are not independent: one site was expected")
    context.check(grammar.params.s, grammar.params.L)
    law = Law(grammar)
    return [
        LevelLaw(
            law.contexts(level, context)[0].sum(axis=1),
            law.context_vectors(level, context),
            law.context_covariances(level, context),
            grammar.params.m,
        )
        for level in context.levels(grammar.params.L)
    ]

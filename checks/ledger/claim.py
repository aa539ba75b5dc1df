"""One row of the ledger."""

from __future__ import annotations

from dataclasses import dataclass

from ownlatents.checks.measure.verdicts import Outcome


@dataclass(frozen=True)
class Claim:
    """A statement of the paper and what we expect a check of it to find.

    Args:
        id: short name, used in JSON and anchors.
        number: the paper's own label.
        statement: one plain sentence.
        formula: LaTeX.
        evidence: kinds of evidence given here: symbolic, formal, exact, Monte Carlo, trained.
        restriction: what travels with the statement; empty where nothing does.
        expected: the outcome as recorded; a check that finds another one fails.
        experiment: module of `checks.experiments` that judges it.
        formal: theorems of `theory/formal` that prove it.
        derivations: names of `theory.derivations` that lead to it.
        rests_on: ids of claims that it uses.
        figures: names that `ownlatents figures` takes.
    """

    id: str
    number: str
    statement: str
    formula: str
    evidence: tuple[str, ...]
    restriction: str
    expected: Outcome
    experiment: str
    formal: tuple[str, ...] = ()
    derivations: tuple[str, ...] = ()
    rests_on: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()

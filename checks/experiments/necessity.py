"""What no algorithm can learn: two grammars with one law of strings and different synonyms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np

from ownlatents.checks.experiments.experiment import Experiment
from ownlatents.checks.measure.verdicts import Outcome, Verdict
from ownlatents.checks.sweep import Row, Task
from ownlatents.sim import Grammar, Law, RHMParams, assumptions

_FULL = RHMParams(v=2, m=4, s=3, L=2)
_WORLDS = dict.fromkeys(("quick", "full"), ("planted", "full"))


def tasks(profile: str) -> list[Task]:
    """The planted grammar, and one with every tuple grammatical; the same in all profiles."""
    return [Task("necessity", 1, {"world": world}, cost=0.1) for world in _WORLDS[profile]]


def run(task: Task) -> Row:
    """Both worlds: whether their strings have one law, and how their synonyms differ."""
    one = planted() if task.settings["world"] == "planted" else Grammar.sample(_FULL, 0)
    other = exchanged(one)
    found = assumptions(one, exact=True)
    return {
        "same_law": law_of_strings(one) == law_of_strings(other),
        "same_synonyms": _parents(one) == _parents(other),
        "c_bal": str(found.c_bal),
        "separation": str(found.separation),
        "parents": [_parents(one), _parents(other)],
        "centres": _centres(one),
    }


def judge(rows: Sequence[Row]) -> list[Verdict]:
    """Equal laws and different synonyms, though the planted grammar is perfectly balanced."""
    alike = all(row["same_law"] and not row["same_synonyms"] for row in rows)
    balanced = all(row["c_bal"] == "1" for row in rows if row["world"] == "planted")
    separations = ", ".join(f"{row['world']}: Δ² = {row['separation']}" for row in rows)
    return [
        Verdict(
            "necessity",
            Outcome.HOLDS if alike and balanced else Outcome.CONTRADICTED,
            "two grammars each with equal exact laws of all strings and different synonyms; the "
            f"planted one has c_bal = 1; {separations}",
        )
    ]


def planted() -> Grammar:
    """Symbols are 2·class + member; rule i of (c, k) is (c, k), (1−c, i)."""
    rules = np.array([[[2 * c + k, 2 * (1 - c) + i] for i in (0, 1)] for c, k in _BITS])
    return Grammar([rules, rules])


def exchanged(grammar: Grammar) -> Grammar:
    """The same grammar where symbols 0 and 1 have exchanged their first rules of level 0."""
    rules = [level.copy() for level in grammar.rules]
    rules[0][[0, 1], 0] = rules[0][[1, 0], 0]
    return Grammar(rules)


def law_of_strings(grammar: Grammar) -> dict[tuple[int, ...], Fraction]:
    """Probability of every string of a grammar with L = 2, by going through its derivations."""
    p = grammar.params
    counts = Counter[tuple[int, ...]]()
    for root, top in product(range(p.v), range(p.m)):
        children = grammar.rules[1][root, top]
        for chosen in product(range(p.m), repeat=p.s):
            string = [grammar.rules[0][a, i] for a, i in zip(children, chosen, strict=True)]
            counts[tuple(np.concatenate(string).tolist())] += 1
    return {string: Fraction(n, counts.total()) for string, n in counts.items()}


_BITS = tuple(product((0, 1), repeat=2))


def _parents(grammar: Grammar) -> list[list[Any]]:
    """Every visible tuple with its parent."""
    found: list[list[Any]] = [
        [u.tolist(), a] for a, rules in enumerate(grammar.rules[0]) for u in rules
    ]
    return sorted(found)


def _centres(grammar: Grammar) -> list[list[float]]:
    centres: list[list[float]] = Law(grammar).context_vectors(0).tolist()
    return centres


EXPERIMENT = Experiment(
    name="necessity",
    title="Necessity",
    design=tasks,
    judge=judge,
    measure=run,
)

"""A derivation is an object: named steps that are verified one by one and printed for people."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any, TypeAlias

import sympy as sp

from ownlatents.theory.symbols import m, s, v


class Kind(Enum):
    """What a step is, and so how far it can be trusted."""

    DEFINITION = "definition"
    EQUALITY = "equality"
    INEQUALITY = "inequality"
    LIMIT = "limit"
    LEMMA = "lemma"
    HEURISTIC = "heuristic"


@dataclass(frozen=True)
class Quantity:
    """The name of a number in plain text and in LaTeX.

    >>> Quantity("E[C²]", r"\\mathbb{E}[C^2]").text
    'E[C²]'
    """

    text: str
    latex: str


Term: TypeAlias = Quantity | sp.Basic


@dataclass(frozen=True)
class Step:
    """One line of a derivation: `left relation right`, because of something.

    Args:
        name: a few words.
        left, right: named quantities or sympy expressions.
        relation: "=", "≤", "≥", "→" or "≃".
        kind: what the step is.
        because: the reason; for a heuristic also what would make it rigorous.
        check: verifies the step; None for a definition or a heuristic, which cannot be verified.
    """

    name: str
    left: Term
    relation: str
    right: Term
    kind: Kind
    because: str
    check: Callable[[], bool] | None = None

    def __post_init__(self) -> None:
        unverified = self.kind in (Kind.DEFINITION, Kind.HEURISTIC)
        if (self.check is None) != unverified:
            raise ValueError(
                f"step {self.name!r} is a {self.kind.value}: "
                f"{'no check' if unverified else 'a check'} was expected"
            )

    @property
    def text(self) -> str:
        """The line in plain text."""
        return f"{_text(self.left)} {self.relation} {_text(self.right)}"

    @property
    def latex(self) -> str:
        """The line in LaTeX."""
        relation = {"≤": r"\le", "≥": r"\ge", "→": r"\to", "≃": r"\simeq"}
        return f"{_latex(self.left)} {relation.get(self.relation, '=')} {_latex(self.right)}"


@dataclass(frozen=True)
class Derivation:
    """A chain of steps from a definition to a result.

    Args:
        name: as typed on the command line.
        title: one line.
        source: the paper's number.
        steps: in order.
    """

    name: str
    title: str
    source: str
    steps: tuple[Step, ...]

    def failures(self) -> list[Step]:
        """The steps whose check fails; empty where everything that can be verified is right."""
        return [step for step in self.steps if step.check is not None and not step.check()]

    def text(self) -> str:
        """The whole derivation in plain text."""
        lines = [f"{self.title} ({self.source})"]
        for number, step in enumerate(self.steps, start=1):
            lines += ["", f"{number}. {step.name} [{step.kind.value}]", f"   {step.text}"]
            lines += [f"   {step.because}"]
        return "\n".join(lines)

    def as_dict(self) -> dict[str, Any]:
        """Everything there is to show, each step verified on the way, as JSON values."""
        wrong = self.failures()
        return {
            "name": self.name,
            "title": self.title,
            "source": self.source,
            "steps": [
                {
                    "name": step.name,
                    "kind": step.kind.value,
                    "statement": step.text,
                    "latex": step.latex,
                    "because": step.because,
                    "verified": None if step.check is None else step not in wrong,
                }
                for step in self.steps
            ],
        }

    def latex(self) -> str:
        """The whole derivation as a LaTeX align environment with its reasons."""
        rows = [
            rf"& {step.latex} && \text{{({step.kind.value}) {step.name}}} \\" for step in self.steps
        ]
        return "\n".join([r"\begin{align*}", *rows, r"\end{align*}"])


def definition(name: str, left: Term, right: Term, because: str) -> Step:
    """A step that only names something."""
    return Step(name, left, "=", right, Kind.DEFINITION, because)


def equality(name: str, left: Term, right: sp.Expr, because: str, found: sp.Expr) -> Step:
    """A step whose right side equals what was `found` another way, as functions."""
    check = lambda: bool(sp.simplify(right - found) == 0)  # noqa: E731
    return Step(name, left, "=", right, Kind.EQUALITY, because, check)


def lemma(
    name: str, left: Term, relation: str, right: sp.Expr, because: str, found: sp.Expr
) -> Step:
    """A bound by a proved lemma, named in `because`; its form here equals what was `found`."""
    check = lambda: bool(sp.simplify(right - found) == 0)  # noqa: E731
    return Step(name, left, relation, right, Kind.LEMMA, because, check)


def limit(name: str, left: Term, right: sp.Expr, because: str, of: sp.Expr) -> Step:
    """A step whose right side is the limit of `of` for many symbols at fixed f, for every s ≥ 2."""
    check = lambda: bool(sp.simplify(limit_at_fixed_f(of) - right) == 0)  # noqa: E731
    return Step(name, left, "→", right, Kind.LIMIT, f"{because} v → ∞ at fixed f.", check)


def heuristic(name: str, left: Term, relation: str, right: Term, because: str) -> Step:
    """A step that is argued and not proved; `because` says what would make it rigorous."""
    return Step(name, left, relation, right, Kind.HEURISTIC, because)


F = sp.Symbol("f", positive=True)
"""The fraction of grammatical tuples, where it is held fixed."""


def limit_at_fixed_f(of: sp.Expr) -> sp.Expr:
    """Limit of a rational function of v, m and v^s for v → ∞ with m = f·v^(s−1), for every s ≥ 2.

    In 1/v and 1/v^(s−1), both of which vanish, the function is continuous at the origin where its
    denominator does not vanish there: then the limit is the same along every path.

    Raises:
        ValueError: the denominator vanishes at the origin.
    """
    x, y = sp.symbols("x y", positive=True)
    powers = sp.expand_power_exp(of.subs(m, F * v**s / v)).subs(v**s, 1 / (x * y)).subs(v, 1 / x)
    numerator, denominator = sp.fraction(sp.cancel(sp.together(powers)))
    origin = {x: 0, y: 0}
    if denominator.subs(origin) == 0:
        raise ValueError(f"no limit was found at fixed f: {of}")
    return sp.simplify(numerator.subs(origin) / denominator.subs(origin))


def _text(term: Term) -> str:
    if isinstance(term, Quantity):
        return term.text
    return str(sp.sstr(term)).replace("**", "^").replace("*", "·")


def _latex(term: Term) -> str:
    return term.latex if isinstance(term, Quantity) else str(sp.latex(term))

"""A derivation is an object: named steps that are verified one by one and printed for people."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

import sympy as sp


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

    def latex(self) -> str:
        """The whole derivation as a LaTeX align environment with its reasons."""
        rows = [
            rf"& {step.latex} && \text{{({step.kind.value}) {step.name}}} \\" for step in self.steps
        ]
        return "\n".join([r"\begin{align*}", *rows, r"\end{align*}"])


def equal(left: sp.Expr, right: sp.Expr) -> bool:
    """Whether two expressions are the same function."""
    return bool(sp.simplify(left - right) == 0)


def _text(term: Term) -> str:
    if isinstance(term, Quantity):
        return term.text
    return str(sp.sstr(term)).replace("**", "^").replace("*", "·")


def _latex(term: Term) -> str:
    return term.latex if isinstance(term, Quantity) else str(sp.latex(term))

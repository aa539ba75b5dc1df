"""A certificate: that so many strings suffice for one grammar, for the proof assistant to check.

The numbers are computed exactly here and stated in a small Rocq file; `theory/formal/Certificate.v`
computes them again from the rules, and concludes by Theorem 2.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ownlatents.errors import InputError
from ownlatents.sim import Context, Grammar, assumptions, best_sites

STABILITY = Fraction(249, 1000)
"""κ at which farthest-first traversal is stable; it is for every κ below 1/4."""

_DIGITS = 1000  # denominators of the roundings, all of them to the safe side
_TEMPLATE = Environment(
    loader=FileSystemLoader(Path(__file__).parent), undefined=StrictUndefined
).get_template("certificate.v")


@dataclass(frozen=True)
class Certificate:
    """What is claimed of a grammar; P strings suffice with probability 1 − δ.

    Attributes:
        grammar: the rules.
        sites: where the tuple stands and what is predicted, one for each level.
        p_min: probability of the rarest tuple at its site.
        separation: at most the squared distance of the closest two centres, Δ².
        delta: admitted failure probability.
        kappa: stability of the clusterer.
        logarithm: at least Λ = ln(2(L−1)vm/δ).
        root: at least √Λ.
        epsilon: share of a count that may be lost to chance.
        strings: P.
    """

    grammar: Grammar
    sites: tuple[Context, ...]
    p_min: Fraction
    separation: Fraction
    delta: Fraction
    kappa: Fraction
    logarithm: Fraction
    root: Fraction
    epsilon: Fraction
    strings: int

    def rocq(self) -> str:
        """The Rocq file that states and proves it."""
        p = self.grammar.params
        sites = [
            {
                "path": _path(site.grandparent_at(level, p.s) or 0, p.s, p.L - level - 2),
                "place": site.place,
                "targets": site.targets(p.s),
            }
            for level, site in enumerate(self.sites)
        ]
        numbers = ("p_min", "separation", "delta", "kappa", "logarithm", "root", "epsilon")
        return _TEMPLATE.render(
            grammar=repr(self.grammar).strip("<>"),
            **p.as_dict(),
            rules=[level.tolist() for level in self.grammar.rules],
            targets=len(self.sites[0].targets(p.s)),
            sites=sites,
            strings=self.strings,
            **{name: _Rational(getattr(self, name)) for name in numbers},
        )


def certificate(
    grammar: Grammar, delta: Fraction, context: Context | None = None, kappa: Fraction = STABILITY
) -> Certificate:
    """The certificate with the best site of each level.

    Args:
        grammar: the rules; L at least 2.
        delta: admitted failure probability, in (0, 1].
        context: the targets, cousin tokens; all of them by default.
        kappa: stability that is asked of the clusterer, in (0, 1/4).

    Raises:
        InputError: no number of strings suffices at any site.
    """
    sites = best_sites(grammar, context)
    found = assumptions(grammar, sites, exact=True)
    if found.p_min == 0:
        raise InputError("at every site of some level a symbol never occurs: no P suffices")
    if found.separation == 0:
        raise InputError("two parents have equal context vectors at every site: no P suffices")
    p, targets = grammar.params, len(sites[0].targets(grammar.params.s))
    digits = 10 ** (4 - math.floor(math.log10(found.separation)))
    separation = Fraction(math.floor(found.separation * digits), digits)
    logarithm = _logarithm(2 * (p.L - 1) * p.n_tuples / delta)
    root = Fraction(math.isqrt(math.ceil(logarithm * _DIGITS**2)) + 1, _DIGITS)
    counts = 2 * logarithm
    errors = targets * (1 + root) ** 2 / (kappa**2 * separation)
    epsilon, hits = min(
        ((e, max(counts / e**2, errors / (1 - e))) for e in _shares()), key=lambda x: x[1]
    )
    return Certificate(
        grammar=grammar,
        sites=tuple(sites),
        p_min=found.p_min,
        separation=separation,
        delta=delta,
        kappa=kappa,
        logarithm=logarithm,
        root=root,
        epsilon=epsilon,
        strings=math.ceil(hits / found.p_min),
    )


@dataclass(frozen=True)
class _Rational:
    """A fraction as Rocq writes it."""

    value: Fraction

    @property
    def pair(self) -> str:
        """As a rational number."""
        return f"{self.value.numerator} # {self.value.denominator}"

    @property
    def ratio(self) -> str:
        """As a quotient of real numbers."""
        return f"{self.value.numerator} / {self.value.denominator}"


def _shares() -> list[Fraction]:
    return [Fraction(i, _DIGITS) for i in range(1, _DIGITS)]


def _logarithm(of: Fraction) -> Fraction:
    """A rational number above ln(of), so little that the exponential series shows it."""
    found = Fraction(math.ceil(math.log(of) * _DIGITS), _DIGITS)
    while _exponential(found) < of:
        found += Fraction(1, _DIGITS)
    return found


def _exponential(x: Fraction, terms: int = 64) -> Fraction:
    """Partial sum of the series of e^x, below e^x for positive x."""
    total = Fraction(1)
    for k in range(terms, 0, -1):
        total = 1 + x * total / k
    return total


def _path(position: int, s: int, steps: int) -> list[int]:
    """Places on the way from a variable up to the root, the last step first."""
    return [position // s**step % s for step in range(steps)]

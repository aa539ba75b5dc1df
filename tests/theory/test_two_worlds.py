"""The bounds that Python evaluates are those that Rocq proves: read off the formal statements."""

import re

import pytest
import sympy as sp

from ownlatents.theory import proofs
from ownlatents.theory.concentration import ADMITTED_ERROR, SUFFICIENT, SUFFICIENT_PAPER, UNION
from ownlatents.theory.symbols import Delta, L, Lambda, delta, epsilon, k, kappa, m, p_min, r, v

c_b, c_s, f, P = sp.symbols("c_b c_s f P", positive=True)
NAMES = {
    "Lam": Lambda, "r": r, "p_min": p_min, "kappa": kappa, "Delta": Delta, "eps": epsilon,
    "delta": delta, "n": k, "v": v, "m": m, "L1": L - 1, "c_b": c_b, "c_s": c_s, "f": f, "P": P,
}  # fmt: skip


def statement(name):
    """The text of a theorem, from its name to its proof."""
    source = (proofs.FORMAL / proofs.theorems()[name]).read_text(encoding="utf-8")
    start = re.search(rf"^Theorem {name}\b", source, re.MULTILINE).start()
    return " ".join(source[start : source.index("Proof.", start)].split())


def read(text):
    """A Rocq expression over the real numbers as a sympy expression."""
    text = text.replace("L.-1", "L1").replace("#|V|", "v").replace("^", "**")
    text = re.sub(r"INR (\w+)", r"\1", text)
    text = re.sub(r"\b(sqrt|ln) (\w+)", r"\1(\2)", text)
    return sp.sympify(re.sub(r"\b(sqrt|ln) \(", r"\1(", text), locals=NAMES)


def defined(name, letter):
    """What `let letter := …` stands for in a theorem."""
    return read(re.search(rf"let {letter} := (.*?) in ", statement(name))[1])


def hypothesis(name, bound):
    """The left sides of the hypotheses `… <= bound`."""
    return [read(text.split("->")[-1]) for text in statement(name).split(f" <= {bound} ->")[:-1]]


HITS = "INR P * p_min"


@pytest.mark.parametrize("name", ["theorem_2_instance", "theorem_2_sharp", "theorem_2_eight"])
def test_the_logarithm_is_that_of_the_union_bound(name):
    assert sp.simplify(defined(name, "Lam") - sp.log(UNION)) == 0


@pytest.mark.parametrize("name", ["theorem_2_sharp", "theorem_2_eight"])
def test_the_admitted_error_is_the_same(name):
    assert sp.simplify(defined(name, "r") - ADMITTED_ERROR) == 0


@pytest.mark.parametrize(
    ("name", "bound"), [("theorem_2_sharp", SUFFICIENT), ("theorem_2_eight", SUFFICIENT_PAPER)]
)
def test_the_number_of_strings_is_the_same(name, bound):
    (proved,) = hypothesis(name, HITS)
    assert sp.simplify(proved - bound * p_min) == 0


def test_the_two_conditions_are_those_of_the_derivation():
    counts, errors = hypothesis("theorem_2_instance", HITS)
    assert sp.simplify(counts - 2 * Lambda / epsilon**2) == 0
    radius = (1 + sp.sqrt(Lambda)) ** 2 / ((1 - epsilon) * ADMITTED_ERROR**2)
    assert sp.simplify(errors - radius) == 0


def test_the_papers_form_follows_from_balance_and_separation():
    (proved,) = hypothesis("theorem_2", "INR P")
    bound = SUFFICIENT_PAPER.subs(r, ADMITTED_ERROR).subs(Lambda, sp.log(UNION))
    typical = {p_min: c_b / (v * m), Delta: c_s * sp.sqrt(1 - f) / m}
    assert sp.simplify(proved - bound.subs(typical)) == 0


def test_a_wrong_constant_would_be_seen():
    (proved,) = hypothesis("theorem_2_eight", HITS)
    assert sp.simplify(proved - 7 * Lambda / r**2) != 0

"""Derivations: what is claimed is verified, and all of it is printed."""

import pytest
import sympy as sp
from latex2mathml.converter import convert

from ownlatents.errors import InputError
from ownlatents.theory.derivation import (
    Derivation,
    Kind,
    Quantity,
    Step,
    definition,
    equality,
    heuristic,
    lemma,
    limit,
)
from ownlatents.theory.derivations import derive, names
from ownlatents.theory.symbols import v

NAMES = names()
UNVERIFIED = (Kind.DEFINITION, Kind.HEURISTIC)
# What would make a heuristic rigorous: what it takes, or the assumption that it is.
RIGOUR = ("igorous", "takes", "is an assumption")
LEFT = Quantity("E", "E")


@pytest.fixture(scope="module")
def derivations():
    return {name: derive(name) for name in NAMES}


@pytest.mark.parametrize("name", NAMES)
def test_every_step_that_can_be_verified_is_right(derivations, name):
    assert [step.name for step in derivations[name].failures()] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_derivation_has_its_name_a_source_and_steps_of_different_names(derivations, name):
    derivation = derivations[name]
    assert derivation.name == name
    assert derivation.title
    assert derivation.source
    steps = [step.name for step in derivation.steps]
    assert len(set(steps)) == len(steps) > 1


@pytest.mark.parametrize("name", NAMES)
def test_text_and_latex_have_every_step(derivations, name):
    derivation = derivations[name]
    text, latex = derivation.text(), derivation.latex()
    assert text.startswith(derivation.title)
    assert latex.startswith(r"\begin{align*}")
    assert latex.endswith(r"\end{align*}")
    for number, step in enumerate(derivation.steps, start=1):
        assert f"{number}. {step.name} [{step.kind.value}]" in text
        assert step.text in text
        assert step.because in text
        assert step.latex in latex
        assert step.name in latex


@pytest.mark.parametrize("name", NAMES)
def test_latex_is_balanced_and_converts_to_mathml(derivations, name):
    for step in derivations[name].steps:
        assert step.latex.count("{") == step.latex.count("}")
        mathml = convert(step.latex)
        assert mathml.startswith("<math")
        assert "\\" not in mathml, f"unknown command in {step.latex}"


@pytest.mark.parametrize("name", NAMES)
def test_only_definitions_and_heuristics_go_unverified(derivations, name):
    for step in derivations[name].steps:
        assert (step.check is None) == (step.kind in UNVERIFIED)
        assert len(step.because) > 10


@pytest.mark.parametrize("name", NAMES)
def test_a_heuristic_says_what_would_make_it_rigorous(derivations, name):
    for step in derivations[name].steps:
        if step.kind is Kind.HEURISTIC:
            assert any(word in step.because for word in RIGOUR), step.because


def test_every_kind_is_used(derivations):
    used = {step.kind for derivation in derivations.values() for step in derivation.steps}
    assert used == set(Kind)


def test_a_name_that_is_unknown_is_refused():
    with pytest.raises(InputError, match="derivation 'riemann', but one of contraction"):
        derive("riemann")


@pytest.mark.parametrize("kind", Kind)
def test_a_step_has_a_check_or_cannot_have_one(kind):
    check = (lambda: True) if kind in UNVERIFIED else None
    with pytest.raises(ValueError, match=f"step 'planted' is a {kind.value}"):
        Step("planted", LEFT, "=", LEFT, kind, "none", check)


def test_steps_have_the_kind_of_their_maker():
    one = sp.Integer(1)
    steps = {
        Kind.DEFINITION: definition("d", LEFT, LEFT, "named"),
        Kind.EQUALITY: equality("e", LEFT, one, "found", one),
        Kind.LEMMA: lemma("l", LEFT, "≤", one, "proved", one),
        Kind.LIMIT: limit("t", LEFT, one, "tends", one + 1 / v),
        Kind.HEURISTIC: heuristic("h", LEFT, "≃", one, "argued"),
    }
    assert all(step.kind is kind for kind, step in steps.items())
    assert steps[Kind.LEMMA].text == "E ≤ 1"
    assert steps[Kind.LEMMA].latex == r"E \le 1"
    assert steps[Kind.LIMIT].latex == r"E \to 1"
    assert steps[Kind.HEURISTIC].latex == r"E \simeq 1"
    assert Derivation("n", "t", "s", tuple(steps.values())).failures() == []


def test_there_are_these_derivations():
    assert len(NAMES) == len(set(NAMES))
    assert {"contraction", "cousin-correlation", "context-distance", "theorem-2"} <= set(NAMES)
    assert "theorem-2-sharp" not in NAMES

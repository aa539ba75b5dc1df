import dataclasses
import re
from xml.etree import ElementTree

import pytest
from latex2mathml.converter import convert

from ownlatents.checks.experiments import EXPERIMENTS
from ownlatents.checks.ledger import CLAIMS, Claim, claim
from ownlatents.checks.measure.verdicts import Outcome, Verdict

each = pytest.mark.parametrize("one", CLAIMS, ids=lambda one: one.id)
KINDS = {"symbolic", "formal", "exact", "Monte Carlo", "trained"}


def test_the_ledger_has_claims():
    assert CLAIMS
    assert all(isinstance(one, Claim) for one in CLAIMS)


def test_ids_and_numbers_are_unique():
    assert len({one.id for one in CLAIMS}) == len(CLAIMS)
    assert len({one.number for one in CLAIMS}) == len(CLAIMS)


@each
def test_a_claim_is_found_by_its_id(one):
    assert claim(one.id) is one


@each
def test_an_id_can_be_an_anchor(one):
    assert re.fullmatch(r"[a-z][a-z0-9-]*", one.id)


@each
def test_a_claim_says_what_it_claims_in_one_sentence(one):
    assert one.number.strip() == one.number != ""
    assert one.statement[0].isupper() or one.statement.startswith("ILC")
    assert one.statement.endswith(".")
    assert "\n" not in one.statement
    assert one.restriction == "" or one.restriction.endswith(".")


@each
def test_evidence_is_of_the_kinds_that_there_are(one):
    assert one.evidence
    assert set(one.evidence) <= KINDS
    assert len(set(one.evidence)) == len(one.evidence)


@each
def test_a_claim_names_an_experiment_and_an_outcome(one):
    assert one.experiment in EXPERIMENTS
    assert isinstance(one.expected, Outcome)


@each
def test_what_holds_in_part_says_which_part(one):
    assert one.expected is Outcome.HOLDS or one.restriction


def test_every_experiment_is_there_for_a_claim():
    assert {one.experiment for one in CLAIMS} == set(EXPERIMENTS)
    assert len(set(EXPERIMENTS)) == len(EXPERIMENTS)


@each
def test_a_formula_becomes_mathml_without_remains_of_latex(one):
    math = ElementTree.fromstring(convert(one.formula, display="block"))
    text = "".join(math.itertext())
    assert math.tag.endswith("math")
    assert text.strip()
    assert "\\" not in text
    assert not re.search(r"mathrm|frac|bigl|hat\b|ell\b", text)


def test_latex_that_is_not_understood_would_be_noticed():
    assert "\\" in "".join(ElementTree.fromstring(convert(r"a \nosuchcommand b")).itertext())


def test_a_claim_that_is_not_in_the_ledger_is_not_found():
    with pytest.raises((KeyError, LookupError, StopIteration, ValueError)):
        claim("nothing")


@pytest.mark.parametrize("one", [CLAIMS[0], Verdict("balance", Outcome.HOLDS, "found")])
def test_claims_and_verdicts_cannot_be_edited(one):
    with pytest.raises(dataclasses.FrozenInstanceError):
        one.id = "other"

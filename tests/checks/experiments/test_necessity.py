"""Two worlds that no algorithm tells apart: the planted pair is what it is said to be."""

from fractions import Fraction

import numpy as np
import pytest

from ownlatents.checks.certificates import certificate
from ownlatents.checks.experiments import necessity
from ownlatents.checks.measure.verdicts import Outcome
from ownlatents.errors import InputError
from ownlatents.models import ILC, level_accuracies
from ownlatents.sim import Context, Corpus, Grammar, Law, RHMParams, assumptions


@pytest.fixture(scope="module")
def rows():
    return [{**task.settings, **necessity.run(task)} for task in necessity.tasks("quick")]


def outcome(rows):
    (verdict,) = necessity.judge(rows)
    return verdict.outcome


def test_the_worlds_have_one_law_and_different_synonyms(rows):
    assert outcome(rows) is Outcome.HOLDS


@pytest.mark.parametrize(
    "planted", [{"same_law": False}, {"same_synonyms": True}, {"c_bal": "1/2"}], ids=str
)
def test_anything_else_contradicts(rows, planted):
    first, *others = rows
    assert outcome([{**first, **planted}, *others]) is Outcome.CONTRADICTED


def test_an_ordinary_grammar_changes_its_law_with_its_rules():
    grammar = Grammar.sample(RHMParams(v=4, m=2, s=2, L=2), 1)
    exchanged = necessity.exchanged(grammar)
    assert necessity.law_of_strings(grammar) != necessity.law_of_strings(exchanged)


def test_the_enumerated_law_is_the_exact_one():
    grammar = Grammar.sample(RHMParams(v=3, m=2, s=2, L=2), 0)
    marginal = [0] * 3
    for string, probability in necessity.law_of_strings(grammar).items():
        marginal[string[1]] += probability
    assert marginal == Law(grammar, exact=True).marginal(0, 1).tolist()


def test_the_planted_grammar_is_balanced_at_every_site_and_separated_at_none():
    planted = necessity.planted()
    for place in (0, 1):
        found = assumptions(planted, Context(place=place), exact=True)
        assert (found.c_bal, found.separation) == (1, 0)


def test_no_certificate_is_given_for_it():
    with pytest.raises(InputError, match="equal context vectors"):
        certificate(necessity.planted(), Fraction(1, 10))


def test_a_learner_is_right_by_chance_at_most():
    """However many strings, ILC pairs the look-alikes' tuples as it likes."""
    planted = necessity.planted()
    found = ILC().fit(Corpus(planted, P=200_000, seed=0))
    accuracy = level_accuracies(found.decoder, Corpus(planted, P=2_000, seed=1).tree())
    assert np.isfinite(accuracy).all()
    assert max(accuracy) < 1

"""Lemmas 1 and 2: samplers that break them must be found out, and the right one not."""

import copy
from dataclasses import replace

import numpy as np
import pytest

from ownlatents.checks.experiments import concentration, lemma1
from ownlatents.checks.measure.verdicts import Outcome
from ownlatents.sim import Corpus, Grammar


class Mixed(Corpus):
    """The tuple of rule 0 is followed by the cousin of another string."""

    def chunks(self, level=0, positions=None, size=None):
        for chunk in super().chunks(level, positions, size):
            mixed, s = chunk.copy(), self.s
            one = self.grammar.rule_of(level, mixed[:, :s])[:, 0] == 0
            mixed[one, s:] = np.random.default_rng(0).permutation(chunk[:, s:])[one]
            yield mixed


class Repeated(Corpus):
    """Every string comes three times in a row."""

    def chunks(self, level=0, positions=None, size=None):
        for chunk in super().chunks(level, positions, size):
            yield np.repeat(chunk, 3, axis=0)


class Drifting(Corpus):
    """Half of the strings are of a grammar that only has the visible rules in common."""

    def chunks(self, level=0, positions=None, size=None):
        p = self.grammar.params
        upper = Grammar.sample(replace(p, L=p.L - 1), seed=999).rules
        other = Corpus(Grammar([self.grammar.rules[0], *upper]), self.P, self.seed)
        ours, theirs = (Corpus.chunks(c, level, positions, 1000) for c in (self, other))
        for i, both in enumerate(zip(ours, theirs, strict=True)):
            yield both[i % 2]


def rows_of(module, tasks, **settings):
    tasks = [replace(task, settings={**task.settings, **settings}) for task in tasks]
    return [{**task.settings, **module.run(task)} for task in tasks]


def outcome(module, rows):
    (verdict,) = module.judge(rows)
    return verdict.outcome


@pytest.mark.parametrize("size", [0, -1], ids=["v=8 s=2", "v=6 s=3"])
def test_one_synonym_with_a_context_of_its_own_contradicts_lemma_1(monkeypatch, size):
    tasks = [lemma1.tasks("quick")[size]]
    assert outcome(lemma1, rows_of(lemma1, tasks, P=50_000)) is Outcome.HOLDS
    monkeypatch.setattr(lemma1, "Corpus", Mixed)
    assert outcome(lemma1, rows_of(lemma1, tasks, P=50_000)) is Outcome.CONTRADICTED


def test_one_unequal_pair_of_fractions_contradicts_lemma_1(small_rows):
    rows = copy.deepcopy(small_rows["lemma1"])
    assert outcome(lemma1, rows) is Outcome.HOLDS
    rows[-1]["unequal"] = 1
    assert outcome(lemma1, rows) is Outcome.CONTRADICTED


def test_enumeration_notices_a_synonym_that_is_none(monkeypatch):
    # Two rules that change their parents are synonyms by name alone.
    task = lemma1.tasks("quick")[0]
    right = lemma1._enumerated

    def swapped(grammar, level):
        vectors = right(grammar, level)
        vectors[[0, 1], 0] = vectors[[1, 0], 0]
        return vectors

    monkeypatch.setattr(lemma1, "_enumerated", swapped)
    rows = rows_of(lemma1, [task], P=50_000)
    assert rows[0]["unequal"] > 0
    assert outcome(lemma1, rows) is Outcome.CONTRADICTED


def test_a_comparison_that_cannot_tell_tuples_apart_says_nothing_for_lemma_1(small_rows):
    rows = copy.deepcopy(small_rows["lemma1"])
    for row in rows:
        row["others_chi2"] = 1.1 * row["others_degrees"]
    assert outcome(lemma1, rows) is Outcome.CONTRADICTED


def test_every_pair_of_synonyms_is_compared(small_rows):
    for row in small_rows["lemma1"]:
        assert row["synonyms"] == (row["L"] - 1) * row["v"] * (row["m"] - 1)
        assert row["degrees"] > 0
        assert row["others_degrees"] > 0


@pytest.mark.parametrize("wrong", [Repeated, Drifting])
def test_draws_that_are_not_of_the_law_contradict_lemma_2(monkeypatch, wrong):
    tasks = concentration.tasks("quick")[:1]
    assert outcome(concentration, rows_of(concentration, tasks, P=150_000)) is Outcome.HOLDS
    monkeypatch.setattr(concentration, "Corpus", wrong)
    rows = rows_of(concentration, tasks, P=150_000)
    assert outcome(concentration, rows) is Outcome.CONTRADICTED


def test_a_bound_that_is_exceeded_too_often_contradicts_lemma_2(small_rows):
    rows = copy.deepcopy(small_rows["concentration"])
    assert outcome(concentration, rows) is Outcome.HOLDS
    many = rows[0]["10"]
    many["above"][-1] = many["groups"] // 100  # admitted: one in a thousand
    assert outcome(concentration, rows) is Outcome.CONTRADICTED


def test_each_string_is_used_in_one_group_at_most(small_rows):
    for row in small_rows["concentration"]:
        for N in (3, 10, 30, 100, 300):
            found = row[str(N)]
            assert 0 < found["groups"] <= row["P"] / N
            assert found["survival"] == sorted(found["survival"], reverse=True)
            assert found["survival"][0] == found["groups"]
            assert found["above"] == sorted(found["above"], reverse=True)

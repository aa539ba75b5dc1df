import json
from fractions import Fraction

import pytest

from ownlatents.sim import Context, Grammar, RHMParams, assumptions
from ownlatents.theory import sufficient_strings, threshold

# Balanced and separated at the default site.
SIZES = ("--v", 16, "--m", 4, "--s", 2, "--L", 3, "--seed", 1)
PARAMS = RHMParams(v=16, m=4, s=2, L=3)
TOKEN = Context(cousin=1, token=0)


@pytest.fixture
def grammar():
    return Grammar.sample(PARAMS, seed=1)


def result(ownlatents, *arguments):
    answer = ownlatents("assumptions", *arguments, "--json")
    assert answer.status == 0
    assert answer.err == ""
    return json.loads(answer.out)


@pytest.mark.parametrize(
    ("options", "context"),
    [
        ((), TOKEN),
        (("--targets", "all"), Context()),
        (("--targets", "patch"), Context(cousin=1)),
        (("--site", 1, "--place", 1), Context(cousin=1, token=0, grandparent=1, place=1)),
        (("--site", "pooled"), Context(cousin=1, token=0, grandparent=None)),
    ],
)
def test_the_numbers_are_the_exact_ones_of_the_simulator(ownlatents, grammar, options, context):
    found = result(ownlatents, *SIZES, *options)
    exact = assumptions(grammar, context, exact=True)
    assert found["c_bal"] == float(exact.c_bal)
    assert found["c_sep"] == exact.c_sep
    for level, true in zip(found["levels"], exact.levels, strict=True):
        assert level["level"] == true.level
        for name in ("p_min", "c_bal", "separation", "c_sep_squared"):
            assert Fraction(level[name]) == getattr(true, name)


def test_scale_and_certificate_are_those_of_theory(ownlatents, grammar):
    exact = assumptions(grammar, TOKEN, exact=True)
    given = {
        "p_min": float(exact.p_min),
        "separation": float(exact.separation),
    }
    assert all(given.values())
    for delta in (0.05, 0.5):
        found = result(ownlatents, *SIZES, "--delta", delta)
        assert found["predicted_scale"] == threshold("latent", **PARAMS.as_dict())
        assert found["sufficient_strings"] == sufficient_strings(
            **given, n_tuples=64, L=3, delta=delta
        )
        assert found["delta"] == delta


@pytest.mark.parametrize(("targets", "k"), [("patch", 2), ("all", 2)])
def test_a_certificate_for_several_targets_allows_for_the_noise_of_each(ownlatents, targets, k):
    """k one-hot targets side by side: E‖φ̂−φ‖² ≤ k/N, and one draw moves φ̂ by √(2k)/N."""
    found = result(ownlatents, *SIZES, "--targets", targets)
    exact = assumptions(
        Grammar.sample(PARAMS, seed=1), Context(cousin=None if targets == "all" else 1), exact=True
    )
    # As one target whose centres are √k closer.
    covered = sufficient_strings(
        p_min=float(exact.p_min),
        separation=float(exact.separation) / k,
        n_tuples=64,
        L=3,
        delta=0.05,
    )
    assert found["sufficient_strings"] == pytest.approx(covered, rel=1e-12)


def test_pooled_tuples_are_not_independent_and_have_no_certificate(ownlatents):
    assert result(ownlatents, *SIZES, "--site", "pooled")["sufficient_strings"] is None
    assert "pooled" in ownlatents("assumptions", *SIZES, "--site", "pooled").out


def test_a_grammar_file_is_measured_like_the_grammar_itself(ownlatents, grammar, tmp_path):
    grammar.save(tmp_path / "g.json")
    assert result(ownlatents, "--grammar", tmp_path / "g.json") == result(ownlatents, *SIZES)
    assert result(ownlatents, *SIZES)["grammar"] == grammar.content_hash


def test_the_table_tells_what_json_tells(ownlatents):
    found, answer = result(ownlatents, *SIZES), ownlatents("assumptions", *SIZES)
    assert answer.status == 0
    assert f"{found['sufficient_strings']:.3g}" in answer.out
    assert f"{found['predicted_scale']:.3g}" in answer.out
    for level in found["levels"]:
        assert f"{float(Fraction(level['c_bal'])):.4f}" in answer.out


def saved(tmp_path, rules, levels):
    Grammar([rules] * levels).save(tmp_path / "g.json")
    return "--grammar", tmp_path / "g.json"


def test_a_symbol_that_never_occurs_is_told_in_words(ownlatents, tmp_path):
    # No rule begins with the symbol 2.
    source = saved(tmp_path, [[[0, 0], [1, 1]], [[0, 1], [1, 0]], [[0, 2], [1, 2]]], 2)
    assert "no number of strings suffices" in ownlatents("assumptions", *source).out
    found = result(ownlatents, *source)
    assert found["c_bal"] == 0
    assert found["sufficient_strings"] is None


def test_equal_centres_are_told_in_words(ownlatents, tmp_path):
    source = saved(tmp_path, [[[0, 0], [1, 1]], [[0, 1], [1, 0]]], 2)
    assert "nothing seen here tells them apart" in ownlatents("assumptions", *source).out
    found = result(ownlatents, *source)
    assert found["c_bal"] == 1
    assert found["f"] == 1
    assert (found["c_sep"], found["predicted_scale"], found["sufficient_strings"]) == (None,) * 3

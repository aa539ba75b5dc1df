"""`ownlatents predict`: the curve of the theory, refused where it would say nothing."""

import json
from itertools import pairwise

import pytest

from ownlatents.checks.measure.level_laws import level_laws
from ownlatents.errors import InputError
from ownlatents.sim import Context, Grammar, RHMParams
from ownlatents.theory import threshold
from ownlatents.theory.oracle import success
from tests.cli.refusals import assert_refused

PARAMS = RHMParams(v=8, m=4, s=2, L=3)
SIZES = ("--v", 8, "--m", 4, "--s", 2, "--L", 3, "--seed", 1)
FULL = ("--v", 4, "--m", 4, "--s", 2, "--L", 3)


@pytest.fixture
def grammar():
    return Grammar.sample(PARAMS, seed=1)


def result(ownlatents, *arguments):
    answer = ownlatents("predict", *arguments, "--json")
    assert (answer.status, answer.err) == (0, "")
    return json.loads(answer.out)


def column(found, name):
    return [point[name] for point in found["curve"]]


@pytest.mark.parametrize(
    ("options", "context"),
    [
        ((), Context()),
        (("--targets", "patch"), Context(cousin=1)),
        (("--targets", "token"), Context(cousin=1, token=0)),
        (("--site", 1, "--place", 1), Context(grandparent=1, place=1)),
    ],
    ids=str,
)
def test_the_curve_is_that_of_the_theory(ownlatents, grammar, options, context):
    found = result(ownlatents, *SIZES, *options, "--strings", 100, "--strings", 20_000)
    accuracy, exact = success(level_laws(grammar, context), [100, 20_000])
    assert column(found, "strings") == [100, 20_000]
    assert column(found, "accuracy") == accuracy.tolist()
    assert column(found, "exact") == exact.tolist()
    assert found["grammar"] == grammar.content_hash
    assert {name: found[name] for name in "vmsL"} == PARAMS.as_dict()
    assert found["f"] == PARAMS.f


def test_by_default_the_curve_goes_from_guessing_to_success(ownlatents):
    found = result(ownlatents, *SIZES)
    unit = threshold("latent", **PARAMS.as_dict())
    assert column(found, "strings") == [unit * 2.0**k for k in range(-4, 6)]
    assert all(len(levels) == PARAMS.L - 1 for levels in column(found, "accuracy"))
    exact = column(found, "exact")
    assert all(a <= b for a, b in pairwise(exact))
    assert exact[0] < 1e-3
    first, last = found["curve"][0], found["curve"][-1]
    assert max(first["accuracy"]) < 0.6
    assert min(last["accuracy"]) > 0.95


def test_what_counts_is_the_law_of_the_grammar(ownlatents):
    curves = [result(ownlatents, *SIZES[:-1], seed)["curve"] for seed in (1, 2)]
    assert curves[0] != curves[1]
    assert curves[0] == result(ownlatents, *SIZES)["curve"]


def test_a_grammar_file_is_predicted_like_the_grammar_itself(ownlatents, grammar, tmp_path):
    grammar.save(tmp_path / "g.json")
    assert result(ownlatents, "--grammar", tmp_path / "g.json") == result(ownlatents, *SIZES)


def test_the_table_tells_what_json_tells(ownlatents):
    arguments = [*SIZES, "--strings", 500, "--strings", 5000]
    found, answer = result(ownlatents, *arguments), ownlatents("predict", *arguments)
    assert (answer.status, answer.err) == (0, "")
    for point in found["curve"]:
        row = next(line for line in answer.out.splitlines() if f" {point['strings']:.4g} " in line)
        for number in (*point["accuracy"], point["exact"]):
            assert f"{number:.4f}" in row


def test_where_every_tuple_is_grammatical_strings_are_to_be_given(ownlatents):
    assert_refused(ownlatents("predict", *FULL), "f = 1", "--strings")
    (point,) = result(ownlatents, *FULL, "--strings", 1e6)["curve"]
    assert point["strings"] == 1e6
    # All centres are equal: nothing can be learned.
    assert max(point["accuracy"]) < 0.6
    assert point["exact"] < 1e-6
    assert ownlatents("predict", *FULL, "--strings", 1e6).status == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], ["--v", "missing"]),
        (SIZES[:6], ["--L", "missing"]),
        ([*SIZES, "--v", 1], ["v=1", "at least 2"]),
        ([*SIZES, "--m", 9], ["m=9", "v^(s-1)=8"]),
        ([*SIZES, "--L", 1], ["L=1", "at least 2"]),
        ([*SIZES, "--strings", 0], ["--strings", "at least 1"]),
        ([*SIZES, "--strings", 100, "--strings", -5], ["--strings -5", "at least 1"]),
        ([*SIZES, "--strings", "nan"], ["--strings", "nan"]),
        ([*SIZES, "--strings", "inf"], ["--strings", "inf"]),
        ([*SIZES, "--strings", "many"], ["--strings", "many"]),
        ([*SIZES, "--site", "pooled"], ["pooled", "independent"]),
        ([*SIZES, "--site", 9], ["9"]),
        ([*SIZES, "--place", 2], ["place=2"]),
        ([*SIZES, "--targets", "words"], ["--targets", "words"]),
        (["--grammar", "nowhere.json"], ["nowhere.json"]),
        ([*SIZES, "--grammar", "g.json"], ["--grammar", "both"]),
    ],
    ids=lambda x: " ".join(map(str, x)),
)
@pytest.mark.parametrize("form", [[], ["--json"]])
def test_bad_input_is_refused(ownlatents, arguments, words, form):
    assert_refused(ownlatents("predict", *arguments, *form), *words)


def test_laws_of_pooled_tuples_are_refused_by_the_function_too(grammar):
    with pytest.raises(InputError, match="pooled"):
        level_laws(grammar, Context(grandparent=None))
    assert len(level_laws(grammar, Context())) == PARAMS.L - 1


def test_no_number_of_a_deep_grammar_is_cut_off(ownlatents):
    sizes = ("--v", 8, "--m", 4, "--s", 2, "--L", 20, "--seed", 1)
    out = ownlatents("predict", *sizes, "--strings", 1000).out
    assert "…" not in out
    assert "level 19" in out

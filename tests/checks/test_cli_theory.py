"""`ownlatents derive` and `ownlatents threshold`."""

import json

import pytest

from checks.cli import derive as derive_command
from tests.checks.refusals import SIZES, assert_refused
from theory import OBJECTIVES, sharp_laws, threshold
from theory.derivation import Derivation, Quantity, definition, equality
from theory.derivations import derive, names
from theory.symbols import m, v

LEFT = Quantity("E", "E")
QUICK = "lemma-2"


def test_derivations_are_listed(ownlatents):
    for arguments in (["derive"], ["derive", "--list"], ["derive", QUICK, "--list"]):
        answer = ownlatents(*arguments)
        assert (answer.status, answer.err) == (0, "")
        assert answer.out.splitlines() == names()
    assert json.loads(ownlatents("derive", "--list", "--json").out) == names()


def test_a_derivation_is_printed_as_text(ownlatents):
    answer = ownlatents("derive", QUICK)
    assert answer.status == 0
    assert answer.out == derive(QUICK).text() + "\n"
    assert "5 of 6 steps verified" in answer.err


def test_a_derivation_is_printed_as_latex(ownlatents):
    answer = ownlatents("derive", QUICK, "--latex")
    assert answer.status == 0
    assert answer.out == derive(QUICK).latex() + "\n"


@pytest.mark.parametrize("name", [QUICK, "sharp-laws"])
def test_a_derivation_is_printed_as_json(ownlatents, name):
    answer = ownlatents("derive", name, "--json")
    assert (answer.status, answer.err) == (0, "")
    found, derivation = json.loads(answer.out), derive(name)
    assert [found[key] for key in ("name", "title", "source")] == [
        derivation.name,
        derivation.title,
        derivation.source,
    ]
    for step, expected in zip(found["steps"], derivation.steps, strict=True):
        assert step == {
            "name": expected.name,
            "kind": expected.kind.value,
            "statement": expected.text,
            "latex": expected.latex,
            "because": expected.because,
            "verified": None if expected.check is None else True,
        }


@pytest.fixture
def planted(monkeypatch):
    """A derivation with an error in its second step."""
    steps = (definition("named", LEFT, v, "so"), equality("m for v", LEFT, m, "wrong", v))
    wrong = Derivation(QUICK, "planted", "none", steps)
    monkeypatch.setattr(derive_command, "derive", lambda name: wrong)


@pytest.mark.parametrize("arguments", [[], ["--latex"], ["--json"]])
def test_a_wrong_step_is_named_and_fails(ownlatents, planted, arguments):
    answer = ownlatents("derive", QUICK, *arguments)
    assert answer.status == 1
    assert answer.err.splitlines()[-1] == "ownlatents: wrong: m for v"
    if arguments == ["--json"]:
        verified = [step["verified"] for step in json.loads(answer.out)["steps"]]
        assert verified == [None, False]
    else:
        assert "0 of 2 steps verified" in answer.err


@pytest.mark.parametrize("arguments", [[], ["--json"], ["--latex"]])
def test_a_derivation_that_is_unknown_is_refused(ownlatents, arguments):
    answer = ownlatents("derive", "riemann", *arguments)
    assert_refused(answer, "riemann", *names())
    assert len(answer.err.splitlines()) == 1


@pytest.mark.parametrize("sizes", [(8, 6, 3, 5), (16, 4, 2, 2), (2, 1, 2, 2)])
@pytest.mark.parametrize("delta", [1, 0.5, 0.01])
def test_thresholds_are_those_of_the_theory(ownlatents, sizes, delta):
    v_, m_, s_, L_ = sizes
    arguments = ["--v", v_, "--m", m_, "--s", s_, "--L", L_, "--delta", delta]
    answer = ownlatents("threshold", *arguments, "--json")
    assert (answer.status, answer.err) == (0, "")
    found = json.loads(answer.out)
    scales = {name: threshold(name, v=v_, m=m_, s=s_, L=L_) for name in OBJECTIVES}
    assert found["strings"] == {**scales, **sharp_laws(v=v_, m=m_, s=s_, delta=delta)}
    assert [found[letter] for letter in "vmsL"] == list(sizes)
    assert found["delta"] == delta
    assert found["f"] == m_ / v_ ** (s_ - 1)


@pytest.mark.parametrize("objective", list(OBJECTIVES))
def test_one_objective_alone(ownlatents, objective):
    answer = ownlatents("threshold", *SIZES, "--objective", objective, "--json")
    expected = {objective: threshold(objective, v=4, m=2, s=2, L=3)}
    assert json.loads(answer.out)["strings"] == expected


def test_infinite_thresholds_are_null_in_json_and_inf_in_text(ownlatents):
    full = ["threshold", "--v", 4, "--m", 4, "--s", 2, "--L", 3]
    found = json.loads(ownlatents(*full, "--json").out)["strings"]
    infinite = {name for name, P in found.items() if P is None}
    assert infinite == {"latent", "known-centres", "found-centres"}
    assert ownlatents(*full).out.count("inf") == 3


def test_thresholds_are_printed_as_a_table(ownlatents):
    answer = ownlatents("threshold", *SIZES)
    assert (answer.status, answer.err) == (0, "")
    for P in (
        *(threshold(name, v=4, m=2, s=2, L=3) for name in OBJECTIVES),
        *sharp_laws(v=4, m=2, s=2).values(),
    ):
        assert f"{P:.3g}" in answer.out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], ["--v"]),
        (SIZES[:6], ["--L"]),
        ([*SIZES, "--v", 1], ["v=1", "at least 2"]),
        ([*SIZES, "--m", 0], ["m=0", "at least 1"]),
        ([*SIZES, "--m", 5], ["m=5", "v^(s-1)=4"]),
        ([*SIZES, "--s", 1], ["s=1", "at least 2"]),
        ([*SIZES, "--L", 0], ["L=0", "at least 1"]),
        ([*SIZES, "--v", "four"], ["--v", "four"]),
        ([*SIZES, "--delta", 0], ["--delta", "(0, 1]"]),
        ([*SIZES, "--delta", 1.5], ["--delta", "(0, 1]"]),
        ([*SIZES, "--delta", "nan"], ["--delta", "(0, 1]"]),
        ([*SIZES, "--delta", "half"], ["--delta", "half"]),
        ([*SIZES, "--objective", "words"], ["--objective", "words"]),
    ],
    ids=lambda x: " ".join(map(str, x)),
)
@pytest.mark.parametrize("form", [[], ["--json"]])
def test_bad_input_is_refused(ownlatents, arguments, words, form):
    assert_refused(ownlatents("threshold", *arguments, *form), *words)

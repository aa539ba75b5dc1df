"""`ownlatents derive` and `ownlatents threshold`."""

import json
import math

import pytest

from ownlatents.cli import derive as derive_command
from ownlatents.theory import LAWS, finite_threshold, threshold
from ownlatents.theory.derivation import Derivation, Quantity, definition, equality
from ownlatents.theory.derivations import derive, names
from ownlatents.theory.symbols import m, v
from tests.cli.refusals import SIZES, assert_refused

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
    assert "5 steps verified, 0 wrong; definitions and heuristics: 1" in answer.err


def test_a_derivation_is_printed_as_latex(ownlatents):
    answer = ownlatents("derive", QUICK, "--latex")
    assert answer.status == 0
    assert answer.out == derive(QUICK).latex() + "\n"


@pytest.mark.parametrize("arguments", [[], [QUICK], ["--list"], ["riemann"]])
def test_latex_and_json_at_once_are_refused(ownlatents, arguments):
    assert_refused(ownlatents("derive", *arguments, "--latex", "--json"), "--latex", "--json")


@pytest.mark.parametrize("name", [QUICK, "theorem-2", "sharp-laws"])
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
        assert "0 steps verified, 1 wrong; definitions and heuristics: 1" in answer.err


@pytest.mark.parametrize("arguments", [[], ["--json"], ["--latex"]])
def test_a_derivation_that_is_unknown_is_refused(ownlatents, arguments):
    answer = ownlatents("derive", "riemann", *arguments)
    assert_refused(answer, "riemann", *names())
    assert len(answer.err.splitlines()) == 1


@pytest.fixture
def wide(monkeypatch):
    """A terminal in which no cell of a table is broken."""
    monkeypatch.setenv("COLUMNS", "200")


def laws(ownlatents, *arguments):
    answer = ownlatents("threshold", *arguments, "--json")
    assert (answer.status, answer.err) == (0, "")
    return json.loads(answer.out)


@pytest.mark.parametrize("sizes", [(8, 6, 3, 5), (16, 4, 2, 2), (2, 1, 2, 2)])
@pytest.mark.parametrize("delta", [1, 0.5, 0.01])
def test_thresholds_are_those_of_the_theory(ownlatents, sizes, delta):
    named = dict(zip("vmsL", sizes, strict=True))
    arguments = [x for name, value in named.items() for x in (f"--{name}", value)]
    found = laws(ownlatents, *arguments, "--delta", delta)
    assert list(found["laws"]) == list(LAWS)
    for name, law in LAWS.items():
        assert found["laws"][name] == {
            "objective": law.objective,
            "strings": threshold(name, **named, delta=delta),
            "finite_size": finite_threshold(name, **named),
            "law": str(law.strings),
            "regime": law.regime,
            "source": law.source,
        }
    assert {name: found[name] for name in named} == named
    assert found["delta"] == delta
    assert found["f"] == sizes[1] / sizes[0] ** (sizes[2] - 1)


@pytest.mark.parametrize("objective", ["latent", "token", "root"])
def test_one_objective_alone(ownlatents, wide, objective):
    found = laws(ownlatents, *SIZES, "--objective", objective)["laws"]
    every = laws(ownlatents, *SIZES)["laws"]
    assert found == {name: law for name, law in every.items() if law["objective"] == objective}
    assert objective in found
    told = ownlatents("threshold", *SIZES, "--objective", objective).out
    assert [law.what in told for law in LAWS.values()] == [
        law.objective == objective for law in LAWS.values()
    ]


def test_infinite_thresholds_are_null_in_json_and_inf_in_text(ownlatents):
    full = ["--v", 4, "--m", 4, "--s", 2, "--L", 3]
    found = laws(ownlatents, *full)["laws"]
    assert {name for name, law in found.items() if law["strings"] is None} == {
        "latent",
        "theorem",
        "theorem-sharp",
        "known-centres",
        "found-centres",
        "known-half",
    }
    assert [name for name, law in found.items() if law["finite_size"] is not None] == ["root"]
    # The six, and where signal meets noise for latents and tokens.
    assert ownlatents("threshold", *full).out.count("inf") == 6 + 2


def test_thresholds_are_printed_as_a_table(ownlatents, wide):
    answer = ownlatents("threshold", *SIZES)
    assert (answer.status, answer.err) == (0, "")
    found = laws(ownlatents, *SIZES)["laws"]
    for name, law in found.items():
        row = next(line for line in answer.out.splitlines() if LAWS[name].what in line)
        assert f"{law['strings']:.3g}" in row
        assert law["finite_size"] is None or f"{law['finite_size']:.3g}" in row
        assert law["regime"] in row
        assert math.isfinite(law["strings"])


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
        ([*SIZES, "--L", 1], ["L=1", "at least 2"]),
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

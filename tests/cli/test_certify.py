"""`ownlatents certify`: numbers, the Rocq file, and that tampering with either is refused."""

import json
from fractions import Fraction

import pytest

from ownlatents.checks.certificates import certificate
from ownlatents.errors import InputError
from ownlatents.sim import Context, Grammar, RHMParams, assumptions, best_sites
from ownlatents.theory import proofs, sufficient_strings
from tests.cli.refusals import SIZES, assert_refused
from tests.theory.test_proofs import needs_rocq

GRAMMAR = Grammar.sample(RHMParams(v=4, m=2, s=2, L=3), 0)
DELTA = Fraction(1, 10)


@pytest.fixture
def found():
    return certificate(GRAMMAR, DELTA)


@pytest.fixture
def without_rocq(monkeypatch):
    monkeypatch.setattr(proofs, "missing", lambda: "coqc not found: install it")


def test_the_numbers_are_those_of_the_best_sites(found):
    exact = assumptions(GRAMMAR, best_sites(GRAMMAR), exact=True)
    assert found.p_min == exact.p_min
    assert 0 <= exact.separation - found.separation <= exact.separation / 10**4


@pytest.mark.parametrize("sizes", [(4, 2, 2, 3), (16, 4, 2, 4), (8, 6, 3, 4)])
@pytest.mark.parametrize("context", [Context(), Context(cousin=1)])
def test_the_strings_are_at_most_those_of_the_theorem(sizes, context):
    """The share of a count that may be lost is chosen best, roundings cost less than that gains."""
    grammar = Grammar.sample(RHMParams(*sizes), 0)
    found = certificate(grammar, DELTA, context)
    p = grammar.params
    theorem = sufficient_strings(
        p_min=float(found.p_min),
        separation=float(found.separation),
        n_tuples=p.n_tuples,
        L=p.L,
        delta=float(DELTA),
        kappa=float(found.kappa),
        targets=len(context.targets(p.s)),
    )
    assert 0.9 * theorem < found.strings < 1.002 * theorem


def test_it_is_printed_with_what_is_missing(ownlatents, without_rocq):
    answer = ownlatents("certify", *SIZES, "--seed", 0, "--delta", "1/10")
    assert answer.status == 0
    assert "62949 strings suffice with probability 1 − 1/10" in answer.out
    assert "unchecked: coqc not found" in answer.out


def test_json_says_that_it_is_unchecked(ownlatents, without_rocq, found):
    answer = ownlatents("certify", *SIZES, "--delta", "0.1", "--json")
    told = json.loads(answer.out)
    assert told["checked"] is None
    assert (told["strings"], told["p_min"]) == (found.strings, str(found.p_min))
    assert told["sites"] == [[site.grandparent, site.place] for site in found.sites]


def test_the_example_of_the_development_is_what_is_written(found):
    example = proofs.FORMAL / "CertificateExample.v"
    assert example.read_text(encoding="utf-8") == found.rocq()


@needs_rocq
def test_rocq_checks_it(ownlatents, tmp_path):
    out = tmp_path / "it.v"
    answer = ownlatents("certify", *SIZES, "--seed", 1, "--out", out, "--json")
    assert json.loads(answer.out)["checked"] is True
    said = proofs.compiled(out)
    assert all(name in proofs.STANDARD_AXIOMS for name in said.split() if "." in name[1:-1])


@needs_rocq
@pytest.mark.parametrize(
    ("true", "false"),
    [
        ("p_min := 1 # 32", "p_min := 33 # 1024"),
        ("separation := 10281 # 50000", "separation := 10283 # 50000"),
        ("[:: [:: 2; 1]; [:: 3; 2]]", "[:: [:: 3; 2]; [:: 3; 2]]"),
        ("[:: [:: 1; 1]; [:: 0; 0]]", "[:: [:: 1; 1]; [:: 0; 2]]"),
        ("delta := 1 # 10", "delta := 1 # 11"),
        ("62949", "62948"),
    ],
    ids=["p_min", "separation", "a rule twice", "a rule", "delta", "strings"],
)
def test_tampering_is_refused(found, tmp_path, true, false):
    text = found.rocq()
    assert true in text
    (tmp_path / "tampered.v").write_text(text.replace(true, false))
    with pytest.raises(proofs.ProofError, match="tampered"):
        proofs.compiled(tmp_path / "tampered.v")


@needs_rocq
def test_a_refusal_is_told(ownlatents, monkeypatch):
    monkeypatch.setattr(proofs, "compiled", refuse)
    answer = ownlatents("certify", *SIZES)
    assert answer.status == 1
    assert "REFUSED by Rocq: no" in answer.out


def refuse(file):
    raise proofs.ProofError("no")


@pytest.mark.parametrize(
    ("grammar", "words"),
    [
        (Grammar.sample(RHMParams(v=8, m=2, s=2, L=4), 0), "equal context vectors"),
        (Grammar.sample(RHMParams(v=4, m=4, s=2, L=3), 0), "equal context vectors"),
    ],
    ids=["by chance", "f = 1"],
)
def test_where_no_number_suffices_there_is_no_certificate(grammar, words):
    with pytest.raises(InputError, match=words):
        certificate(grammar, DELTA)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([*SIZES, "--delta", "0"], ["--delta 0", "(0, 1]"]),
        ([*SIZES, "--delta", "3/2"], ["--delta 3/2", "(0, 1]"]),
        ([*SIZES, "--delta", "1/0"], ["--delta 1/0", "(0, 1]"]),
        ([*SIZES, "--delta", "few"], ["--delta few", "(0, 1]"]),
        ([*SIZES, "--out", "it.txt"], ["it.txt", ".v"]),
        ([*SIZES, "--targets", "root"], ["--targets", "root"]),
        (SIZES[:6], ["--L"]),
        ([*SIZES[:6], "--L", 1], ["L=1", "at least 2"]),
    ],
    ids=lambda x: " ".join(map(str, x)),
)
def test_bad_input_is_refused(ownlatents, without_rocq, arguments, words):
    assert_refused(ownlatents("certify", *arguments), *words)

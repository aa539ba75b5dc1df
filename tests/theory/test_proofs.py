"""The machine-checked development: what it states, what it rests on, and that it still builds."""

import re

import pytest

from ownlatents.checks.ledger import CLAIMS
from ownlatents.theory import proofs

needs_rocq = pytest.mark.skipif(proofs.missing() is not None, reason=proofs.missing() or "")


def code(file):
    """A source without its comments."""
    return re.sub(r"\(\*.*?\*\)", "", file.read_text(encoding="utf-8"), flags=re.DOTALL)


def test_every_file_of_the_development_is_built():
    assert sorted(proofs.sources()) == sorted(proofs.FORMAL.glob("*.v"))


@pytest.mark.parametrize("file", proofs.sources(), ids=lambda file: file.name)
def test_nothing_is_admitted_or_assumed(file):
    for word in ("Admitted", "admit", "Axiom", "Axioms", "Parameter", "Parameters", "Conjecture"):
        assert not re.search(rf"\b{word}\b", code(file)), word


@pytest.mark.parametrize("file", proofs.sources(), ids=lambda file: file.name)
def test_every_file_says_what_it_holds(file):
    assert file.read_text(encoding="utf-8").startswith("(* ")


def test_every_theorem_that_a_claim_cites_is_stated_and_recorded():
    cited = {name for claim in CLAIMS for name in claim.formal}
    assert cited
    assert cited <= proofs.theorems().keys()
    assert cited <= proofs.recorded().keys()


def test_claims_that_cite_a_theorem_name_formal_evidence_and_no_others_do():
    assert all(("formal" in claim.evidence) == bool(claim.formal) for claim in CLAIMS)


def test_the_recorded_theorems_are_those_stated_and_rest_on_standard_axioms_alone():
    assert proofs.recorded().keys() == proofs.theorems().keys()
    for axioms in proofs.recorded().values():
        assert set(axioms) <= proofs.STANDARD_AXIOMS


@needs_rocq
def test_the_proofs_build_and_rest_on_the_recorded_axioms():
    assert proofs.axioms(list(proofs.theorems())) == proofs.recorded()


@needs_rocq
def test_a_name_that_is_gone_is_told():
    with pytest.raises(proofs.ProofError, match="theorem_9 is not stated"):
        proofs.axioms(["theorem_9"])


@needs_rocq
def test_an_axiom_of_ones_own_is_seen(tmp_path):
    planted = tmp_path / "Planted.v"
    planted.write_text(
        "Axiom too_good : forall n : nat, n = 0.\n"
        "Theorem planted : 1 = 0. Proof. apply too_good. Qed.\nPrint Assumptions planted.\n"
    )
    assert "too_good" in proofs.compiled(planted)


@needs_rocq
def test_what_does_not_follow_is_refused(tmp_path):
    planted = tmp_path / "Planted.v"
    planted.write_text("Theorem planted : 1 = 0. Proof. reflexivity. Qed.\n")
    with pytest.raises(proofs.ProofError, match="Planted"):
        proofs.compiled(planted)


def test_what_is_missing_is_one_sentence(monkeypatch):
    monkeypatch.setattr(proofs, "which", lambda program: None)
    assert re.fullmatch(r"coqc, .* not found: install .*apt install coq [^\n]*", proofs.missing())
    with pytest.raises(proofs.ProofError, match="coqc"):
        proofs.build()

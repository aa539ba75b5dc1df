"""The ledger: one row for each statement of the paper that is tested here."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Outcome(Enum):
    """What the measurements say of a claim."""

    HOLDS = "holds"
    IN_PART = "holds in part"
    CONTRADICTED = "contradicted"


@dataclass(frozen=True)
class Claim:
    """A statement of the paper and what we expect a check of it to find.

    Args:
        id: short name, used in JSON and anchors.
        number: the paper's own label.
        statement: one plain sentence.
        formula: LaTeX.
        evidence: kinds of evidence given here: symbolic, formal, exact, Monte Carlo, trained.
        restriction: what travels with the statement; empty where nothing does.
        expected: the outcome as recorded; a check that finds another one fails.
        experiment: module of `checks.experiments` that judges it.
    """

    id: str
    number: str
    statement: str
    formula: str
    evidence: tuple[str, ...]
    restriction: str
    expected: Outcome
    experiment: str


@dataclass(frozen=True)
class Verdict:
    """What one run found about a claim: the outcome and the numbers that say so."""

    claim: str
    outcome: Outcome
    finding: str


CLAIMS: tuple[Claim, ...] = (
    Claim(
        id="derivations",
        number="Section 2, Appendix B",
        statement="Scales, thresholds and bounds follow from their definitions, step by step.",
        formula=r"P\simeq\frac{vm^3}{1-f},\quad vm^{L+1},\quad vm^L",
        evidence=("symbolic", "exact"),
        restriction="Averages over grammars are exact; heuristic steps are marked as such.",
        expected=Outcome.HOLDS,
        experiment="derivations",
    ),
    Claim(
        id="balance",
        number="Assumption 1 (balanced)",
        statement="Every grammatical tuple occurs with probability of order 1/(vm).",
        formula=r"\Pr[T^{(\ell)}=\nu]\ge c_{\mathrm{bal}}/(vm)",
        evidence=("exact",),
        restriction=(
            "As v grows at fixed f. In small vocabularies a symbol may never occur at the chosen "
            "site: then c_bal = 0 and no number of strings suffices there."
        ),
        expected=Outcome.IN_PART,
        experiment="assumptions",
    ),
    Claim(
        id="separation",
        number="Assumption 1 (separated)",
        statement="Any two parents have context vectors at distance of order √(1−f)/m.",
        formula=r"\|\mu_{\ell,a}-\mu_{\ell,b}\|_2\ge c_{\mathrm{sep}}\sqrt{1-f}/m",
        evidence=("exact",),
        restriction=(
            "As v grows at fixed f. In small vocabularies two parents may have equal centres; and "
            "the closest pair is closer than the typical one."
        ),
        expected=Outcome.IN_PART,
        experiment="assumptions",
    ),
    Claim(
        id="scale",
        number="Appendix B.1",
        statement="The squared distance of a context vector from its mean is about (1−f)/m².",
        formula=r"\mathbb{E}\,\|\varphi_\ell(\nu)-\pi_\ell\|_2^2\simeq(1-f)/m^2",
        evidence=("exact",),
        restriction="Mean over parents and grammars, one target token; exact as v grows.",
        expected=Outcome.HOLDS,
        experiment="assumptions",
    ),
    Claim(
        id="stability",
        number="Assumption 2",
        statement="Errors up to an eighth of the separation leave the clustering as it is.",
        formula=r"\max_i\|y_i-\mu_{a(i)}\|_2\le\Delta/8\ \Rightarrow\ \text{true partition}",
        evidence=("Monte Carlo",),
        restriction="Random and adversarial errors, m points a cluster; no proof for k-means.",
        expected=Outcome.HOLDS,
        experiment="stability",
    ),
    Claim(
        id="lemma-1",
        number="Lemma 1",
        statement="Synonyms have identical context vectors.",
        formula=r"\mathrm{par}(\nu)=\mathrm{par}(\nu')"
        r"\ \Rightarrow\ \varphi_\ell(\nu)=\varphi_\ell(\nu')",
        evidence=("exact", "Monte Carlo"),
        restriction="",
        expected=Outcome.HOLDS,
        experiment="lemma1",
    ),
    Claim(
        id="lemma-2",
        number="Lemma 2",
        statement="After N draws an empirical context vector errs by at most C√(log(2/η)/N).",
        formula=r"\Pr\bigl[\|\hat\varphi-\varphi\|_2\ge(1+\sqrt{\ln(1/\eta)})/\sqrt{N}\bigr]\le\eta",
        evidence=("Monte Carlo",),
        restriction="An upper bound: the typical error is smaller.",
        expected=Outcome.HOLDS,
        experiment="concentration",
    ),
    Claim(
        id="theorem-2",
        number="Theorem 2, Eq. (3)",
        statement="Enough strings recover every level below the root with probability 1−δ.",
        formula=r"P\ge\frac{8}{\kappa^2p_{\min}\Delta^2}\ln\frac{2(L-1)vm}{\delta}"
        r"\ \Rightarrow\ \Pr[\text{recovery}]\ge1-\delta",
        evidence=("Monte Carlo",),
        restriction="In the form of the grammar's own p_min and Δ; void where either is 0. Loose.",
        expected=Outcome.HOLDS,
        experiment="sufficiency",
    ),
    Claim(
        id="figure-3",
        number="Figure 3 (left)",
        statement="ILC's accuracy collapses when strings are counted in units of vm³.",
        formula=r"P^*\propto vm^3",
        evidence=("Monte Carlo",),
        restriction="v = 8, s = 3, L = 5; one tuple, all cousin tokens, top level (our reading).",
        expected=Outcome.HOLDS,
        experiment="recovery",
    ),
)


def claim(id: str) -> Claim:
    """The claim of this id."""
    return next(c for c in CLAIMS if c.id == id)

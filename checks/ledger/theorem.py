"""The theorem: its scales, assumptions and lemmas, and what lies on its other side."""

from __future__ import annotations

from ownlatents.checks.ledger.claim import Claim
from ownlatents.checks.measure.verdicts import Outcome

THEOREM: tuple[Claim, ...] = (
    Claim(
        id="derivations",
        number="Section 2, Appendix B",
        statement="Scales, thresholds and bounds follow from their definitions, step by step.",
        formula=r"P\simeq\frac{vm^3}{1-f},\quad vm^{L+1},\quad vm^L",
        evidence=("symbolic", "exact"),
        restriction="Averages over grammars are exact; heuristic steps are marked as such.",
        expected=Outcome.HOLDS,
        experiment="derivations",
        figures=("1", "regimes"),
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
        derivations=("balance",),
        rests_on=("derivations",),
        figures=("assumptions",),
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
        derivations=("context-distance",),
        rests_on=("scale",),
        figures=("assumptions",),
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
        derivations=("contraction", "cousin-correlation", "context-distance", "published-forms"),
        rests_on=("derivations",),
        figures=("assumptions",),
    ),
    Claim(
        id="stability",
        number="Assumption 2",
        statement="Errors up to an eighth of the separation leave the clustering as it is.",
        formula=r"\max_i\|y_i-\mu_{a(i)}\|_2\le\Delta/8\ \Rightarrow\ \text{true partition}",
        evidence=("formal", "Monte Carlo"),
        restriction="Proved for farthest-first traversal (every κ < 1/4), measured for k-means.",
        expected=Outcome.HOLDS,
        experiment="stability",
        formal=("farthest_first_stable",),
        figures=("stability",),
    ),
    Claim(
        id="lemma-1",
        number="Lemma 1",
        statement="Synonyms have identical context vectors.",
        formula=r"\mathrm{par}(\nu)=\mathrm{par}(\nu')"
        r"\ \Rightarrow\ \varphi_\ell(\nu)=\varphi_\ell(\nu')",
        evidence=("formal", "exact", "Monte Carlo"),
        restriction="",
        expected=Outcome.HOLDS,
        experiment="lemma1",
        formal=("synonyms_share_context",),
        figures=("2", "lemma1"),
    ),
    Claim(
        id="lemma-2",
        number="Lemma 2",
        statement="After N draws an empirical context vector errs by at most C√(log(2/η)/N).",
        formula=r"\Pr\bigl[\|\hat\varphi-\varphi\|_2\ge(1+\sqrt{\ln(1/\eta)})/\sqrt{N}\bigr]\le\eta",
        evidence=("symbolic", "formal", "Monte Carlo"),
        restriction="An upper bound: the typical error is smaller.",
        expected=Outcome.HOLDS,
        experiment="concentration",
        formal=("context_second_moment", "context_concentration"),
        derivations=("lemma-2",),
        figures=("concentration",),
    ),
    Claim(
        id="theorem-2",
        number="Theorem 2, Eq. (3)",
        statement="Enough strings recover every level below the root with probability 1−δ.",
        formula=r"P\ge\frac{(1+\sqrt\Lambda)^2}{(1-\sqrt2\,r)\,r^2\,p_{\min}},"
        r"\ r=\kappa\Delta,\ \Lambda=\ln\frac{2(L-1)vm}{\delta}"
        r"\ \Rightarrow\ \Pr[\text{recovery}]\ge1-\delta",
        evidence=("symbolic", "formal", "Monte Carlo"),
        restriction="In the form of the grammar's own p_min and Δ; void where either is 0. Loose.",
        expected=Outcome.HOLDS,
        experiment="sufficiency",
        formal=(
            "theorem_2_instance",
            "theorem_2_sharp",
            "theorem_2",
            "theorem_2_best_site",
            "family_recovery",
            "certificate_sound",
            "executable_ilc_correct",
        ),
        derivations=("theorem-2",),
        rests_on=("balance", "separation", "stability", "lemma-1", "lemma-2"),
        figures=("sufficiency",),
    ),
    Claim(
        id="necessity",
        number="beyond the paper: the other side",
        statement="Where symbols look alike at a site or never occur there, no algorithm that sees "
        "the site alone succeeds with any number of strings; at f = 1 none at all.",
        formula=r"\Pr_1[\text{wrong}]+\Pr_2[\text{wrong}]\ge1\quad\text{for every }P",
        evidence=("formal", "exact"),
        restriction=(
            "From whole strings: f = 1, and a planted grammar with c_bal = 1. In general for "
            "algorithms that see what ILC sees at one site."
        ),
        expected=Outcome.HOLDS,
        experiment="necessity",
        formal=(
            "equal_contexts_impossible",
            "interchangeable_impossible",
            "unseen_symbols_impossible",
            "full_grammar_impossible",
            "planted_grammar_impossible",
        ),
        figures=("necessity",),
    ),
)

"""The ledger: one row for each statement of the paper that is tested here."""

from __future__ import annotations

from dataclasses import dataclass

from checks.verdicts import Outcome


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
        formal: theorems of `theory/formal` that prove it.
    """

    id: str
    number: str
    statement: str
    formula: str
    evidence: tuple[str, ...]
    restriction: str
    expected: Outcome
    experiment: str
    formal: tuple[str, ...] = ()


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
        evidence=("formal", "Monte Carlo"),
        restriction="Proved for farthest-first traversal (every κ < 1/4), measured for k-means.",
        expected=Outcome.HOLDS,
        experiment="stability",
        formal=("farthest_first_stable",),
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
    ),
    Claim(
        id="success-curve",
        number="beyond the paper: success curve",
        statement="A grammar's exact law predicts the success of a learner that knows the centres.",
        formula=r"\Pr[\hat h(\nu)\ne a]\simeq\Pr\Bigl[\exists b:\xi\cdot(\mu_b-\mu_a)"
        r">\tfrac12\|\mu_b-\mu_a\|^2\Bigr],\ \xi\sim\mathcal N(0,\Sigma_a/N)",
        evidence=("exact", "Monte Carlo"),
        restriction="Gaussian noise, no fitted parameter; within 0.1 at every number of strings.",
        expected=Outcome.HOLDS,
        experiment="success",
    ),
    Claim(
        id="exponents",
        number="Section 3, beyond Fig. 3",
        statement="ILC with k-means needs strings in proportion to v, to m³ and to 1/(1−f).",
        formula=r"P^*\propto v^1\,m^3\,(1-f)^{-1}",
        evidence=("Monte Carlo",),
        restriction=(
            "Half of the tuples of one level right; s = 2, v = 9 to 64. Of the laws compared "
            "vm³/(1−f) describes k-means best there, though with an exponent of m below 3; for "
            "90 % of the tuples m³/(1−f) + vm does, and vm³/(1−f) is excluded."
        ),
        expected=Outcome.IN_PART,
        experiment="exponents",
    ),
    Claim(
        id="known-centres",
        number="beyond the paper: known centres",
        statement="A learner that knows the centres needs no factor v beyond seeing every tuple.",
        formula=r"P^*\propto m^3/(1-f)+vm",
        evidence=("Monte Carlo",),
        restriction="Half of the tuples of one level right; s = 2, v = 9 to 512.",
        expected=Outcome.HOLDS,
        experiment="exponents",
    ),
    Claim(
        id="depth",
        number="Theorem 2 and Eq. (1): depth",
        statement="Own latents need as many strings at any depth, tokens and labels m times more "
        "for each level.",
        formula=r"P^*_{\text{latents}}\propto L^0,\quad P^*_{\text{tokens}}\propto m^{L+1},\quad "
        r"P^*_{\text{labels}}\propto m^L",
        evidence=("Monte Carlo",),
        restriction=(
            "v = 16, m = 8, s = 2, k-means; mean accuracy of a level with the levels below known. "
            "In whole fits from strings errors below add to those above."
        ),
        expected=Outcome.HOLDS,
        experiment="depth",
    ),
    Claim(
        id="clusterers",
        number="beyond the paper: clusterers",
        statement="A better clusterer and all tuples of a string bring ILC's strings down to a "
        "quarter.",
        formula=r"P^*_{\text{balanced, pooled}}\le\tfrac14\,P^*_{\text{ILC}}",
        evidence=("Monte Carlo",),
        restriction=(
            "Half of the top level right, v = 8, s = 3, L = 5, m = 8 and 16; classes of equal "
            "size are assumed, as rules have them. More than the oracle arm needs."
        ),
        expected=Outcome.HOLDS,
        experiment="clusterers",
    ),
    Claim(
        id="tightness",
        number="Theorem 2, Appendix B.2",
        statement="The bound asks for about a thousand times too many strings, and no single step "
        "of its proof loses most of them.",
        formula=r"P_{\mathrm{Thm\,2}}/P^*\approx10^3\approx6\cdot4\cdot4\cdot3\cdot3",
        evidence=("Monte Carlo",),
        restriction=(
            "δ = 0.05, κ = 1/8, one cousin token, k-means, levels below known; v = 8 to 32. Taken "
            "as about a thousand: 100 to 10 000."
        ),
        expected=Outcome.HOLDS,
        experiment="tightness",
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
    Claim(
        id="slc-collapse",
        number="Figures 3 (right) and 11",
        statement="SLC, trained by gradient descent, needs strings in proportion to vm³.",
        formula=r"P^*_{\mathrm{SLC}}\propto vm^3/(1-f)",
        evidence=("trained",),
        restriction=(
            "The paper's v = 10, m = 7 to 15, s = 3, L = 4, 5000 steps; v = 8, m = 2 to 5, L = 4, "
            "and v = 8, 12, 16, m = 3, L = 3, s = 2, 4000 steps. Gradients stopped between "
            "modules, logarithms in the pair losses, margins that follow codes. Thresholds gather "
            "in these units far more than in the rivals', but grow by less than m³, about as m² "
            "at the paper's sizes, where they are a fifth to a third of the paper's."
        ),
        expected=Outcome.IN_PART,
        experiment="slc_collapse",
    ),
    Claim(
        id="slc-levels",
        number="Eq. (1), Figure 10",
        statement="SLC's levels need equally many strings with own latents as targets, ever more "
        "with visible tokens.",
        formula=r"P_\ell\simeq vm^3\ \text{(latents)},\quad vm^{\ell+2}\ \text{(tokens)}",
        evidence=("trained",),
        restriction=(
            "v = 8, m = 3, s = 2, L = 4; a control that the paper does not have. From level 2 to 3 "
            "tokens need about m times more than latents do; level 1 needs fewest by either."
        ),
        expected=Outcome.IN_PART,
        experiment="slc_levels",
    ),
    Claim(
        id="slc-rules",
        number="Figure 9",
        statement="SLC learns by local rules; without a teacher it collapses unless gradients are "
        "stopped between predictor and clusterer too.",
        formula=r"\partial L_\ell/\partial W_{\ell'}=0\quad(\ell'<\ell)",
        evidence=("trained",),
        restriction=(
            "v = 8, m = 3, s = 2, L = 3. With our losses none collapses. With products in them, or "
            "with the paper's hyperparameters, every network with a teacher merges classes; by the "
            "latter, without a teacher or any stop, one of six ends with a single code."
        ),
        expected=Outcome.IN_PART,
        experiment="slc_rules",
    ),
    Claim(
        id="slc-merges",
        number="Eqs. (8) to (10)",
        statement="SLC merges the classes whose contexts are more alike than its margin, however "
        "many strings it has; a margin that follows the number of codes keeps them apart.",
        formula=r"S_{ab}>\frac{S_m+\lambda_{\mathrm{sep}}}{1+\lambda_{\mathrm{sep}}}",
        evidence=("trained",),
        restriction=(
            "v = 8, m = 2 to 5, and v = 16, m = 3; s = 2, L = 3; 8 units of vm³/(1−f). Not in the "
            "paper: our reading of its losses, and our cure, which tells the learner v."
        ),
        expected=Outcome.HOLDS,
        experiment="slc_merges",
    ),
    Claim(
        id="slc-depth",
        number="Figure 12",
        statement="SLC needs equally many strings at any depth.",
        formula=r"P^*_{\mathrm{SLC}}\propto L^0",
        evidence=("trained",),
        restriction=(
            "v = 8, m = 3, s = 2, L = 3 to 5, and the paper's v = 16, m = 8, s = 3 at L = 3 and 5 "
            "of its 3 to 7."
        ),
        expected=Outcome.HOLDS,
        experiment="slc_depth",
    ),
    Claim(
        id="data2vec-online",
        number="Section 5, Figures 4, 5 and 13",
        statement="Training by data2vec finds the levels one after the other, and the root.",
        formula=r"t_1<t_2<\dots<t_{L-1}",
        evidence=("trained",),
        restriction=(
            "v = 6, m = 2, 3, s = 2, L = 3, and v = 16, m = 3, L = 4, of which the paper has m = 3 "
            "to 7; encoders of width 128; fresh strings. At m = 2 the levels follow so close that "
            "not all grammars show their order. At L = 4 the root is three quarters right after "
            "6000 steps, and still rising."
        ),
        expected=Outcome.IN_PART,
        experiment="data2vec_online",
    ),
    Claim(
        id="data2vec-offline",
        number="Section 5, Figure 14",
        statement="On a fixed set of strings data2vec needs about vm³ of them.",
        formula=r"P^*_{\mathrm{data2vec}}\propto vm^3/(1-f)",
        evidence=("trained",),
        restriction=(
            "s = 2; v = 6, m = 2, 3, 4 and v = 24, m = 3 at L = 3; v = 16, m = 3 at L = 4, where "
            "the paper has m = 3 to 7; width 128, 4000 to 14 000 steps. Level 2 agrees; level 1 "
            "needs ever fewer of these units as m grows, and at m = 2 an untrained encoder nearly "
            "tells the root. At v = 24 level 2 stays at about half in these steps. Width 64, at "
            "twice the rate in twice the steps, needs more strings for level 1; for level 2 and "
            "the root it is not told apart. At L = 4 an MLP probe is half right about the root "
            "from 11 units, in the paper from 10, a linear one from 46, there from 11."
        ),
        expected=Outcome.IN_PART,
        experiment="data2vec_offline",
    ),
    Claim(
        id="objectives",
        number="Section 6: the next step",
        statement="The same encoder learns the tree from fewer strings by data2vec than by tokens.",
        formula=r"P^*_{\mathrm{data2vec}}<P^*_{\mathrm{tokens}}",
        evidence=("trained",),
        restriction=(
            "v = 6, m = 3, 4, L = 3, where theory gives tokens a factor m only, and v = 16, m = 3, "
            "L = 4; s = 2; the best moment of equal trainings on equal strings. Next tokens need "
            "seven to ten times the strings of data2vec at L = 4, and still trail it from the "
            "most. Masked tokens need more at m = 3, L = 3 and about as many at m = 4; at L = 4 "
            "fewer for level 3, five times as many for the root."
        ),
        expected=Outcome.IN_PART,
        experiment="data2vec_offline",
    ),
)


def claim(id: str) -> Claim:
    """The claim of this id."""
    return next(c for c in CLAIMS if c.id == id)

"""What each claim hangs together with: derivations, claims that it rests on, figures."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Links:
    """Of one claim.

    Attributes:
        derivations: names of `theory.derivations`.
        rests_on: ids of claims that it uses.
        figures: names that `ownlatents figures` takes.
    """

    derivations: tuple[str, ...] = ()
    rests_on: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()


_LINKS = {
    "derivations": Links(figures=("1", "regimes")),
    "balance": Links(("balance",), ("derivations",)),
    "scale": Links(
        ("contraction", "cousin-correlation", "context-distance", "published-forms"),
        ("derivations",),
    ),
    "separation": Links(("context-distance",), ("scale",)),
    "lemma-1": Links(figures=("2",)),
    "lemma-2": Links(("lemma-2",)),
    "theorem-2": Links(
        ("theorem-2",), ("balance", "separation", "stability", "lemma-1", "lemma-2")
    ),
    "success-curve": Links(("sharp-laws",), ("scale",)),
    "exponents": Links(("thresholds",), ("scale",), ("exponents",)),
    "known-centres": Links(("sharp-laws",), ("success-curve",), ("exponents",)),
    "depth": Links(
        ("thresholds", "tree-distance", "token-correlation", "root-correlation"),
        ("derivations", "theorem-2"),
        ("1", "depth"),
    ),
    "clusterers": Links((), ("stability",), ("clusterers",)),
    "tightness": Links(("theorem-2",), ("theorem-2",)),
    "figure-3": Links(("thresholds",), ("theorem-2",), ("3", "11")),
    "slc-collapse": Links(("thresholds",), ("theorem-2",), ("3", "11")),
    "slc-levels": Links(("thresholds", "token-correlation"), ("theorem-2",), ("10",)),
    "slc-rules": Links((), ("theorem-2",), ("9",)),
    "slc-merges": Links((), ("slc-rules",), ()),
    "slc-depth": Links(("thresholds",), ("theorem-2",), ("12",)),
    "data2vec-online": Links((), ("theorem-2",), ("4", "5", "13")),
    "data2vec-offline": Links(("thresholds",), ("theorem-2",), ("14",)),
    "objectives": Links((), ("theorem-2",), ("objectives",)),
}


def links(claim: str) -> Links:
    """Of the claim of this id; none where nothing is entered."""
    return _LINKS.get(claim, Links())

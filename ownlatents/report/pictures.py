"""Which pictures stand on the page, and what each claim links to."""

from __future__ import annotations

from dataclasses import replace

from ownlatents.checks.ledger import CLAIMS, Claim
from ownlatents.checks.ledger.verification import Verification
from ownlatents.paper_figs import PICTURES, picture
from ownlatents.paper_figs.drawing import Drawing, drawing


def pictures_of(claim: Claim) -> list[str]:
    """The pictures of a claim's figures: those of its own experiment, and diagrams."""
    return [
        name
        for figure in claim.figures
        for name in PICTURES[figure]
        if not picture(name).EXPERIMENTS or claim.experiment in picture(name).EXPERIMENTS
    ]


def drawings(verification: Verification) -> list[Drawing]:
    """The pictures of every claim whose experiment is complete, in the order of `PICTURES`."""
    judged = [claim for claim in CLAIMS if claim.experiment in verification.rows]
    wanted = {name for claim in judged for name in pictures_of(claim)}
    found = {
        name: source if source.complete else replace(source, rows=())
        for name, source in verification.sources.items()
    }
    names = [name for names in PICTURES.values() for name in names if name in wanted]
    return [drawing(name, found) for name in names]

"""The ledger: one row for each statement of the paper that is tested here, in the paper's order."""

from __future__ import annotations

from ownlatents.checks.ledger.claim import Claim
from ownlatents.checks.ledger.clustering import CLUSTERING
from ownlatents.checks.ledger.networks import NETWORKS
from ownlatents.checks.ledger.theorem import THEOREM

CLAIMS: tuple[Claim, ...] = (*THEOREM, *CLUSTERING, *NETWORKS)


def claim(id: str) -> Claim:
    """The claim of this id."""
    return next(c for c in CLAIMS if c.id == id)


__all__ = ["CLAIMS", "Claim", "claim"]

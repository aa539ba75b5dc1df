"""The ledger: one row for each statement of the paper that is tested here, in the paper's order."""

from __future__ import annotations

from ownlatents.checks.claims.claim import Claim
from ownlatents.checks.claims.clustering import CLUSTERING
from ownlatents.checks.claims.networks import NETWORKS
from ownlatents.checks.claims.theorem import THEOREM

CLAIMS: tuple[Claim, ...] = (*THEOREM, *CLUSTERING, *NETWORKS)


def claim(id: str) -> Claim:
    """The claim of this id."""
    return next(c for c in CLAIMS if c.id == id)


__all__ = ["CLAIMS", "Claim", "claim"]

"""The ledger: one row for each statement of the paper that is tested here, in the paper's order."""

from __future__ import annotations

from checks.claims.claim import Claim
from checks.claims.clustering import CLUSTERING
from checks.claims.networks import NETWORKS
from checks.claims.theorem import THEOREM

CLAIMS: tuple[Claim, ...] = (*THEOREM, *CLUSTERING, *NETWORKS)


def claim(id: str) -> Claim:
    """The claim of this id."""
    return next(c for c in CLAIMS if c.id == id)


__all__ = ["CLAIMS", "Claim", "claim"]

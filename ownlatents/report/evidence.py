"""How much evidence of each kind a claim has, in numbers that come from rows and derivations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ownlatents.checks.ledger import Claim
from ownlatents.checks.ledger.stored import Stored
from ownlatents.checks.sweep import Row

_MEASURED = ("exact", "Monte Carlo", "trained")


def evidence(
    claim: Claim, derivations: Sequence[Row], sources: Mapping[str, Stored]
) -> dict[str, str]:
    """For each kind of evidence that a claim has, how much there is of it.

    Args:
        claim: of the ledger.
        derivations: rows of the experiment of this name; empty where it was not run.
        sources: where the measured rows come from; empty where that is not known.
    """
    found = {}
    for kind in claim.evidence:
        if kind == "symbolic":
            found[kind] = _steps(claim, derivations)
        elif kind == "formal":
            many = len(claim.formal)
            found[kind] = f"{many} theorem{'s' if many > 1 else ''}"
        elif kind in _MEASURED:
            found[kind] = _rows(sources.get(claim.experiment))
    return found


def _steps(claim: Claim, derivations: Sequence[Row]) -> str:
    """Verified steps of the derivations of a claim, of all of them where it names none."""
    named = claim.derivations
    steps = [
        step for row in derivations if row["name"] in named or not named for step in row["steps"]
    ]
    verified = sum(step["verified"] is True for step in steps)
    return f"{verified} of {len(steps)} steps verified" if steps else "not run"


def _rows(source: Stored | None) -> str:
    if source is None:
        return "measured"
    if not source.complete:
        return "not run"
    return f"{len(source.rows)} rows, {source.profile}"

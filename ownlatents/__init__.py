"""Companion to "Learn from your own latents and not from tokens" (arXiv:2605.27734).

Its parts, each of which imports only what stands below it:

- `ownlatents.paper_figs`: the paper's figures,
- `ownlatents.checks`: experiments, verdicts and the ledger of claims,
- `ownlatents.models`: learners,
- `ownlatents.sim`: the Random Hierarchy Model,
- `ownlatents.theory`: scales, thresholds and bounds.
"""

__version__ = "0.1.0"

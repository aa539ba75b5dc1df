"""The Random Hierarchy Model: grammars, their exact law, inference and strings."""

from ownlatents.sim.assumptions import Assumptions, LevelAssumptions, assumptions, best_sites
from ownlatents.sim.belief import Posterior, posterior
from ownlatents.sim.context import OBSERVABLES, Context, Observable
from ownlatents.sim.corpus import Corpus
from ownlatents.sim.counts import expected_counts, sample_counts
from ownlatents.sim.grammar import Grammar
from ownlatents.sim.law import Law
from ownlatents.sim.params import RHMParams
from ownlatents.sim.strings import RecordedStrings
from ownlatents.sim.synonyms import resample_synonyms

__all__ = [
    "OBSERVABLES",
    "Assumptions",
    "Context",
    "Corpus",
    "Grammar",
    "Law",
    "LevelAssumptions",
    "Observable",
    "Posterior",
    "RHMParams",
    "RecordedStrings",
    "assumptions",
    "best_sites",
    "expected_counts",
    "posterior",
    "resample_synonyms",
    "sample_counts",
]

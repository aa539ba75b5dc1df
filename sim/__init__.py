"""The Random Hierarchy Model: grammars, their exact law, inference and strings."""

from sim.assumptions import Assumptions, LevelAssumptions, assumptions, best_sites
from sim.belief import Posterior, posterior
from sim.context import OBSERVABLES, Context, Observable
from sim.corpus import Corpus
from sim.counts import expected_counts, sample_counts
from sim.errors import InputError
from sim.files import replacing
from sim.grammar import Grammar
from sim.law import Law
from sim.params import RHMParams
from sim.strings import RecordedStrings
from sim.synonyms import resample_synonyms

__all__ = [
    "OBSERVABLES",
    "Assumptions",
    "Context",
    "Corpus",
    "Grammar",
    "InputError",
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
    "replacing",
    "resample_synonyms",
    "sample_counts",
]

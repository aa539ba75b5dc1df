"""Learners of the hidden hierarchy, in torch: iterative latent clustering and its rivals."""

from ownlatents.models.clusterers import BatchedKMeans, Clusterer, KMeans, NearestCentre, Ward
from ownlatents.models.contexts import ContextCounter, TupleContexts
from ownlatents.models.decoder import Decoder, exactly_recovered, relabellings
from ownlatents.models.farthest import FarthestFirst
from ownlatents.models.ilc import ILC, Recovery
from ownlatents.models.mixture import BalancedMixture, Mixture
from ownlatents.models.scores import level_accuracies, level_agreements, matched_accuracy
from ownlatents.models.spectral import Spectral

__all__ = [
    "ILC",
    "BalancedMixture",
    "BatchedKMeans",
    "Clusterer",
    "ContextCounter",
    "Decoder",
    "FarthestFirst",
    "KMeans",
    "Mixture",
    "NearestCentre",
    "Recovery",
    "Spectral",
    "TupleContexts",
    "Ward",
    "exactly_recovered",
    "level_accuracies",
    "level_agreements",
    "matched_accuracy",
    "relabellings",
]

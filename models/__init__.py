"""Learners of the hidden hierarchy, in torch: iterative latent clustering and its rivals."""

from models.clusterers import BatchedKMeans, Clusterer, KMeans, NearestCentre, Ward
from models.contexts import ContextCounter, TupleContexts
from models.decoder import Decoder, exactly_recovered, relabellings
from models.farthest import FarthestFirst
from models.ilc import ILC, Recovery
from models.mixture import BalancedMixture, Mixture
from models.scores import level_accuracies, level_agreements, matched_accuracy
from models.spectral import Spectral

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

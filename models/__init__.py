"""Learners of the hidden hierarchy, in torch: iterative latent clustering and its rivals."""

from models.clusterers import BatchedKMeans, Clusterer, KMeans, NearestCentre, Ward
from models.contexts import ContextCounter, TupleContexts
from models.decoder import Decoder, exactly_recovered, relabellings
from models.ilc import ILC, Recovery
from models.scores import level_accuracies, level_agreements, matched_accuracy

__all__ = [
    "ILC",
    "BatchedKMeans",
    "Clusterer",
    "ContextCounter",
    "Decoder",
    "KMeans",
    "NearestCentre",
    "Recovery",
    "TupleContexts",
    "Ward",
    "exactly_recovered",
    "level_accuracies",
    "level_agreements",
    "matched_accuracy",
    "relabellings",
]

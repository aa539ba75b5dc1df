"""What `models` refuses: calls of each entry point, and words of the sentence."""

import numpy as np
import torch

from ownlatents import models
from ownlatents.models.learners import Learner
from ownlatents.sim import Context, Corpus
from tests.sim.bad_input import FLAT, OTHER, STRINGS, G

DECODER = models.Decoder(4, 2, (torch.zeros(25, dtype=torch.int32),))


def clusterer(make):
    return [
        (lambda: make(n_init=0), "n_init=0", "at least 1"),
        (lambda: make(n_init=2.5), "n_init=2.5", "whole number"),
        (lambda: make(n_init=True), "n_init=True", "whole number"),
        (lambda: make(restarts=3), "restarts=3", "one of n_init"),
    ]


TABLE = {
    "ILC": [
        (lambda: models.ILC(seed=-1), "seed=-1", "non-negative"),
        (lambda: models.ILC(device="abacus"), "device='abacus'", "torch device"),
        (lambda: models.ILC(context="latent"), "context='latent'", "Context"),
        (lambda: models.ILC(clusterer="k-means"), "clusterer='k-means'", "Clusterer"),
        (lambda: models.ILC().fit(STRINGS), "ndarray", "Corpus"),
        (lambda: models.ILC().fit(Corpus(FLAT, 5, 0)), "L=1", "at least 2"),
        (lambda: models.ILC().fit_many([]), "sources of sizes []"),
        (lambda: models.ILC().fit_level([G, OTHER], 0, P=5, seed=0), "equal sizes"),
    ],
    "BalancedMixture": clusterer(models.BalancedMixture),
    "BatchedKMeans": clusterer(models.BatchedKMeans),
    "KMeans": clusterer(models.KMeans),
    "Mixture": clusterer(models.Mixture),
    "Spectral": clusterer(models.Spectral),
    "NearestCentre": [
        (lambda: models.NearestCentre(["grammar"], Context()), "grammars[0]='grammar'"),
        (lambda: models.NearestCentre([G], "latent"), "context='latent'"),
        (lambda: models.NearestCentre([G], Context()).labels([], 4, 0, 0), "0 problems"),
    ],
    "ContextCounter": [
        (lambda: models.ContextCounter(0, 4, 2, 2, "cpu"), "B=0", "at least 1"),
        (lambda: models.ContextCounter(1, 10**6, 2, 2, "cpu"), "2^28"),
    ],
    "Decoder": [
        (lambda: models.Decoder(1, 2), "v=1", "at least 2"),
        (
            lambda: models.Decoder(4, 2, (torch.zeros(16).int(),)),
            "16 labels",
            "(v+1)^s=25",
        ),
        (lambda: DECODER.decode([[0, 1, 2]]), "(1, 3)", "a multiple of 2"),
        (lambda: DECODER.decode([[0, 9]]), "token 9", "0 to 3"),
    ],
    "exactly_recovered": [(lambda: models.exactly_recovered(DECODER, OTHER), "v=4", "v=5")],
    "relabellings": [(lambda: models.relabellings(DECODER, OTHER), "v=4", "v=5")],
    "level_accuracies": [
        (lambda: models.level_accuracies(DECODER, [np.zeros((1, 3), int)]), "(1, 3)"),
        (lambda: models.level_accuracies(DECODER, [STRINGS, STRINGS]), "shape (5, 4)", "(5, 8)"),
    ],
    "level_agreements": [
        (lambda: models.level_agreements(DECODER, models.Decoder(5, 2), STRINGS), "(4, 2, 1)"),
    ],
    "matched_accuracy": [
        (lambda: models.matched_accuracy([0], [0, 1], v=2), "(1,)", "(2,)"),
        (lambda: models.matched_accuracy([], [], v=2), "(0,)", "non-empty"),
        (lambda: models.matched_accuracy([3], [0], v=2), "labels", "0 to 2"),
        (lambda: models.matched_accuracy([0.5], [0], v=2), "labels", "integers"),
        (lambda: models.matched_accuracy([0], [0], v="two"), "v='two'", "integer"),
    ],
}

SUBMODULES = {
    "learners.Learner": [
        (lambda: Learner("perceptron"), "learner 'perceptron'", "slc, data2vec"),
        (lambda: Learner("slc").settings("huge"), "preset 'huge'", "paper"),
        (lambda: Learner("slc").settings("small", ["lr"]), "'lr'", "NAME=VALUE"),
        (lambda: Learner("slc").settings("small", ["lr=fast"]), "lr='fast'", "a number"),
        (lambda: Learner("slc").settings("small", ["lr=1e999"]), "lr=inf", "finite"),
        (lambda: Learner("mlm").settings("small", ["objective=ntp"]), "objective=ntp", "schedule"),
        (lambda: Learner("mlm").settings("small", ["schedule=2"]), "schedule.PART", "steps"),
        (lambda: Learner("mlm").settings("small", ["schedule.steps=0"]), "steps=0", "at least 1"),
        (lambda: Learner("mlm").settings("small", ["betas=(2.0,2.0)"]), "betas[0]=2.0", "1"),
    ],
}


UNCHECKED = {
    "Clusterer": "a protocol",
    "FarthestFirst": "takes nothing, and its problems come from a counter",
    "Recovery": "what a fit returns",
    "TupleContexts": "what a counter returns",
    "Ward": "takes nothing, and its problems come from a counter",
}

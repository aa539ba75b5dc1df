"""What `theory` refuses: calls of each entry point, and words of the sentence."""

import math

import numpy as np

from ownlatents import theory
from ownlatents.theory import centres, derivations, moments, oracle, partitions, replicas

SIZES = {"v": 8, "m": 4, "s": 2, "L": 4}
ENOUGH = {"p_min": 0.01, "separation": 0.1, "n_tuples": 8, "L": 3, "delta": 0.1}
LEVEL = oracle.LevelLaw(np.full(2, 0.5), np.eye(2), np.stack([np.eye(2)] * 2), m=2)


def enough(**changes):
    return theory.sufficient_strings(**{**ENOUGH, **changes})


def law(name="latent", **changes):
    return theory.threshold(name, **{**SIZES, **changes})


def level_law(parents=(0.5, 0.5), mu=((1, 0), (0, 1)), m=2):
    return oracle.LevelLaw(np.array(parents), np.array(mu), np.zeros((2, 2, 2)), m)


def agreement(above=0, strings=("az", "az"), to_tuple=(0,), to_target=(1, 0)):
    return moments.agreement(moments.exact(4, 2, 2), above, strings, to_tuple, to_target)


TABLE = {
    "context_scale": [(lambda: theory.context_scale(v=4, m=5, s=2), "m=5", "v^(s-1)=4")],
    "exceedance_bound": [
        (lambda: theory.exceedance_bound(math.nan), "scaled_radius=nan", "finite"),
        (lambda: theory.exceedance_bound("far"), "scaled_radius='far'"),
    ],
    "finite_threshold": [
        (lambda: theory.finite_threshold("latnt", **SIZES), "law 'latnt'", "latent, token"),
        (lambda: theory.finite_threshold("latent", **{**SIZES, "m": 9}), "m=9", "8"),
        (lambda: theory.finite_threshold("root", **{**SIZES, "L": 1}), "L=1", "at least 2"),
    ],
    "lemma2_radius": [
        (lambda: theory.lemma2_radius(10, 0), "probability=0", "positive"),
        (lambda: theory.lemma2_radius(10, 2), "probability=2", "at most 1"),
        (lambda: theory.lemma2_radius(0, 0.1), "draws=0", "at least 1"),
    ],
    "mean_squared_deviation": [
        (lambda: theory.mean_squared_deviation(2.0, 5), "squared_norm=2.0", "at most 1"),
        (lambda: theory.mean_squared_deviation(0.5, 0), "draws=0", "positive"),
    ],
    "sufficient_strings": [
        (lambda: enough(p_min=-1), "p_min=-1", "at least 0"),
        (lambda: enough(p_min=math.inf), "p_min=inf"),
        (lambda: enough(separation=-0.1), "separation=-0.1"),
        (lambda: enough(n_tuples=0), "n_tuples=0", "at least 1"),
        (lambda: enough(L=1), "L=1", "at least 2"),
        (lambda: enough(delta=2), "delta=2", "at most 1"),
        (lambda: enough(delta=-1), "delta=-1", "positive"),
        (lambda: enough(kappa=0), "kappa=0", "positive"),
        (lambda: enough(kappa=9, separation=1.0), "kappa=9", "1/2"),
        (lambda: enough(targets=0), "targets=0", "at least 1"),
    ],
    "threshold": [
        (lambda: law(m=8, v=4), "m=8", "v^(s-1)=4"),
        (lambda: law(v=-1), "v=-1", "at least 2"),
        (lambda: law(v=2.5), "v=2.5", "integer"),
        (lambda: law(s=1), "s=1", "at least 2"),
        (lambda: law(L=1), "L=1", "at least 2"),
        (lambda: law(L=True), "L=True", "integer"),
        (lambda: law("latnt"), "law 'latnt'", "one of latent, token"),
        (lambda: law(["latent"]), "law ['latent']"),
        (lambda: law("coverage", delta=-1), "delta=-1", "positive"),
        (lambda: law("coverage", delta=math.nan), "delta=nan"),
        (lambda: law("token", L=3000), "L=3000", "too large"),
    ],
}

SUBMODULES = {
    "centres.rules_with_symbol": [
        (lambda: centres.rules_with_symbol(4, 5, 2), "m=5", "v^(s-1)=4"),
        (lambda: centres.rules_with_symbol([4], 2, 2), "v=[4]", "integer"),
    ],
    "centres.expected_spread": [
        (lambda: centres.expected_spread(1, 1, 2), "v=1", "at least 2"),
        (lambda: centres.expected_spread(4, 2, 2, above=-1), "above=-1", "at least 0"),
    ],
    "centres.expected_pair_distance": [
        (lambda: centres.expected_pair_distance(4, 2, 2.5), "s=2.5", "integer"),
        (lambda: centres.expected_pair_distance(4, 2, 2, above=0.5), "above=0.5", "integer"),
    ],
    "derivations.derive": [
        (lambda: derivations.derive("nope"), "derivation 'nope'", "contraction"),
    ],
    "moments.exact": [
        (lambda: moments.exact(4, 5, 2), "m=5", "v^(s-1)=4"),
    ],
    "moments.balance_spread": [
        (lambda: moments.balance_spread((4, 2, 2), 1), "sizes=(4, 2, 2)", "Sizes"),
    ],
    "moments.contraction": [
        (lambda: moments.contraction("sizes"), "sizes='sizes'", "Sizes"),
    ],
    "moments.squared_marginals": [
        (lambda: moments.squared_marginals(moments.exact(4, 2, 2), -1), "depth=-1"),
    ],
    "moments.squared_root_correlation": [
        (lambda: moments.squared_root_correlation(moments.exact(4, 2, 2), 1.5), "depth=1.5"),
    ],
    "moments.agreement": [
        (lambda: agreement(above=-1), "above=-1", "at least 0"),
        (lambda: agreement(strings=()), "strings=()", "letters"),
        (lambda: agreement(to_tuple=()), "to_tuple=()", "at least one level"),
        (lambda: agreement(to_tuple=[0]), "to_tuple=[0]", "tuple"),
        (lambda: agreement(to_target=(-1,)), "to_target=-1", "at least 0"),
        (lambda: agreement(to_target=(0, 1)), "(0,) and", "part at the first step"),
    ],
    "oracle.LevelLaw": [
        (lambda: level_law(parents=(0.5, 0.6)), "sum 1"),
        (lambda: level_law(parents=(1.5, -0.5)), "sum 1"),
        (lambda: level_law(mu=((1, 0, 0), (0, 1, 0))), "(2,), (2, 3), (2, 2, 2)", "(v, D, D)"),
        (lambda: level_law(parents=()), "(0,)", "(v,)"),
        (lambda: level_law(m=0), "m=0", "at least 1"),
    ],
    "oracle.success": [
        (lambda: oracle.success([], [10]), "no laws"),
        (lambda: oracle.success([LEVEL], [-1]), "strings=-1", "at least 0"),
        (lambda: oracle.success(["law"], [10]), "law='law'", "LevelLaw"),
    ],
    "oracle.tuple_errors": [
        (lambda: oracle.tuple_errors(LEVEL, [math.nan]), "strings=nan"),
        (lambda: oracle.tuple_errors(LEVEL, ["ten"]), "strings='ten'"),
    ],
    "partitions.partitions": [
        (lambda: partitions.partitions(-1), "n=-1", "at least 0"),
    ],
    "replicas.Sizes": [
        (lambda: replicas.Sizes(1, 1, 1), "v=1 m=1 N=1", "v ≥ 2"),
        (lambda: replicas.Sizes(4, 5, 16), "m=5", "v·m ≤ N"),
    ],
}
"""The same of the modules that hold more than the package shows."""

UNCHECKED = {"Law": "an entry of LAWS"}

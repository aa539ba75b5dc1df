"""Rows as the experiments write them, with thresholds that are known."""

from itertools import product

from ownlatents.checks.experiments.concentration import DRAWS, RADII
from ownlatents.checks.experiments.slc_merges import MARGINS
from ownlatents.checks.experiments.stability import CLUSTERERS, ERRORS, KINDS
from ownlatents.checks.experiments.sufficiency import FRACTIONS, SIZES
from ownlatents.paper_figs import picture
from ownlatents.sim import RHMParams
from ownlatents.theory import threshold
from tests.checks.experiments import (
    test_assumption_verdicts,
    test_success_verdicts,
    test_tightness_verdicts,
)

SLC = [(10, m, 3, 4) for m in (7, 8, 10)]
SMALL = RHMParams(v=8, m=2, s=2, L=3)
OBSERVABLE = {"latent": "latent", "strings": "latent", "token": "token", "root": "root"}
NOISE = (0.8, 1.0, 1.25)
"""P* of each grammar over the planted one."""


def accuracy(P, star):
    """Rises through 1/2 at `star`, linearly in log P between neighbours a factor 4 apart."""
    return 0.5 if star == P else float(star < P)


def recovery_rows(constant=2.0, ms=(6, 8, 12)):
    """P* = constant · vm³/(1−f) for ILC, a quarter of that for its oracle."""
    rows = []
    for m in ms:
        unit = constant * threshold("latent", v=8, m=m, s=3, L=5)
        for seed, noise in enumerate(NOISE):
            for factor in (1 / 16, 1 / 4, 1, 4):
                P = unit * noise * factor
                arms = {"ilc": unit * noise, "oracle": unit * noise / 4}
                found = {arm: [1.0, accuracy(P, star)] for arm, star in arms.items()}
                rows.append({"m": m, "seed": seed, "P": P, **found})
    return rows


def network_rows(sizes, constant=3.0, **settings):
    """One batch of networks for each size and number of strings, a grammar each.

    The top level's hard labels need twice the strings of its probes.
    """
    rows = []
    for size, factor in product(sizes, (1 / 4, 1, 4)):
        p = RHMParams(*size)
        star = constant * threshold("latent", **p.as_dict())
        record = {
            "class_probe": accuracy(star * factor, star),
            "class_ceiling": 1.0,
            "latent_probe": accuracy(star * factor, star),
            "accuracy": [0.9, float(factor > 1)],
            "merged": [0, 0],
            "split": [0, 0],
            "step": 10,
            "finite": True,
            "loss_names": ["prediction 0", "clustering 0", "prediction 1"],
            "losses": [1.5, -0.1, 2.5],
        }
        records = [[{**record, "latent_probe": None, "step": 5}, record] for _ in NOISE]
        rows.append({**p.as_dict(), "P": star * factor, "records": records, **settings})
    return rows


def search_rows(sizes, arms, star):
    """Rows of adaptive searches: P* = star(arm, p) for each of three grammars, spread a little."""
    rows = []
    for p, (arm, seed) in product(sizes, product(arms, range(len(NOISE)))):
        for step, factor in enumerate((1 / 4, 1, 4)):
            P = star(arm, p) * NOISE[seed] * factor
            share = (0.0, 0.5, 1.0)[step]
            found = {"step": step, "P": P, "accuracy": share, "exact": share}
            rows.append({**p.as_dict(), "arm": arm, "seed": seed, **found})
    return rows


def law(arm, p):
    """Strings that an arm of a search needs."""
    times = 8 if arm == "paper's ILC" else 2
    return times * threshold(OBSERVABLE.get(arm, "latent"), **p.as_dict())


def encoder_rows(P=None):
    """Two networks for each of two m, as `training.trained` has them; learned after one step."""

    def record(step, P):
        return {
            "step": step,
            "finite": True,
            "collapsed": False,
            "accuracy": [0.1 + step / 200] * 4,
            "linear": (0.2 if P == 1000 else 0.45) * step / 100,
            "mlp": (0.4 if P == 1000 else 0.9) * step / 100,
            "few": 0.1,
            "synonym_scores": [[0.1 * layer, 0.2, 0.3] for layer in range(8)],
            "targets": {"ffn": [0.5, 0.6, 0.7]},
        }

    sizes = [RHMParams(v=16, m=m, s=2, L=4) for m in (4, 6)]
    return [
        {
            **p.as_dict(),
            "learner": learner,
            "changes": [],
            "preset": "small",
            "batch": 32,
            "P": strings,
            "records": [[record(step, strings) for step in (0, 50, 100)]] * 2,
        }
        for p in sizes
        for learner in ("data2vec", "mlm")
        for strings in (P or [-1])
    ]


def rule_rows():
    """Two rules of SLC; of each the last network breaks off with two classes merged."""
    rows = []
    for rule in ("end to end, teacher", "everywhere, no teacher"):
        rows += network_rows(SLC[2:], rule=rule, form="log")
    for row in rows:
        last = row["records"][-1]
        last[-1] = {**last[-1], "finite": False, "merged": [1, 0]}
    return rows


def merge_rows():
    """A class is merged at the upper of two levels of every network of a fixed margin."""
    return [
        {
            **SMALL.as_dict(),
            "P": 100,
            "margin": margin,
            "records": [[{"merged": [0, int(margin == "fixed")]}]] * len(NOISE),
        }
        for margin in MARGINS
    ]


def stability_rows():
    """Ward fails beyond Δ/8 in every second grammar, the others never; one grammar is void."""
    found = {
        f"{name}/{kind}/{error}": name != "Ward" or error <= 1 / 8
        for name, kind, error in product(CLUSTERERS, KINDS, ERRORS)
    }
    right = dict.fromkeys(found, True)
    return [{"seed": 0, "void": True}, *({"seed": 1, "void": False, **x} for x in (found, right))]


def sufficiency_rows():
    """Of four grammars a size all are recovered down to 4^-5, one down to 4^-6; one is void."""
    rows = []
    for p in SIZES:
        rows.append({**p.as_dict(), "seed": 0, "void": True})
        for seed, last in enumerate((5, 5, 5, 6), start=1):
            recovered = [i <= last for i in range(len(FRACTIONS))]
            rows.append({**p.as_dict(), "seed": seed, "void": False, "recovered": recovered})
    return rows


def concentration_rows():
    """Two grammars: of 100 groups each exceed x so many as 100·exp(−x²), in whole numbers."""
    survival = [int(100 * 2.718 ** -(x**2)) for x in RADII]
    found = {str(N): {"groups": 100, "survival": survival} for N in DRAWS}
    return [{"seed": seed, **found} for seed in (0, 1)]


def necessity_rows():
    """Two worlds of four tuples in which 0 and 1 have exchanged a rule."""
    one = [[[0, 2], 0], [[0, 3], 0], [[1, 2], 1], [[1, 3], 1]]
    other = [[[0, 2], 1], *one[1:2], [[1, 2], 0], *one[3:]]
    centres = [[0.0, 0.5, 0.5, 0.0]] * 2 + [[0.5, 0.0, 0.0, 0.5]] * 2
    planted = {"world": "planted", "parents": [one, other], "centres": centres}
    return [planted, {"world": "full", "parents": [], "centres": []}]


def planted_rows():
    """Rows of every experiment that a picture shows."""
    shallow = [RHMParams(v=v, m=8, s=2, L=2) for v in (12, 16, 32)]
    shallow += [RHMParams(v=32, m=m, s=2, L=2) for m in (4, 16)]
    deep = [RHMParams(v=16, m=8, s=2, L=L) for L in (2, 4, 8)]
    trees = [RHMParams(v=8, m=8, s=3, L=L) for L in (2, 5)]
    levels = [network_rows([(8, 2, 2, 3)], 3, target="latent")]
    levels += [network_rows([(8, 2, 2, 3)], 12, target="token")]
    chi2 = {"chi2": 30.0, "degrees": 20, "others_chi2": 800.0, "others_degrees": 4}
    return {
        "assumptions": test_assumption_verdicts.planted(),
        "lemma1": [{"seed": seed, **chi2} for seed in (0, 1)],
        "concentration": concentration_rows(),
        "stability": stability_rows(),
        "sufficiency": sufficiency_rows(),
        "necessity": necessity_rows(),
        "success": test_success_verdicts.planted(accuracy=0.1, level=0),
        "tightness": test_tightness_verdicts.planted(),
        "recovery": recovery_rows(),
        "exponents": search_rows(shallow, ("kmeans", "oracle"), law),
        "depth": search_rows(deep, ("latent", "strings", "token", "root"), law),
        "clusterers": search_rows(trees, ("Ward", "paper's ILC"), law),
        "slc_collapse": network_rows(SLC),
        "slc_depth": network_rows([(16, 8, 3, L) for L in (3, 4)]),
        "slc_rules": rule_rows(),
        "slc_merges": merge_rows(),
        "slc_levels": [row for its in levels for row in its],
        "data2vec_online": encoder_rows(),
        "data2vec_offline": encoder_rows([1000, 9000]),
    }


def shown(name, rows):
    """The data of a picture."""
    module = picture(name)
    return module.data({experiment: rows[experiment] for experiment in module.EXPERIMENTS})

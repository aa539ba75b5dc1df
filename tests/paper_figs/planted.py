"""Rows as the experiments write them, with thresholds that are known."""

from itertools import product

from ownlatents.sim import RHMParams
from ownlatents.theory import threshold

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
    """One batch of networks for each size and number of strings, a grammar each."""
    rows = []
    for size, factor in product(sizes, (1 / 4, 1, 4)):
        p = RHMParams(*size)
        star = constant * threshold("latent", **p.as_dict())
        record = {
            "class_probe": accuracy(star * factor, star),
            "latent_probe": accuracy(star * factor, star),
            "accuracy": [0.9, 0.8],
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

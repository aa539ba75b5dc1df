"""Rows of trained networks as experiments keep them, planted instead of trained."""

import numpy as np


def record(probe, levels, v, **more):
    """The last record of a network whose levels are all as right as its probe."""
    return {
        "step": 4000,
        "finite": True,
        "class_probe": float(probe),
        "latent_probe": float(probe),
        "class_ceiling": 1.0,
        "accuracy": [float(probe)] * levels,
        "merged": [0] * levels,
        "split": [0] * levels,
        "codes": [v] * levels,
        **more,
    }


def rising(P, star, v, sharpness=4.0):
    """Accuracy of a curve from chance to 1 that is half right near `star`."""
    return 1 / v + (1 - 1 / v) / (1 + (star / P) ** sharpness)


def planted(tasks, star, noise=0.02, change=None):
    """Rows of these tasks for curves that rise around `star(task)`, a grammar's luck apart."""
    rows = []
    for task in tasks:
        p, records = task.params, []
        for seed in range(task.settings["grammars"]):
            luck = np.exp(noise * np.random.default_rng([p.m, p.L, seed]).normal())
            probe = rising(task.settings["P"], star(task) * luck, p.v)
            its = record(probe, p.L - 1, p.v)
            records.append([change(task, seed, its) if change else its])
        rows.append({**task.settings, "records": records})
    return rows

"""Clusterers, and Figure 3 (left) at the paper's parameters."""

from __future__ import annotations

import resource
import tempfile
import time

from rich.console import Console

from ownlatents.checks.experiments import run as run_task
from ownlatents.checks.sweep import Store, Task, run_tasks
from ownlatents.checks.sweep.progress import Progress
from ownlatents.models import ILC, BatchedKMeans, KMeans
from ownlatents.sim import Corpus, Grammar, RHMParams
from tests.benchmarks.timing import line, seconds


def run() -> None:
    params = RHMParams(v=16, m=8, s=2, L=3)
    corpora = [Corpus(Grammar.sample(params, seed), 20_000, seed) for seed in range(8)]
    times = {
        type(arm).__name__: seconds(lambda arm=arm: ILC(clusterer=arm).fit_many(corpora), repeats=2)
        for arm in (KMeans(), BatchedKMeans())
    }
    ratio = times["KMeans"] / times["BatchedKMeans"]
    line(f"ILC on 8 grammars, {params}: batched k-means", f"{ratio:.1f} × scikit-learn's speed")


def run_figure3() -> None:
    """P from 2500 to 4e7 by factors of two, three grammars, k-means and the oracle arm."""
    tasks = [
        Task("recovery", 1, {"m": m, "seed": seed, "P": 40_000_000 >> k}, cost=(4e7 / 2**k) + 1e6)
        for m in (6, 8, 12, 16, 22, 32)
        for seed in range(3)
        for k in range(15)
    ]
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder, Progress(Console(), "Figure 3") as progress:
        run_tasks(tasks, run_task, Store(folder), progress)
    minutes = (time.perf_counter() - start) / 60
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1e6
    line("Figure 3 (left), P to 4e7, 3 grammars", f"{minutes:.1f} min", "under 15 min on 2 cores")
    line("  peak memory of a process", f"{peak:.2f} GB", "under 2 GB")

"""`python -m tests.benchmarks [sim|models|networks|start|sweep|figure3]`; figure3 only if named."""

from __future__ import annotations

import sys

import torch

from tests.benchmarks import bench_models, bench_networks, bench_sim, bench_start, bench_sweep

_BENCHMARKS = {
    "sim": bench_sim.run,
    "models": bench_models.run,
    "networks": bench_networks.run,
    "start": bench_start.run,
    "sweep": bench_sweep.run,
    "figure3": bench_models.run_figure3,
}

if __name__ == "__main__":
    torch.set_num_threads(1)
    for name in sys.argv[1:] or ("sim", "models", "networks", "start", "sweep"):
        _BENCHMARKS[name]()

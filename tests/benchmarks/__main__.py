"""`python -m tests.benchmarks [NAME …]`: all but figure3, which takes longest, or those named."""

from __future__ import annotations

import sys

import torch

from tests.benchmarks import (
    bench_encoders,
    bench_models,
    bench_networks,
    bench_sim,
    bench_start,
    bench_sweep,
)

_BENCHMARKS = {
    "sim": bench_sim.run,
    "models": bench_models.run,
    "networks": bench_networks.run,
    "encoders": bench_encoders.run,
    "start": bench_start.run,
    "sweep": bench_sweep.run,
    "figure3": bench_models.run_figure3,
}

if __name__ == "__main__":
    torch.set_num_threads(1)
    for name in sys.argv[1:] or [each for each in _BENCHMARKS if each != "figure3"]:
        _BENCHMARKS[name]()

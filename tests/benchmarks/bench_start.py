"""How soon the main job says something."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks.timing import line


def run() -> None:
    command = Path(sys.executable).with_name("ownlatents")
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        process = subprocess.Popen(
            [command, "verify", "--results", folder], stderr=subprocess.PIPE, text=True
        )
        assert process.stderr is not None
        process.stderr.readline()
        heading = time.perf_counter() - start
        process.stderr.readline()
        progress = time.perf_counter() - start
        process.terminate()
        process.wait()
    line("verify, to its first line", f"{heading:.2f} s")
    line("  to progress of its first experiment", f"{progress:.2f} s", "within 3 s")

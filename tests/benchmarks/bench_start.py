"""How soon commands answer that have little or nothing to compute, each in a new process."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks.timing import line

_SIZES = ("--v", "4", "--m", "2", "--s", "2", "--L", "2")
_ANSWERS: tuple[tuple[tuple[str, ...], str], ...] = (
    (("--help",), "under 1 s"),
    (("nonsense",), "under 1 s"),
    (("sweep", "nonsense"), "under 1 s"),
    (("train", "slc", *_SIZES, "--P", "10", "--set", "nonsense=1"), "under 1 s"),
    (("tune", "nonsense", *_SIZES, "--P", "10"), "under 1 s"),
    (("sweep", "--list"), "under 1 s"),
    (("threshold", *_SIZES), ""),
    (("figures", "6", "--out", "figures"), "under 2.5 s"),
    (("figures", "3", "--out", "figures"), ""),
)
_REPEATS = 3


def run() -> None:
    with tempfile.TemporaryDirectory() as folder:
        for arguments, wanted in _ANSWERS:
            answers = [_seconds(folder, *arguments) for _ in range(_REPEATS)]
            line(" ".join(arguments), f"{min(answers):.2f} s", wanted)
        for command, option in (("report", "--out"), ("verify", "--results")):
            first, second = _first_lines(folder, command, option, f"{folder}/{command}")
            line(f"{command}, to its first line", f"{first:.2f} s", "within 1 s")
            line("  to its second", f"{second:.2f} s", "within 3 s")
        line("report, all of it", f"{_seconds(folder, 'report', '--out', 'report.html'):.1f} s")


def _command() -> Path:
    return Path(sys.executable).with_name("ownlatents")


def _seconds(folder: str, *arguments: str) -> float:
    start = time.perf_counter()
    subprocess.run([_command(), *arguments], cwd=folder, capture_output=True, check=False)
    return time.perf_counter() - start


def _first_lines(folder: str, *arguments: str) -> tuple[float, float]:
    """Seconds to the first and the second line on standard error; then the command is ended."""
    start = time.perf_counter()
    process = subprocess.Popen(
        [_command(), *arguments], cwd=folder, stderr=subprocess.PIPE, text=True
    )
    assert process.stderr is not None
    found = []
    for _ in range(2):
        process.stderr.readline()
        found.append(time.perf_counter() - start)
    process.terminate()
    process.wait()
    return found[0], found[1]

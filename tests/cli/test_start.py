"""What the command line loads before it has something to compute: none of what takes seconds."""

import subprocess
import sys

import pytest

SLOW = (
    "matplotlib",
    "optuna.trial",
    "scipy.optimize",
    "scipy.special",
    "scipy.stats",
    "sklearn",
    "sqlalchemy.exc",
    "submitit",
    "sympy",
    "torch",
)
SIZES = ("--v", "4", "--m", "2", "--s", "2", "--L", "2")
PROGRAM = """
import sys
from ownlatents.cli import main

sys.argv[1:] = {arguments!r}
try:
    main()
except SystemExit as status:
    print(status.code)
print(*sorted({slow!r} & set(sys.modules)))
"""


def loaded(*arguments):
    """Exit status of a command in a process of its own, and what it has loaded that is slow."""
    program = PROGRAM.format(arguments=[*arguments], slow={*SLOW})
    command = [sys.executable, "-W", "error", "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    *_, status, names = done.stdout.split("\n")[:-1]
    return int(status), names.split()


def test_what_is_loaded_is_seen():
    assert loaded("threshold", *SIZES) == (0, ["sympy"])


@pytest.mark.parametrize("command", [(), ("sweep",), ("train",), ("figures",), ("report",)])
def test_help_loads_nothing_slow(command):
    assert loaded(*command, "--help") == (0, [])


@pytest.mark.parametrize(
    "arguments",
    [
        ("nonsense",),
        ("sweep", "nonsense"),
        ("sweep", "depth", "--profile", "nonsense"),
        ("sweep", "derivations", "--together", "2"),
        ("figures", "nonsense"),
        ("figures", "6", "--format", "gif"),
        ("verify", "--profile", "nonsense"),
        ("train", "slc", *SIZES, "--P", "10", "--set", "nonsense=1"),
        ("train", "data2vec", *SIZES, "--P", "10", "--set", "lr=fast"),
        ("train", "slc", *SIZES, "--P", "10", "--preset", "nonsense"),
        ("tune", "nonsense", *SIZES, "--P", "10"),
        ("check", "--learner", "nonsense"),
        ("sample", "--v", "4"),
        ("assumptions", "--v", "0", *SIZES[2:]),
    ],
    ids=" ".join,
)
def test_bad_usage_is_told_without_loading_anything_slow(arguments):
    assert loaded(*arguments) == (2, [])


def test_experiments_are_listed_with_their_costs_without_loading_anything_slow():
    assert loaded("sweep", "--list", "--json") == (0, [])


def test_rows_are_read_and_counted_without_loading_what_made_them():
    assert loaded("store", "check", "ownlatents/checks/data/rows") == (0, [])

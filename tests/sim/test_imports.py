import subprocess
import sys

PROGRAM = """
import sys

from ownlatents.sim import Grammar, RHMParams

print(Grammar.sample(RHMParams(v=4, m=2, s=2, L=3), seed=0).params)
print(*sys.modules)
"""
HEAVY = {"torch", "sympy", "pydantic", "sklearn", "matplotlib", "ownlatents.theory"}


def test_the_simulator_loads_numpy_and_scipy_and_nothing_heavier():
    command = [sys.executable, "-W", "error", "-c", PROGRAM]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    sizes, loaded = done.stdout.split("\n", 1)
    assert sizes == "v=4 m=2 s=2 L=3", done.stderr
    assert {"numpy", "scipy"} <= set(loaded.split())
    assert HEAVY.isdisjoint(loaded.split())

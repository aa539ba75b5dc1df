import subprocess
import sys

PROGRAM = """
import sys

for name in {blocked!r}:
    sys.modules[name] = None  # importing it raises an ImportError
from ownlatents import theory

print(theory.threshold("latent", v=16, m=8, s=2, L=4))
print(theory.lemma2_radius(100, 0.05))
print(*sys.modules)
"""

OTHERS = [f"ownlatents.{name}" for name in ("sim", "models", "checks", "paper_figs")]


def run(blocked):
    command = [sys.executable, "-W", "error", "-c", PROGRAM.format(blocked=blocked)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_theory_needs_sympy_alone_and_knows_no_other_layer():
    done = run([*OTHERS, "torch", "scipy", "numpy", "pydantic", "matplotlib"])
    assert done.returncode == 0, done.stderr
    threshold, radius, _ = done.stdout.split("\n", 2)
    assert float(threshold) == 16384
    assert 0.27 < float(radius) < 0.28


def test_theory_loads_none_of_the_heavy_libraries():
    loaded = set(run([]).stdout.split())
    assert "sympy" in loaded
    assert loaded.isdisjoint({*OTHERS, "torch", "scipy", "numpy", "pydantic"})


def test_the_library_that_it_does_need_is_missed():
    assert "sympy" in run(["sympy"]).stderr

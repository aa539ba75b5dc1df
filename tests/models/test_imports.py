import subprocess
import sys

PROGRAM = """
import sys

for name in {blocked!r}:
    sys.modules[name] = None  # importing it raises an ImportError
import numpy as np
from models import ILC, BatchedKMeans, KMeans, NearestCentre, Ward, exactly_recovered
from sim import Context, Corpus, Grammar, RHMParams

grammar = Grammar.sample(RHMParams(v=8, m=3, s=2, L=3), seed=0)
corpus = Corpus(grammar, P=20_000, seed=1)
for clusterer in (Ward(), BatchedKMeans(), NearestCentre((grammar,), Context())):
    assert exactly_recovered(ILC(clusterer=clusterer).fit(corpus).decoder, grammar)
try:
    ILC(clusterer=KMeans()).fit(corpus)
except ImportError as error:
    print(error.name)
"""


def run(blocked):
    program = PROGRAM.format(blocked=blocked)
    command = [sys.executable, "-W", "error", "-c", program]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_learners_need_torch_numpy_and_scipy_alone():
    done = run(["sklearn", "sympy", "matplotlib", "rich", "click", "joblib", "theory", "checks"])
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("sklearn")  # the block holds, and only KMeans runs into it


def test_a_library_that_they_do_need_is_missed():
    assert "scipy" in run(["scipy"]).stderr

import subprocess
import sys

import pytest

BLOCK = """
import sys

for name in {blocked!r}:
    sys.modules[name] = None  # importing it raises an ImportError
"""
LEARNERS = """
import numpy as np
from ownlatents.models import ILC, BatchedKMeans, KMeans, NearestCentre, Ward, exactly_recovered
from ownlatents.sim import Context, Corpus, Grammar, RHMParams

grammar = Grammar.sample(RHMParams(v=8, m=3, s=2, L=3), seed=0)
corpus = Corpus(grammar, P=20_000, seed=1)
for clusterer in (Ward(), BatchedKMeans(), NearestCentre((grammar,), Context())):
    assert exactly_recovered(ILC(clusterer=clusterer).fit(corpus).decoder, grammar)
try:
    ILC(clusterer=KMeans()).fit(corpus)
except ImportError as error:
    print(error.name)
"""
NETWORKS = """
from dataclasses import replace

from ownlatents.models.ensemble import Run
from ownlatents.models.slc import SMALL, train
from ownlatents.sim import Grammar, RHMParams

settings = replace(SMALL, aggregator="upgrad", width=8, epochs=1, least_steps=4, every=4)
grammar = Grammar.sample(RHMParams(v=3, m=2, s=2, L=3), seed=0)
(records,) = train([Run(settings, grammar, P=100)])
print(records[-1]["step"])
try:
    import torchjd
except ImportError as error:
    print(error.name)
"""
REGISTRY = """
from ownlatents.models.learners import LEARNERS, Learner

for name in LEARNERS:
    print(Learner(name).name)
"""
OTHERS = [
    "sklearn", "sympy", "matplotlib", "rich", "click", "joblib",
    "ownlatents.theory", "ownlatents.checks",
    "torchjd", "quadprog", "qpsolvers", "optuna", "beartype",
]  # fmt: skip


def run(program, blocked):
    program = BLOCK.format(blocked=blocked) + program
    command = [sys.executable, "-W", "error", "-c", program]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_learners_need_torch_numpy_scipy_pydantic_and_jaxtyping_alone():
    done = run(LEARNERS, OTHERS)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("sklearn")  # the block holds, and only KMeans runs into it


def test_so_do_the_networks_and_with_upgrad():
    done = run(NETWORKS, OTHERS)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["4", "torchjd"]  # the block holds, and nothing ran into it


@pytest.mark.parametrize("library", ["scipy", "pydantic"])
def test_a_library_that_they_do_need_is_missed(library):
    assert library in run(LEARNERS, [library]).stderr


def test_the_list_of_learners_needs_no_torch_and_a_learner_does():
    done = run(REGISTRY, [*OTHERS, "torch", "pydantic"])
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["slc", "data2vec", "mlm", "ntp", "diffusion", "supervised"]
    assert "torch" in run(REGISTRY + "Learner('slc').package.train", ["torch"]).stderr

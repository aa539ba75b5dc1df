"""What mypy sees of settings and experiments: misspelt names and wrong types, nothing else."""

import re
import subprocess
import sys

import pytest

from tests.test_readme import ROOT

SNIPPET = """
from dataclasses import replace

from ownlatents.checks.experiments import experiment
from ownlatents.models import KMeans, encoder, slc
from ownlatents.models.ensemble import Run, Schedule
from ownlatents.sim import Grammar, RHMParams

grammar = Grammar.sample(RHMParams(v=4, m=2, s=2, L=3), seed=0)
good = encoder.EncoderSettings(lr=1e-3, betas=(0.9, 0.98), schedule=Schedule(10, 5))
encoder.train([Run(good, grammar, P=5)])
slc.train([Run(replace(slc.SMALL, lr=1), grammar)])
KMeans(n_init=3)
"""

PLANTED = {
    "encoder.EncoderSettings(lrr=1e-3)": 'Unexpected keyword argument "lrr"',
    'encoder.EncoderSettings(lr="a")': 'Argument "lr" .* incompatible type "str"',
    'encoder.EncoderSettings(objective="gan")': 'Argument "objective" .* incompatible type',
    "encoder.EncoderSettings(betas=(0.9,))": 'Argument "betas" .* incompatible type',
    "slc.SLCSettings(wdith=3)": 'Unexpected keyword argument "wdith"',
    "slc.SLCSettings(ema=[0.1])": 'Argument "ema" .* incompatible type',
    "slc.SMALL.bach": 'has no attribute "bach"',
    "Run(slc.SMALL, grammar).settings.bach": 'has no attribute "bach"',
    "good.lr = 1.0": 'Property "lr" .* is read-only',
    "Schedule(10)": 'Missing positional argument "every"',
    "slc.train([Run(good, grammar)])": "incompatible type",
    'experiment("depth").juge([])': 'has no attribute "juge"',
    'experiment("depth").titel': 'has no attribute "titel"',
    "KMeans(restarts=3)": 'Unexpected keyword argument "restarts"',
}
"""Lines that must not pass, and what mypy says of them."""


@pytest.fixture(scope="module")
def errors(tmp_path_factory):
    """By line of the snippet what mypy reports, from the cache that `make lint` leaves."""
    snippet = tmp_path_factory.mktemp("types") / "snippet.py"
    snippet.write_text(SNIPPET + "\n".join(PLANTED) + "\n")
    command = [sys.executable, "-m", "mypy", "--no-pretty", snippet]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    found = re.findall(r"snippet\.py:(\d+): error: (.*)", done.stdout)
    assert found, done.stdout + done.stderr
    lines = snippet.read_text().splitlines()
    return {lines[int(number) - 1]: said for number, said in found}


@pytest.mark.parametrize("line", PLANTED)
def test_a_planted_error_is_reported(errors, line):
    assert re.search(PLANTED[line], errors[line])


def test_nothing_else_is(errors):
    assert set(errors) == set(PLANTED)

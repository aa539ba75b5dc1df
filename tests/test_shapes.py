"""The check of shapes itself: it is on in the test run, and only there."""

import inspect
import subprocess
import sys

import numpy as np
import pytest
import torch
from beartype.roar import BeartypeCallHintViolation

from ownlatents.errors import InputError
from ownlatents.models import TupleContexts
from ownlatents.models.ensemble import AdamW, Parameters, affine, upgrad_weights
from ownlatents.sim import Corpus, Grammar, Law, RHMParams

GRAMMAR = Grammar.sample(RHMParams(v=3, m=2, s=2, L=2), seed=0)
WEIGHTS = Parameters({"a.weight": (2, 2)}, seeds=[0, 1, 2])

WRONG = {
    "axes of too small a number": lambda: affine(
        torch.zeros(3), torch.zeros(3, 2, 2), torch.zeros(3, 2)
    ),
    "another type": lambda: upgrad_weights(torch.zeros(1, 2, 2, dtype=torch.bool)),
    "integers for floats": lambda: upgrad_weights(torch.zeros(1, 2, 2, dtype=torch.long)),
    "one name, two sizes": lambda: upgrad_weights(torch.zeros(3, 2, 4)),
    "one name, two sizes in two arguments": lambda: affine(
        torch.zeros(3, 5, 2), torch.zeros(3, 4, 2), torch.zeros(3, 2)
    ),
    "a tensor of numpy": lambda: affine(np.zeros((3, 5, 2)), torch.zeros(3, 2, 2), None),
    "in a method": lambda: AdamW(WEIGHTS, [0.1] * 3, [0.0] * 3).step(
        torch.zeros(3, 4), torch.ones(2, dtype=torch.bool)
    ),
    "in a dataclass": lambda: TupleContexts(
        torch.zeros(3, dtype=torch.long), torch.zeros(2, dtype=torch.long), torch.zeros(3, 6)
    ),
}


@pytest.mark.parametrize("call", WRONG.values(), ids=WRONG)
def test_a_wrong_shape_or_type_is_noticed(call):
    with pytest.raises(BeartypeCallHintViolation):
        call()


def test_what_is_returned_is_checked_too(monkeypatch):
    monkeypatch.setattr(Law, "marginal", lambda self, level, position=0: np.zeros((3, 3)))
    with pytest.raises(BeartypeCallHintViolation, match="return"):
        Law(GRAMMAR).tuples(0)


def test_other_arguments_are_left_to_the_checks_of_the_package():
    with pytest.raises(InputError, match="seed"):
        Grammar.sample(GRAMMAR.params, seed="0")
    with pytest.raises(InputError, match="P="):
        Corpus(GRAMMAR, P=2.5, seed=0)


def test_signatures_stay_those_of_the_source():
    weight = inspect.signature(affine).parameters["weight"]
    assert weight.annotation == "Float[Tensor, 'R i o']"


def test_nothing_is_checked_outside_the_test_run():
    program = """if True:
        import sys
        import torch
        from ownlatents.models.ensemble import upgrad_weights
        print(tuple(upgrad_weights(torch.zeros(1, 2, 2, dtype=torch.long)).shape))
        print("beartype" in sys.modules)
    """
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert ran.stdout.split("\n")[:2] == ["(1, 2)", "False"]

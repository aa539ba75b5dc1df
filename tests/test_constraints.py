"""Classes whose annotations are enforced: conversions, sentences, and what dataclasses promise."""

import pickle
from dataclasses import FrozenInstanceError, asdict, fields, replace
from typing import Annotated, Literal, Self

import numpy as np
import pytest
from pydantic import Field, model_validator

from ownlatents.constraints import Count, NonNegative, Positive, Seed, Share, validated
from ownlatents.errors import InputError
from ownlatents.models import KMeans
from ownlatents.models.encoder import PRESETS as ENCODERS
from ownlatents.models.ensemble import Run, Schedule
from ownlatents.models.slc import PRESETS as STACKS
from ownlatents.sim import Grammar, RHMParams


@validated
class Dial:
    """A field of each kind."""

    count: Count
    rate: Positive = 1.0
    decay: NonNegative = 0.0
    shares: tuple[Share, Share] = (0.1, 0.2)
    kind: Literal["a", "b", "c"] = "a"
    on: bool = False
    seed: Seed | None = None
    angle: Annotated[float, Field(gt=-1.5, le=2.5)] = 0.0

    @model_validator(mode="after")
    def _rate_suits_count(self) -> Self:
        if self.rate > self.count:
            raise InputError(f"rate={self.rate}, but at most count={self.count} was expected")
        return self


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({}, "count is missing, but a value was expected"),
        ({"count": 0}, "count=0, but at least 1 was expected"),
        ({"count": "3"}, "count='3', but a whole number was expected"),
        ({"count": True}, "count=True, but a whole number was expected"),
        ({"count": 3.0}, "count=3.0, but a whole number was expected"),
        ({"count": None}, "count=None, but a whole number was expected"),
        ({"count": 3, "rate": -1}, "rate=-1, but a positive number was expected"),
        ({"count": 3, "rate": "1"}, "rate='1', but a number was expected"),
        ({"count": 3, "rate": True}, "rate=True, but a number was expected"),
        ({"count": 3, "rate": float("nan")}, "rate=nan, but a finite number was expected"),
        ({"count": 3, "decay": float("inf")}, "decay=inf, but a finite number was expected"),
        ({"count": 3, "decay": -0.5}, "decay=-0.5, but at least 0 was expected"),
        ({"count": 3, "shares": (0.1, 1)}, "shares[1]=1, but less than 1 was expected"),
        ({"count": 3, "shares": [0.1, 0.2]}, "shares=[0.1, 0.2], but a valid tuple was expected"),
        ({"count": 3, "shares": (0.1, "b")}, "shares[1]='b', but a number was expected"),
        ({"count": 3, "kind": "d"}, "kind='d', but one of a, b, c was expected"),
        ({"count": 3, "kind": 1}, "kind=1, but one of a, b, c was expected"),
        ({"count": 3, "on": 1}, "on=1, but true or false was expected"),
        ({"count": 3, "seed": 2**63}, f"seed={2**63}, but less than {2**63} was expected"),
        ({"count": 3, "angle": -1.5}, "angle=-1.5, but more than -1.5 was expected"),
        ({"count": 3, "angle": 3}, "angle=3, but at most 2.5 was expected"),
        ({"count": 3, "rate": 4}, "rate=4.0, but at most count=3 was expected"),
        (
            {"count": 3, "raet": 4},
            "raet=4, but one of count, rate, decay, shares, kind, on, seed, angle was expected",
        ),
    ],
    ids=str,
)
def test_the_sentence_names_field_value_and_expectation(given, sentence):
    with pytest.raises(InputError) as refusal:
        Dial(**given)
    assert str(refusal.value) == sentence
    assert refusal.value.__cause__ is None


def test_positional_arguments_are_named_too():
    with pytest.raises(InputError, match="rate=-1, but a positive number was expected"):
        Dial(3, -1)
    with pytest.raises(InputError, match="'surplus', but no more than count, rate"):
        Dial(3, 1.0, 0.0, (0.1, 0.2), "a", False, None, 0.0, "surplus")


@pytest.mark.parametrize("three", [3, np.int64(3), np.uint8(3)])
def test_integers_of_numpy_become_integers(three):
    dial = Dial(three, seed=three)
    assert type(dial.count) is type(dial.seed) is int
    assert dial == Dial(3, seed=3)


@pytest.mark.parametrize("half", [0.5, np.float64(0.5), np.float32(0.5)])
def test_an_integer_or_a_float_of_numpy_does_for_a_number(half):
    assert Dial(1, rate=1).rate == Dial(1).rate == 1.0
    assert type(Dial(1, rate=1).rate) is float
    assert Dial(1, rate=half).rate == 0.5


def test_a_change_is_checked_as_the_whole_is():
    assert replace(Dial(3), rate=2).rate == 2.0
    for changes in ({"rate": -1}, {"rate": 4}, {"raet": 1}):
        with pytest.raises(InputError, match=next(iter(changes))):
            replace(Dial(3), **changes)


GRAMMAR = Grammar.sample(RHMParams(v=3, m=2, s=2, L=2), seed=0)
OBJECTS = [
    *STACKS.values(), *ENCODERS.values(), Schedule(8, 4), KMeans(3),
    Run(STACKS["small"], GRAMMAR, 5),
]  # fmt: skip


@pytest.mark.parametrize("thing", OBJECTS, ids=lambda x: type(x).__name__)
def test_they_are_frozen_dataclasses_that_can_be_hashed_compared_and_pickled(thing):
    again = pickle.loads(pickle.dumps(thing))
    assert again == thing == replace(thing)
    assert hash(again) == hash(thing)
    assert repr(again) == repr(thing)
    assert list(asdict(thing)) == [field.name for field in fields(thing)]
    first = fields(thing)[0].name
    with pytest.raises(FrozenInstanceError):
        setattr(thing, first, getattr(thing, first))

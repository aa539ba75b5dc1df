"""Bad input to every public entry point of the library: an InputError of one sentence each.

Beside the tests of each package stands its table (`bad_input.py`): by entry point, calls that it
must refuse and words of the sentence; and what is not in the table, with the reason.
"""

from importlib import import_module
from typing import get_origin

import pytest

from ownlatents.errors import InputError
from tests.models import bad_input as models
from tests.models.encoder import bad_input as encoder
from tests.models.ensemble import bad_input as ensemble
from tests.models.slc import bad_input as slc
from tests.sim import bad_input as sim
from tests.theory import bad_input as theory

TABLES = {
    "ownlatents.sim": sim,
    "ownlatents.theory": theory,
    "ownlatents.models": models,
    "ownlatents.models.ensemble": ensemble,
    "ownlatents.models.slc": slc,
    "ownlatents.models.encoder": encoder,
}


def calls():
    for package, table in TABLES.items():
        for name, rows in (table.TABLE | getattr(table, "SUBMODULES", {})).items():
            for call, *words in rows:
                label = f"{package.removeprefix('ownlatents.')}.{name}: {', '.join(words)}"
                yield pytest.param(call, words, id=label)


@pytest.mark.parametrize(("call", "words"), list(calls()))
def test_bad_input_is_refused_in_one_sentence(call, words):
    with pytest.raises(InputError) as refusal:
        call()
    said = str(refusal.value)
    assert "\n" not in said
    for word in words:
        assert word in said


def public_callables(package):
    module = import_module(package)
    # An alias of types, such as dict[str, Any], is callable too.
    things = {name: getattr(module, name) for name in module.__all__}
    return {x for x, thing in things.items() if callable(thing) and get_origin(thing) is None}


@pytest.mark.parametrize("package", TABLES)
def test_every_public_callable_has_a_row_or_a_reason_why_not(package):
    table = TABLES[package]
    assert public_callables(package) == set(table.TABLE) | set(table.UNCHECKED)
    assert set(table.TABLE).isdisjoint(table.UNCHECKED)
    assert all(table.TABLE.values())

"""An experiment with something else in the place of one of its parts."""

from dataclasses import replace
from importlib import import_module


def swap(monkeypatch, name, **parts):
    """Have `experiment(name)` be one with these parts, until the test ends."""
    module = import_module(f"ownlatents.checks.experiments.{name}")
    monkeypatch.setattr(module, "EXPERIMENT", replace(module.EXPERIMENT, **parts))

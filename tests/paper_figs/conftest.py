"""The command line is called as the tests of the other commands call it."""

from tests.checks.conftest import ownlatents

__all__ = ["ownlatents"]

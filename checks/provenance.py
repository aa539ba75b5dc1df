"""Where a number comes from: versions and machine."""

from __future__ import annotations

import os
import platform
from functools import cache
from importlib.metadata import version

_PACKAGES = ("ownlatents", "numpy", "scipy", "scikit-learn", "sympy", "torch")


@cache
def versions() -> dict[str, str]:
    """Versions of Python and of the packages that numbers depend on."""
    return {"python": platform.python_version(), **{name: version(name) for name in _PACKAGES}}


def machine() -> str:
    """The machine in a few words."""
    return f"{platform.system()} {platform.machine()}, {os.cpu_count()} CPU cores"

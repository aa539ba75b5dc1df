"""Where a number comes from: versions, machine and device."""

from __future__ import annotations

import os
import platform
from contextlib import suppress
from functools import cache
from importlib.metadata import PackageNotFoundError, version

from ownlatents import models

_PACKAGES = ("ownlatents", "numpy", "scipy", "scikit-learn", "sympy", "torch")


@cache
def versions() -> dict[str, str]:
    """Versions of Python and of the packages that numbers depend on.

    Without those that are not installed, as this one where it is run from its folder.
    """
    found = {"python": platform.python_version()}
    for name in _PACKAGES:
        with suppress(PackageNotFoundError):
            found[name] = version(name)
    return found


@cache
def device_name(device: str) -> str:
    """What a torch device of this machine is called: a GPU by its model, others as they are."""
    return models.devices.gpu_model(device) if device.startswith("cuda") else device


def machine() -> str:
    """The machine in a few words."""
    return f"{platform.system()} {platform.machine()}, {os.cpu_count()} CPU cores"

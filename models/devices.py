"""The torch devices of this machine."""

from __future__ import annotations

import torch

from ownlatents.errors import InputError


def check(device: str, *, there: bool = True) -> None:
    """Refuse what is no torch device.

    Args:
        device: as torch names it.
        there: whether it must be one of this machine's.

    Raises:
        InputError: it is no device, or none that is there.
    """
    try:
        found = torch.device(device)
        if there:
            torch.empty(0, device=found)
    except (RuntimeError, AssertionError) as error:
        raise InputError(
            f"--device {device}, but a torch device that is there was expected, cpu or cuda mostly"
        ) from error


def gpu_model(device: str) -> str:
    """The model of a GPU of this machine, by the name that torch has for it (`cuda:0`)."""
    return torch.cuda.get_device_name(device)

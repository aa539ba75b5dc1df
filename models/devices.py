"""Where tensors live."""

from __future__ import annotations

import torch

from ownlatents.errors import InputError


def checked_device(device: str | torch.device, *, here: bool = True) -> torch.device:
    """A torch device.

    Args:
        device: its name, such as `"cpu"` or `"cuda:0"`, or the device.
        here: whether it must be one of this machine.

    Raises:
        InputError: there is no such device.
    """
    try:
        return torch.zeros(1, device=device).device if here else torch.device(device)
    except (RuntimeError, AssertionError, TypeError) as error:
        raise InputError(
            f"device={device!r}, but a torch device of this machine was expected"
        ) from error


def gpu_model(device: str) -> str:
    """The model of a GPU of this machine, by the name that torch has for it (`cuda:0`)."""
    return torch.cuda.get_device_name(device)

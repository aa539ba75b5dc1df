"""Where tensors live."""

from __future__ import annotations

import torch

from ownlatents.errors import InputError


def checked_device(device: str | torch.device) -> torch.device:
    """A torch device of this machine.

    Args:
        device: its name, such as `"cpu"` or `"cuda:0"`, or the device.

    Raises:
        InputError: there is no such device.
    """
    try:
        return torch.zeros(1, device=device).device
    except (RuntimeError, AssertionError, TypeError) as error:
        raise InputError(
            f"device={device!r}, but a torch device of this machine was expected"
        ) from error

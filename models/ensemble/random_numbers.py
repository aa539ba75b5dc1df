"""Random numbers that depend on their key alone, whatever the device, the order or the batch.

A run's strings, initial weights and masks are functions of its own seed. So a network trained
beside others is the network trained alone, and a resumed run needs no generator's state.
"""

from __future__ import annotations

import math
from functools import cache

import torch
from jaxtyping import Float32, Int64
from torch import Tensor

from ownlatents.validation import checked_integer

_GOLDEN = 0x9E3779B97F4A7C15 - 2**64
_FIRST = 0xBF58476D1CE4E5B9 - 2**64
_SECOND = 0x94D049BB133111EB - 2**64


def keyed(first: Int64[Tensor, "..."], *others: Int64[Tensor, "..."] | int) -> Int64[Tensor, "..."]:
    """64 random bits for each key, int64 (the finaliser of splitmix64, once for each part).

    Args:
        first, others: the parts of the key: int64 tensors that broadcast, or integers. Other
            parts, or the same in another order, give independent bits.
    """
    return extended(_finalised(first + _GOLDEN), *others)


def extended(
    bits: Int64[Tensor, "..."], *others: Int64[Tensor, "..."] | int
) -> Int64[Tensor, "..."]:
    """Bits of a longer key: `keyed(a, b, c)` is `extended(keyed(a, b), c)`."""
    for part in others:
        bits = _finalised(bits + part + _GOLDEN)
    return bits


def integers(
    bits: Int64[Tensor, "*shape"], n: Int64[Tensor, "..."] | int
) -> Int64[Tensor, "*shape"]:
    """Uniform integers 0 … n−1, for n < 2^31; no value is favoured by more than n/2^31."""
    return (((bits >> 33) & 0x7FFFFFFF) * n) >> 31


def uniforms(bits: Int64[Tensor, "*shape"]) -> Float32[Tensor, "*shape"]:
    """Uniform float32 strictly between 0 and 1, in steps of 2^−23."""
    return (((bits >> 41) & 0x7FFFFF).float() + 0.5) * 2.0**-23


def normals(bits: Int64[Tensor, "*shape"]) -> Float32[Tensor, "*shape"]:
    """Standard normal float32 (Box and Muller)."""
    other = uniforms(_finalised(bits + _GOLDEN))
    return (-2 * uniforms(bits).log()).sqrt() * (2 * math.pi * other).cos()


def _finalised(z: Tensor) -> Tensor:
    # int64 wraps round as uint64 does; its shifts keep the sign, which the masks take away.
    z = (z ^ ((z >> 30) & (2**34 - 1))) * _FIRST
    z = (z ^ ((z >> 27) & (2**37 - 1))) * _SECOND
    return z ^ ((z >> 31) & (2**33 - 1))


def keys(seeds: list[int], device: str | torch.device) -> Int64[Tensor, "R"]:
    """Seeds 0 … 2^63−1 as the first parts of keys."""
    for seed in seeds:
        checked_integer("seed", seed, 0, 2**63 - 1)
    return torch.tensor(seeds, dtype=torch.int64, device=device)


@cache
def numbered(
    counts: tuple[int, ...], device: torch.device
) -> tuple[Int64[Tensor, "things"], Int64[Tensor, "things"]]:
    """Parts of keys for groups of things drawn at once: number of the group, and within the group.

    Drawing them apart costs as many operations for each group, and a device is waited for by far
    more than it computes.

    Args:
        counts: things in each group.
        device: torch device.

    Returns:
        int64 `(sum of counts,)` each.
    """
    pairs = [(group, i) for group, count in enumerate(counts) for i in range(count)]
    groups, places = torch.tensor(pairs, dtype=torch.int64, device=device).view(-1, 2).unbind(1)
    return groups, places

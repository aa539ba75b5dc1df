"""Strings of many grammars at once, drawn on the device where they are learned from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from jaxtyping import Int64
from torch import Tensor

from ownlatents.errors import InputError
from ownlatents.models.devices import checked_device
from ownlatents.models.ensemble.random_numbers import extended, integers, keyed, keys, numbered
from ownlatents.models.ensemble.runs import ENDLESS, Run, batch_of
from ownlatents.sim import Grammar
from ownlatents.validation import checked_length

Tree = list[Int64[Tensor, "R B _"]]
"""`[h^(0), …, h^(L)]`, level ℓ as `(R, B, s^(L−ℓ))`: B strings of each of R runs."""

TRAINING, VALIDATION, TEST, PROBE = range(4)
"""Sets of strings of a run: independent of each other."""

# Each is coprime to every P below 2^30, so its multiples pass through all strings of a set.
_MULTIPLIERS = (
    1122667033, 1141485229, 1250636473, 1266638161, 1269626593, 1274041631, 1277389331,
    1330785899, 1379746201, 1417510531, 1484055271, 1579477943, 1698854273, 1830140461,
    2024418569, 2036105117,
)  # fmt: skip


class Strings:
    """What each of R runs learns from: P strings of its grammar, or new ones at each step.

    No string is stored: string i of a run is a function of the run's seed and i. Every epoch of a
    finite set reads each of its P strings once, in another order.

    Args:
        grammars: one per run, of equal sizes.
        sizes: P of each run, below 2^30; `ENDLESS` for new strings at each step.
        seeds: of the strings, one per run.
        device: torch device.
    """

    def __init__(
        self,
        grammars: Sequence[Grammar],
        sizes: Sequence[int],
        seeds: Sequence[int],
        device: str | torch.device = "cpu",
    ) -> None:
        params = {grammar.params for grammar in grammars}
        if len(params) != 1:
            raise InputError(f"grammars of sizes {sorted(params)}, but equal ones were expected")
        if not len(grammars) == len(sizes) == len(seeds):
            raise InputError(
                f"{len(grammars)} grammars, {len(sizes)} sizes and {len(seeds)} seeds, "
                "but as many of each were expected"
            )
        if not all(0 <= P < 2**30 for P in sizes):
            raise InputError(f"sizes {list(sizes)}, but 0 (endless) to 2^30−1 were expected")
        self.params = params.pop()
        self.device = checked_device(device)
        self.runs = len(grammars)
        rules = np.stack([grammar.rules for grammar in grammars])
        self._rules = torch.as_tensor(rules.astype(np.int64), device=device).flatten(0, 3)
        self._keys = keys(list(seeds), device)[:, None]
        self._orders = keyed(self._keys, TRAINING, 1)
        self._sets = [keyed(self._keys, which, 0) for which in (TRAINING, VALIDATION, TEST, PROBE)]
        self._sizes = torch.tensor(sizes, dtype=torch.int64, device=device)[:, None]
        self._multipliers = torch.tensor(_MULTIPLIERS, dtype=torch.int64, device=device)

    def batch(self, step: Int64[Tensor, ""] | int, B: int) -> Tree:
        """The B strings that each run reads at this step, which may be a tensor on the device."""
        read = step * B + torch.arange(B, device=self.device)[None]
        P = torch.where(self._sizes == ENDLESS, 2**30 - 1, self._sizes)
        epoch, place = read // P, read % P
        order = extended(self._orders, epoch)
        multiplier = self._multipliers[integers(order, len(_MULTIPLIERS))]
        index = (place * multiplier + integers(keyed(order, 0), P)) % P
        endless = self._sizes == ENDLESS
        return self._trees(TRAINING, torch.where(endless, read, index))

    def some(self, which: int, n: int, start: int = 0) -> Tree:
        """Strings `start` … start + n − 1 of a set of each run; of `TRAINING`, those of its P."""
        index = start + torch.arange(n, device=self.device).expand(self.runs, n)
        return self._trees(which, index)

    def resampled(self, tree: Tree, level: int, salt: int) -> Tree:
        """The trees with every rule below `level` drawn anew; latents from there up unchanged."""
        key = keyed(self._keys, 5, salt, torch.arange(tree[0].shape[1]).to(self.device))
        return self._expanded(tree[level], level, key) + tree[level + 1 :]

    def _trees(self, which: int, index: Int64[Tensor, "R B"]) -> Tree:
        key = extended(self._sets[which], index)
        root = integers(keyed(key, 0), self.params.v)[..., None]
        return self._expanded(root, self.params.L, key)

    def _expanded(
        self, latents: Int64[Tensor, "R B n"], level: int, key: Int64[Tensor, "R B"]
    ) -> Tree:
        """Levels 0 … `level` under these latents; a rule's number is keyed by its place."""
        p = self.params
        runs = torch.arange(self.runs, device=self.device)[:, None, None]
        widths = tuple(latents.shape[-1] * p.s**k for k in range(level))
        depth, place = numbered(widths, self.device)
        choices = integers(keyed(key[..., None], level - depth, place), p.m)
        tree = [latents]
        for k, choice in enumerate(torch.split(choices, list(widths), -1)):
            rule = ((runs * p.L + level - 1 - k) * p.v + tree[0]) * p.m + choice
            tree.insert(0, self._rules[rule].flatten(2))
        return tree


def strings_of(runs: Sequence[Run[Any]], device: str) -> Strings:
    """What these runs learn from.

    Raises:
        InputError: no runs, or grammars of different or too large sizes.
    """
    runs = batch_of(runs, object)
    p = runs[0].grammar.params
    checked_length(p.L, p.length)
    return Strings(
        [run.grammar for run in runs], [run.P for run in runs], [run.seed for run in runs], device
    )

"""Reading strings with the eyes of a half-trained learner: tuples and targets, chunk by chunk."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

import numpy as np
import torch
from jaxtyping import Int, Int32, Int64
from torch import Tensor

from ownlatents.errors import InputError
from ownlatents.models.decoder import Decoder, relabellings
from ownlatents.sim import Context, Corpus, RecordedStrings

Source = Corpus | RecordedStrings


class View:
    """One source of strings, read with the labels that a decoder has learned so far.

    Strings of a `Corpus` need not be generated where that changes nothing: as far as the decoder is
    exactly right, its labels are the corpus's own latents, renamed, and those are generated
    directly. Recorded strings are read token by token.
    """

    def __init__(self, source: Source, decoder: Decoder, device: str) -> None:
        self.source = source
        self.decoder = decoder
        self.device = device

    def pairs(
        self, level: int, context: Context
    ) -> Iterator[tuple[Int[Tensor, "n s"], Int[Tensor, "n k"]]]:
        """Level-`level` tuples and their targets, as labels 0 … v.

        One row a string, or one for each grandparent of each string where the context is pooled.
        """
        s, L = self.source.s, self.source.L
        at = context.grandparent_at(level, s)
        family = np.arange(s ** (L - level - 2)) if at is None else np.array([at])
        family = family[:, None] * s**2
        own = family + context.place * s + np.arange(s)
        tuples = self._read(level, own)
        targets: Iterator[Int[Tensor, "n k"]]
        if context.observable == "root":
            targets = (root.expand(-1, len(family)).reshape(-1, 1) for root in self._roots())
        else:
            children = [cousin * s + token for cousin, token in context.targets(s)]
            below = level if context.observable == "token" else 0
            targets = self._read(level - below, (family + np.array(children)) * s**below)
        return zip(tuples, targets, strict=True)

    def rows_per_string(self, level: int, context: Context) -> int:
        """How many tuples of a string `pairs` gives."""
        pooled = context.grandparent is None
        return int(self.source.s ** (self.source.L - level - 2)) if pooled else 1

    def _read(
        self, level: int, positions: Int64[np.ndarray, "G k"]
    ) -> Iterator[Int[Tensor, "nG k"]]:
        """Labels at `positions` of level `level`, a row for each string and each of the G."""
        start = min(level, len(self._names) - 1)
        spread = self.source.s ** (level - start)
        below = (positions.reshape(-1, 1) * spread + np.arange(spread)).ravel()
        name = torch.as_tensor(self._names[start], device=self.device)
        if isinstance(self.source, Corpus):
            chunks = self.source.chunks(start, below)
        else:
            chunks = self.source.chunks(below)
        for chunk in chunks:
            symbols = torch.as_tensor(chunk, device=self.device).int()
            labels = self.decoder.lift(name[symbols] if start else symbols, start, level)
            yield labels.reshape(-1, positions.shape[1])

    def _roots(self) -> Iterator[Int[Tensor, "n 1"]]:
        if not isinstance(self.source, Corpus):
            raise InputError("recorded strings have no root labels, but 'root' needs them")
        for chunk in self.source.chunks(self.source.L):
            yield torch.as_tensor(chunk, device=self.device).int()

    @cached_property
    def _names(self) -> list[Int32[np.ndarray, "v"]]:
        """The label of each true symbol, for as many levels as are exactly right."""
        if isinstance(self.source, Corpus):
            return relabellings(self.decoder, self.source.grammar)
        return [np.arange(self.source.v, dtype=np.int32)]

"""Strings that somebody else recorded, in memory or in a file, read as a stream."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import IO

import numpy as np
from jaxtyping import Integer, Shaped
from numpy.typing import ArrayLike

from ownlatents.arrays import as_array, checked_positions, checked_symbols
from ownlatents.errors import InputError
from ownlatents.sim.params import RHMParams
from ownlatents.validation import checked_integer, checked_length, checked_part

_CHUNK_TOKENS = 1 << 21
_INTEGER = re.compile(r"[+]?\d{1,18}", re.ASCII)


@dataclass(frozen=True)
class RecordedStrings:
    """Strings of s^L tokens from 0 to v−1, checked as they are read.

    Args:
        source: an integer array `(P, s^L)`, or a file: `.npy`, `.npz` (its array `strings`, or its
            only one), or text with one string a line, tokens separated by commas or blanks.
        v, s, L: sizes of the model; the number of rules m need not be known.
        start, stop: the part of the strings to use; all by default.

    Raises:
        InputError: on reading, where a file is missing, empty or truncated, or a string has the
            wrong length or an unknown token (which string, which place).

    >>> RecordedStrings([[0, 1, 1, 0], [1, 1, 0, 0]], v=2, s=2, L=2).P
    2
    """

    source: ArrayLike | str | Path
    v: int
    s: int
    L: int
    start: int = 0
    stop: int | None = None

    def __post_init__(self) -> None:
        RHMParams(v=self.v, m=1, s=self.s, L=self.L)  # the same bounds on v, s and L
        checked_length(self.L, self.s**self.L)
        checked_integer("start", self.start, 0)
        if self.stop is not None:
            checked_integer("stop", self.stop, self.start + 1)

    @cached_property
    def P(self) -> int:
        """Number of strings; one pass over a text file."""
        count = sum(len(chunk) for chunk in self.chunks())
        if count == 0:
            raise InputError(f"{self._name} holds no strings, but at least one was expected")
        return count

    def chunks(self, positions: ArrayLike | None = None) -> Iterator[Integer[np.ndarray, "P n"]]:
        """The tokens at `positions` (all by default) of each string, a few MB at a time."""
        length = self.s**self.L
        wanted = checked_positions(positions, length, of="a string")
        first = self.start
        for raw in self._raw_chunks():
            chunk = raw if self.stop is None else raw[: self.stop - first]
            tokens = checked_symbols(chunk, self.v, length, self._name, first)
            first += len(tokens)
            if len(tokens):
                yield tokens if positions is None else tokens[:, wanted]
            if first == self.stop:
                break

    def part(self, start: int, stop: int) -> RecordedStrings:
        """Strings `start` … `stop`−1 alone."""
        checked_part(start, stop, self.P)
        part = RecordedStrings(
            self.source, self.v, self.s, self.L, self.start + start, self.start + stop
        )
        part.__dict__["P"] = stop - start  # known, so not counted by another pass
        return part

    @property
    def _name(self) -> str:
        return str(self.source) if isinstance(self.source, str | Path) else "the array"

    @property
    def _rows(self) -> int:
        return max(1, _CHUNK_TOKENS // self.s**self.L)

    def _raw_chunks(self) -> Iterator[Shaped[np.ndarray, "P n"]]:
        if not isinstance(self.source, str | Path):
            array = as_array(self.source, self._name, "strings of equal length were")
            if array.ndim != 2:
                checked_symbols(array, self.v, self.s**self.L, self._name)
            for i in range(self.start, len(array), self._rows):
                yield array[i : i + self._rows]
            return
        path = Path(self.source)
        try:
            if path.suffix in (".npy", ".npz"):
                with _array_file(path) as file:
                    yield from self._npy_chunks(file)
            else:
                with path.open(encoding="utf-8") as file:
                    yield from self._text_chunks(file)
        except (OSError, zipfile.BadZipFile, zlib.error) as error:
            what = getattr(error, "strerror", None) or error
            raise InputError(f"cannot read {path}: {what}") from error
        except UnicodeDecodeError as error:
            raise InputError(
                f"{path} is no text, but .npy, .npz or text with one string a line was expected"
            ) from error

    def _npy_chunks(self, file: IO[bytes]) -> Iterator[Shaped[np.ndarray, "P n"]]:
        try:
            version = np.lib.format.read_magic(file)
            read = (
                np.lib.format.read_array_header_1_0
                if version == (1, 0)
                else np.lib.format.read_array_header_2_0
            )
            shape, fortran, dtype = read(file)
        except ValueError as error:
            raise InputError(f"{self._name} is empty or no numpy file") from error
        length = self.s**self.L
        if len(shape) != 2 or shape[1] != length or dtype.kind not in "iu" or fortran:
            raise InputError(
                f"{self._name} holds an array of shape {shape} and type {dtype}, but integers of "
                f"shape (P, s^L={length}) in C order were expected"
            )
        size = shape[1] * dtype.itemsize
        file.seek(self.start * size, io.SEEK_CUR)
        for first in range(self.start, shape[0], self._rows):
            rows = min(self._rows, shape[0] - first)
            data = file.read(rows * size)
            if len(data) < rows * size:
                raise InputError(
                    f"{self._name} is truncated: {shape[0]} strings were expected, "
                    f"it ends within string {first + len(data) // size}"
                )
            yield np.frombuffer(data, dtype=dtype).reshape(rows, shape[1])

    def _text_chunks(self, file: IO[str]) -> Iterator[Shaped[np.ndarray, "P n"]]:
        used = (line.replace(",", " ") for line in file if not line.isspace())
        lines = islice(used, self.start, None)
        first = self.start
        while batch := list(islice(lines, self._rows)):
            try:
                with warnings.catch_warnings(action="error"):  # of a batch without any token
                    chunk = np.loadtxt(batch, dtype=np.int64, ndmin=2, comments=None)
            except (ValueError, OverflowError, UserWarning):
                chunk = None
            if chunk is None or chunk.shape[1] != self.s**self.L:
                raise self._bad_line(batch, first)
            yield chunk
            first += len(batch)

    def _bad_line(self, batch: list[str], first: int) -> InputError:
        length = self.s**self.L
        for string, line in enumerate(batch, start=first):
            tokens = line.split()
            if len(tokens) != length:
                return InputError(
                    f"{self._name}, string {string}: {len(tokens)} tokens, "
                    f"but s^L={length} were expected"
                )
            for place, token in enumerate(tokens):
                if not _INTEGER.fullmatch(token) or int(token) >= self.v:
                    return InputError(
                        f"{self._name}, string {string}, place {place}: token {token[:40]}, "
                        f"but 0 to {self.v - 1} was expected"
                    )
        return InputError(f"{self._name}: a line after string {first} could not be read")


@contextmanager
def _array_file(path: Path) -> Iterator[IO[bytes]]:
    if path.suffix == ".npy":
        with path.open("rb") as file:
            yield file
        return
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            if "strings.npy" not in names and len(names) != 1:
                held = ", ".join(name.removesuffix(".npy") for name in names)
                raise InputError(f"{path} holds {held}, but an array 'strings' was expected")
            with archive.open("strings.npy" if "strings.npy" in names else names[0]) as member:
                yield member
    except zipfile.BadZipFile as error:
        raise InputError(f"{path} is empty, truncated or no npz file") from error

"""How much of the hidden tree a learner has found, up to the names of its labels."""

from __future__ import annotations

import numpy as np
from jaxtyping import Int64, Integer
from numpy.typing import ArrayLike
from scipy.optimize import linear_sum_assignment

from ownlatents.errors import InputError
from ownlatents.models.decoder import Decoder
from ownlatents.validation import checked_integer


def matched_accuracy(
    labels: ArrayLike, truth: ArrayLike, v: int, codes: int | None = None
) -> float:
    """Share of equal entries after the best renaming of the labels (Section 3).

    Args:
        labels: integers 0 … v of any shape; v means unknown and never counts as right.
        truth: integers 0 … v of the same shape; entries v are left out of account.
        v: number of symbols.
        codes: size of the labels' vocabulary where it is not v; then labels are 0 … codes−1 or
            `codes` for unknown, each symbol has one code, and all others count as wrong.

    >>> matched_accuracy([1, 1, 0, 2], [0, 0, 1, 1], v=2)
    0.75
    """
    checked_integer("v", v, 1)
    d = v if codes is None else checked_integer("codes", codes, 1)
    given, true = np.asarray(labels), np.asarray(truth)
    if given.shape != true.shape or given.size == 0:
        raise InputError(
            f"labels have shape {given.shape} and the truth {true.shape}, "
            "but equal, non-empty shapes were expected"
        )
    for name, array, most in (("labels", given, d), ("truth", true, v)):
        if array.dtype.kind not in "iu" or array.min() < 0 or array.max() > most:
            raise InputError(f"{name}: integers 0 to {most} were expected ({most}: unknown)")
    confusion = _confusion(given, true, d, v)[:, :v]
    rows, columns = linear_sum_assignment(confusion[:d], maximize=True)
    return float(confusion[rows, columns].sum() / max(confusion.sum(), 1))


def level_accuracies(decoder: Decoder, tree: list[Integer[np.ndarray, "P _"]]) -> list[float]:
    """Accuracy of the decoded labels at levels 1, 2, … by the best permutation of each level.

    Args:
        decoder: what was learned.
        tree: `[h^(0), h^(1), …]` of some strings, as `Corpus.tree` or `Grammar.parse` give it.
    """
    decoded = decoder.decode(tree[0])
    return [
        matched_accuracy(labels, truth, decoder.v)
        for labels, truth in zip(decoded, tree[1:], strict=False)
    ]


def level_agreements(first: Decoder, second: Decoder, strings: ArrayLike) -> list[float]:
    """How far two decoders find the same classes: the adjusted Rand index of each level.

    Needs no truth. 1: the same classes, whatever their names; about 0: no more in common than
    chance, also where most variables fall into one class. "Unknown" counts as a class.

    Args:
        first, second: decoders of equal v, s and number of levels.
        strings: `(P, s^L)` visible tokens.
    """
    sizes = [(x.v, x.s, len(x.tables)) for x in (first, second)]
    if sizes[0] != sizes[1]:
        raise InputError(f"decoders of (v, s, levels) {sizes}, but equal ones were expected")
    return [
        _adjusted_rand(_confusion(a, b, first.v, first.v))
        for a, b in zip(first.decode(strings), second.decode(strings), strict=True)
    ]


def _confusion(
    labels: Integer[np.ndarray, "*shape"], truth: Integer[np.ndarray, "*shape"], codes: int, v: int
) -> Int64[np.ndarray, "labels symbols"]:
    """`(codes+1, v+1)` counts of label and true symbol; the last of each means unknown."""
    together = labels.astype(np.int64) * (v + 1) + truth
    counts = np.bincount(together.ravel(), minlength=(codes + 1) * (v + 1))
    return counts.reshape(codes + 1, v + 1)


def _adjusted_rand(confusion: Int64[np.ndarray, "labels symbols"]) -> float:
    """Hubert and Arabie's index: agreeing pairs above chance, over the most there could be."""

    def pairs(counts: np.ndarray) -> float:
        return float((counts * (counts - 1) / 2).sum())

    together, rows = pairs(confusion), pairs(confusion.sum(axis=1))
    columns = pairs(confusion.sum(axis=0))
    chance = rows * columns / max(pairs(confusion.sum(keepdims=True)), 1.0)
    most = (rows + columns) / 2
    return 1.0 if most == chance else (together - chance) / (most - chance)

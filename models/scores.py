"""How much of the hidden tree a learner has found, up to the names of its labels."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import linear_sum_assignment

from models.decoder import Decoder
from sim import InputError


def matched_accuracy(labels: ArrayLike, truth: ArrayLike, v: int) -> float:
    """Share of equal entries after the best renaming of the labels (Section 3).

    Args:
        labels: integers 0 … v of any shape; v means unknown and never counts as right.
        truth: integers 0 … v of the same shape; entries v are left out of account.
        v: number of symbols.

    >>> matched_accuracy([1, 1, 0, 2], [0, 0, 1, 1], v=2)
    0.75
    """
    given, true = np.asarray(labels), np.asarray(truth)
    if given.shape != true.shape or given.size == 0:
        raise InputError(
            f"labels have shape {given.shape} and the truth {true.shape}, "
            "but equal, non-empty shapes were expected"
        )
    if any(x.dtype.kind not in "iu" or x.min() < 0 or x.max() > v for x in (given, true)):
        raise InputError(f"labels and truth: integers 0 to v={v} were expected (v: unknown)")
    together = np.bincount(
        (given.astype(np.int64) * (v + 1) + true).ravel(), minlength=(v + 1) ** 2
    )
    confusion = together.reshape(v + 1, v + 1)[:, :v]
    rows, columns = linear_sum_assignment(confusion[:v], maximize=True)
    return float(confusion[rows, columns].sum() / max(confusion.sum(), 1))


def level_accuracies(decoder: Decoder, tree: list[NDArray[Any]]) -> list[float]:
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
    """Share of variables of each level on which two decoders agree, up to the names of labels.

    Needs no truth: fits to two halves of the data that agree have found the same classes. What is
    unknown to either counts as disagreement.
    """
    sizes = [(x.v, x.s, len(x.tables)) for x in (first, second)]
    if sizes[0] != sizes[1]:
        raise InputError(f"decoders of (v, s, levels) {sizes}, but equal ones were expected")
    return [
        matched_accuracy(a, b, first.v) * float((b < first.v).mean())
        for a, b in zip(first.decode(strings), second.decode(strings), strict=True)
    ]

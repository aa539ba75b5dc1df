"""Belief propagation: the exact posterior of every latent, given what is seen of a string."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy
from jaxtyping import Bool, Float64, Integer
from numpy.typing import ArrayLike

from ownlatents.arrays import as_array
from ownlatents.errors import InputError
from ownlatents.sim.grammar import Grammar
from ownlatents.validation import checked_instance

_CHUNK_CELLS = 1 << 22


@dataclass(frozen=True)
class Posterior:
    """What a (partly hidden) string says about its tree.

    Attributes:
        log_probability: per level ℓ = 0 … L an array `(P, s^(L−ℓ), v)` of log Pr[h_i = a | seen].
        log_evidence: `(P,)` log-probability of the visible tokens.
    """

    log_probability: list[Float64[np.ndarray, "P _ v"]]
    log_evidence: Float64[np.ndarray, "P"]


def posterior(grammar: Grammar, strings: ArrayLike, hidden: ArrayLike | None = None) -> Posterior:
    """Exact posterior of all variables by one upward and one downward pass, in log space.

    Args:
        grammar: the rules.
        strings: `(P, s^L)` tokens; those at hidden places are ignored.
        hidden: `(P, s^L)` or `(s^L,)` booleans, True where a token is masked; none by default.

    Raises:
        InputError: malformed strings, or seen tokens that the grammar cannot generate.

    Cost: O(P·s^L·v·m), memory O(P·s^L·v).

    >>> import numpy as np
    >>> from ownlatents.sim import RHMParams
    >>> grammar = Grammar.sample(RHMParams(v=4, m=2, s=2, L=2), seed=0)
    >>> nothing_seen = posterior(grammar, np.zeros((1, 4), dtype=int), hidden=[True] * 4)
    >>> np.exp(nothing_seen.log_probability[2]).round(3)
    array([[[0.25, 0.25, 0.25, 0.25]]])
    """
    checked_instance("grammar", grammar, Grammar)
    strings = as_array(strings, "strings", "strings of equal length were").copy()
    masked = np.zeros(strings.shape, dtype=bool)
    if hidden is not None:
        hidden = np.asarray(hidden)
        if hidden.dtype != bool or hidden.shape not in (strings.shape, strings.shape[1:]):
            raise InputError(
                f"hidden has shape {hidden.shape} and type {hidden.dtype}, "
                f"but booleans of shape {strings.shape} were expected"
            )
        masked |= hidden
        strings[masked] = 0
    strings = grammar.checked_strings(strings)
    p = grammar.params
    size = max(1, _CHUNK_CELLS // (p.length * p.n_tuples))
    parts = [
        _chunk(grammar, strings[i : i + size], masked[i : i + size])
        for i in range(0, max(len(strings), 1), size)
    ]
    evidence = np.concatenate([part.log_evidence for part in parts])
    if np.isneginf(evidence).any():
        string = int(np.argmax(np.isneginf(evidence)))
        raise InputError(f"string {string} has probability 0 under the grammar")
    levels = [
        np.concatenate(level) for level in zip(*(q.log_probability for q in parts), strict=True)
    ]
    return Posterior(levels, evidence)


def _chunk(
    grammar: Grammar, strings: Integer[np.ndarray, "P n"], masked: Bool[np.ndarray, "P n"]
) -> Posterior:
    p = grammar.params
    seen = np.where(strings[..., None] == np.arange(p.v), 0.0, -np.inf)
    below = [np.where(masked[..., None], 0.0, seen)]
    for rules in grammar.rules:
        children = _children(below[-1], rules).sum(axis=0)
        below.append(scipy.special.logsumexp(children, axis=-1) - np.log(p.m))
    prior = np.full_like(below[-1], -np.log(p.v))
    evidence = scipy.special.logsumexp(below[-1] + prior, axis=-1)[:, 0]
    above = prior
    log_probability = [below[-1] + above]
    for rules, upward in zip(grammar.rules[::-1], below[-2::-1], strict=True):
        above = _downward(above, _children(upward, rules), rules)
        log_probability.insert(0, upward + above)
    with np.errstate(invalid="ignore"):  # −inf − (−inf) where the string is impossible
        normalised = [level - evidence[:, None, None] for level in log_probability]
    return Posterior(normalised, evidence)


def _children(
    below: Float64[np.ndarray, "P ns v"], rules: Integer[np.ndarray, "v m s"]
) -> Float64[np.ndarray, "s P n v m"]:
    """The upward message of each child under each rule of each parent."""
    s = rules.shape[2]
    return np.stack([below[:, place::s][:, :, rules[:, :, place]] for place in range(s)])


def _downward(
    above: Float64[np.ndarray, "P n v"],
    children: Float64[np.ndarray, "s P n v m"],
    rules: Integer[np.ndarray, "v m s"],
) -> Float64[np.ndarray, "P n*s v"]:
    """Downward messages from the parents'."""
    v, m, s = rules.shape
    P, n, _ = above.shape
    message = np.empty((P, n, s, v))
    for place in range(s):
        others = children[[i for i in range(s) if i != place]].sum(axis=0)
        rule = (above[..., None] - np.log(m) + others).reshape(P, n, v * m)
        message[:, :, place] = _logsumexp_by(rule, rules[:, :, place].ravel(), v)
    return message.reshape(P, n * s, v)


def _logsumexp_by(
    values: Float64[np.ndarray, "*batch N"], symbol: Integer[np.ndarray, "N"], v: int
) -> Float64[np.ndarray, "*batch v"]:
    """Log-sum-exp of the last axis, grouped by `symbol`; −inf for symbols that do not occur."""
    order = np.argsort(symbol, kind="stable")
    present, start, size = np.unique(symbol[order], return_index=True, return_counts=True)
    values = values[..., order]
    peak = np.maximum.reduceat(values, start, axis=-1)
    peak = np.where(np.isneginf(peak), 0.0, peak)
    total = np.add.reduceat(np.exp(values - np.repeat(peak, size, axis=-1)), start, axis=-1)
    result = np.full((*values.shape[:-1], v), -np.inf)
    with np.errstate(divide="ignore"):
        result[..., present] = np.log(total) + peak
    return result

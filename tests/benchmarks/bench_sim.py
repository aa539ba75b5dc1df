"""Samplers and exact laws."""

from __future__ import annotations

import numpy as np
import torch

from ownlatents.sim import Corpus, Grammar, Law, RHMParams, sample_counts
from tests.benchmarks.timing import line, seconds

_PARAMS = RHMParams(v=16, m=4, s=2, L=4)
_P = 1 << 20


def run() -> None:
    grammar = Grammar.sample(_PARAMS, seed=0)
    corpus = Corpus(grammar, _P, seed=0)
    tokens = _P * _PARAMS.length
    streamed = seconds(lambda: [None for _ in corpus.chunks()])
    plain = seconds(lambda: _top_down(grammar, _P))
    source = np.ones(tokens, dtype=np.uint8)
    target = np.empty_like(source)
    copied = seconds(lambda: np.copyto(target, source), repeats=20)
    rate = tokens / streamed / 1e6
    line(f"string sampler, {_PARAMS}", f"{rate:.0f} M tokens/s", "at least 400 M/s")
    line("  over a top-down sampler in torch int64", f"{plain / streamed:.1f} ×", "at least 4 ×")
    line("  of a memory copy of the same bytes", f"{copied / streamed:.1%}")
    for params in (RHMParams(v=8, m=32, s=3, L=5), RHMParams(v=256, m=128, s=2, L=3)):
        wide = Corpus(Grammar.sample(params, seed=0), _P * 16 // params.length, seed=0)
        took = seconds(lambda wide=wide: [None for _ in wide.chunks()], repeats=3)
        line(f"string sampler, {params}", f"{wide.P * params.length / took / 1e6:.0f} M tokens/s")
    times = {
        P: seconds(lambda P=P: sample_counts(grammar, 1, P=P, seed=0)) for P in (10**4, 10**12)
    }
    ratio = times[10**12] / times[10**4]
    line("count sampler, time at P = 1e12 over P = 1e4", f"{ratio:.2f} ×", "about 1 ×")
    line("  at P = 1e12", f"{times[10**12] * 1e3:.2f} ms")
    line("exact laws of all levels", f"{_laws(_PARAMS) * 1e3:.2f} ms", "under 5 ms")
    exact = seconds(lambda: _all_laws(grammar, exact=True))
    line("  as fractions", f"{exact * 1e3:.1f} ms")
    large = RHMParams(v=256, m=128, s=2, L=3)
    line(f"  {large}", f"{_laws(large) * 1e3:.1f} ms")


def _laws(params: RHMParams) -> float:
    grammar = Grammar.sample(params, seed=0)
    return seconds(lambda: _all_laws(grammar))


def _all_laws(grammar: Grammar, *, exact: bool = False) -> None:
    law = Law(grammar, exact=exact)
    for level in range(grammar.params.L - 1):
        law.tuples(level)
        law.context_vectors(level)


def _top_down(grammar: Grammar, P: int) -> torch.Tensor:
    """The sampler that one writes first: a rule index per node, gathered level by level."""
    v, m = grammar.params.v, grammar.params.m
    symbols = torch.randint(v, (P, 1))
    for rules in reversed(grammar.rules):
        table = torch.as_tensor(rules.astype(np.int64))
        symbols = table[symbols, torch.randint(m, symbols.shape)].flatten(1)
    return symbols

"""Farthest-first traversal: the program of the proofs, step by step and on the same samples."""

import numpy as np
import pytest
import torch

from ownlatents.models import ILC, FarthestFirst, TupleContexts, exactly_recovered
from ownlatents.sim import Context, Corpus, Grammar, RHMParams
from ownlatents.theory import proofs
from tests.theory.test_proofs import needs_rocq

# (v, m, s, L, P, seed): few strings make many ties.
SAMPLES = [(4, 2, 2, 3, P, seed) for seed, P in enumerate((1, 2, 5, 20, 100, 2000))]
SAMPLES += [(3, 2, 3, 3, 50, 7), (3, 2, 3, 3, 400, 8), (8, 4, 2, 4, 600, 9)]


def problem(*points, counts=None):
    counts = [10**6] * len(points) if counts is None else counts
    vectors = torch.tensor(points, dtype=torch.float64)
    return TupleContexts(torch.arange(len(points)), torch.tensor(counts), vectors)


def labels(*points, v):
    return FarthestFirst().labels([problem(*points)], v, 0, 0)[0].tolist()


def test_centres_are_taken_farthest_first():
    assert labels([0.0, 0], [0.1, 0], [1, 0], [0, 0.5], [0.9, 0], v=3) == [0, 0, 1, 2, 1]


def test_of_equally_far_points_the_first_becomes_a_centre():
    assert labels([0.5, 0.5], [1.0, 0.0], [0.0, 1.0], v=2) == [0, 1, 0]


def test_of_equally_near_centres_the_first_counts():
    assert labels([0.0], [1.0], [0.5], v=2) == [0, 1, 0]


def test_ties_are_those_of_fractions_and_not_of_floats():
    # |1/3 − 2/3| = |2/3 − 1| exactly; as floats the first is larger by a rounding.
    thirds = problem([2 / 3], [1.0], [1 / 3], counts=[3, 3, 3])
    assert FarthestFirst().labels([thirds], 2, 0, 0)[0].tolist() == [0, 1, 0]
    assert (2 / 3 - 1 / 3) ** 2 != (1 - 2 / 3) ** 2


@pytest.mark.parametrize("seed", range(20))
def test_errors_below_a_quarter_of_the_separation_leave_the_classes(seed):
    rng = np.random.default_rng(seed)
    v, m, D = 6, 4, 5
    centres = rng.normal(size=(v, D))
    gaps = ((centres[:, None] - centres) ** 2).sum(axis=-1) ** 0.5 + np.diag(np.full(v, np.inf))
    noise = rng.normal(size=(v, m, D))
    noise *= 0.249 * gaps.min() / (noise**2).sum(axis=-1, keepdims=True) ** 0.5
    points = (centres[:, None] + noise).reshape(-1, D)[rng.permutation(v * m)]
    truth = ((points[:, None] - centres) ** 2).sum(axis=-1).argmin(axis=1)
    found = np.array(labels(*points.tolist(), v=v))
    assert len({*zip(found, truth, strict=True)}) == len(set(found)) == v


def test_a_whole_tree_is_recovered():
    grammar = Grammar.sample(RHMParams(v=8, m=3, s=2, L=3), seed=0)
    found = ILC(clusterer=FarthestFirst()).fit(Corpus(grammar, P=100_000, seed=1))
    assert exactly_recovered(found.decoder, grammar)


def rocq(numbers):
    """Nested numbers as Rocq writes lists."""
    inner = numbers if isinstance(numbers, int) else "; ".join(map(rocq, numbers))
    return str(inner) if isinstance(numbers, int) else f"[:: {inner}]" if numbers else "[::]"


def table(found, level, s):
    """The labels of the tuples seen, as (tuple, label) with the first symbol leading."""
    v = found.decoder.v
    codes = found.contexts[level].codes.tolist()
    tuples = [[code // (v + 1) ** (s - 1 - i) % (v + 1) for i in range(s)] for code in codes]
    return list(zip(tuples, found.labels[level].tolist(), strict=True))


@needs_rocq
def test_the_program_inside_rocq_gives_the_same_labels(tmp_path):
    """Whole fits on the sampler's own strings, level by level.

    A tuple that never occurs at the site is "unknown" here and near the origin there, so above a
    level where some string has one the two part.
    """
    lines = [
        "From mathcomp Require Import all_ssreflect.",
        "From OwnLatents Require Import FarthestFirst Executable.",
    ]
    compared = 0
    for v, m, s, L, P, seed in SAMPLES:
        corpus = Corpus(Grammar.sample(RHMParams(v=v, m=m, s=s, L=L), seed), P, seed + 100)
        found = ILC(Context(), FarthestFirst()).fit(corpus)
        strings = corpus.symbols().tolist()
        targets = [cousin * s + token for cousin in range(1, s) for token in range(s)]
        sites = "; ".join([f"(0, {rocq(targets)})"] * (L - 1))
        lines.append(f"Definition tables := run {v} {s} [:: {sites}] {rocq(strings)}.")
        decoded = [corpus.symbols(), *found.decoder.decode(corpus.symbols())]
        for level in range(L - 1):
            if decoded[level].max() == v:
                break
            told = table(found, level, s)
            compared += len(told)
            wanted = rocq([label for _, label in told])
            tuples = rocq([symbols for symbols, _ in told])
            lines += [
                f"Goal [seq nth 0 (nth [::] tables {level}) (index u (all_tuples {v} {s}))",
                f"  | u <- {tuples} : seq (seq nat)] = {wanted}.",
                "Proof. by vm_compute. Qed.",
            ]
        lines.append("Reset tables.")
    file = tmp_path / "Agreement.v"
    file.write_text("\n".join(lines))
    proofs.compiled(file)
    assert compared > 100

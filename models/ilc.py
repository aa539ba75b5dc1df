"""Iterative latent clustering (Algorithm 1) and its token-level and supervised rivals."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
import torch
from jaxtyping import Int64

from ownlatents.errors import InputError
from ownlatents.models.clusterers import Clusterer, KMeans, Labels, NearestCentre
from ownlatents.models.contexts import ContextCounter, TupleContexts, contexts_from_counts
from ownlatents.models.decoder import Decoder, table_size
from ownlatents.models.devices import checked_device
from ownlatents.models.sources import Source, View
from ownlatents.sim import Context, Corpus, Grammar, RecordedStrings, sample_counts
from ownlatents.validation import checked_instance, checked_seed, shown


@dataclass(frozen=True)
class Recovery:
    """What a fit has learned.

    Attributes:
        decoder: labels of the tuples seen, level by level; turns strings into latents.
        contexts: per level the tuples of the support, their counts and context vectors.
        labels: per level the cluster of each tuple of the support.
    """

    decoder: Decoder
    contexts: tuple[TupleContexts, ...] = ()
    labels: tuple[Labels, ...] = ()


@dataclass(frozen=True)
class ILC:
    """Iterative clustering of tuples by what is predicted from them (Algorithm 1, Section 3).

    Level by level: count how often each tuple occurs with each target, divide into empirical
    context vectors, cluster them into v groups, and read the strings one level higher with the
    group as label. Only the observable of `context` tells ILC from its rivals.

    Tuples never seen at the site have the label "unknown"; what contains it is not counted. This
    is our choice, the paper does not say.

    Args:
        context: what is predicted, and where; see `sim.Context`.
        clusterer: the module Cluster_v; see `models.clusterers`.
        seed: of the clusterer.
        device: torch device for counting and batched clustering.

    >>> from ownlatents.sim import Corpus, RHMParams
    >>> grammar = Grammar.sample(RHMParams(v=8, m=3, s=2, L=3), seed=0)
    >>> found = ILC().fit(Corpus(grammar, P=20_000, seed=1))
    >>> from ownlatents.models import exactly_recovered
    >>> exactly_recovered(found.decoder, grammar)
    True
    """

    context: Context = field(default_factory=Context)
    clusterer: Clusterer = field(default_factory=KMeans)
    seed: int = 0
    device: str = "cpu"

    def __post_init__(self) -> None:
        checked_seed(self.seed)
        checked_device(self.device)
        checked_instance("context", self.context, Context)
        if not hasattr(self.clusterer, "labels"):
            raise InputError(f"clusterer={shown(self.clusterer)}, but a Clusterer was expected")
        if isinstance(self.clusterer, NearestCentre) and self.clusterer.context != self.context:
            raise InputError(
                f"the oracle's centres are of {self.clusterer.context}, "
                f"but those of {self.context} were expected"
            )

    def fit(self, source: Source, tell: Callable[[int], None] | None = None) -> Recovery:
        """Learn levels 1 … L−1 from strings.

        One pass over the strings per level; memory does not grow with their number.

        Args:
            source: a `Corpus` or `RecordedStrings`.
            tell: called with the number of strings read since the last call, for progress; each
                string is read L−1 times.
        """
        return self.fit_many([source], tell)[0]

    def fit_many(
        self, sources: Sequence[Source], tell: Callable[[int], None] | None = None
    ) -> list[Recovery]:
        """Fit several sources of one kind and equal sizes, counting and clustering as a batch."""
        for source in sources:
            if not isinstance(source, Corpus | RecordedStrings):
                raise InputError(
                    f"strings of type {type(source).__name__}, but a Corpus or RecordedStrings "
                    "was expected"
                )
        sizes = {(x.v, x.s, x.L, x.P, type(x).__name__) for x in sources}
        if len(sizes) != 1:
            raise InputError(f"sources of sizes {sorted(sizes)}, but equal ones were expected")
        v, s, L, _, _ = sizes.pop()
        self.context.check(s, L)
        found = [Recovery(Decoder(v, s)) for _ in sources]
        for level in self.context.levels(L):
            views = [
                View(source, known.decoder, self.device)
                for source, known in zip(sources, found, strict=True)
            ]
            problems = self._count(views, level, tell or (lambda strings: None))
            answers = self._cluster(problems, v, level)
            found = [self._extended(*step) for step in zip(found, problems, answers, strict=True)]
        return found

    def fit_level(
        self, grammars: Sequence[Grammar], level: int, *, P: int, seed: int
    ) -> list[Int64[np.ndarray, "v m"]]:
        """Cluster the tuples of one level from count tables, all levels below being known.

        The induction step of Theorem 2 by itself, at a cost that does not grow with P.

        Args:
            grammars: grammars of equal sizes.
            level: level ℓ of the tuples, 0 … L−2.
            P: number of strings that the counts stand for.
            seed: of the counts.

        Returns:
            Per grammar the labels `(v, m)` of its rules; v where a tuple was not seen.
        """
        sizes = {g.params for g in grammars}
        if len(sizes) != 1:
            raise InputError(
                f"grammars of sizes {sorted(sizes)}, but at least one, all of equal sizes, "
                "were expected"
            )
        problems = [
            contexts_from_counts(sample_counts(g, level, self.context, P=P, seed=seed), self.device)
            for g in grammars
        ]
        v, m = grammars[0].params.v, grammars[0].params.m
        labels = np.full((len(grammars), v * m), v, dtype=np.int64)
        answers = self._cluster(problems, v, level)
        for row, problem, answer in zip(labels, problems, answers, strict=True):
            row[problem.codes.cpu().numpy()] = answer
        return list(labels.reshape(-1, v, m))

    def _count(
        self, views: Sequence[View], level: int, tell: Callable[[int], None]
    ) -> list[TupleContexts]:
        streams = [view.pairs(level, self.context) for view in views]
        counter: ContextCounter | None = None
        for chunk in zip(*streams, strict=True):
            tuples, targets = (torch.stack(part) for part in zip(*chunk, strict=True))
            if counter is None:
                v, k = views[0].source.v, targets.shape[-1]
                counter = ContextCounter(len(views), v, tuples.shape[-1], k, self.device)
            counter.add(tuples, targets)
            tell(len(views) * tuples.shape[1] // views[0].rows_per_string(level, self.context))
        assert counter is not None  # a source holds at least one string
        return counter.finish()

    def _cluster(self, problems: Sequence[TupleContexts], v: int, level: int) -> list[Labels]:
        """The clusterer's labels; where no tuple was seen it is shown one in their place."""
        shown = [problem if len(problem) else _one_tuple(problem) for problem in problems]
        answers = self.clusterer.labels(shown, v, level, self.seed)
        return [answer[: len(problem)] for answer, problem in zip(answers, problems, strict=True)]

    @staticmethod
    def _extended(known: Recovery, problem: TupleContexts, labels: Labels) -> Recovery:
        v, s = known.decoder.v, known.decoder.s
        device = problem.codes.device
        table = torch.full((table_size(v, s),), v, dtype=torch.int32, device=device)
        table[problem.codes] = torch.as_tensor(labels, dtype=torch.int32, device=device)
        return Recovery(
            known.decoder.then(table), (*known.contexts, problem), (*known.labels, labels)
        )


def _one_tuple(nothing: TupleContexts) -> TupleContexts:
    one = nothing.codes.new_zeros(1)
    return TupleContexts(one, one, nothing.vectors.new_zeros(1, nothing.vectors.shape[1]))

"""`ownlatents ilc`: a hierarchy recovered from strings that we did not make."""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import IO, Any
from zipfile import BadZipFile

import click
import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from ownlatents import models
from ownlatents.checks.sweep.progress import Progress
from ownlatents.cli.options import (
    as_json,
    context_source,
    print_json,
    sizes,
)
from ownlatents.errors import InputError
from ownlatents.files import replacing
from ownlatents.sim import Context, Grammar, RecordedStrings

_CLUSTERERS: dict[str, models.Clusterer] = {
    "kmeans": models.KMeans(),
    "batched-kmeans": models.BatchedKMeans(),
    "ward": models.Ward(),
    "farthest-first": models.FarthestFirst(),
    "spectral": models.Spectral(),
    "mixture": models.Mixture(),
    "balanced": models.BalancedMixture(),
}
_SCORED = 10_000  # strings on which decoders are compared


@click.command()
@click.option("--strings", "file", type=Path, required=True, help="npz, npy, csv or text")
@sizes(with_m=False, required=True)
@context_source(targets="all")
@click.option(
    "--clusterer", type=click.Choice(list(_CLUSTERERS)), default="kmeans", show_default=True
)
@click.option("--seed", type=int, default=0, show_default=True, help="seed of the clusterer")
@click.option("--device", default="cpu", show_default=True, help="torch device")
@click.option("--grammar", type=Path, help="true grammar (JSON), for accuracies")
@click.option("--latents", type=Path, help="true latents (npz with h1, h2, …), for accuracies")
@click.option("--write", type=Path, help="write the recovered rule classes (JSON)")
@as_json
def command(
    file: Path,
    v: int,
    s: int,
    L: int,
    context: Context,
    clusterer: str,
    seed: int,
    device: str,
    grammar: Path | None,
    latents: Path | None,
    write: Path | None,
    as_json: bool,
) -> None:
    """Recover the hierarchy behind a file of strings, without its grammar.

    Reports per level how many tuples were seen, into how many classes they fell, and how far fits
    to the two halves of the data agree (up to the names of the classes); with --grammar or
    --latents also the accuracy. Classes found from enough strings agree; others do not. Where no
    two tuples share a class, agreement says nothing, and is not told.
    """
    if grammar is not None and latents is not None:
        raise InputError("--grammar and --latents were both given, but at most one was expected")
    source = RecordedStrings(file, v, s, L)
    truth = Grammar.load(grammar) if grammar else None
    learner = models.ILC(context, _CLUSTERERS[clusterer], seed=seed, device=device)
    context.check(s, L)
    half = source.P // 2
    if half == 0:
        raise InputError(f"{file} holds 1 string, but at least 2 were expected: one for each half")
    some = next(iter(source.chunks()))[:_SCORED]
    tree = _truth(some, truth, latents, L)
    # Opened first: a place that cannot be written is no news after an hour of reading.
    with nullcontext() if write is None else replacing(write) as out:
        parts = (source, source.part(0, half), source.part(half, 2 * half))
        whole, first, second = _fits(learner, parts)
        if out is not None:
            _write(whole, out)
    agreements = models.level_agreements(first.decoder, second.decoder, some)
    accuracies = None if tree is None else models.level_accuracies(whole.decoder, tree)
    levels = [
        {
            "level": i + 1,
            "tuples_seen": len(contexts),
            "rarest_count": int(contexts.counts.min()) if len(contexts) else 0,
            "classes": classes,
            "agreement_of_halves": None if classes == len(labels) else agreements[i],
            "accuracy": None if accuracies is None else accuracies[i],
        }
        for i, (contexts, labels) in enumerate(zip(whole.contexts, whole.labels, strict=True))
        for classes in [len(np.unique(labels))]
    ]
    if as_json:
        print_json({"strings": str(file), "P": source.P, "v": v, "s": s, "L": L, "levels": levels})
    else:
        _print(source, levels)


def _fits(learner: models.ILC, parts: Sequence[RecordedStrings]) -> list[models.Recovery]:
    title = f"reading {parts[0].P} strings"
    with Progress(Console(stderr=True), title) as progress:
        reads = sum(part.P * (part.L - 1) for part in parts)
        progress.expect(reads, reads)
        return [learner.fit(part, lambda n: progress.advance(n, done=n)) for part in parts]


def _truth(
    strings: NDArray[Any], grammar: Grammar | None, latents: Path | None, L: int
) -> list[NDArray[Any]] | None:
    if grammar is not None:
        return grammar.parse(strings)
    if latents is None:
        return None
    try:
        with latents.open("rb") as file, np.load(file) as archive:
            tree = [archive[f"h{level}"][: len(strings)] for level in range(1, L)]
    except (OSError, ValueError, KeyError, EOFError, TypeError, BadZipFile, zlib.error) as error:
        raise InputError(
            f"cannot read {latents}: an npz file with arrays h1 to h{L - 1} was expected"
        ) from error
    return [strings, *tree]


def _print(source: RecordedStrings, levels: list[dict[str, Any]]) -> None:
    console = Console(highlight=False, soft_wrap=True)
    table = Table("level", "tuples seen", "rarest seen", "classes", "halves agree", "accuracy")
    for row in levels:
        agreement, accuracy = (
            "–" if row[name] is None else f"{row[name]:.3f}"
            for name in ("agreement_of_halves", "accuracy")
        )
        table.add_row(
            str(row["level"]),
            str(row["tuples_seen"]),
            f"{row['rarest_count']}×",
            str(row["classes"]),
            agreement,
            accuracy,
        )
    console.print(f"{source.P} strings of {source.s**source.L} tokens")
    console.print(table)
    found = [row for row in levels if (row["agreement_of_halves"] or 0) > 0.95]
    console.print(
        "The halves of the data agree at every level."
        if len(found) == len(levels)
        else f"The halves agree (above 0.95) at {len(found)} of {len(levels)} levels: "
        "for the others more strings are needed, or more sites (--site pooled), or there is no "
        "hierarchy of these sizes."
    )


def _write(found: models.Recovery, file: IO[str]) -> None:
    """The tuples of each level, as labels of the level below, with their class and count."""
    v, s = found.decoder.v, found.decoder.s
    levels = []
    for contexts, labels in zip(found.contexts, found.labels, strict=True):
        codes = contexts.codes.cpu().numpy()
        tuples = np.stack([codes // (v + 1) ** (s - 1 - i) % (v + 1) for i in range(s)], axis=1)
        levels.append(
            {
                "tuples": tuples.tolist(),
                "classes": labels.tolist(),
                "counts": contexts.counts.cpu().tolist(),
            }
        )
    json.dump({"v": v, "s": s, "levels": levels}, file, separators=(",", ":"))
    file.write("\n")

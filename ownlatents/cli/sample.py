"""`ownlatents sample`: strings of a grammar, written as a stream."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import click
import numpy as np
from numpy.typing import NDArray
from rich.console import Console

from ownlatents.checks.sweep.progress import Progress
from ownlatents.cli.options import as_json, grammar_source, print_json
from ownlatents.errors import InputError
from ownlatents.files import replacing
from ownlatents.sim import Corpus, Grammar
from ownlatents.validation import checked_length

_SUFFIXES = (".npy", ".npz", ".txt", ".csv")


@click.command()
@grammar_source
@click.option("--P", "P", type=int, required=True, help="number of strings")
@click.option("--strings-seed", type=int, default=0, show_default=True, help="seed of the strings")
@click.option("--out", type=Path, required=True, help="file to write: .npz, .npy, .txt or .csv")
@click.option("--latents", is_flag=True, help="write the latents h1 … hL too (.npz only)")
@click.option("--save-grammar", type=Path, help="write the grammar too (JSON)")
@as_json
def command(
    grammar: Grammar,
    P: int,
    strings_seed: int,
    out: Path,
    latents: bool,
    save_grammar: Path | None,
    as_json: bool,
) -> None:
    """Write P strings of a grammar: .npz (array "strings"), .npy, or one string a line."""
    if out.suffix not in _SUFFIXES:
        raise InputError(f"--out {out}, but one of {', '.join(_SUFFIXES)} was expected")
    if latents and out.suffix != ".npz":
        raise InputError(f"--latents with --out {out}, but an .npz file was expected")
    if save_grammar == out:
        raise InputError(f"--save-grammar {out} is --out too, but another file was expected")
    checked_length(grammar.params.L, grammar.params.length)
    corpus = Corpus(grammar, P, strings_seed)
    if save_grammar is not None:
        grammar.save(save_grammar)
    levels = range(grammar.params.L + 1) if latents else range(1)
    with Progress(Console(stderr=True), f"writing {out}") as progress:
        progress.expect(P * len(levels), P * len(levels))
        with replacing(out, "wb") as handle:
            _write(corpus, handle, out.suffix, levels, progress)
    if as_json:
        print_json(
            {
                "out": str(out),
                "P": P,
                **grammar.params.as_dict(),
                "grammar": grammar.content_hash,
                "strings_seed": strings_seed,
            }
        )
    else:
        click.echo(f"{P} strings of {grammar!r} written to {out}")


def _write(
    corpus: Corpus, handle: IO[bytes], suffix: str, levels: range, progress: Progress
) -> None:
    if suffix == ".npy":
        _write_npy(corpus, handle, 0, progress)
    elif suffix == ".npz":
        with zipfile.ZipFile(handle, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for level in levels:
                name = f"h{level}.npy" if level else "strings.npy"
                with archive.open(name, "w", force_zip64=True) as member:
                    _write_npy(corpus, member, level, progress)
    else:
        separator = "," if suffix == ".csv" else " "
        for chunk in _watched(corpus, 0, progress):
            np.savetxt(handle, chunk, fmt="%d", delimiter=separator)


def _write_npy(corpus: Corpus, handle: IO[bytes], level: int, progress: Progress) -> None:
    dtype = corpus.grammar.rules[0].dtype
    header = {
        "descr": np.lib.format.dtype_to_descr(dtype),
        "fortran_order": False,
        "shape": (corpus.P, corpus.grammar.params.width(level)),
    }
    np.lib.format.write_array_header_1_0(handle, header)
    for chunk in _watched(corpus, level, progress):
        handle.write(np.ascontiguousarray(chunk).tobytes())


def _watched(corpus: Corpus, level: int, progress: Progress) -> Iterator[NDArray[Any]]:
    for chunk in corpus.chunks(level):
        yield chunk
        progress.advance(len(chunk), done=len(chunk))

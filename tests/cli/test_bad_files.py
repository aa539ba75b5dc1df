"""Files that are not what they should be: one sentence that names them, nothing written."""

import json

import numpy as np
import pytest

from ownlatents.sim import Corpus, Grammar, RHMParams
from tests.cli.refusals import STRINGS, assert_refused, listing


@pytest.fixture
def files(tmp_path):
    """Input files, sound and broken; `listing` tells what stands there."""
    corpus = Corpus(Grammar.sample(RHMParams(v=4, m=2, s=2, L=3), seed=0), P=50, seed=0)
    strings = corpus.symbols()
    np.save(tmp_path / "sound.npy", strings)
    np.savez(tmp_path / "sound.npz", strings=strings, h1=corpus.symbols(1), h2=corpus.symbols(2))
    np.save(tmp_path / "one.npy", strings[:1])
    np.save(tmp_path / "short.npy", strings[:, :7])
    np.save(tmp_path / "unknown.npy", np.where(strings == 3, 9, strings))
    np.save(tmp_path / "float.npy", strings.astype(float))
    np.savez(tmp_path / "levels.npz", strings=strings, h1=corpus.symbols(1))
    np.savez(tmp_path / "fewer.npz", h1=corpus.symbols(1)[:10], h2=corpus.symbols(2)[:10])
    np.savez(tmp_path / "wild.npz", h1=corpus.symbols(1) + 200, h2=corpus.symbols(2))
    for name, half in (("sound.npy", "torn.npy"), ("sound.npz", "torn.npz")):
        (tmp_path / half).write_bytes((tmp_path / name).read_bytes()[:-60])
    for name in ("empty.npy", "empty.npz", "empty.txt", "empty.json"):
        (tmp_path / name).touch()
    (tmp_path / "short.txt").write_text("0 1 2 3 0 1 2 3\n0 1 2\n")
    (tmp_path / "words.csv").write_text("0,1,2,3,0,1,2,x\n")
    rules = corpus.grammar.rules[0].tolist()
    (tmp_path / "grammar.json").write_text(json.dumps({"rules": [rules] * 3}))
    rules[1][0] = rules[0][0]
    (tmp_path / "twice.json").write_text(json.dumps({"rules": [rules]}))
    (tmp_path / "ragged.json").write_text('{"rules": [[[[0, 1]], [[1]]]]}')
    (tmp_path / "number.json").write_text('{"rules": 5}')
    (tmp_path / "file").write_text("a regular file")
    return tmp_path


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("twice.json", ["level 0", "twice"]),
        ("ragged.json", ["rules of level 0", "(v, m, s)"]),
        ("number.json", ["rules"]),
        ("empty.json", ["empty.json", "'rules'"]),
        ("sound.npy", ["sound.npy", "'rules'"]),
        ("missing.json", ["missing.json", "No such file"]),
        (".", ["directory"]),
    ],
)
@pytest.mark.parametrize("command", ["assumptions", "sample"])
def test_a_grammar_that_is_none_is_refused(ownlatents, files, monkeypatch, command, name, words):
    monkeypatch.chdir(files)
    more = ("--P", 5, "--out", "x.npy") if command == "sample" else ()
    before = listing(files)
    assert_refused(ownlatents(command, "--grammar", name, *more), *words)
    assert listing(files) == before


def test_a_grammar_and_sizes_at_once_are_refused(ownlatents, files):
    answer = ownlatents("assumptions", "--grammar", files / "grammar.json", "--v", 4)
    assert_refused(answer, "--grammar and sizes were both given")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("missing.npy", ["missing.npy", "No such file"]),
        ("empty.npy", ["empty.npy", "empty"]),
        ("empty.npz", ["empty.npz", "empty"]),
        ("empty.txt", ["empty.txt", "no strings"]),
        ("torn.npy", ["torn.npy", "truncated", "50 strings"]),
        ("torn.npz", ["torn.npz", "truncated"]),
        ("one.npy", ["one.npy", "at least 2"]),
        ("short.npy", ["(50, 7)", "s^L=8"]),
        ("short.txt", ["string 1", "3 tokens", "s^L=8"]),
        ("words.csv", ["string 0", "place 7", "x"]),
        ("unknown.npy", ["token 9", "0 to 3"]),
        ("float.npy", ["float64", "integers"]),
        (".", ["directory"]),
    ],
)
def test_strings_that_are_none_are_refused(ownlatents, files, monkeypatch, name, words):
    monkeypatch.chdir(files)
    before = listing(files)
    assert_refused(ownlatents("ilc", "--strings", name, *STRINGS, "--write", "w.json"), *words)
    assert listing(files) == before


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--grammar", "grammar.json", "--latents", "sound.npz"], ["--grammar and --latents"]),
        (["--grammar", "missing.json"], ["missing.json"]),
        (["--grammar", "grammar.json"], ["string 0", "no rule"]),
        (["--latents", "missing.npz"], ["missing.npz", "h1 to h2"]),
        (["--latents", "levels.npz"], ["levels.npz", "h1 to h2"]),
        (["--latents", "empty.npz"], ["empty.npz"]),
        (["--latents", "torn.npz"], ["torn.npz"]),
        (["--latents", "sound.npy"], ["sound.npy", "npz"]),
        (["--latents", "fewer.npz"], ["10"]),
        (["--latents", "wild.npz"], []),
        (["--site", 2], ["2", "0 to 1"]),
        (["--seed", -1], ["-1"]),
        (["--device", "abacus"], ["abacus"]),
        (["--clusterer", "guess"], ["--clusterer", "guess"]),
        (["--v", 1], ["v=1"]),
        (["--L", 1], ["L=1"]),
        (["--write", "file/w.json"], ["file/w.json", "cannot write"]),
    ],
    ids=lambda x: " ".join(map(str, x)),
)
def test_options_that_do_not_fit_the_strings_are_refused(
    ownlatents, files, monkeypatch, arguments, words
):
    monkeypatch.chdir(files)
    before = listing(files)
    assert_refused(ownlatents("ilc", "--strings", "sound.npy", *STRINGS, *arguments), *words)
    assert listing(files) == before

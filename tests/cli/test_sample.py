import json
import zipfile

import numpy as np
import pytest

from ownlatents.sim import Corpus, Grammar, RHMParams

SIZES = ("--v", 5, "--m", 3, "--s", 2, "--L", 3)
P = 300


@pytest.fixture
def corpus():
    return Corpus(Grammar.sample(RHMParams(v=5, m=3, s=2, L=3), seed=7), P=P, seed=11)


def read(path):
    if path.suffix == ".npy":
        return np.load(path)
    if path.suffix == ".npz":
        with np.load(path) as archive:
            return archive["strings"]
    return np.loadtxt(path, dtype=int, delimiter="," if path.suffix == ".csv" else None)


@pytest.mark.parametrize("suffix", [".npy", ".npz", ".txt", ".csv"])
def test_every_format_holds_the_strings_of_the_corpus(ownlatents, tmp_path, corpus, suffix):
    out = tmp_path / f"strings{suffix}"
    seeds = ("--seed", 7, "--strings-seed", 11)
    answer = ownlatents("sample", *SIZES, *seeds, "--P", P, "--out", out)
    assert answer.status == 0
    assert str(out) in answer.out
    assert (read(out) == corpus.symbols()).all()
    assert list(tmp_path.iterdir()) == [out]


def test_arrays_have_the_type_of_the_corpus(ownlatents, tmp_path, corpus):
    for name in ("x.npy", "x.npz"):
        ownlatents("sample", *SIZES, "--P", 3, "--out", tmp_path / name)
        assert read(tmp_path / name).dtype == corpus.symbols().dtype


def test_latents_are_the_tree_of_the_strings(ownlatents, tmp_path, corpus):
    out = tmp_path / "tree.npz"
    seeds = ("--seed", 7, "--strings-seed", 11)
    ownlatents("sample", *SIZES, *seeds, "--P", P, "--out", out, "--latents")
    with np.load(out) as archive:
        assert sorted(archive) == ["h1", "h2", "h3", "strings"]
        found = [archive[name] for name in ("strings", "h1", "h2", "h3")]
    for level, true in zip(found, corpus.tree(), strict=True):
        assert (level == true).all()
    for level, parsed in zip(found, corpus.grammar.parse(found[0]), strict=True):
        assert (level == parsed).all()


def test_a_saved_grammar_gives_the_same_strings_again(ownlatents, tmp_path, corpus):
    saved, first, second = (tmp_path / name for name in ("g.json", "a.npy", "b.npy"))
    ownlatents(*("sample", *SIZES, "--seed", 7, "--P", P, "--out", first, "--save-grammar", saved))
    assert Grammar.load(saved) == corpus.grammar
    ownlatents("sample", "--grammar", saved, "--P", P, "--out", second)
    assert first.read_bytes() == second.read_bytes()


def test_other_seeds_give_other_strings_and_other_grammars(ownlatents, tmp_path):
    contents = set()
    for i, seeds in enumerate([(), ("--seed", 1), ("--strings-seed", 1)]):
        out = tmp_path / f"{i}.npy"
        ownlatents("sample", *SIZES, *seeds, "--P", P, "--out", out)
        contents.add(out.read_bytes())
    assert len(contents) == 3


def test_the_answer_in_json_says_where_the_strings_come_from(ownlatents, tmp_path, corpus):
    out = tmp_path / "x.npz"
    answer = ownlatents("sample", *SIZES, "--seed", 7, "--P", 9, "--out", out, "--json")
    assert json.loads(answer.out) == {
        "out": str(out),
        "P": 9,
        **corpus.grammar.params.as_dict(),
        "grammar": corpus.grammar.content_hash,
        "strings_seed": 0,
    }


def test_folders_on_the_way_are_made_and_an_old_file_is_replaced(ownlatents, tmp_path, corpus):
    out = tmp_path / "new" / "folder" / "x.npy"
    for n in (4, 8):
        ownlatents("sample", *SIZES, "--P", n, "--out", out)
        assert read(out).shape == (n, 8)


def test_archives_are_compressed(ownlatents, tmp_path):
    out = tmp_path / "x.npz"
    ownlatents("sample", *SIZES, "--P", 5000, "--out", out)
    with zipfile.ZipFile(out) as archive:
        (member,) = archive.infolist()
    assert member.compress_size < 0.6 * member.file_size  # 2.3 bits of entropy a token of 8


def test_more_strings_than_one_chunk_are_written_in_order(ownlatents, tmp_path):
    sizes = ("--v", 3, "--m", 2, "--s", 2, "--L", 1)
    out = tmp_path / "x.npy"
    ownlatents("sample", *sizes, "--P", 70_000, "--out", out)
    corpus = Corpus(Grammar.sample(RHMParams(v=3, m=2, s=2, L=1), seed=0), P=70_000, seed=0)
    assert sum(1 for _ in corpus.chunks()) > 1
    assert (read(out) == corpus.symbols()).all()

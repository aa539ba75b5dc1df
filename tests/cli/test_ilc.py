import json
from collections import Counter

import numpy as np
import pytest

from ownlatents.sim import Corpus, Grammar, RHMParams
from ownlatents.theory import threshold

PARAMS = RHMParams(v=8, m=3, s=2, L=3)
STRINGS = ("--v", 8, "--s", 2, "--L", 3)
P = 20_000


@pytest.fixture(scope="module")
def corpus():
    corpus = Corpus(Grammar.sample(PARAMS, seed=0), P=P, seed=1)
    assert threshold("latent", **PARAMS.as_dict()) * 50 < P  # far above what is needed
    return corpus


@pytest.fixture(scope="module")
def folder(corpus, tmp_path_factory):
    folder = tmp_path_factory.mktemp("strings")
    h0, h1, h2, h3 = corpus.tree()
    np.save(folder / "x.npy", h0)
    np.savez(folder / "x.npz", strings=h0, h1=h1, h2=h2, h3=h3)
    np.savetxt(folder / "x.txt", h0, fmt="%d")
    np.savetxt(folder / "x.csv", h0, fmt="%d", delimiter=",")
    np.save(folder / "few.npy", h0[:40])
    np.save(folder / "noise.npy", np.random.default_rng(0).permuted(h0, axis=0))
    corpus.grammar.save(folder / "g.json")
    return folder


def levels(ownlatents, *arguments):
    answer = ownlatents("ilc", *STRINGS, "--strings", *arguments, "--json")
    assert answer.status == 0, answer.err
    return json.loads(answer.out)["levels"]


@pytest.mark.parametrize("truth", [("--grammar", "g.json"), ("--latents", "x.npz"), ()])
@pytest.mark.parametrize("name", ["x.npy", "x.npz", "x.txt", "x.csv"])
def test_enough_strings_are_recovered_whatever_the_file(
    ownlatents, folder, monkeypatch, name, truth
):
    monkeypatch.chdir(folder)
    found = levels(ownlatents, name, *truth)
    assert [level["level"] for level in found] == [1, 2]
    for level in found:
        assert level["tuples_seen"] == PARAMS.n_tuples
        assert level["classes"] == PARAMS.v
        assert level["rarest_count"] > 100
        assert level["agreement_of_halves"] > 0.9
        assert level["accuracy"] == (1.0 if truth else None)


@pytest.mark.parametrize("clusterer", ["kmeans", "batched-kmeans", "ward"])
def test_every_clusterer_recovers_them(ownlatents, folder, clusterer):
    more = ("--clusterer", clusterer, "--grammar", folder / "g.json", "--site", 1, "--place", 1)
    assert [x["accuracy"] for x in levels(ownlatents, folder / "x.npy", *more)] == [1, 1]


@pytest.mark.parametrize("targets", ["all", "patch", "token"])
def test_pooled_over_sites_every_choice_of_targets_recovers_them(ownlatents, folder, targets):
    more = ("--targets", targets, "--site", "pooled", "--grammar", folder / "g.json")
    assert [x["accuracy"] for x in levels(ownlatents, folder / "x.npy", *more)] == [1, 1]


@pytest.mark.parametrize("name", ["few.npy", "noise.npy"])
def test_halves_do_not_agree_where_nothing_can_be_learned(ownlatents, folder, name):
    found = levels(ownlatents, folder / name)
    assert max(level["agreement_of_halves"] for level in found) < 0.9


@pytest.mark.parametrize("name", ["few.npy", "noise.npy"])
def test_no_level_is_said_to_be_found_where_nothing_can_be_learned(ownlatents, folder, name):
    answer = ownlatents("ilc", *STRINGS, "--strings", folder / name)
    assert " at 0 of 2 levels" in " ".join(answer.out.split())


def test_where_nothing_was_merged_agreement_is_not_told(ownlatents, tmp_path):
    np.save(tmp_path / "bits.npy", np.random.default_rng(0).integers(0, 2, (2000, 8)))
    arguments = ("--strings", tmp_path / "bits.npy", "--v", 2000, "--s", 2, "--L", 3)
    found = json.loads(ownlatents("ilc", *arguments, "--json").out)["levels"]
    assert [(x["tuples_seen"], x["agreement_of_halves"]) for x in found] == [(4, None), (16, None)]
    answer = ownlatents("ilc", *arguments)
    assert " at 0 of 2 levels" in " ".join(answer.out.split())
    assert "--site pooled" in answer.out


def test_the_answer_in_json_stands_alone_on_standard_output(ownlatents, folder):
    answer = ownlatents("ilc", *STRINGS, "--strings", folder / "x.npy", "--json")
    found = json.loads(answer.out)
    assert found.keys() == {"strings", "P", "v", "s", "L", "levels"}
    assert (found["P"], found["v"], found["s"], found["L"]) == (P, 8, 2, 3)
    assert answer.err.startswith("reading 20000 strings …")


def test_the_table_tells_what_json_tells(ownlatents, folder):
    arguments = (folder / "x.npy", "--grammar", folder / "g.json")
    answer = ownlatents("ilc", *STRINGS, "--strings", *arguments)
    assert "The halves of the data agree at every level." in answer.out
    for level in levels(ownlatents, *arguments):
        assert f"{level['tuples_seen']}" in answer.out
        assert f"{level['rarest_count']}×" in answer.out
    assert answer.out.count("1.000") >= 3


def test_written_classes_are_the_rules_up_to_the_names_of_symbols(
    ownlatents, folder, corpus, tmp_path
):
    out = tmp_path / "classes.json"
    arguments = ("--strings", folder / "x.npy", "--write", out)
    assert ownlatents("ilc", *STRINGS, *arguments).status == 0
    found = json.loads(out.read_text())
    assert (found["v"], found["s"]) == (8, 2)
    names = np.arange(8)  # of the symbols of the level below
    for level, rules in zip(found["levels"], corpus.grammar.rules[:-1], strict=True):
        assert sum(level["counts"]) == P
        assert set(Counter(level["classes"]).values()) == {PARAMS.m}
        classes = {}
        for symbols, label in zip(level["tuples"], level["classes"], strict=True):
            classes.setdefault(label, set()).add(tuple(symbols))
        true = [{tuple(names[rule].tolist()) for rule in group} for group in rules]
        assert sorted(map(sorted, classes.values())) == sorted(map(sorted, true))
        label_of = {frozenset(group): label for label, group in classes.items()}
        names = np.array([label_of[frozenset(group)] for group in true])


def test_a_run_is_the_same_a_second_time(ownlatents, folder):
    assert levels(ownlatents, folder / "few.npy") == levels(ownlatents, folder / "few.npy")

"""Somebody's callable: found, called, scored and judged."""

import hashlib
import math
import pickle
from pathlib import Path

import numpy as np
import pytest

from ownlatents.checks.own_learner import LearnerError, Plan, enough, fingerprint, judge, load, run
from ownlatents.checks.own_learner.calling import learned
from ownlatents.checks.own_learner.scoring import score
from ownlatents.errors import InputError
from ownlatents.sim import RHMParams
from ownlatents.theory import threshold

P = RHMParams(v=4, m=2, s=2, L=3)
HERE = "tests.checks.own_learner.learners"


@pytest.fixture
def returning(monkeypatch):
    """The levels found of a learner that returns this."""

    def call(answer, n=5):
        monkeypatch.setattr(f"{HERE}.good", lambda train, test, **sizes: answer)
        strings = np.zeros((n, P.length), dtype=np.int64)
        return learned(f"{HERE}:good", strings, strings, P, seed=0)

    return call


def zeros(*shape, of=int):
    return np.zeros(shape, dtype=of)


def test_arrays_are_told_by_their_width(returning):
    assert set(returning([zeros(5, 4), zeros(5, 2, 7, of=np.float32)])) == {1, 2}
    assert set(returning((zeros(5, 2), zeros(5, 4)))) == {1, 2}
    assert set(returning(zeros(5, 2))) == {2}
    assert returning([]) == {}


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (None, "type object"),
        ("labels", r"shape \(\)"),
        (zeros(5, 8), r"shape \(5, 8\).*4 \(level 1\), 2 \(level 2\)"),
        (zeros(5, 1), r"shape \(5, 1\)"),
        (zeros(4, 2), r"shape \(4, 2\).*labels \(5, w\)"),
        (zeros(5, 2, of=float), r"type float64.*representations \(5, w, d\)"),
        (zeros(5, 2, 3), "type int64"),
        (zeros(5, 2, 0, of=float), r"shape \(5, 2, 0\)"),
        (zeros(5, 2, of=bool), "type bool"),
        (zeros(5, 2) - 1, "labels -1 to -1, but 0 to 3 .* or 4 where unknown"),
        (zeros(5, 2) + 5, "labels 5 to 5"),
        (zeros(5, 2, 3, of=float) + np.nan, "NaN"),
        ([zeros(5, 2), zeros(5, 2)], "two arrays of level 2"),
        ([[[1, 2], [3]]], "list that is no array"),
    ],
    ids=str,
)
def test_other_answers_are_told_in_a_sentence(returning, answer, words):
    with pytest.raises(InputError, match=words) as told:
        returning(answer)
    assert str(told.value).startswith(f"{HERE}:good returned ")
    assert "expected" in str(told.value)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("broken", [f"{HERE}:broken ({P}, 6 strings) raised KeyError: 'lost'"]),
        ("leaves", ["raised SystemExit: enough of this"]),
    ],
)
def test_what_a_learner_raises_comes_with_its_own_traceback(name, words):
    strings = np.zeros((6, P.length), dtype=np.int64)
    with pytest.raises(LearnerError) as told:
        learned(f"{HERE}:{name}", strings, strings, P, seed=0)
    sent = pickle.loads(pickle.dumps(told.value))
    for error in (told.value, sent):
        assert all(word in str(error) for word in words)
        assert "learners.py" in error.trace
        assert "calling.py" not in error.trace
        assert str(error).count("\n") == 0


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("learn", "--learner learn, but module:function was expected"),
        (":learn", "module:function"),
        ("nowhere:learn", "no module nowhere"),
        (f"{HERE}.deeper:learn", "no module tests.checks.own_learner.learners.deeper"),
        (f"{HERE}:nothing", "nothing is there, but a function"),
        (f"{HERE}:not_a_function", "a int is there, but a function"),
        (f"{HERE}:wants_more", r"takes \(train, test, labels.*\(train, test, \*"),
    ],
)
def test_a_name_that_is_no_learner_is_told_in_a_sentence(name, words):
    with pytest.raises(InputError, match=words):
        load(name)


def test_what_an_import_raises_is_the_learners_own(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    Path("in_need.py").write_text("import a_package_that_is_not_there\n")
    with pytest.raises(LearnerError, match="importing in_need raised ModuleNotFoundError") as told:
        load("in_need:learn")
    assert "in_need.py" in told.value.trace


def test_the_fingerprint_is_that_of_the_defining_file():
    source = Path(load("examples.sklearn_learner:learn").__code__.co_filename)
    wanted = hashlib.sha256(source.read_bytes()).hexdigest()
    assert fingerprint("examples.sklearn_learner:learn") == wanted
    assert fingerprint(f"{HERE}:good") != wanted
    with pytest.raises(InputError, match="has no source"):
        fingerprint("builtins:dict")


def test_labels_and_representations_are_scored():
    truth = np.random.default_rng(0).integers(0, 4, size=(400, 2))
    noise = np.random.default_rng(1).normal(size=(400, 2, 4))
    assert score(3 - truth, truth, 4) == 1
    assert score(np.full_like(truth, 4), truth, 4) == 0
    assert score(5 * np.eye(4)[truth] + noise, truth, 4) > 0.95
    # What is learned of half of the strings must hold for the others: noise is no knowledge.
    assert score(np.repeat(noise, 50, axis=2), truth, 4) < 0.4


def plan(**changes):
    sizes = {"v": 16, "s": 2, "m": (4, 8), "L": (3, 5), "grammars": 4, "most": 2**20}
    return Plan(**{"learner": "a:b", "source": "c", **sizes, **changes})


def planted(plan, law):
    """Rows of searches of a learner whose P* follows a law of the size."""
    rows = []
    for task in plan.tasks():
        star = law(task.params) * math.exp(0.05 * (task.settings["seed"] - 1.5))
        for step, strings in enumerate(np.geomspace(16, plan.most, 200)):
            accuracy = 0.8 if strings >= star else 0.2
            made = {"step": step, "P": strings, "accuracy": accuracy}
            rows.append({**task.settings, **made, "returned": [task.params.L - 1]})
    return rows


@pytest.mark.parametrize(
    ("law", "collapse", "depth"),
    [
        (lambda p: threshold("latent", **p.as_dict()) / 4, "collapses in units of vm³", "flat"),
        (lambda p: p.v * p.m**p.L / 16, "collapses in units of vm^L:", "not flat in L"),
        (lambda p: p.v * p.m ** (p.L + 1) / 16, "collapses in units of vm^(L+1)", "not flat"),
        (lambda p: 900, "in units of none", "flat in L"),
        (lambda p: 1e9, "never reached 50 % with 1048576 strings at m = 4, 8", "at L = 3, 5"),
        (lambda p: 1, "above 50 % already with 16 strings at m = 4, 8", "at L = 3, 5"),
        (lambda p: 900 * 1.35**p.L, "", "not flat in L"),
    ],
)
def test_planted_laws_are_told_apart(law, collapse, depth):
    found = judge(plan(), planted(plan(), law))
    assert [x.check for x in found] == ["collapse", "depth"]
    assert collapse in found[0].words
    assert depth in found[1].words
    assert (found[0].holds is True) == ("vm³" in collapse)
    assert (found[1].holds is True) == depth.startswith("flat")


def test_a_level_that_is_never_returned_is_told():
    rows = planted(plan(), lambda p: 1e9)
    found = judge(plan(), [{**row, "returned": [1]} for row in rows])
    assert all("never returned; levels 1 were: see --level" in x.words for x in found)


def measured(plan):
    """Rows of all searches, in this process."""
    rows = []
    for task in plan.tasks():
        its = []
        while not enough(task, its):
            its.append(run(task, *its))
        rows += [{**task.settings, **row} for row in its]
    return rows


@pytest.mark.parametrize(
    ("name", "sizes", "words"),
    [
        ("token_level", {"m": (4, 5), "most": 16_000}, "not flat in L"),
        ("raw_tokens", {"m": (2, 3), "L": (2, 3), "most": 100}, "already with 16 strings at L = 2"),
        ("lowest_level", {"m": (2, 3), "most": 100}, "levels 1 were: see --level"),
    ],
)
def test_bad_learners_get_bad_verdicts(name, sizes, words):
    p = plan(learner=f"{HERE}:{name}", v=8, **{"L": (3, 4), "grammars": 2, **sizes})
    collapse, depth = judge(p, measured(p))
    assert not collapse.holds
    assert not depth.holds
    assert words in depth.words


def test_a_lower_level_may_be_judged():
    p = plan(learner=f"{HERE}:lowest_level", v=8, m=(3, 4), L=(3, 4), most=4000, level=1)
    rows = measured(p)
    assert all(row["returned"] == [1] for row in rows)
    assert max(row["accuracy"] for row in rows) > 0.5
    assert "see --level" not in judge(p, rows)[0].words


def test_what_a_learner_prints_is_not_on_standard_output(capsys):
    strings = np.zeros((6, P.length), dtype=np.int64)
    learned(f"{HERE}:talkative", strings, strings, P, seed=0)
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", "as I was saying\n")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"m": (4,)}, "--m"),
        ({"L": (3, 3)}, "--L"),
        ({"L": (1, 3)}, "--L 1"),
        ({"m": (4, 16)}, "m=16.*every tuple is grammatical"),
        ({"m": (4, 17)}, "m=17"),
        ({"level": 3}, "--level 3, but 1 to 2"),
        ({"level": 0}, "--level 0"),
    ],
    ids=str,
)
def test_sizes_that_measure_nothing_are_refused(changes, words):
    with pytest.raises(InputError, match=words):
        plan(**changes)


def test_sizes_of_both_checks_are_measured_once():
    tasks = plan(m=(3, 4, 8)).tasks()
    sizes = {(t.settings["m"], t.settings["L"]) for t in tasks}
    assert sizes == {(3, 5), (4, 5), (8, 5), (4, 3)}
    assert len(tasks) == len({t.key for t in tasks}) == 4 * 4


@pytest.mark.parametrize("name", ["good", "good_representations"])
def test_a_search_brackets_the_threshold_and_repeats_itself(name):
    task = plan(learner=f"{HERE}:{name}", v=8, m=(3, 4), L=(3, 4), most=8000).tasks()[0]
    rows = []
    while not enough(task, rows):
        rows.append(run(task, *rows))
    below = max(row["P"] for row in rows if row["accuracy"] < 0.5)
    above = min(row["P"] for row in rows if row["accuracy"] >= 0.5 and row["P"] > below)
    assert above / below < 1.25
    assert 0.2 < above / threshold("latent", **task.params.as_dict()) < 4
    assert rows[1] == run(task, *rows[:1])

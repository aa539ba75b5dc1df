"""`ownlatents check`: verdicts on good and bad learners, what is kept, what is refused."""

import json
from pathlib import Path

import pytest

from tests.cli.refusals import assert_refused, listing

HERE = "tests.checks.own_learner.learners"
SMALL = ("--m", 3, "--m", 8, "--L", 3, "--L", 5, "--grammars", 2)
TINY = (
    "--v",
    8,
    "--m",
    2,
    "--m",
    3,
    "--L",
    2,
    "--L",
    3,
    "--grammars",
    2,
    "--max-strings",
    100,
    "--workers",
    1,
)


def check(ownlatents, tmp_path, name, *options):
    return ownlatents("check", "--learner", name, "--store", tmp_path / "rows", *options)


def test_the_example_gets_a_good_verdict_and_is_measured_once(ownlatents, tmp_path):
    name = "examples.sklearn_learner:learn"
    options = (*SMALL, "--out", tmp_path / "out")
    first = check(ownlatents, tmp_path, name, *options)
    assert first.status == 0, first
    assert "collapse: yes, collapses in units of vm³/(1−f)" in first.out
    assert "depth: yes, flat in L" in first.out
    assert (tmp_path / "out" / "check.svg").read_text().lstrip().startswith("<?xml")
    before = listing(tmp_path / "rows")
    second = check(ownlatents, tmp_path, name, *options, "--json")
    assert second.status == 0
    assert listing(tmp_path / "rows") == before
    found = json.loads(second.out)
    assert json.loads((tmp_path / "out" / "check.json").read_text()) == found
    assert [x["holds"] for x in found["findings"]] == [True, True]
    assert all(x["words"] in first.out for x in found["findings"])
    assert {(x["m"], x["L"]) for x in found["thresholds"]} == {(3, 3), (3, 5), (8, 5)}
    assert all(0.2 < x["P*(1−f)/vm³"] < 2 for x in found["thresholds"])


def test_guesses_get_a_bad_verdict(ownlatents, tmp_path):
    answer = check(ownlatents, tmp_path, f"{HERE}:guesses", *TINY)
    assert answer.status == 1
    assert "collapse: no, never reached 50 % with 100 strings at m = 2, 3" in answer.out
    assert "depth: no, never reached 50 % with 100 strings at L = 2, 3" in answer.out


def test_a_learner_that_raises_is_shown_where(ownlatents, tmp_path):
    answer = check(ownlatents, tmp_path, f"{HERE}:broken", *TINY)
    assert (answer.status, answer.out) == (2, "")
    assert "Traceback" in answer.err
    assert 'raise KeyError("lost")' in answer.err
    assert "own_learner/calling.py" not in answer.err
    last = answer.err.splitlines()[-1]
    assert last.startswith(f"ownlatents: {HERE}:broken (v=8 m=")
    assert last.endswith("raised KeyError: 'lost'")


def test_a_changed_learner_is_measured_anew(ownlatents, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    file = Path("changing_learner.py")
    keys = set()
    for returned in ("(len(test), s), dtype=int", "(len(test), 1), dtype=int"):
        file.write_text(
            "import numpy as np\n"
            "def learn(train, test, *, v, s, L, seed):\n"
            f"    return np.zeros({returned})\n"
        )
        answer = check(ownlatents, tmp_path, "changing_learner:learn", *TINY)
        keys.add(answer.status)
    assert keys == {1, 2}
    assert "shape (1000, 1)" in answer.err


def test_an_interrupt_is_one_sentence_and_status_130(ownlatents, tmp_path, monkeypatch):
    def interrupted(*arguments, **options):
        raise KeyboardInterrupt

    monkeypatch.setattr("ownlatents.checks.sweep.run_tasks", interrupted)
    answer = check(ownlatents, tmp_path, f"{HERE}:guesses", *TINY)
    assert (answer.status, answer.out) == (130, "")
    assert answer.err.splitlines()[-1].startswith("ownlatents: interrupted; finished rows are kept")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], ["--learner"]),
        (["--learner", "nowhere"], ["nowhere", "module:function"]),
        (["--learner", "nowhere:learn"], ["no module nowhere"]),
        (["--learner", f"{HERE}:nothing"], ["nothing is there"]),
        (["--learner", f"{HERE}:wants_more"], ["(train, test, labels", "(train, test, *"]),
        (["--learner", f"{HERE}:good", "--m", 3], ["--m"]),
        (["--learner", f"{HERE}:good", "--m", 3, "--m", 16], ["m=16", "grammatical"]),
        (["--learner", f"{HERE}:good", "--m", 3, "--m", 17], ["m=17"]),
        (["--learner", f"{HERE}:good", "--L", 1, "--L", 2], ["--L 1"]),
        (["--learner", f"{HERE}:good", "--level", 9], ["--level 9"]),
        (["--learner", f"{HERE}:good", "--grammars", 1], ["--grammars", "1"]),
        (["--learner", f"{HERE}:good", "--max-strings", 5], ["--max-strings", "5"]),
        (["--learner", f"{HERE}:good", "--workers", 0], ["--workers", "0"]),
    ],
    ids=lambda x: " ".join(map(str, x)),
)
def test_bad_input_is_refused(ownlatents, monkeypatch, tmp_path, arguments, words):
    monkeypatch.chdir(tmp_path)
    assert_refused(ownlatents("check", *arguments), *words)
    assert listing(tmp_path) == {}

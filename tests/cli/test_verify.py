"""The main job: from tasks to the page, its exit status, and Ctrl-C."""

import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from ownlatents.checks.ledger import CLAIMS
from ownlatents.checks.ledger.verification import Verification
from ownlatents.checks.measure.verdicts import Outcome, Verdict
from ownlatents.checks.sweep import Store
from tests.checks.sweep.small_tasks import wait_for
from tests.report.pages import Page, source
from tests.swapped import swap

SOME = ("lemma1", "concentration")

# Python runs it at its start. A worker tells that it is there and has all its imports to do; the
# parent's order to end waits, so that what the worker makes of Ctrl-C is seen.
SLOW_START = """
import pathlib, signal, sys, time
if "--multiprocessing-fork" in sys.orig_argv:
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM])
    pathlib.Path({marker!r}).touch()
    time.sleep(1)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGTERM])
"""


@pytest.fixture
def found(monkeypatch, small_rows):
    """What `verify` is made to find: every outcome as recorded, unless a test says otherwise."""
    verdicts = tuple(Verdict(c.id, c.expected, f"[{i}] found") for i, c in enumerate(CLAIMS))
    rows = {name: small_rows[name] for name in SOME}
    sources = {name: source(name, its) for name, its in rows.items()}
    verification = Verification("quick", verdicts, rows, sources)

    def let(**changes):
        other = (replace(verdicts[0], **changes), *verdicts[1:])
        result = replace(verification, verdicts=other)
        monkeypatch.setattr("ownlatents.verify.verify", lambda *arguments, **options: result)
        return result

    let()
    return let


def test_status_0_means_that_all_is_as_recorded(ownlatents, found, tmp_path):
    answer = ownlatents("verify", "--results", tmp_path / "r")
    assert answer.status == 0
    assert "(!)" not in answer.out
    assert str(tmp_path / "r" / "report.html") in answer.out.replace("\n", "")


def test_status_1_means_that_some_outcome_differs(ownlatents, found, tmp_path):
    found(outcome=Outcome.CONTRADICTED)
    answer = ownlatents("verify", "--results", tmp_path)
    assert answer.status == 1
    assert answer.out.count("(!)") == 1
    data = json.loads((tmp_path / "verify.json").read_text(encoding="utf-8"))
    assert data["as_recorded"] is False
    assert data["verdicts"][0]["outcome"] == "contradicted"
    assert data["verdicts"][0]["expected"] == CLAIMS[0].expected.value


def test_the_answer_in_json_is_the_file_that_is_written(ownlatents, found, tmp_path):
    answer = ownlatents("verify", "--results", tmp_path, "--json")
    data = json.loads(answer.out)
    assert data == json.loads((tmp_path / "verify.json").read_text(encoding="utf-8"))
    assert [v["claim"] for v in data["verdicts"]] == [c.id for c in CLAIMS]
    assert data["verdicts"][0]["finding"] == "[0] found"


def test_findings_reach_the_table_as_they_are(ownlatents, found, tmp_path):
    # Brackets are intervals to us and markup to the table's library.
    for finding in ("[nan]", "[0.1]", "[bold]"):
        found(finding=finding)
        assert finding in ownlatents("verify", "--results", tmp_path).out


def test_tasks_are_run_judged_drawn_and_kept(ownlatents, monkeypatch, small_tasks, tmp_path):
    monkeypatch.setattr("ownlatents.verify.EXPERIMENTS", ("lemma1",))
    swap(monkeypatch, "lemma1", design=lambda profile: small_tasks["lemma1"])
    first = ownlatents("verify", "--results", tmp_path, "--workers", 1)
    assert first.status == 0, first.err
    kept = {path: path.stat().st_mtime_ns for path in (tmp_path / "rows").rglob("*.jsonl")}
    assert len(list(Store(tmp_path / "rows").records())) == len(small_tasks["lemma1"])
    page = Page((tmp_path / "report.html").read_text(encoding="utf-8"))
    names = sorted(path.name for path in (tmp_path / "figures").iterdir())
    assert names == ["fig02.svg", "lemma1.svg"]
    assert page.tags.count("svg") == len(names)
    assert page.tags.count("article") == 1
    assert "lemma-1" in page.ids
    # The second time everything is read, and the page is the same to the byte.
    report = (tmp_path / "report.html").read_bytes()
    second = ownlatents("verify", "--results", tmp_path, "--workers", 2)
    assert second.out == first.out
    assert (tmp_path / "report.html").read_bytes() == report
    assert kept == {path: path.stat().st_mtime_ns for path in (tmp_path / "rows").rglob("*.jsonl")}


@pytest.fixture
def start(tmp_path):
    """Starts a real run of the main job, in a process group of its own as a terminal does."""
    processes = []

    def real(**environment):
        program = Path(sys.executable).parent / "ownlatents"
        process = subprocess.Popen(
            [program, "verify", "--results", tmp_path / "results", "--workers", "2"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
            env={**os.environ, **environment},
        )
        processes.append(process)
        return process

    yield real
    for process in processes:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def assert_answers_ctrl_c(process):
    """Status 130 and, after the lines of progress, one sentence from the parent alone."""
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=60)
    said = [line for line in err.splitlines() if line]
    assert process.returncode == 130
    assert out == ""
    assert said[-1].startswith("ownlatents: interrupted")
    assert sum(line.startswith("ownlatents:") for line in said) == 1
    assert "Traceback" not in err, err
    assert "KeyboardInterrupt" not in err, err


def test_ctrl_c_keeps_finished_rows(start, tmp_path):
    rows = tmp_path / "results" / "rows"
    process = start()
    wait_for(lambda: list(rows.glob("*.jsonl")) or process.poll() is not None)
    assert_answers_ctrl_c(process)
    assert all(record.row for record in Store(rows).records())


def test_ctrl_c_while_the_workers_start_is_one_sentence_too(start, tmp_path):
    marker = tmp_path / "a worker is there"
    (tmp_path / "sitecustomize.py").write_text(SLOW_START.format(marker=str(marker)))
    process = start(PYTHONPATH=str(tmp_path))
    wait_for(lambda: marker.exists() or process.poll() is not None)
    assert_answers_ctrl_c(process)

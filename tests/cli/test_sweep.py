"""`ownlatents sweep`: what it runs, what it says, and its exit status."""

import json
from dataclasses import replace

import pytest

from ownlatents.checks.experiments import EXPERIMENTS, experiment
from ownlatents.checks.sweep import Cluster, Store
from tests.cli import trainings
from tests.cli.refusals import assert_refused, listing
from tests.swapped import swap

NAME = "derivations"
SHORT = ["least_steps=30", "every=30"]


@pytest.fixture
def tasks(monkeypatch, small_tasks):
    """The tasks of an experiment, made few."""
    few = small_tasks[NAME]
    assert len(few) > 1
    swap(monkeypatch, NAME, design=lambda profile: few)
    return few


def prepared(folder, tasks):
    """A store that has made-up rows of these tasks."""
    store = Store(folder)
    for task in tasks:
        store.write(task, 0, {"made": "up"}, seconds=1)
    return folder


@pytest.mark.parametrize("arguments", [(), ("--list",), ("--list", NAME)])
def test_the_experiments_are_listed(ownlatents, arguments):
    out = ownlatents("sweep", *arguments).out
    assert [name for name in EXPERIMENTS if f"│ {name} " not in out] == []
    answer = ownlatents("sweep", *arguments, "--json")
    assert answer.status == 0
    found = json.loads(answer.out)
    assert [one["experiment"] for one in found] == list(EXPERIMENTS)
    assert all(its["tasks"] > 0 for one in found for its in one["profiles"].values())


def test_what_is_missing_is_run_and_a_second_time_nothing_is(ownlatents, tasks, tmp_path):
    prepared(tmp_path / "rows", tasks[:1])
    arguments = ("sweep", NAME, "--store", tmp_path / "rows", "--workers", 1)
    first = ownlatents(*arguments)
    assert first.status == 0, first.err
    n = len(tasks)
    assert first.out == f"{NAME}: {n} of {n} tasks finished, {n} rows\n"
    store = Store(tmp_path / "rows")
    assert store.rows(tasks[0]) == [{"made": "up"}]
    for task in tasks[1:]:
        assert store.rows(task) == [json.loads(json.dumps(experiment(NAME).row(task)))]
    before = listing(tmp_path)
    second = ownlatents(*arguments)
    assert (second.status, second.out) == (0, first.out)
    assert listing(tmp_path) == before


def test_the_answer_in_json_counts_the_same(ownlatents, tasks, tmp_path):
    folder = prepared(tmp_path / "rows", tasks)
    answer = ownlatents("sweep", NAME, "--store", folder, "--json", "--profile", "full")
    assert answer.status == 0
    assert json.loads(answer.out) == {
        "experiment": NAME,
        "profile": "full",
        "tasks": len(tasks),
        "finished": len(tasks),
        "rows": len(tasks),
        "store": str(folder),
    }


def test_status_1_means_that_rows_are_missing(ownlatents, tasks, tmp_path):
    n = len(tasks)
    arguments = ("sweep", NAME, "--minutes", 0, "--workers", 1, "--store")
    answer = ownlatents(*arguments, tmp_path / "rows")
    assert answer.status == 1
    assert answer.out == f"{NAME}: 0 of {n} tasks finished, 0 rows\n"
    answer = ownlatents(*arguments, prepared(tmp_path / "some", tasks[1:]))
    assert answer.status == 1
    assert answer.out == f"{NAME}: {n - 1} of {n} tasks finished, {n - 1} rows\n"
    # Without anything missing, no minutes are enough.
    assert ownlatents(*arguments, prepared(tmp_path / "all", tasks)).status == 0


def test_rows_of_an_earlier_revision_are_missing(ownlatents, tasks, tmp_path):
    old = [replace(task, revision=task.revision - 1) for task in tasks]
    answer = ownlatents("sweep", NAME, "--minutes", 0, "--store", prepared(tmp_path, old), "--json")
    assert answer.status == 1
    assert json.loads(answer.out)["finished"] == 0


def test_an_interrupt_is_one_sentence_and_status_130(ownlatents, tasks, monkeypatch, tmp_path):
    def interrupted(*arguments, **options):
        raise KeyboardInterrupt

    monkeypatch.setattr("ownlatents.checks.sweep.run_tasks", interrupted)
    answer = ownlatents("sweep", NAME, "--store", tmp_path, "--json")
    assert answer.status == 130
    assert answer.out == ""
    said = answer.err.splitlines()
    assert said[-1].startswith("ownlatents: interrupted; finished rows are kept")
    assert answer.err.count("ownlatents:") == 1


def test_a_cluster_is_asked_for_what_the_options_say(ownlatents, tasks, monkeypatch, tmp_path):
    asked = []

    def swept(tasks, run, store, progress, cluster, *, enough, batched):
        assert batched is None
        asked.append(cluster)
        return [store.rows(task) for task in tasks]

    monkeypatch.setattr("ownlatents.checks.sweep.run_on_slurm", swept)
    arguments = ("sweep", NAME, "--on", "slurm", "--store")
    options = ("--jobs", 3, "--limit", 7, "--partition", "long")
    assert ownlatents(*arguments, tmp_path / "rows", *options).status == 1
    assert ownlatents(*arguments, prepared(tmp_path / "rows", tasks)).status == 0
    assert asked == [Cluster(jobs=3, minutes=7, partition="long"), Cluster()]


def test_on_a_cluster_trainings_are_done_together_too(ownlatents, monkeypatch, tmp_path):
    trainings.plant(monkeypatch)
    asked = []

    def swept(tasks, run, store, progress, cluster, *, enough, batched):
        asked.append((batched.max_batch, len({batched.batch_key(task) for task in tasks})))
        return [batched.run([task]) for task in tasks]

    monkeypatch.setattr("ownlatents.checks.sweep.run_on_slurm", swept)
    arguments = ("sweep", "trainings", "--on", "slurm", "--together", 8, "--store", tmp_path)
    assert ownlatents(*arguments).status == 0
    assert [most for most, _ in asked] == [8]


@pytest.fixture
def swept(monkeypatch):
    """What the command runs, in this process; what it asked the runners for."""
    trainings.plant(monkeypatch)
    asked = {}

    def run_tasks(tasks, run, store, progress, *, workers, **_):
        asked["workers"] = workers
        return run_on_slurm(tasks, run, store)

    def run_on_slurm(tasks, run, store, progress=None, cluster=None, **_):
        asked["cluster"] = cluster
        for task in tasks:
            store.write(task, 0, run(task), seconds=1)
        return [store.rows(task) for task in tasks]

    monkeypatch.setattr("ownlatents.checks.sweep.run_tasks", run_tasks)
    monkeypatch.setattr("ownlatents.checks.sweep.run_on_slurm", run_on_slurm)
    return asked


# Every machine has torch's device `meta`.
def test_a_device_is_where_networks_are_trained_and_no_part_of_the_task(
    ownlatents, swept, tmp_path
):
    for device in ("meta", "cpu"):
        folder = tmp_path / device
        answer = ownlatents("sweep", "trainings", "--store", folder, "--device", device)
        assert answer.status == 0, answer.err
        (record,) = Store(folder).records()
        assert record.row == {"trained on": device}
        assert record.device == device
        assert record.task == trainings.tasks("quick")[0].as_dict()
        assert swept["workers"] == (1 if device == "meta" else None)


def test_trainings_done_together_have_the_rows_of_each_alone(ownlatents, monkeypatch, tmp_path):
    learned = ("sweep", "slc_depth", "--json", "--workers", 1)
    few = experiment("slc_depth").tasks("quick")[:2]
    short = [replace(task, settings={**task.settings, "changes": SHORT}) for task in few]
    swap(monkeypatch, "slc_depth", design=lambda profile: short)
    for count in (1, 2):
        folder = tmp_path / str(count)
        answer = ownlatents(*learned, "--together", count, "--store", folder)
        assert json.loads(answer.out)["finished"] == 2, answer.err
    alone, together = (
        [Store(tmp_path / str(count)).rows(task)[0] for task in short] for count in (1, 2)
    )
    for one, other in zip(alone, together, strict=True):
        for its, others in zip(one["records"], other["records"], strict=True):
            assert its[-1]["accuracy"] == pytest.approx(others[-1]["accuracy"], abs=0.01)
    assert alone[0] != alone[1]
    assert_refused(ownlatents("sweep", NAME, "--together", 2), NAME, "1 was expected")


def test_without_a_device_it_is_the_cpu(ownlatents, swept, tmp_path):
    assert ownlatents("sweep", "trainings", "--store", tmp_path).status == 0
    (record,) = Store(tmp_path).records()
    assert (record.row, record.device) == ({"trained on": "cpu"}, "cpu")


def test_on_a_cluster_a_device_asks_for_a_gpu(ownlatents, swept, tmp_path):
    arguments = ("sweep", "trainings", "--on", "slurm", "--store")
    ownlatents(*arguments, tmp_path / "gpu", "--device", "meta")
    assert swept["cluster"] == Cluster(gpus=1)
    ownlatents(*arguments, tmp_path / "cpu")
    assert swept["cluster"] == Cluster()


def test_a_profile_that_one_experiment_has_and_another_lacks(
    ownlatents, tasks, swept, monkeypatch, tmp_path
):
    answer = ownlatents("sweep", "trainings", "--profile", "paper", "--store", tmp_path)
    assert answer.out == "trainings: 3 of 3 tasks finished, 3 rows\n"
    monkeypatch.setattr("ownlatents.cli.sweep.EXPERIMENTS", EXPERIMENTS)
    answer = ownlatents("sweep", NAME, "--profile", "paper", "--store", tmp_path)
    assert_refused(answer, f"'paper' of {NAME}, but one of quick, full was expected")


def test_a_device_that_is_not_there_is_told(ownlatents, swept, tmp_path):
    for device in ("banana", "cuda:99"):
        answer = ownlatents("sweep", "trainings", "--device", device, "--store", tmp_path / "rows")
        assert_refused(answer, f"device={device!r}", "a torch device of this machine")
    assert listing(tmp_path) == {}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["astrology"], ["'astrology'", *EXPERIMENTS]),
        ([NAME, "--profile", "sloppy"], ["--profile", "sloppy", "quick"]),
        ([NAME, "--on", "moon"], ["--on", "moon", "slurm"]),
        ([NAME, "--device", "cuda"], ["--device cuda", f"{NAME} trains no network"]),
        ([NAME, "--workers", 0], ["--workers", "0"]),
        ([NAME, "--minutes", -1], ["--minutes", "-1"]),
        ([NAME, "--minutes", "soon"], ["--minutes", "soon"]),
        ([NAME, "--jobs", 0], ["--jobs", "0"]),
        ([NAME, "--limit", 0], ["--limit", "0"]),
        ([NAME, "--store", "file"], ["cannot write rows to file"]),
        ([NAME, "--store", "file/rows"], ["cannot write rows to file/rows"]),
        ([NAME, "--store", "garbled"], ["line 2 of the rows garbled/x.jsonl", "remove it"]),
        ([NAME, "--on", "slurm"], ["sbatch was not found", "--on slurm"]),
        ([NAME, "--on", "slurm", "--together", 2], ["--together 2", "trains no network"]),
        ([NAME, "--on", "slurm", "--workers", 2], ["--workers", "--on local"]),
        ([NAME, "--on", "slurm", "--minutes", 2], ["--minutes", "--on local"]),
        ([NAME, "more"], ["more"]),
    ],
    ids=lambda x: " ".join(map(str, x)),
)
def test_wrong_input_is_one_sentence_and_nothing_is_written(
    ownlatents, tasks, monkeypatch, tmp_path, arguments, words
):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", "/nowhere")
    (tmp_path / "file").write_text("a file")
    prepared(tmp_path / "garbled", tasks[:1])
    (path,) = (tmp_path / "garbled").iterdir()
    (path.parent / "x.jsonl").write_bytes(path.read_bytes() + b'{"task"\n')
    before = listing(tmp_path)
    assert_refused(ownlatents("sweep", *arguments), *words)
    assert listing(tmp_path) == before


@pytest.mark.parametrize("on", ["local", "slurm"])
def test_a_store_that_cannot_be_written_is_told_before_work_is_begun(
    ownlatents, tasks, monkeypatch, tmp_path, on
):
    (tmp_path / "file").write_text("a file")
    monkeypatch.setattr("ownlatents.checks.sweep.slurm.which", lambda program: program)
    for first_step in ("runner.Pool", "slurm._slurm"):
        monkeypatch.setattr(f"ownlatents.checks.sweep.{first_step}", None)
    answer = ownlatents("sweep", NAME, "--on", on, "--store", tmp_path / "file" / "rows")
    assert_refused(answer, "cannot write rows to", "file/rows")

import json
from dataclasses import replace
from functools import partial

import numpy as np
import pytest

from ownlatents.errors import InputError
from ownlatents.models.ensemble import probe_accuracy
from ownlatents.models.slc import PAPER, PRESETS, SMALL, SLCSettings, evaluation, train
from ownlatents.sim import RHMParams
from tests.models.slc.stacks import SETTINGS, runs_of

QUICK = replace(
    SETTINGS, epochs=1, least_steps=30, every=10, patience=None, compared=20, codes=None
)
VARIANTS = {
    "the paper's": QUICK,
    "sum, stopped, log": replace(QUICK, aggregator="sum", stop="modules", pair_loss="log"),
    "no teacher": replace(QUICK, ema=None, stop="all", aggregator="sum"),
}


@pytest.fixture(autouse=True)
def few_strings(monkeypatch):
    # Measuring well takes longer than training so little.
    monkeypatch.setattr(evaluation, "_STRINGS", 200)
    monkeypatch.setattr(evaluation, "_PROBE_STRINGS", 100)
    monkeypatch.setattr(evaluation, "probe_accuracy", partial(probe_accuracy, steps=21))


def close(record, other, tolerance=1e-3, probes=0.01):
    """Whether two records are the same but for rounding."""
    return list(record) == list(other) and all(
        record[name] == other[name]
        or np.allclose(
            record[name], other[name], tolerance, probes if name.endswith("probe") else 0.01
        )
        for name in record
    )


@pytest.mark.parametrize("settings", VARIANTS.values(), ids=VARIANTS)
def test_a_stack_beside_others_is_trained_as_alone(settings):
    others = (replace(settings, lr=0.002, margin=0.5, temperature=2.0), settings)
    runs = runs_of(*others)
    together = train(runs)
    for run, found in zip(runs, together, strict=True):
        (alone,) = train([run])
        for record, other in zip(found[:-1], alone[:-1], strict=True):
            assert close(record, other)
    assert not close(together[0][2], together[1][2])


def test_records_are_json_and_the_last_has_the_probes():
    (records,) = train(runs_of(QUICK))
    assert json.loads(json.dumps(records, allow_nan=False)) == records
    assert [record["step"] for record in records] == [0, 10, 20, 30, 30]
    probes = {"class_probe", "latent_probe", "class_ceiling"}
    assert probes <= records[-1].keys()
    assert not probes & records[-2].keys()
    for record in records:
        for name in ("accuracy", "purity", "codes", "merged", "split", "effective_rank"):
            assert len(record[name]) == 2
    assert records[3]["validation"] < records[0]["validation"]


class KilledError(Exception):
    pass


def test_a_killed_training_resumes_bit_for_bit(tmp_path):
    runs = runs_of(*[replace(QUICK, patience=2)] * 2)
    path = tmp_path / "slc.pt"
    expected = train(runs)

    def kill(records):
        if records[0][-1]["step"] >= 20:
            raise KilledError

    with pytest.raises(KilledError):
        train(runs, checkpoint=path, watch=kill)
    assert train(runs, checkpoint=path) == expected
    assert train(runs, checkpoint=path) == expected  # nothing is left to do


def test_a_checkpoint_of_other_runs_is_refused_in_one_sentence(tmp_path):
    path = tmp_path / "slc.pt"
    train(runs_of(QUICK), checkpoint=path)
    for others in (
        runs_of(replace(QUICK, lr=0.02)),
        runs_of(QUICK, P=41),
        [replace(run, seed=5) for run in runs_of(QUICK)],
    ):
        with pytest.raises(InputError, match=r"but a checkpoint of .* was expected") as refusal:
            train(others, checkpoint=path)
        assert "\n" not in str(refusal.value)


def test_a_stack_that_blows_up_is_reported_and_spoils_no_other():
    wild = replace(QUICK, lr=1e30)
    sound, spoiled = train(runs_of(QUICK, wild))
    (alone,) = train(runs_of(QUICK))
    assert [close(a, b) for a, b in zip(sound[:-1], alone[:-1], strict=True)] == [True] * 4
    assert all(record["finite"] for record in sound)
    assert not spoiled[-1]["finite"]
    assert spoiled[-1]["step"] == 10
    json.dumps(spoiled, allow_nan=False)


def test_all_that_attracts_and_nothing_that_parts_collapses_and_is_seen():
    drawn = replace(
        QUICK, margin=0.0, separation=0.0, sparsity=0.0, aggregator="sum", lr=0.03,
        least_steps=150, every=150,
    )  # fmt: skip
    healthy = replace(drawn, margin=0.8, separation=4.0, standardise=True)
    collapsed, alive = (
        train(runs_of(*[settings] * 3, params=RHMParams(v=4, m=2, s=2, L=2), P=500))
        for settings in (drawn, healthy)
    )
    for records in collapsed:
        assert (records[-1]["codes"], records[-1]["merged"]) == ([1], [3])
        assert records[-1]["effective_rank"][0] < 1.2
    # Classes may be merged there, by the grammar, but never all of them.
    for records in alive:
        assert records[-1]["codes"][0] > 1
        assert records[-1]["effective_rank"][0] > 1.5


def test_runs_that_do_not_go_together_are_refused():
    for name, value in (
        ("codes", 4), ("width", 8), ("batch", 4), ("stop", "all"), ("aggregator", "sum"),
        ("pair_loss", "log"), ("target", "token"), ("every", 5), ("patience", 3), ("ema", None),
    ):  # fmt: skip
        with pytest.raises(InputError, match="expected"):
            train(runs_of(QUICK, replace(QUICK, **{name: value})))
    with pytest.raises(InputError, match="expected"):
        train([*runs_of(QUICK), *runs_of(QUICK, params=RHMParams(v=3, m=2, s=2, L=4))])


def test_whole_numbers_are_settings_too():
    whole = replace(QUICK, ema=1, margin=1, separation=1, sparsity=0, temperature=1, lr=1)
    floats = replace(
        QUICK, ema=1.0, margin=1.0, separation=1.0, sparsity=0.0, temperature=1.0, lr=1.0
    )
    assert train(runs_of(whole)) == train(runs_of(floats))


REFUSED = [
    {"aggregator": "mean"}, {"stop": "some"}, {"target": "root"}, {"pair_loss": "cosine"},
    {"width": 0}, {"batch": 2.5}, {"compared": -1}, {"epochs": 0}, {"least_steps": 0},
    {"every": 0}, {"patience": 0}, {"lr": 0}, {"lr": float("nan")}, {"temperature": 0.0},
    {"temperature": float("inf")}, {"weight_decay": -1}, {"separation": -0.1}, {"sparsity": -1},
    {"margin": 1.1}, {"margin": -0.1}, {"ema": 0}, {"ema": 1.5}, {"lr": "fast"},
]  # fmt: skip


@pytest.mark.parametrize("bad", REFUSED, ids=str)
def test_bad_settings_are_refused_in_one_sentence(bad):
    with pytest.raises(InputError) as refusal:
        SLCSettings(**bad)
    (name,) = bad
    assert str(refusal.value).startswith(f"{name}=")
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize("codes", [2, 7])
def test_a_codebook_below_v_or_above_v_m_is_refused(codes):
    with pytest.raises(InputError, match=rf"codes={codes}, but v=3 to v·m=6 were expected"):
        train(runs_of(replace(QUICK, codes=codes)))


def test_the_defaults_are_the_papers():
    assert PAPER == SLCSettings() == PRESETS["paper"]
    assert PRESETS["small"] is SMALL
    found = (PAPER.lr, PAPER.weight_decay, PAPER.ema, PAPER.width, PAPER.batch, PAPER.margin)
    assert found == (3e-3, 1e-3, 0.015, 150, 32, 0.8)
    assert (PAPER.separation, PAPER.sparsity, PAPER.compared) == (0.5, 1e-2, 300)
    assert (PAPER.aggregator, PAPER.stop, PAPER.epochs) == ("upgrad", "none", 30)
    assert PAPER.codebook(RHMParams(v=16, m=8, s=3, L=5)) == 128


def test_a_training_lasts_its_epochs_or_its_least_steps():
    settings = SLCSettings(epochs=30, batch=32, least_steps=100)
    assert settings.steps(1000) == 938  # 30·1000/32, rounded up
    assert settings.steps(10) == 100
    assert settings.steps(107) == 101


def test_what_a_probe_makes_of_true_latents_does_not_depend_on_the_network():
    ends = [train(runs_of(replace(QUICK, lr=lr)))[0][-1] for lr in (0.0101, 0.02)]
    one, other = (end["class_ceiling"] for end in ends)
    assert one == other >= max(end["class_probe"] for end in ends) - 0.05


def test_of_restarts_the_one_with_the_least_clustering_loss_is_kept():
    # After fewer steps codes hardly differ from string to string, and a probe, which scales them
    # up, reads rounding.
    one = replace(QUICK, least_steps=120)
    many = replace(one, restarts=3)
    runs = runs_of(many, many)
    kept = train(runs)
    alone = [train([replace(run, settings=one, restart=k) for k in range(3)]) for run in runs]
    for its, others in zip(kept, alone, strict=True):
        losses = [sum(records[-1]["losses_held_out"][1::2]) for records in others]
        assert len(set(losses)) == 3  # other weights
        assert close(its[-1], others[losses.index(min(losses))][-1], probes=0.05)


def test_a_restart_that_breaks_off_is_not_kept():
    records = train(runs_of(replace(QUICK, restarts=2, lr=1e30)))
    assert not records[0][-1]["finite"]
    with pytest.raises(InputError, match="restarts=0"):
        replace(QUICK, restarts=0)
    with pytest.raises(InputError, match="margin_rate=0"):
        replace(QUICK, restarts=2, margin_rate=1e-3)

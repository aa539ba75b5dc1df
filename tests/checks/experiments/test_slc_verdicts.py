"""SLC's experiments on planted networks: the laws are told apart, failures are counted."""

from functools import partial

import pytest

from ownlatents.checks.experiments import slc_collapse, slc_depth, slc_levels, slc_merges, slc_rules
from ownlatents.checks.measure import curves as learning_curves
from ownlatents.checks.measure.verdicts import Outcome
from ownlatents.checks.stats.intervals import bootstrap
from ownlatents.models.slc import most_alike
from ownlatents.sim import Grammar
from ownlatents.theory import threshold
from tests.checks.experiments.networks import planted


@pytest.fixture(autouse=True)
def fewer_resamples(monkeypatch):
    few = partial(bootstrap, resamples=200)
    monkeypatch.setattr(learning_curves, "bootstrap", few)
    monkeypatch.setattr(slc_depth, "bootstrap", few)
    monkeypatch.setattr(slc_levels, "bootstrap", few)


def law(name, factor=1.0):
    return lambda task: factor * threshold(name, **task.params.as_dict())


def collapse(star=None, **more):
    rows = planted(slc_collapse.tasks("full"), star or law("latent", 0.5), **more)
    (verdict,) = slc_collapse.judge(rows)
    return verdict


def test_curves_that_gather_in_the_papers_units_hold():
    verdict = collapse()
    assert verdict.outcome is Outcome.HOLDS
    assert "0 of" in verdict.finding


def test_curves_that_gather_in_the_rivals_units_do_not():
    def token(task):
        p = task.params
        return threshold("latent", **p.as_dict()) * p.m**2 / 20

    assert collapse(token).outcome is not Outcome.HOLDS


def test_curves_that_gather_in_the_papers_units_but_not_as_m_cubed_hold_in_part():
    def slower(task):
        p = task.params
        return 0.3 * threshold("latent", **p.as_dict()) * (10 / p.m) ** 0.5

    verdict = collapse(slower)
    assert verdict.outcome is Outcome.IN_PART
    assert "grows as m^2.5" in verdict.finding


def test_a_plateau_below_1_does_not_hold():
    def poor(task, seed, record):
        return {**record, "latent_probe": 0.9 * record["latent_probe"]}

    assert collapse(change=poor).outcome is not Outcome.HOLDS


def test_a_size_whose_networks_fall_back_is_named_and_left_out():
    def fall(task, seed, record):
        p = task.params
        far = task.settings["P"] > 4 * threshold("latent", **p.as_dict())
        return {**record, "accuracy": [0.3, 0.3, 0.3]} if p.m == 5 and far else record

    verdict = collapse(change=fall)
    assert verdict.outcome is Outcome.IN_PART
    assert "(m = 2, 3, 4)" in verdict.finding
    assert "at m = 5 half is not kept" in verdict.finding


def test_a_size_that_is_half_right_from_the_first_is_told_with_its_bound():
    def soon(task):
        return law("latent", 0.01 if task.params.m == 15 else 0.5)(task)

    verdict = collapse(soon)
    assert verdict.outcome is Outcome.HOLDS  # by the other sizes
    assert "at m = 15 P* is < 0.0625 of these" in verdict.finding
    assert collapse(law("latent", 0.01)).outcome is Outcome.IN_PART  # of which none is known


def test_merged_split_and_broken_networks_are_counted_and_not_left_out():
    def fail(task, seed, record):
        kinds = {0: {"merged": [1, 0]}, 1: {"split": [0, 3]}, 2: {"finite": False}}
        return {**record, **kinds.get(seed, {})}

    verdict = collapse(change=fail)
    grammars = {task.params: task.settings["grammars"] for task in slc_collapse.tasks("full")}
    sizes = len(grammars)
    assert f"{sizes} of {sum(grammars.values())} networks have merged" in verdict.finding
    assert f"{sizes} use more codes" in verdict.finding
    assert f"{sizes} broke off" in verdict.finding
    curves = learning_curves.curves_of(
        planted(slc_collapse.tasks("full"), law("latent"), change=fail),
        lambda record: record["class_probe"],
    )
    assert all((heights[2] == 0).all() for _, heights in curves.values())


def rules(probes):
    def change(task, seed, record):
        probe = probes.get(task.settings["rule"], 1.0)
        return {**record, "class_probe": probe, "codes": [1 if probe < 0.3 else 8, 8]}

    (verdict,) = slc_rules.judge(planted(slc_rules.tasks("full"), law("latent"), change=change))
    return verdict


def test_the_papers_pattern_of_local_rules_holds_and_others_do_not():
    one, two, bare, local, added = slc_rules.RULES
    found = rules({one: 1.0, two: 0.97, bare: 0.2, local: 0.95, added: 0.4})
    assert found.outcome is Outcome.HOLDS
    assert f"at some level: 6 of 6 ({bare}, log), 6 of 6 ({bare}, product)" in found.finding
    assert added not in found.finding.split("at some level: ")[1]
    assert rules({one: 1.0, two: 0.97, bare: 0.9, local: 0.95}).outcome is Outcome.IN_PART
    assert rules({one: 1.0, two: 0.97, bare: 0.2, local: 0.5}).outcome is Outcome.IN_PART


def test_merged_networks_are_told_by_the_form_of_the_losses():
    def change(task, seed, record):
        return {**record, "merged": [int(task.settings["form"] == "product"), 0]}

    (verdict,) = slc_rules.judge(planted(slc_rules.tasks("full"), law("latent"), change=change))
    told = verdict.finding.split("merged: ")[1]
    assert told.startswith("0 [0, 0.265] (log), 1 [0.735, 1] (product), 0 [0, 0.265] (log, best")


def merges(where):
    """The verdict on networks that merge one class of each level where `where(margin, alike)`."""

    def change(task, seed, record):
        alike = most_alike(Grammar.sample(task.params, seed))
        merged = [int(where(task.settings["margin"], its)) for its in alike]
        return {**record, "merged": merged}

    (verdict,) = slc_merges.judge(planted(slc_merges.tasks("full"), law("latent"), change=change))
    return verdict


def test_merges_that_a_fixed_margin_asks_for_hold_and_others_do_not():
    asked = merges(lambda margin, alike: margin == "fixed" and alike > 0.793)
    assert asked.outcome is Outcome.HOLDS
    assert "= 0.793" in asked.finding
    assert merges(lambda margin, alike: alike > 0.793).outcome is Outcome.IN_PART
    others = merges(lambda margin, alike: margin == "fixed" and alike < 0.793)
    assert others.outcome is Outcome.CONTRADICTED


def levels(token_growth, latent_growth=1.0):
    tasks = slc_levels.tasks("full")

    def change(task, seed, record):
        p, unit = task.params, threshold("latent", **task.params.as_dict())
        factor = token_growth if task.settings["target"] == "token" else latent_growth
        from tests.checks.experiments.networks import rising  # noqa: PLC0415

        accuracy = [rising(task.settings["P"], unit * factor**k, p.v) for k in range(p.L - 1)]
        return {**record, "accuracy": accuracy, "losses": [1.0, 0.0] * (p.L - 1)}

    rows = planted(tasks, law("latent"), change=change)
    (verdict,) = slc_levels.judge(rows)
    return verdict


def test_a_control_whose_thresholds_grow_by_m_a_level_holds():
    assert levels(3.0).outcome is Outcome.HOLDS


def test_a_control_that_is_as_good_as_latents_contradicts():
    assert levels(1.0).outcome is Outcome.CONTRADICTED


def test_latents_whose_thresholds_grow_with_the_level_hold_in_part():
    assert levels(6.0, 2.0).outcome is Outcome.IN_PART


def test_thresholds_that_are_flat_in_depth_hold():
    (verdict,) = slc_depth.judge(planted(slc_depth.tasks("full"), law("latent", 0.3)))
    assert verdict.outcome is Outcome.HOLDS


@pytest.mark.parametrize("v", [8, 16])
def test_thresholds_that_grow_with_depth_in_one_family_of_sizes_do_not(v):
    def star(task):
        p = task.params
        growth = 1.6 ** (p.L - 4) if p.v == v else 1.0
        return growth * law("latent", 0.5 if p.v == 8 else 0.22)(task)

    (verdict,) = slc_depth.judge(planted(slc_depth.tasks("full"), star))
    assert verdict.outcome is Outcome.IN_PART
    assert "nan" not in verdict.finding

"""The feedback on margins: what it does in one step, that it is kept, and what it is for."""

import math
from dataclasses import replace

import pytest
import torch

from ownlatents.models.ensemble import Run
from ownlatents.models.slc import BALANCED, SMALL, SLCSettings, evaluation, most_alike, train
from ownlatents.sim import Grammar, RHMParams
from tests.models.slc.stacks import SETTINGS, losses_of, stack

FOLLOWING = replace(SETTINGS, margin=0.7, margin_rate=0.01)


def moved_once(*settings):
    """Margins after one step `(R, L−1)`, and the entropies of the mean codes in it."""
    network, strings = stack(*settings)
    tree = strings.batch(torch.tensor(0), 3)
    losses_of(network, tree)
    entropies = []
    for level in network.levels(network.student, tree[0]):
        mean = level.codes.detach().double().mean((1, 2))
        entropies.append(-(mean * mean.log()).sum(1))
    network.moved()
    return network.margins, torch.stack(entropies, 1)


def test_a_margin_rises_by_what_the_codes_lack_in_entropy():
    margins, entropies = moved_once(FOLLOWING, replace(FOLLOWING, margin=0.6, margin_rate=0.02))
    start, rate = torch.tensor([[0.7], [0.6]]), torch.tensor([[0.01], [0.02]])
    expected = start + rate * (math.log(3) - entropies)
    torch.testing.assert_close(margins, expected.float())
    assert (margins != start).all()


def test_it_stays_between_a_cosine_of_0_and_1():
    eager = replace(FOLLOWING, margin_rate=1e4)
    margins, entropies = moved_once(eager)
    expected = torch.where(entropies > math.log(3), 0.5, 1.0)
    assert torch.equal(margins, expected)


def test_without_a_rate_a_margin_stays_beside_one_that_moves():
    margins, _ = moved_once(replace(SETTINGS, margin=0.3), FOLLOWING)
    assert torch.equal(margins[0], torch.tensor([0.3, 0.3]))
    assert SLCSettings().margin_rate == SMALL.margin_rate == 0


def test_evaluating_moves_no_margin():
    network, strings = stack(FOLLOWING)
    losses_of(network, strings.batch(torch.tensor(0), 3))
    assert torch.equal(network.margins, torch.full((1, 2), 0.7))


@pytest.mark.parametrize("patience", [None, 2])
def test_margins_resume_bit_for_bit(tmp_path, patience):
    settings = replace(
        FOLLOWING, epochs=1, least_steps=30, every=10, patience=patience, compared=20, codes=None
    )
    runs = [Run(settings, Grammar.sample(RHMParams(v=3, m=2, s=2, L=3), 0), 40, 0)]

    class KilledError(Exception):
        pass

    def kill(records):
        if records[0][-1]["step"] >= 20:
            raise KilledError

    expected, path = train(runs), tmp_path / "slc.pt"
    with pytest.raises(KilledError):
        train(runs, checkpoint=path, watch=kill)
    assert train(runs, checkpoint=path) == expected
    assert expected[0][0]["margins"] == pytest.approx([0.7, 0.7])
    assert expected[0][-1]["margins"] != expected[0][0]["margins"]


def test_classes_more_alike_than_a_margin_are_merged_by_a_fixed_one_alone(monkeypatch):
    monkeypatch.setattr(evaluation, "_PROBE_STRINGS", 100)  # probes are not what is looked at
    params = RHMParams(v=8, m=2, s=2, L=2)
    grammars = [Grammar.sample(params, seed) for seed in range(12)]
    near = [(seed, g) for seed, g in enumerate(grammars) if most_alike(g)[0] > 0.85]
    assert len(near) >= 4
    fixed, following = (
        train([Run(replace(its, least_steps=800, every=800), g, 2000, seed) for seed, g in near])
        for its in (SMALL, BALANCED)
    )
    merged = [[records[-1]["merged"][0] for records in its] for its in (fixed, following)]
    assert sum(count > 0 for count in merged[0]) > len(near) / 2
    assert sum(merged[1]) < sum(merged[0]) / 2

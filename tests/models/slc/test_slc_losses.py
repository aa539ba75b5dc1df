from dataclasses import replace

import numpy as np
import pytest
import torch

from ownlatents.models.slc.modules import cousins, own_place
from ownlatents.sim import Context, RHMParams
from tests.models.slc.by_hand import ByHand
from tests.models.slc.stacks import SETTINGS, losses_of, stack
from tests.statistics import assert_z_scores

WIDE = RHMParams(v=3, m=2, s=3, L=3)
DEEP = RHMParams(v=2, m=2, s=2, L=4)
VARIANTS = {
    "the paper's": {},
    "a sharper margin, log, standardised": {
        "margin": 0.3, "separation": 2.0, "sparsity": 0.5, "pair_loss": "log",
        "temperature": 2.5, "standardise": True,
    },
    "no teacher": {"ema": None, "stop": "all"},
    "tokens as targets": {"target": "token", "stop": "modules"},
}  # fmt: skip


@pytest.mark.parametrize("params", [None, WIDE, DEEP], ids=["s=2", "s=3", "L=4"])
@pytest.mark.parametrize("variant", VARIANTS.values(), ids=VARIANTS)
def test_the_losses_are_those_computed_by_hand(variant, params):
    settings = replace(SETTINGS, **variant)
    settings = settings if params != DEEP else replace(settings, codes=2)
    # The second run differs in all that runs of one batch may differ in.
    other = replace(settings, margin=0.1, separation=3.0, sparsity=0.2, temperature=0.7)
    network, strings = stack(settings, other, **({"params": params} if params else {}))
    tree = strings.batch(0, 3)
    found = losses_of(network, tree).detach()
    assert found.shape == (2, 2 * (network.params.L - 1))
    for run, its in enumerate((settings, other)):
        expected = ByHand(network, run, its).losses(tree[0][run].tolist())
        np.testing.assert_allclose(found[run], expected, rtol=2e-5, atol=2e-5)


@pytest.mark.parametrize(
    "wrong",
    [{"margin": 0.75}, {"separation": 0.6}, {"sparsity": 0.02}, {"temperature": 1.1},
     {"pair_loss": "log"}, {"standardise": True}, {"ema": None}, {"target": "token"}],
    ids=str,
)  # fmt: skip
def test_other_settings_have_other_losses(wrong):
    network, strings = stack(SETTINGS)
    tree = strings.batch(0, 3)
    found = losses_of(network, tree).detach()[0]
    expected = ByHand(network, 0, replace(SETTINGS, **wrong)).losses(tree[0][0].tolist())
    assert not np.allclose(found, expected, rtol=2e-5, atol=2e-5)


@pytest.mark.parametrize("s", [2, 3, 4])
def test_cousins_are_the_targets_of_a_context_in_its_order(s):
    n = s**3
    below = torch.arange(2 * 5 * n).view(2, 5, n)
    found = cousins(below, s)
    assert found.shape == (2, 5, s, s, s - 1, s)
    for g, place in np.ndindex(s, s):
        targets = Context(place=place).targets(s)
        nodes = [(g * s + child) * s + token for child, token in targets]
        assert torch.equal(found[:, :, g, place].flatten(2), below[:, :, nodes])


@pytest.mark.parametrize("s", [2, 3, 4])
def test_of_its_predictions_a_patch_is_judged_by_those_for_its_place(s):
    predictions = torch.randn(2, 5, s**2, s, s - 1, s, 3)
    found = own_place(predictions)
    for g, place in np.ndindex(s, s):
        assert torch.equal(found[:, :, g, place], predictions[:, :, g * s + place, place])


def test_random_patches_are_compared_where_not_all_are():
    n = 6  # of the 12 of three strings at level 0
    settings = replace(SETTINGS, compared=n, margin=0.4)
    network, strings = stack(settings)
    tree = strings.batch(0, 3)
    with torch.no_grad():
        found = np.array([losses_of(network, tree, k)[0].numpy() for k in range(400)])
    assert np.unique(found[:, 0]).size == 1  # all patches are predicted
    assert np.unique(found[:, 1]).size > 30
    by_hand = ByHand(network, 0, settings)
    _, predictions, _ = by_hand.levels(by_hand.teacher, tree[0][0].tolist())[0]
    _, _, codes = by_hand.levels(by_hand.student, tree[0][0].tolist())[0]
    table = by_hand.pairs(predictions, codes)
    own, N = np.trace(table), len(table)
    # Of n patches drawn without replacement: n pairs of a patch with itself, n(n−1) others.
    mean = own / N / n + (1 - 1 / n) * (table.sum() - own) / (N * (N - 1))
    error = found[:, 1].std() / 20
    assert_z_scores(found[:, 1].mean(), mean - by_hand.sparsity(codes), error)
    wrong = table.mean() - by_hand.sparsity(codes)  # as if they were drawn with replacement
    with pytest.raises(AssertionError):
        assert_z_scores(found[:, 1].mean(), wrong, error)


def test_which_patches_are_compared_does_not_depend_on_the_company():
    settings = replace(SETTINGS, compared=5)
    together, strings = stack(settings, settings)
    tree = strings.batch(0, 3)
    found = losses_of(together, tree, 4)
    alone, _ = stack(settings)
    for mine, its in ((alone.student, together.student), (alone.teacher, together.teacher)):
        mine.flat.copy_(its.flat[:1])
    torch.testing.assert_close(found[:1], losses_of(alone, [x[:1] for x in tree], 4))

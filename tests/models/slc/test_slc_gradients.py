from dataclasses import replace

import pytest
import torch

from ownlatents.models.ensemble import AdamW, Training, strings_of
from ownlatents.models.slc import SLC
from tests.models.slc.stacks import PARAMS, SETTINGS, runs_of, stack, step

LEVELS = range(PARAMS.L - 1)
PREDICTOR, CLUSTERER = ("cnn1", "cnn2", "cnn3"), ("cnn4", "cnn5")


def reached(settings, loss):
    """Which layers loss number `loss` of each run moves, as (module, layer)."""
    network, strings = stack(settings, settings)
    losses = network.losses(strings.batch(0, 3), step())
    gradient = network.student.gradient(losses[loss].sum())
    found, names = set(), [name for name in network.student if name.endswith("weight")]
    for name in names:
        own = gradient[:, ~network.student.mask(name).bool()]
        assert own.any(1).all() == own.any()  # the same of each run
        if own.any():
            found.add((int(name[0]), name[2:6]))
    return found


def layers(module, which):
    return {(module, layer) for layer in which}


@pytest.mark.parametrize("ema", [0.1, None])
def test_gradients_flow_to_the_bottom_where_nothing_stops_them(ema):
    settings = replace(SETTINGS, ema=ema)
    whole = layers(0, PREDICTOR + CLUSTERER)
    assert reached(settings, 0) == layers(0, PREDICTOR)
    assert reached(settings, 1) == whole
    assert reached(settings, 2) == whole | layers(1, PREDICTOR)
    assert reached(settings, 3) == whole | layers(1, PREDICTOR + CLUSTERER)


@pytest.mark.parametrize("ema", [0.1, None])
def test_no_gradient_crosses_a_stop_between_modules(ema):
    settings = replace(SETTINGS, ema=ema, stop="modules")
    for module in LEVELS:
        assert reached(settings, 2 * module) == layers(module, PREDICTOR)
        assert reached(settings, 2 * module + 1) == layers(module, PREDICTOR + CLUSTERER)


@pytest.mark.parametrize("ema", [0.1, None])
def test_nor_one_between_clusterer_and_predictor(ema):
    settings = replace(SETTINGS, ema=ema, stop="all")
    for module in LEVELS:
        assert reached(settings, 2 * module) == layers(module, PREDICTOR)
        assert reached(settings, 2 * module + 1) == layers(module, CLUSTERER)


def test_stopped_modules_are_trained_as_each_by_itself():
    settings = replace(SETTINGS, stop="modules", aggregator="sum")
    runs = runs_of(settings, settings)
    together = SLC(runs)
    strings = strings_of(runs, "cpu")
    optimiser = AdamW(together.student, [0.01] * 2, [0.1] * 2)
    Training(together, strings, optimiser, 3).advance(12)

    path = []  # of the modules below, which do not know of those above
    for module in LEVELS:
        network = SLC(runs)
        mine = [network.student[name] for name in network.student if name[0] == str(module)]
        own = torch.optim.AdamW(mine, lr=0.01, weight_decay=0.1)
        below = network.student.mask(*[n for n in network.student if int(n[0]) < module]) == 0
        for k in range(12):
            if module > 0:
                for weights, its in zip((network.student, network.teacher), path[k], strict=True):
                    weights.flat[:, below] = its[:, below]
            elif len(path) < 12:
                path.append((network.student.flat.clone(), network.teacher.flat.clone()))
            own.zero_grad()
            losses = network.losses(strings.batch(k, 3), step(k))
            sum(losses[2 * module : 2 * module + 2]).sum().backward()
            own.step()
            network.moved()
        for name in network.student:
            if name[0] == str(module):
                assert not torch.equal(network.student[name], SLC(runs).student[name])
                torch.testing.assert_close(
                    network.student[name], together.student[name], rtol=1e-4, atol=1e-5
                )


def test_the_teacher_moves_by_each_runs_share_of_the_student():
    network, _ = stack(*(replace(SETTINGS, ema=ema) for ema in (0.25, 0.5, 1)))
    student, before = network.student.flat.clone(), network.teacher.flat.clone()
    assert not torch.allclose(student, before)
    network.moved()
    share = torch.tensor([[0.25], [0.5], [1.0]])
    expected = (1 - share) * before + share * student
    torch.testing.assert_close(network.teacher.flat, expected)
    assert torch.equal(network.student.flat, student)


def slope(network, tree, direction, follow):
    """Of the clustering loss of module 0, by differences."""
    values = []
    for sign in (1, -1):
        network.student.flat.add_(sign * 1e-2 * direction)
        if follow:
            network.moved()
        with torch.no_grad():
            values.append(network.losses(tree, step())[1][0].item())
        network.student.flat.sub_(sign * 1e-2 * direction)
    return (values[0] - values[1]) / 2e-2


def test_without_a_teacher_similarities_carry_gradients_and_with_one_they_do_not():
    networks, gradients = [], []
    for ema in (None, 0.1):
        settings = replace(SETTINGS, ema=ema, margin=0.1, separation=4.0, stop="modules")
        network, strings = stack(settings)
        network.teacher.flat.copy_(network.student.flat)
        tree = strings.batch(0, 3)
        losses = network.losses(tree, step())
        gradients.append(network.student.gradient(losses[1].sum()))
        networks.append(network)
    share = gradients[0] - gradients[1]  # of the similarities
    assert share.norm() > 0.02 * gradients[0].norm()
    direction, tolerance = share / share.norm(), 0.2 * share.norm().item()
    for network, gradient, other in zip(networks, gradients, gradients[::-1], strict=True):
        found = slope(network, tree, direction, follow=network is networks[0])
        assert found == pytest.approx((gradient * direction).sum().item(), abs=tolerance)
        assert found != pytest.approx((other * direction).sum().item(), abs=tolerance)


def test_targets_carry_no_gradient_without_a_teacher_either():
    # Module 1 predicts module 0's codes; with a stop between them it cannot bend them.
    network, strings = stack(replace(SETTINGS, ema=None, stop="modules"))
    losses = network.losses(strings.batch(0, 3), step())
    gradient = network.student.gradient(losses[2].sum())
    lower = network.student.mask(*[n for n in network.student if n[0] == "0"]) == 0
    assert not gradient[:, lower].any()
    assert gradient[:, ~lower].any()

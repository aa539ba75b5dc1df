import pytest
import torch
from torchjd.aggregation import Sum, UPGrad
from torchjd.autojac import backward, jac_to_grad

from tests.models.ensemble.toys import training_of

TORCHJD = {"upgrad": UPGrad(), "sum": Sum()}


def weights(training):
    return training.network.student.flat.clone()


@pytest.mark.parametrize("aggregator", TORCHJD)
def test_a_network_beside_others_is_trained_as_alone(aggregator):
    together = training_of([0, 1, 2], aggregator=aggregator)
    together.advance(40)
    for run in range(3):
        alone = training_of([run], aggregator=aggregator)
        alone.advance(40)
        torch.testing.assert_close(weights(together)[run], weights(alone)[0], rtol=1e-4, atol=1e-5)
    begun = weights(training_of([0, 1, 2]))
    assert (weights(together) - begun).abs().amax(1).min() > 0.1


@pytest.mark.parametrize("aggregator", TORCHJD)
def test_each_step_is_that_of_torchjd_and_torchs_adamw(aggregator):
    ours, plain = (training_of([3], aggregator=aggregator) for _ in range(2))
    network = plain.network
    names = list(network.student.values())
    optimiser = torch.optim.AdamW(names, lr=0.05, weight_decay=0.01)
    for step in range(20):
        optimiser.zero_grad()
        tree = plain.strings.batch(step, 8)
        backward([loss[0] for loss in network.losses(tree, torch.tensor(step))])
        jac_to_grad(names, TORCHJD[aggregator])
        optimiser.step()
        network.moved()
        ours.advance(1)
        torch.testing.assert_close(weights(ours), weights(plain), rtol=1e-4, atol=1e-5)


def test_the_two_aggregators_differ():
    ends = []
    for aggregator in TORCHJD:
        training = training_of([3], aggregator=aggregator)
        training.advance(20)
        ends.append(weights(training))
    assert not torch.allclose(*ends, rtol=1e-3, atol=1e-3)


def copied(state):
    return {name: tensor.clone() for name, tensor in state.items()}


def test_a_state_continues_bit_for_bit():
    whole, first, second = (training_of([0, 1], spoiled=[-1, 25]) for _ in range(3))
    whole.advance(40)
    first.advance(17)
    second.load(copied(first.state()))
    second.advance(23)
    for name, tensor in whole.state().items():
        assert torch.equal(tensor.nan_to_num(7), second.state()[name].nan_to_num(7)), name


def test_a_run_that_is_not_a_number_stops_where_it_was_and_alone():
    spoiled, sound = training_of([0, 1, 2], spoiled=[-1, 7, -1]), training_of([0, 1, 2])
    spoiled.advance(7)
    before = weights(spoiled)
    assert spoiled.finite.all()
    spoiled.advance(20)
    sound.advance(27)
    assert spoiled.finite.tolist() == [True, False, True]
    assert torch.equal(weights(spoiled)[1], before[1])
    assert torch.equal(weights(spoiled)[[0, 2]], weights(sound)[[0, 2]])
    assert not torch.equal(weights(spoiled)[0], before[0])


def test_a_gradient_that_overflows_stops_its_run_too():
    training = training_of([0, 1])
    with torch.no_grad():
        training.network.student["map.weight"][1].mul_(1e25)
    training.advance(2)
    assert training.finite.tolist() == [True, False]
    assert weights(training).isfinite().all()


def test_a_wide_gradient_that_is_finite_stops_nothing():
    # Of the size of overflow in the sum of its entries, though each is a number.
    training = training_of([0], aggregator="sum")
    found = training.network.losses
    training.network.losses = lambda tree, step: [1e36 * loss for loss in found(tree, step)]
    training.advance(1)
    assert training.finite.all()

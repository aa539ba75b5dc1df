import numpy as np
import pytest
import torch

from ownlatents.models.ensemble import Parameters, linear, linear_shapes
from tests.statistics import assert_z_scores

SHAPES = {
    **linear_shapes("first", 5, 7),
    **linear_shapes("second", 7, 3),
    "norm.scale": (7,),
    "token.embedding": (11, 5),
}
SEEDS = [3, 8, 3]


@pytest.fixture
def parameters():
    return Parameters(SHAPES, SEEDS)


def squares(parameters, names):
    return sum((k + 1) * parameters[name].square().sum() for k, name in enumerate(names))


def test_each_name_has_its_shape_and_a_part_of_one_buffer(parameters):
    assert list(parameters) == list(SHAPES)
    assert all(parameters[name].shape == (3, *shape) for name, shape in SHAPES.items())
    assert parameters.flat.shape == (3, sum(int(np.prod(shape)) for shape in SHAPES.values()))
    parameters.flat[:] = torch.arange(parameters.flat.numel()).view_as(parameters.flat)
    rows = torch.cat([parameters[name].flatten(1) for name in parameters], 1)
    assert torch.equal(rows, parameters.flat)


def test_what_is_written_to_a_name_is_in_the_buffer(parameters):
    with torch.no_grad():
        parameters["second.weight"].fill_(42)
    assert (parameters.flat == 42).sum() == parameters["second.weight"].numel()


def test_a_run_begins_by_its_seed_alone(parameters):
    assert torch.equal(parameters.flat[0], parameters.flat[2])
    assert not torch.equal(parameters.flat[0], parameters.flat[1])
    assert torch.equal(Parameters(SHAPES, [8]).flat[0], parameters.flat[1])
    fewer = Parameters({"second.weight": SHAPES["second.weight"]}, SEEDS)
    assert torch.equal(fewer["second.weight"], parameters["second.weight"])


def test_weights_begin_as_torchs_linear_maps_do():
    wide = Parameters({**linear_shapes("map", 400, 300), "token.embedding": (400, 300)}, [0])
    weight, bound = wide["map.weight"].detach().double().numpy(), 1 / np.sqrt(400)
    assert np.abs(weight).max() <= bound
    for values, variance in (
        (weight, bound**2 / 3),
        (wide["token.embedding"].detach().double().numpy(), 1.0),
    ):
        error = np.sqrt(variance / values.size)
        assert_z_scores(values.mean(), 0, error, within=0.01 * np.sqrt(variance))
        squared = values**2
        assert_z_scores(squared.mean(), variance, squared.std() / np.sqrt(values.size))
    assert not wide["map.bias"].any()
    assert (Parameters(SHAPES, [0])["norm.scale"] == 1).all()


def test_the_gradient_is_every_names_in_the_order_of_the_buffer(parameters):
    gradient = parameters.gradient(squares(parameters, parameters))
    expected = [2 * (k + 1) * parameters[name].flatten(1) for k, name in enumerate(parameters)]
    assert torch.equal(gradient, torch.cat(expected, 1))


def test_a_weight_that_the_loss_does_not_see_has_gradient_0(parameters):
    gradient = parameters.gradient(squares(parameters, ["second.bias", "second.weight"]))
    unseen = parameters.mask("second.bias", "second.weight").bool()
    assert not gradient[:, unseen].any()
    assert gradient[:, ~unseen].count_nonzero() == 3 * 21  # the biases begin at 0


def test_the_graph_may_be_kept_for_another_loss(parameters):
    shared = parameters["first.weight"].exp()
    once = parameters.gradient(shared.sum(), keep=True)
    assert torch.equal(parameters.gradient(shared.sum()), once)
    with pytest.raises(RuntimeError):
        parameters.gradient(shared.sum())


def test_a_mask_is_0_at_the_names_that_end_so(parameters):
    mask = parameters.mask("bias", "scale")
    assert mask.sum() == 5 * 7 + 7 * 3 + 11 * 5
    assert mask[:35].all()
    assert not mask[35:42].any()


def test_a_frozen_copy_stays_as_it_was_and_learns_nothing(parameters):
    frozen = parameters.frozen()
    before = parameters.flat.clone()
    parameters.flat.mul_(2)
    assert torch.equal(frozen.flat, before)
    assert torch.equal(frozen["first.weight"].flatten(1), before[:, :35])
    assert not any(frozen[name].requires_grad for name in frozen)
    assert all(parameters[name].requires_grad for name in parameters)


def test_a_linear_map_is_torchs_for_each_run():
    weights = Parameters(linear_shapes("map", 5, 7), [0, 1])
    weights.flat.add_(1)
    x = torch.randn(2, 3, 4, 5, generator=torch.Generator().manual_seed(0))
    for run in range(2):
        plain = torch.nn.functional.linear(
            x[run], weights["map.weight"][run].T, weights["map.bias"][run]
        )
        torch.testing.assert_close(linear(weights, "map", x)[run], plain)

import pytest
import torch

from ownlatents.errors import InputError
from ownlatents.models.ensemble import AdamW, Parameters, linear_shapes

SHAPES = {**linear_shapes("first", 5, 7), "norm.scale": (7,), **linear_shapes("second", 7, 3)}
LR, DECAY = [3e-3, 0.05, 1e-4], [1e-3, 0.0, 0.5]
STEPS = 60


def gradients():
    """Of very unequal sizes, some of them 0."""
    generator = torch.Generator().manual_seed(0)
    n = Parameters(SHAPES, [0]).flat.shape[1]
    for step in range(STEPS):
        found = torch.randn(3, n, generator=generator) * 10.0 ** (step % 7 - 4)
        found[:, step % n] = 0
        yield found


def clipped(gradient, clip):
    """torch's clip_grad_norm_ adds 1e-6 to the norm; the definition does not."""
    return gradient if clip is None else gradient * min(1.0, clip / float(gradient.norm()))


def torchs(run, *, betas, clip, undecayed):
    """The weights of one run after each step of torch's own optimiser, one tensor a name."""
    start = Parameters(SHAPES, [0, 1, 2])
    own = {name: start[name][run].detach().clone().requires_grad_() for name in SHAPES}
    spared = [tensor for name, tensor in own.items() if undecayed and name.endswith(undecayed)]
    others = [x for x in own.values() if not any(x is y for y in spared)]
    groups = [{"params": others, "weight_decay": DECAY[run]}]
    if spared:
        groups.append({"params": spared, "weight_decay": 0.0})
    optimiser = torch.optim.AdamW(groups, lr=LR[run], betas=betas)
    for gradient in gradients():
        parts = clipped(gradient[run], clip).split([tensor.numel() for tensor in own.values()])
        for tensor, part in zip(own.values(), parts, strict=True):
            tensor.grad = part.view_as(tensor).clone()
        optimiser.step()
        yield torch.cat([tensor.detach().flatten() for tensor in own.values()])


SETTINGS = {
    "plain": {"betas": (0.9, 0.999), "clip": None, "undecayed": ()},
    "data2vec": {"betas": (0.9, 0.98), "clip": 1.0, "undecayed": ("bias", "scale")},
    "clipped to little": {"betas": (0.9, 0.999), "clip": 1e-3, "undecayed": ()},
}


def ours(parameters, optimiser):
    for gradient in gradients():
        optimiser.step(gradient)
        yield parameters.flat


@pytest.mark.parametrize("setting", SETTINGS.values(), ids=SETTINGS)
def test_every_step_of_every_run_is_torchs(setting):
    parameters = Parameters(SHAPES, [0, 1, 2])
    found = ours(parameters, AdamW(parameters, LR, DECAY, **setting))
    singles = (torchs(run, **setting) for run in range(3))
    for together, *alone in zip(found, *singles, strict=True):
        torch.testing.assert_close(together, torch.stack(alone), rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize(
    "wrong", [{"betas": (0.9, 0.99)}, {"undecayed": ("bias",)}, {"clip": 1.0}], ids=str
)
def test_other_settings_move_otherwise(wrong):
    setting = {**SETTINGS["data2vec"], "clip": None}
    parameters = Parameters(SHAPES, [0, 1, 2])
    *_, last = ours(parameters, AdamW(parameters, LR, DECAY, **{**setting, **wrong}))
    *_, expected = torchs(2, **setting)
    assert not torch.allclose(last[2], expected, rtol=1e-5, atol=1e-6)


def test_whole_numbers_are_rates_too():
    parameters = Parameters(SHAPES, [0])
    AdamW(parameters, [1], [0]).step(torch.ones_like(parameters.flat))
    torch.testing.assert_close(parameters.flat, Parameters(SHAPES, [0]).flat - 1)


def test_a_state_that_is_put_back_continues_bit_for_bit():
    parameters = Parameters(SHAPES, [0, 1, 2])
    optimiser = AdamW(parameters, LR, DECAY)
    for step, gradient in enumerate(gradients()):
        if step == STEPS // 2:
            kept = {name: tensor.clone() for name, tensor in optimiser.state().items()}
            other = Parameters(SHAPES, [0, 1, 2])
            other.flat.copy_(parameters.flat)
            resumed = AdamW(other, LR, DECAY)
            for name, tensor in resumed.state().items():
                tensor.copy_(kept[name])
        if step >= STEPS // 2:
            resumed.step(gradient)
        optimiser.step(gradient)
    assert torch.equal(other.flat, parameters.flat)


def test_a_rate_for_each_run_is_asked_for():
    parameters = Parameters(SHAPES, [0, 1, 2])
    for lr, decay in (([1e-3], [0.0] * 3), ([1e-3] * 3, [0.0])):
        with pytest.raises(InputError, match="one each was expected"):
            AdamW(parameters, lr, decay)

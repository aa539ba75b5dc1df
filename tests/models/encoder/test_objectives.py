import math

import numpy as np
import pytest
import torch
from torch import Tensor

from ownlatents.models.encoder import Encoded, EncoderNetwork
from ownlatents.models.encoder.objectives import (
    Data2Vec,
    MaskedDiffusion,
    MaskedTokens,
    NextToken,
    Supervised,
    teacher_target,
)
from ownlatents.models.encoder.objectives.hiding import any_number_hidden, share_hidden
from ownlatents.models.ensemble import keys, strings_of
from ownlatents.sim import Grammar, RHMParams
from tests.models.encoder.networks import SIZES, a_run


class Constant:
    """Encoders whose output is given: what they were shown is kept."""

    hidden_token = 4

    def __init__(self, outputs: Tensor, taught: Tensor | None = None) -> None:
        self.outputs, self.taught, self.shown = outputs, taught, None

    def student(self, tokens: Tensor) -> Encoded:
        self.shown = tokens
        return Encoded([], [], self.outputs[:, :, : tokens.shape[2]])

    def teacher(self, tokens: Tensor) -> Encoded:
        return Encoded([self.taught, self.taught], [self.taught], self.taught)

    def head(self, x: Tensor) -> Tensor:
        return x


BITS = keys([3, 5], "cpu")[:, None]
STRINGS = torch.tensor([[[0, 1, 2, 3]] * 6, [[3, 2, 1, 0]] * 6])


def test_the_share_of_hidden_places() -> None:
    hidden = share_hidden(BITS, 0.15, 4000, 8)
    counts = hidden.sum(-1)
    assert set(counts.unique().tolist()) == {1, 2}  # 1.2 rounded at random
    assert abs(counts.float().mean() - 1.2) < 0.02
    assert hidden.float().mean((0, 1)).sub(0.15).abs().max() < 0.02  # no place is favoured


def test_any_number_of_places_is_equally_likely() -> None:
    counts = any_number_hidden(BITS, 4000, 4).sum(-1).flatten()
    shares = torch.bincount(counts, minlength=5) / len(counts)
    assert shares[0] == 0
    assert (shares[1:] - 0.25).abs().max() < 0.025


def test_hidden_tokens_are_not_shown_and_others_are() -> None:
    encoders = Constant(torch.zeros(2, 6, 4, 4))
    MaskedTokens(0.5).loss(encoders, [STRINGS], BITS)
    hidden = share_hidden(BITS, 0.5, 6, 4)
    assert torch.equal(encoders.shown == 4, hidden)
    assert torch.equal(encoders.shown[~hidden], STRINGS[~hidden])


@pytest.mark.parametrize("objective", [MaskedTokens(0.5), MaskedDiffusion(), NextToken()])
def test_a_flat_prediction_costs_log_v(objective: MaskedTokens) -> None:
    found = objective.loss(Constant(torch.zeros(2, 6, 4, 4)), [STRINGS], BITS)
    assert found == pytest.approx(torch.tensor([math.log(4)] * 2))


def test_masked_tokens_by_hand() -> None:
    logits = torch.arange(4.0).expand(2, 6, 4, 4)
    hidden = share_hidden(BITS, 0.5, 6, 4)
    each = torch.logsumexp(torch.arange(4.0), 0) - STRINGS.float()  # logit of token a is a
    expected = [(each[i] * hidden[i]).sum() / hidden[i].sum() for i in range(2)]
    found = MaskedTokens(0.5).loss(Constant(logits), [STRINGS], BITS)
    assert found == pytest.approx(torch.stack(expected))


def test_diffusion_weighs_each_string_alike() -> None:
    logits = torch.arange(4.0).expand(2, 6, 4, 4)
    hidden = any_number_hidden(BITS, 6, 4)
    each = torch.logsumexp(torch.arange(4.0), 0) - STRINGS.float()
    expected = torch.stack(
        [torch.stack([each[i, b][hidden[i, b]].mean() for b in range(6)]).mean() for i in range(2)]
    )
    assert MaskedDiffusion().loss(Constant(logits), [STRINGS], BITS) == pytest.approx(expected)


def test_next_tokens_are_those_one_place_on() -> None:
    logits = torch.full((2, 6, 4, 4), -50.0)
    for run in range(2):
        for place in range(3):
            logits[run, :, place, STRINGS[run, 0, place + 1]] = 0
    encoders = Constant(logits)
    assert NextToken().loss(encoders, [STRINGS], BITS).abs().max() < 1e-6
    assert torch.equal(encoders.shown, STRINGS[..., :-1])


def test_the_root_is_told_from_the_mean_over_places() -> None:
    outputs = torch.tensor([8.0, 0, 0, 0]).expand(2, 6, 4, 4).clone()
    outputs[:, :, 1] = torch.tensor([0, 12.0, 0, 0])  # mean: 6 against 3
    roots = torch.zeros(2, 6, 1, dtype=torch.int64)
    expected = math.log(math.exp(6) + math.exp(3) + 2) - 6
    assert Supervised().loss(Constant(outputs), [STRINGS, roots], BITS) == pytest.approx(
        torch.tensor([expected] * 2), rel=1e-4
    )


def test_smooth_l1_by_hand() -> None:
    taught = torch.tensor([-1.0, 1.0]).expand(2, 6, 4, 2)  # normalised already
    outputs = torch.tensor([-1.0 + 1.0, 1.0 + 6.0]).expand(2, 6, 4, 2)  # off by 1 and by 6
    expected = (0.5 * 1**2 / 4 + 6 - 4 / 2) / 2
    loss = Data2Vec(0.5, 1, "block", 4.0).loss(Constant(outputs, taught), [STRINGS], BITS)
    assert loss.numpy() == pytest.approx([expected] * 2, rel=1e-4)


def test_target_is_the_mean_of_normalised_top_layers() -> None:
    """Baevski et al. (2022), Section 3.3: y_t = (1/K) Σ_{l=L−K+1}^{L} â_t^l."""
    random = torch.Generator().manual_seed(0)
    blocks, ffn = ([torch.randn(1, 2, 3, 5, generator=random) for _ in range(n)] for n in (4, 3))
    encoded = Encoded(blocks, ffn, blocks[-1])
    for kind, layers in (("block", blocks[2:]), ("ffn", ffn[1:])):
        expected = np.zeros((1, 2, 3, 5))
        for layer in layers:
            a = layer.double().numpy()
            centred = a - a.mean(-1, keepdims=True)
            expected += centred / np.sqrt((centred**2).mean(-1, keepdims=True) + 1e-5) / 2
        assert teacher_target(encoded, kind, 2).numpy() == pytest.approx(expected, abs=1e-5)


def test_targets_come_from_the_whole_string_and_carry_no_gradient() -> None:
    network = EncoderNetwork([a_run()])
    tree = strings_of([a_run()], "cpu").some(0, 4)
    network.losses(tree, torch.zeros((), dtype=torch.int64))[0].sum().backward()
    assert all(tensor.grad is None for tensor in network.teacher.values())
    assert network.student["head.weight"].grad is not None


@pytest.mark.parametrize("name", ["mlm", "diffusion", "ntp"])
def test_no_network_beats_the_exact_posterior(name: str) -> None:
    """A uniform guess costs log v; the posterior's loss lies below it and above 0."""
    run = a_run(objective=name)
    network = EncoderNetwork([run])
    strings = strings_of([run], "cpu").some(1, 500)[0]
    floor = network.objective.floor(run.grammar, strings[0].numpy(), network.bits(0))
    assert 0 < floor < math.log(SIZES.v)
    assert network.held_out_loss([strings], 0)[0] > floor


def test_the_floor_of_next_tokens_is_the_entropy_of_strings() -> None:
    """With m = 1 a string is told by its root, and the root by the first token's posterior."""
    grammar = Grammar.sample(RHMParams(v=4, m=1, s=2, L=1), seed=0)
    strings = grammar.rules[0][:, 0]
    per_string = NextToken().floor(grammar, strings, BITS[:1])
    first = np.bincount(strings[:, 0], minlength=4)
    assert per_string == pytest.approx(np.log(first[strings[:, 0]]).mean())


def test_the_floor_of_the_root_is_zero() -> None:
    assert Supervised().floor(Grammar.sample(SIZES, 0), np.zeros((1, 4), dtype=int), BITS[:1]) == 0

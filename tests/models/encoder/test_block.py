"""Blocks against torch's own, one run at a time."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor, nn

from ownlatents.models.encoder.block import block, block_shapes, compiled_block
from ownlatents.models.ensemble import Parameters, keys

D, HIDDEN, HEADS, RUNS = 8, 16, 2, 2


def weights() -> dict[str, Tensor]:
    """Of which nothing is as at a training's start, norms neither."""
    its = Parameters(block_shapes(D, HIDDEN), range(RUNS))
    draw = torch.Generator().manual_seed(0)
    return {
        name: its[name].detach() + torch.randn(its[name].shape, generator=draw) / 4 for name in its
    }


def stream(B: int, n: int) -> Tensor:
    return torch.randn(RUNS, B, n, D, generator=torch.Generator().manual_seed(1))


def torchs(own: dict[str, Tensor], run: int) -> nn.TransformerEncoderLayer:
    layer = nn.TransformerEncoderLayer(
        D, HEADS, HIDDEN, 0.0, "gelu", batch_first=True, norm_first=True
    )
    names = {
        "self_attn.in_proj_": "qkv.",
        "self_attn.out_proj.": "attention.",
        "linear1.": "in.",
        "linear2.": "out.",
    }
    state = {}
    for theirs, ours in names.items():
        state |= {f"{theirs}weight": own[f"{ours}weight"][run].mT}
        state |= {f"{theirs}bias": own[f"{ours}bias"][run]}
    for theirs, ours in (("norm1.", "before_attention."), ("norm2.", "before_ffn.")):
        state |= {f"{theirs}weight": own[f"{ours}scale"][run]}
        state |= {f"{theirs}bias": own[f"{ours}bias"][run]}
    layer.load_state_dict(state)
    return layer


# 4, 2 and 3 strings lie side by side, then one that alone is longer than is best.
@pytest.mark.parametrize(("B", "n"), [(16, 4), (6, 4), (3, 5), (2, 70)])
@pytest.mark.parametrize("causal", [False, True])
def test_a_block_is_torchs(B: int, n: int, causal: bool) -> None:
    own, x = weights(), stream(B, n)
    mask = nn.Transformer.generate_square_subsequent_mask(n) if causal else None
    found, _ = block(own, x, HEADS, causal)
    for run in range(RUNS):
        wanted = torchs(own, run)(x[run], src_mask=mask)
        assert torch.allclose(found[run], wanted, atol=1e-5)


def test_what_the_feed_forward_adds_is_told_apart() -> None:
    own, x = weights(), stream(4, 4)
    after, added = block(own, x, HEADS)
    silenced = own | {"out.weight": own["out.weight"] * 0, "out.bias": own["out.bias"] * 0}
    assert torch.allclose(after - added, block(silenced, x, HEADS)[0], atol=1e-5)


def test_strings_do_not_see_each_other() -> None:
    own, x = weights(), stream(4, 4)
    other = x.clone()
    other[:, 0] += 1
    before, after = block(own, x, HEADS)[0], block(own, other, HEADS)[0]
    assert torch.equal(before[:, 1:], after[:, 1:])
    assert not torch.allclose(before[:, 0], after[:, 0])


def test_dropout_is_after_both_branches_and_the_same_for_a_run_alone() -> None:
    own, x = weights(), stream(4, 4)
    noise = keys([5, 6], "cpu")[:, None]
    noisy, added = block(own, x, HEADS, dropout=0.5, noise=noise)
    attended = noisy - x
    assert 0.1 < (attended.abs() < 1e-6).float().mean() < 0.4  # both branches: a quarter
    assert (added != 0).all()
    alone = {name: tensor[1:] for name, tensor in own.items()}
    its, _ = block(alone, x[1:], HEADS, dropout=0.5, noise=noise[1:])
    assert torch.allclose(its, noisy[1:], atol=1e-6)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # what the compiler warns of is its own doing
def test_compiled_it_is_the_same() -> None:
    own = {name: tensor.requires_grad_() for name, tensor in weights().items()}
    for B, n in ((8, 4), (4, 8)):
        x = stream(B, n)
        pairs = []
        for its in (block, compiled_block()):
            after, added = its(own, x, HEADS)
            loss = (after**2).sum() + added.sum()
            pairs.append((after, added, *torch.autograd.grad(loss, list(own.values()))))
        for eager, compiled in zip(*pairs, strict=True):
            assert torch.allclose(eager, compiled, rtol=1e-4, atol=1e-3)

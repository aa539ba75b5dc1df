import numpy as np
import pytest
import torch

from ownlatents.models.encoder.readout import linear_accuracy
from ownlatents.models.encoder.scores import effective_rank, spread, synonym_score
from ownlatents.models.ensemble import TEST, Strings
from ownlatents.sim import Grammar, RHMParams

P = RHMParams(v=6, m=3, s=2, L=3)
GRAMMARS = [Grammar.sample(P, seed) for seed in (0, 1)]
STRINGS = Strings(GRAMMARS, [0, 0], [0, 1])


def one_hot(labels: torch.Tensor, n: int) -> torch.Tensor:
    return (labels[..., None] == torch.arange(n)).float()


@pytest.mark.parametrize("level", [1, 2, 3])
def test_synonym_swaps_keep_all_latents_from_their_level_up(level: int) -> None:
    tree = STRINGS.some(TEST, 200)
    swapped = STRINGS.resampled(tree, level, salt=1)[0].numpy()
    for i, grammar in enumerate(GRAMMARS):
        parsed = grammar.parse(swapped[i])
        for above in range(level, P.L + 1):
            assert np.array_equal(parsed[above], tree[above][i].numpy())
        assert not np.array_equal(parsed[level - 1], tree[level - 1][i].numpy())


@pytest.mark.parametrize("level", [1, 2, 3])
def test_a_latent_scores_one_and_a_choice_of_rule_scores_zero(level: int) -> None:
    tree = STRINGS.some(TEST, 4000)
    swapped = STRINGS.resampled(tree, level, salt=1)
    latent = one_hot(tree[level], P.v)
    assert synonym_score(latent, one_hot(swapped[level], P.v)).tolist() == [1, 1]
    chosen = [rule(tree, level), rule(swapped, level)]
    assert synonym_score(*chosen).abs().max() < 0.03


def rule(tree: list[torch.Tensor], level: int) -> torch.Tensor:
    """Which of the m rules expands each level-`level` latent: what tells nothing of the latent."""
    numbers = [
        grammar.rule_of(level - 1, tree[level - 1][i].numpy()) % P.m
        for i, grammar in enumerate(GRAMMARS)
    ]
    return one_hot(torch.as_tensor(np.stack(numbers)).long(), P.m)


def test_planted_levels_are_read_and_noise_is_not() -> None:
    tree = STRINGS.some(TEST, 1500)
    labels = torch.stack([level.repeat_interleave(2, -1) for level in tree[1:2]], 1).flatten(2)
    random = torch.Generator().manual_seed(0)
    mixed = torch.linalg.qr(torch.randn(2, P.v, P.v, generator=random))[0]
    planted = one_hot(labels[:, 0], P.v) @ mixed
    half = labels.shape[2] // 2
    splits = [(planted[:, part], labels[..., part]) for part in (slice(half), slice(half, None))]
    assert linear_accuracy(*splits, P.v).flatten().tolist() == [1, 1]
    noise = torch.randn(planted.shape, generator=random)
    splits = [(noise[:, part], labels[..., part]) for part in (slice(half), slice(half, None))]
    most = torch.stack([torch.bincount(x, minlength=P.v).max() / x.numel() for x in labels[:, 0]])
    assert (linear_accuracy(*splits, P.v)[:, 0] < most + 0.05).all()


def test_a_class_never_seen_is_never_told() -> None:
    x = torch.randn(1, 100, 3, generator=torch.Generator().manual_seed(0))
    labels = (x[..., 0] > 0).long()[:, None]
    assert linear_accuracy((x, labels), (x, labels), 5)[0, 0] > 0.9


def test_rank_and_spread() -> None:
    random = torch.Generator().manual_seed(0)
    full = torch.randn(1, 500, 4, 8, generator=random)
    line = full[..., :1] * torch.ones(8)
    assert effective_rank(full) == pytest.approx(8, rel=0.05)
    assert effective_rank(line) == pytest.approx(1, rel=0.01)
    by_place = torch.randn(1, 1, 4, 8, generator=random).expand(1, 500, 4, 8)
    assert spread(by_place) == pytest.approx(0, abs=1e-6)
    assert spread(full) == pytest.approx(1, abs=0.01)

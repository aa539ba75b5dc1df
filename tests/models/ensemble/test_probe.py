import pytest
import torch

from ownlatents.models.ensemble import probe_accuracy

CLASSES = 4
SIZES = (600, 300, 1000)


def normal(*shape, seed):
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed))


def splits(features_of, runs=2, d=8):
    """Three sets of random classes, with the features that stand for them."""
    found = []
    for k, n in enumerate(SIZES):
        generator = torch.Generator().manual_seed(k)
        classes = torch.randint(CLASSES, (runs, n), generator=generator)
        found.append((features_of(classes, normal(runs, n, d, seed=10 + k)), classes))
    return tuple(found)


DIRECTIONS = normal(CLASSES, 8, seed=99)


def planted(classes, noise):
    return 5 + 1e-3 * (DIRECTIONS[classes] + 0.1 * noise)  # far from 0 and small


def noise(classes, noise):
    return noise


def parity(classes, noise):
    """Whether the class is odd, hidden as the sign of a product of two fair coins."""
    x = noise.clone()
    x[..., 0] = x[..., 0].sign()
    x[..., 1] = x[..., 0] * (1 - 2 * (classes % 2))
    return x


def test_planted_classes_are_read_linearly():
    assert probe_accuracy(splits(planted), CLASSES, seeds=[0, 1]).tolist() == [1, 1]


def test_noise_is_read_by_chance():
    for hidden in (None, 32):
        for accuracy in probe_accuracy(splits(noise), CLASSES, seeds=[0, 1], hidden=hidden):
            assert abs(accuracy - 1 / CLASSES) < 0.1  # 7 standard deviations


def test_what_is_hard_to_read_is_read_at_a_low_rate():
    directions = 0.15 * normal(16, 128, seed=7)
    found = []
    for k, n in enumerate((1024, 512, 512)):
        classes = torch.randint(16, (1, n), generator=torch.Generator().manual_seed(k))
        found.append((directions[classes] + normal(1, n, 128, seed=20 + k), classes))
    slow, fast = (
        float(probe_accuracy(tuple(found), 16, seeds=[0], hidden=256, lr=lr, steps=200))
        for lr in (0.001, 0.01)
    )
    assert slow > 0.25
    assert fast < 0.15  # untrained it does best on the validation set


def parities():
    return tuple((features, classes % 2) for features, classes in splits(parity))


def test_an_exclusive_or_takes_a_hidden_layer():
    linear = probe_accuracy(parities(), 2, seeds=[0, 1])
    deep = probe_accuracy(parities(), 2, seeds=[0, 1], hidden=32)
    assert (linear < 0.6).all()
    assert (deep > 0.97).all()


def test_the_features_learn_nothing():
    found = splits(planted)
    features = found[0][0].requires_grad_()
    before = features.detach().clone()
    probe_accuracy(found, CLASSES, seeds=[0, 1], steps=20)
    assert features.grad is None
    assert torch.equal(features, before)


def test_a_probe_beside_others_is_the_probe_alone():
    mixed = tuple(
        (torch.cat([a, b]), torch.cat([y, z]))
        for (a, y), (b, z) in zip(splits(planted, 1), splits(noise, 1), strict=True)
    )
    together = probe_accuracy(mixed, CLASSES, seeds=[3, 4], steps=60)
    for run, seed in enumerate((3, 4)):
        alone = probe_accuracy(
            tuple((x[run : run + 1], y[run : run + 1]) for x, y in mixed),
            CLASSES,
            seeds=[seed],
            steps=60,
        )
        assert together[run].item() == pytest.approx(alone.item(), abs=2e-3)


def test_the_accuracy_is_of_the_step_of_best_validation():
    train, validation, test = splits(planted)
    learned = probe_accuracy((train, validation, test), CLASSES, seeds=[0, 1])
    # With its classes renamed, the validation set is best read by the untrained probe.
    renamed = validation[0], (validation[1] + 1) % CLASSES
    stopped = probe_accuracy((train, renamed, test), CLASSES, seeds=[0, 1])
    untrained = probe_accuracy((train, validation, test), CLASSES, seeds=[0, 1], steps=1)
    assert torch.equal(stopped, untrained)
    assert (untrained < learned).all()


def test_probing_works_where_gradients_are_off():
    with torch.no_grad():
        assert probe_accuracy(splits(planted), CLASSES, seeds=[0, 1]).min() == 1

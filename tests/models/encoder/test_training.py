import math
from pathlib import Path

import pytest
import torch
from torch import Tensor
from torch.nn.functional import one_hot

from ownlatents.errors import InputError
from ownlatents.models.encoder import (
    LABELS,
    PAPER,
    Encoded,
    EncoderNetwork,
    EncoderSettings,
    Evaluation,
    train,
)
from ownlatents.models.encoder.block import block_shapes
from ownlatents.models.encoder.transformer import encode
from ownlatents.models.ensemble import PROBE, TEST, AdamW, Schedule, Training, strings_of
from tests.models.encoder.networks import TINY, a_run, settings

OBJECTIVES = ["data2vec", "mlm", "ntp", "diffusion", "supervised"]


@pytest.fixture(autouse=True)
def _one_thread() -> None:
    torch.set_num_threads(1)


@pytest.mark.parametrize("objective", OBJECTIVES)
def test_batched_equals_single(objective: str) -> None:
    runs = [a_run(seed, P=20, objective=objective, dropout=0.1) for seed in (0, 1, 2)]
    together = train(runs)
    assert together[1] == train(runs[1:2])[0]
    assert [record["step"] for record in together[0]] == [0, 2]
    assert together[0][-1]["losses"] != together[1][-1]["losses"]


def test_runs_may_differ_in_rates() -> None:
    runs = [a_run(0, lr=1e-3), a_run(0, lr=1e-2, decay=0.9)]
    assert train(runs)[1] == train(runs[1:])[0]
    with pytest.raises(InputError, match="mask of"):
        train([a_run(), a_run(mask=0.5)])


def test_resume_equals_uninterrupted(tmp_path: Path) -> None:
    class KilledError(Exception):
        pass

    def kill(steps: int) -> None:
        raise KilledError

    runs = [a_run(seed, P=20, dropout=0.1, schedule=Schedule(4, 2)) for seed in (0, 1)]
    checkpoint = tmp_path / "checkpoint.pt"
    with pytest.raises(KilledError):
        train(runs, checkpoint=checkpoint, tell=kill)
    assert train(runs, checkpoint=checkpoint) == train(runs)
    with pytest.raises(InputError, match="but a checkpoint of"):
        train([a_run(2)], checkpoint=checkpoint)


def test_probes_leave_encoders_as_they_are() -> None:
    runs = [a_run(0), a_run(1)]
    network, strings = EncoderNetwork(runs), strings_of(runs, "cpu")
    training = Training(network, strings, AdamW(network.student, [1e-3] * 2, [0.0] * 2), 4)
    training.advance(2)
    before = {name: tensor.clone() for name, tensor in training.state().items()}
    evaluation = Evaluation(network, strings, runs)
    first = evaluation()
    assert all(torch.equal(before[name], now) for name, now in training.state().items())
    assert evaluation() == first
    assert all(tensor.grad is None for tensor in network.student.values())


def test_the_teacher_is_a_slow_average() -> None:
    runs = [a_run(0, decay=0.75), a_run(1, decay=0.5)]
    network = EncoderNetwork(runs)
    before = network.teacher.flat.clone()
    with torch.no_grad():
        network.student.flat += 1
    network.moved()
    assert network.teacher.flat - before == pytest.approx(
        torch.tensor([[0.25], [0.5]]).expand_as(before), abs=1e-6
    )


def test_divergence_is_told_and_touches_no_other_run() -> None:
    runs = [a_run(0), a_run(1)]
    wild = [a_run(0, lr=1e30), a_run(1)]
    records = train(wild)
    assert not records[0][-1]["finite"]
    assert records[1] == train(runs)[1]


def test_collapse_is_told() -> None:
    network = EncoderNetwork([a_run()])
    evaluation = Evaluation(network, strings_of([a_run()], "cpu"), [a_run()])
    assert not evaluation()[0]["collapsed"]
    with torch.no_grad():
        for weights in (network.student, network.teacher):
            weights["token.embedding"].zero_()
    assert evaluation()[0]["collapsed"]


def test_a_causal_encoder_sees_nothing_to_come() -> None:
    network = EncoderNetwork([a_run(objective="ntp")])
    tokens = torch.tensor([[[0, 1, 2, 3], [0, 1, 3, 3]]])
    first, second = network.encoded(network.student, tokens).final[0]
    assert torch.equal(first[:2], second[:2])
    assert not torch.allclose(first[2:], second[2:])


def test_dropout_is_never_in_the_teacher_nor_in_evaluations() -> None:
    network = EncoderNetwork([a_run(dropout=0.5)])
    tokens = torch.zeros(1, 2, 4, dtype=torch.int64)
    silent = network.encoded(network.student, tokens)
    assert torch.equal(silent.final, encode(network.student, tokens, TINY).final)
    noisy = network.encoded(network.student, tokens, noise=network.bits(0)).blocks[0]
    zeros = (noisy == 0).float().mean()
    assert 0.2 < zeros < 0.8
    kept = noisy != 0
    assert torch.allclose(noisy[kept], 2 * silent.blocks[0][kept])


def test_training_brings_masked_tokens_near_the_exact_posterior() -> None:
    run = a_run(objective="mlm", d=16, hidden=32, batch=16, schedule=Schedule(200, 200))
    first, last = train([run])[0]
    assert last["excess"] < first["excess"] / 2


def test_the_papers_encoder_has_four_hundred_million_weights() -> None:
    per_block = sum(map(math.prod, block_shapes(PAPER.d, PAPER.hidden).values()))
    assert PAPER.layers * per_block == pytest.approx(4e8, rel=0.02)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"objective": "gan"}, "objective='gan', but one of data2vec, mlm"),
        ({"d": 9, "heads": 2}, "d=9, but a multiple of heads=2 was expected"),
        ({"top": 3}, "top=3"),
        ({"target": "head"}, "target='head', but one of block, ffn"),
        ({"mask": 1.0}, "mask=1.0, but less than 1 was expected"),
    ],
)
def test_bad_settings(changes: dict[str, object], message: str) -> None:
    with pytest.raises(InputError, match=message.replace("(", r"\(")):
        settings(**changes)
    assert isinstance(settings(), EncoderSettings)


def test_a_latent_is_read_at_the_last_place_below_it(monkeypatch: pytest.MonkeyPatch) -> None:
    run = a_run()
    network, strings = EncoderNetwork([run]), strings_of([run], "cpu")
    trees = [strings.some(which, n) for which, n in ((PROBE, LABELS), (TEST, 512))]
    p = run.grammar.params

    def planted(weights: object, tokens: Tensor) -> Encoded:
        """Each place knows what ends with it, and nothing else."""
        tree = next((t for t in trees if torch.equal(t[0], tokens)), strings.some(0, 512))
        x = torch.zeros(*tree[0].shape, p.L * p.v)
        for level in range(1, p.L + 1):
            own = one_hot(tree[level], p.v).float()
            x[:, :, p.s**level - 1 :: p.s**level, (level - 1) * p.v : level * p.v] = own
        return Encoded([x, x, x], [x, x], x)

    monkeypatch.setattr(network, "encoded", planted)
    monkeypatch.setattr(network, "held_out_loss", lambda tree, step: torch.zeros(1))
    (record,) = Evaluation(network, strings, [run])()
    assert record["levels"] == [[1.0] * p.L] * 3

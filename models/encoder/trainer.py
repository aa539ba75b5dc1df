"""Train encoders: the batch of runs, its schedule, and what is recorded."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from ownlatents.models.encoder.evaluation import Evaluation
from ownlatents.models.encoder.network import EncoderNetwork
from ownlatents.models.encoder.settings import EncoderSettings
from ownlatents.models.ensemble import AdamW, Record, Run, Training, fit, strings_of


def train(
    runs: Sequence[Run[EncoderSettings]],
    *,
    device: str = "cpu",
    checkpoint: Path | None = None,
    tell: Callable[[int], None] | None = None,
) -> list[list[Record]]:
    """Train an encoder for each run, all at once.

    Args:
        runs: with `EncoderSettings`; grammars of equal sizes, and settings that differ at most in
            learning rate, weight decay and the teacher's decay.
        device: torch device.
        checkpoint: continued from if it exists, written at every evaluation.
        tell: called with the number of steps since the last call.

    Returns:
        The records of each run (see `Evaluation`), one per evaluation. A run whose loss is no
        longer finite is told so ("finite") and left where it was.

    Raises:
        InputError: no runs, runs of another learner or that cannot share a batch, a device that is
            not there, or a checkpoint of another training.
    """
    network, strings = EncoderNetwork(runs, device), strings_of(runs, device)
    settings = network.settings
    return fit(
        Training(network, strings, optimiser_of(network, runs), settings.batch),
        settings.schedule,
        Evaluation(network, strings, runs),
        identity={"runs": [run.as_dict() for run in runs]},
        checkpoint=checkpoint,
        tell=tell,
    )


def optimiser_of(network: EncoderNetwork, runs: Sequence[Run[EncoderSettings]]) -> AdamW:
    """What moves the students, each run at its own rates; norms and biases do not decay."""
    return AdamW(
        network.student,
        [run.settings.lr for run in runs],
        [run.settings.weight_decay for run in runs],
        network.settings.betas,
        network.settings.clip,
        undecayed=("bias", "scale"),
    )

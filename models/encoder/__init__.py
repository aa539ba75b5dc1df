"""One transformer encoder, trained by data2vec, by tokens or by labels (Section 5)."""

from ownlatents.models.encoder.cost import flops_per_step
from ownlatents.models.encoder.evaluation import LABELS, Evaluation
from ownlatents.models.encoder.network import EncoderNetwork
from ownlatents.models.encoder.settings import PAPER, PRESETS, SMALL, EncoderSettings
from ownlatents.models.encoder.train import train
from ownlatents.models.encoder.transformer import Encoded, encode

__all__ = [
    "LABELS",
    "PAPER",
    "PRESETS",
    "SMALL",
    "Encoded",
    "EncoderNetwork",
    "EncoderSettings",
    "Evaluation",
    "encode",
    "flops_per_step",
    "train",
]

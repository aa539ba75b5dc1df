"""One transformer encoder, trained by data2vec, by tokens or by labels (Section 5)."""

from models.encoder.cost import flops_per_step
from models.encoder.evaluation import LABELS, Evaluation
from models.encoder.network import EncoderNetwork
from models.encoder.settings import PAPER, PRESETS, SMALL, EncoderSettings
from models.encoder.train import train
from models.encoder.transformer import Encoded, encode

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

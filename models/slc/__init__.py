"""SLC: stacked latent clustering, a network that learns from its own latents (Section 4)."""

from models.slc.cost import flops_per_step
from models.slc.evaluation import Evaluation, code_use, prediction_floors
from models.slc.network import SLC
from models.slc.settings import PAPER, PRESETS, SMALL, SLCSettings
from models.slc.train import train

__all__ = [
    "PAPER",
    "PRESETS",
    "SLC",
    "SMALL",
    "Evaluation",
    "SLCSettings",
    "code_use",
    "flops_per_step",
    "prediction_floors",
    "train",
]

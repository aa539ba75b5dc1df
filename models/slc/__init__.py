"""SLC: stacked latent clustering, a network that learns from its own latents (Section 4)."""

from models.slc.cost import flops_per_step
from models.slc.evaluation import Evaluation, code_use
from models.slc.exact import class_similarities, most_alike, prediction_floors
from models.slc.network import SLC
from models.slc.settings import BALANCED, LARGE, PAPER, PRESETS, SMALL, SLCSettings
from models.slc.train import train

__all__ = [
    "BALANCED",
    "LARGE",
    "PAPER",
    "PRESETS",
    "SLC",
    "SMALL",
    "Evaluation",
    "SLCSettings",
    "class_similarities",
    "code_use",
    "flops_per_step",
    "most_alike",
    "prediction_floors",
    "train",
]

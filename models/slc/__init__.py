"""SLC: stacked latent clustering, a network that learns from its own latents (Section 4)."""

from ownlatents.models.slc.cost import flops_per_step
from ownlatents.models.slc.evaluation import Evaluation, code_use
from ownlatents.models.slc.exact import class_similarities, most_alike, prediction_floors
from ownlatents.models.slc.network import SLC
from ownlatents.models.slc.settings import BALANCED, LARGE, PAPER, PRESETS, SMALL, SLCSettings
from ownlatents.models.slc.train import train

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

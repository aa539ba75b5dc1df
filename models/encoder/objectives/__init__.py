"""Objectives, one module each: what the same encoder is trained to predict."""

from ownlatents.models.encoder.objectives.data2vec import Data2Vec, teacher_target
from ownlatents.models.encoder.objectives.diffusion import MaskedDiffusion
from ownlatents.models.encoder.objectives.mlm import MaskedTokens
from ownlatents.models.encoder.objectives.ntp import NextToken
from ownlatents.models.encoder.objectives.objective import Encoders, Objective
from ownlatents.models.encoder.objectives.supervised import Supervised
from ownlatents.models.encoder.settings import EncoderSettings

__all__ = [
    "Data2Vec",
    "Encoders",
    "MaskedDiffusion",
    "MaskedTokens",
    "NextToken",
    "Objective",
    "Supervised",
    "objective_of",
    "teacher_target",
]


def objective_of(settings: EncoderSettings) -> Objective:
    """The objective that settings name, with its own settings."""
    match settings.objective:
        case "data2vec":
            return Data2Vec(settings.mask, settings.top, settings.target, settings.beta)
        case "mlm":
            return MaskedTokens(settings.mask)
        case "diffusion":
            return MaskedDiffusion()
        case "ntp":
            return NextToken()
        case "supervised":
            return Supervised()

"""What a training costs, counted."""

from __future__ import annotations

from ownlatents.models.encoder.settings import EncoderSettings
from ownlatents.sim import RHMParams


def flops_per_step(settings: EncoderSettings, params: RHMParams) -> float:
    """Floating-point operations of one step of one run, all matrix products counted.

    Forward, backward (twice the forward) and for data2vec the teacher's forward. The paper's run
    of 262,144 steps comes to 7e18, which is what it says.
    """
    d, n = settings.d, params.length
    outputs = d if settings.objective == "data2vec" else params.v
    block = 4 * d**2 + 2 * d * settings.hidden + 2 * n * d
    encoder = settings.layers * block + (params.v + 1) * d
    passes = 4 if settings.objective == "data2vec" else 3
    tokens = settings.batch * n
    return 2.0 * tokens * (passes * encoder + 3 * d * outputs)

"""What a training costs, counted."""

from __future__ import annotations

from ownlatents.models.encoder.settings import EncoderSettings
from ownlatents.sim import RHMParams
from ownlatents.validation import checked_instance


def flops_per_step(settings: EncoderSettings, params: RHMParams) -> float:
    """Floating-point operations of one step of one run, all matrix products counted.

    Forward, backward (twice the forward) and for data2vec the teacher's forward. The paper's run
    of 262,144 steps comes to 7e18, which is what it says.

    Args:
        settings: of the learner.
        params: sizes of the grammar.

    Raises:
        InputError: settings of another learner.
    """
    checked_instance("settings", settings, EncoderSettings)
    checked_instance("params", params, RHMParams)
    d, n = settings.d, params.length
    outputs = d if settings.objective == "data2vec" else params.v
    block = 4 * d**2 + 2 * d * settings.hidden + 2 * n * d
    encoder = settings.layers * block + (params.v + 1) * d
    passes = 4 if settings.objective == "data2vec" else 3
    tokens = settings.batch * n
    return 2.0 * tokens * (passes * encoder + 3 * d * outputs)

"""What a training of SLC costs, counted."""

from __future__ import annotations

from math import prod

from ownlatents.models.slc.settings import SLCSettings
from ownlatents.models.slc.shapes import module_shapes
from ownlatents.sim import RHMParams
from ownlatents.validation import checked_instance


def flops_per_step(settings: SLCSettings, params: RHMParams) -> float:
    """Floating-point operations of one step of one run, all matrix products counted.

    With restarts a run is as many networks.
    A backward pass costs twice what it passes through, less what would go on to where gradients
    stop; under UPGrad each of the K = 2(L−1) losses has its own, and their Gramian is K²·n more.

    Args:
        settings: of the learner.
        params: sizes of the grammar.

    Raises:
        InputError: settings of another learner.
    """
    checked_instance("settings", settings, SLCSettings)
    checked_instance("params", params, RHMParams)
    s, d = params.s, settings.codebook(params)
    bridged = settings.stop != "all"  # between clusterer and predictor
    taught = settings.ema is not None
    forward = backward = below = n = 0.0
    for level in range(params.L - 1):
        patches = settings.batch * s ** (params.L - level - 1)
        shapes = module_shapes(level, s, d, settings.width)
        n += sum(map(prod, shapes.values()))
        maps = {
            name: 2.0 * patches * prod(shapes[f"{level}.{name}.weight"])
            for name in ("cnn1", "cnn2", "cnn3", "cnn4", "cnn5")
        }
        clusterer = maps["cnn4"] + maps["cnn5"]
        predictor = sum(maps.values()) - clusterer
        pairs = 2.0 * min(settings.compared, patches) ** 2
        similarity, together = pairs * s * s * (s - 1) * d, pairs * d
        forward += (1 + taught) * (predictor + clusterer) + similarity + together
        stopped = level == 0 or settings.stop != "none"
        of_prediction = 2 * predictor - maps["cnn1"] * stopped
        of_clustering = 2 * (clusterer + together + similarity * (bridged and not taught))
        of_clustering -= maps["cnn4"] * (not bridged)
        backward += of_prediction + of_clustering
        if settings.aggregator == "upgrad":
            backward += of_prediction * bridged + 2 * below * (settings.stop == "none")
        below += of_prediction + 2 * clusterer
    K = 2 * (params.L - 1)
    gramian = 2 * n * (K**2 + K) if settings.aggregator == "upgrad" else 0
    return settings.restarts * (forward + backward + gramian)

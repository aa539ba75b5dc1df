"""Probes: what can be read linearly, or almost so, from frozen features of many networks."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from jaxtyping import Float, Int64
from torch import Tensor
from torch.nn.functional import cross_entropy, gelu

from ownlatents.errors import InputError
from ownlatents.models.ensemble.layers import linear
from ownlatents.models.ensemble.parameters import AdamW, Parameters
from ownlatents.models.ensemble.shapes import linear_shapes
from ownlatents.validation import checked_integer, checked_number

Split = tuple[Float[Tensor, "R _ d"], Int64[Tensor, "R _"]]
"""Features `(R, n, d)` and classes `(R, n)`."""


@torch.enable_grad()
def probe_accuracy(
    splits: tuple[Split, Split, Split],
    classes: int,
    *,
    seeds: Sequence[int],
    hidden: int | None = None,
    lr: float = 0.01,
    steps: int = 500,
) -> Float[Tensor, "R"]:
    """Test accuracy of a probe of each run at the step of its best validation loss.

    Features are detached and standardised by the training set's mean and deviation, so that no
    scale of theirs is favoured; the whole training set is one batch of Adam.

    Args:
        splits: features and classes of the training, validation and test sets.
        classes: number of classes.
        seeds: of the probes' weights, one per run.
        hidden: width of one hidden layer (GELU); none by default, a linear probe.
        lr: of Adam. Many weights at 0.01 are over-trained within the 20 steps from one validation
            to the next, and where little can be read the best is then an untrained probe.
        steps: at most.

    Raises:
        InputError: a number out of its range, or not one seed for each run.
    """
    checked_integer("classes", classes, 2)
    checked_integer("steps", steps, 1)
    checked_number("lr", lr, positive=True)
    if hidden is not None:
        checked_integer("hidden", hidden, 1)
    if len(seeds) != len(splits[0][0]):
        raise InputError(
            f"{len(seeds)} seeds for {len(splits[0][0])} runs, but one each was expected"
        )
    features = splits[0][0].detach()
    mean, spread = features.mean(1, keepdim=True), features.std(1, keepdim=True) + 1e-5
    train, validation, test = (((x.detach() - mean) / spread, y) for x, y in splits)
    d = features.shape[-1]
    shapes = linear_shapes("out", hidden or d, classes)
    if hidden:
        shapes = {**linear_shapes("in", d, hidden), **shapes}
    weights = Parameters(shapes, seeds, mean.device)
    runs = len(seeds)
    optimiser = AdamW(weights, [lr] * runs, [0.0] * runs)

    def logits(x: Tensor) -> Tensor:
        return linear(weights, "out", gelu(linear(weights, "in", x)) if hidden else x)

    def loss(split: Split) -> Tensor:
        per_class = logits(split[0]).transpose(1, 2)
        return cross_entropy(per_class, split[1], reduction="none").mean(1)

    best = torch.full((runs,), torch.inf, device=mean.device)
    accuracy = torch.zeros(runs, device=mean.device)
    for step in range(steps):
        if step % 20 == 0 or step == steps - 1:
            with torch.no_grad():
                now = loss(validation)
                right = (logits(test[0]).argmax(-1) == test[1]).float().mean(1)
                accuracy = torch.where(now < best, right, accuracy)
                best = torch.minimum(now, best)
        optimiser.step(weights.gradient(loss(train).sum()))
    return accuracy

"""What can be read off representations linearly, in closed form."""

from __future__ import annotations

import torch
from jaxtyping import Float, Int64
from torch import Tensor

_RIDGE = 1e-4  # of the mean variance, where some direction has none


@torch.no_grad()
def linear_accuracy(
    train: tuple[Float[Tensor, "R N d"], Int64[Tensor, "R K N"]],
    test: tuple[Float[Tensor, "R M d"], Int64[Tensor, "R K M"]],
    classes: int,
) -> Float[Tensor, "R K"]:
    """Test accuracy of linear discriminants fitted to the training points.

    Fisher's discriminant: Gaussian classes of one covariance. It needs no steps, no rate and no
    seed, so that it can watch a training from beginning to end.

    Args:
        train, test: points and K labellings of them.
        classes: labels are 0 … classes − 1.

    Cost: O(N·d² + K·d³) for each run.
    """
    (x, labels), (fresh, wanted) = train, test
    centre = x.mean(1, keepdim=True)
    x, fresh = x - centre, fresh - centre
    total = (x.transpose(1, 2) @ x).double()[:, None]
    member = (labels[..., None] == torch.arange(classes, device=x.device)).to(x.dtype)
    counts = member.sum(2).double()
    sums = (member.transpose(2, 3) @ x[:, None]).double()
    means = sums / counts.clamp(min=1)[..., None]
    within = (total - means.transpose(2, 3) @ sums) / x.shape[1]
    scale = total.diagonal(dim1=-2, dim2=-1).mean(-1)[..., None, None] / x.shape[1]
    eye = torch.eye(x.shape[2], device=x.device, dtype=within.dtype)
    within = within + (_RIDGE * scale + 1e-12) * eye
    directions = torch.linalg.solve_ex(within, means.transpose(2, 3))[0]
    offset = (counts / x.shape[1]).log() - (means * directions.transpose(2, 3)).sum(-1) / 2
    scores = fresh[:, None] @ directions.to(x.dtype) + offset.to(x.dtype)[:, :, None]
    return (scores.argmax(-1) == wanted).float().mean(2)

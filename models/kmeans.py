"""Lloyd's k-means with k-means++ seeding for many problems at once, as batched torch operations."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch

_MAX_ITERATIONS = 300
_MAX_CELLS = 1 << 27  # distances held at once; more restarts are run one group after another


def batched_kmeans(
    problems: Sequence[torch.Tensor], k: int, *, n_init: int = 20, seed: int = 0
) -> list[torch.Tensor]:
    """Cluster each set of points into at most k clusters.

    Args:
        problems: tensors `(S_b, D)` of float64 points on one device; S_b ≥ 1, D equal for all.
        k: number of clusters.
        n_init: restarts; the one of least within-cluster sum of squares is kept.
        seed: of the k-means++ draws, which are made on the CPU: labels agree between devices up
            to ties.

    Returns:
        `(S_b,)` labels 0 … k−1 for each problem. An emptied cluster keeps its centre.

    Cost: O(Σ_b n_init·S·k·D) per iteration.
    """
    points, weight = _padded(problems)
    B, S, _ = points.shape
    uniform = np.random.default_rng(seed).random((n_init, k, B, 2 + int(np.log(k))))
    draws = torch.as_tensor(uniform, device=points.device)
    group = max(1, _MAX_CELLS // (B * S * k))
    best = torch.full((B,), torch.inf, dtype=points.dtype, device=points.device)
    labels = torch.zeros((B, S), dtype=torch.long, device=points.device)
    for first in range(0, n_init, group):
        found, inertia = _lloyd(points, weight, draws[first : first + group])
        least, which = inertia.min(dim=1)
        chosen = found[torch.arange(B, device=points.device), which]
        better = least < best
        labels = torch.where(better[:, None], chosen, labels)
        best = torch.where(better, least, best)
    return [labels[b, : len(problem)] for b, problem in enumerate(problems)]


def _padded(problems: Sequence[torch.Tensor]) -> tuple[torch.Tensor, torch.Tensor]:
    """`(B, S, D)` points and `(B, S)` weights: 1 for a point, 0 for padding."""
    points = torch.nn.utils.rnn.pad_sequence(list(problems), batch_first=True)
    sizes = torch.tensor([len(p) for p in problems], device=points.device)
    index = torch.arange(points.shape[1], device=points.device)
    return points, (index[None] < sizes[:, None]).to(points.dtype)


def _squared_distances(points: torch.Tensor, centres: torch.Tensor) -> torch.Tensor:
    """`(B, R, S, K)` from points `(B, S, D)` and centres `(B, R, K, D)`."""
    squares = (points**2).sum(-1)[:, None, :, None] + (centres**2).sum(-1)[:, :, None, :]
    cross = torch.einsum("bsd,brkd->brsk", points, centres)
    return (squares - 2 * cross).clamp(min=0)


def _seeded(points: torch.Tensor, weight: torch.Tensor, draws: torch.Tensor) -> torch.Tensor:
    """Greedy k-means++: each centre is the best of a few points drawn in proportion to D²."""
    K = draws.shape[1]
    batch = torch.arange(len(points), device=points.device)[:, None]
    first = (draws[:, 0, :, 0].T * weight.sum(dim=1, keepdim=True)).long()
    centres = points[batch, first][:, :, None]
    nearest = _squared_distances(points, centres)[..., 0] * weight[:, None]
    for i in range(1, K):
        cumulated = nearest.cumsum(dim=-1)
        aim = (draws[:, i].permute(1, 0, 2) * cumulated[..., -1:]).contiguous()
        drawn = torch.searchsorted(cumulated, aim).clamp(max=points.shape[1] - 1)
        candidates = points[batch[..., None], drawn]
        closer = _squared_distances(points, candidates) * weight[:, None, :, None]
        closer = torch.minimum(closer, nearest[..., None])
        choice = closer.sum(dim=2).argmin(dim=-1)
        nearest = closer.gather(3, choice[:, :, None, None].expand(-1, -1, len(points[0]), 1))[
            ..., 0
        ]
        picked = drawn.gather(2, choice[..., None])[..., 0]
        centres = torch.cat([centres, points[batch, picked][:, :, None]], dim=2)
    return centres


def _lloyd(
    points: torch.Tensor, weight: torch.Tensor, draws: torch.Tensor
) -> tuple[torch.Tensor, torch.Tensor]:
    """Labels `(B, R, S)` and inertias `(B, R)` at convergence."""
    centres = _seeded(points, weight, draws)
    K = centres.shape[2]
    labels = torch.full((), -1, device=points.device)
    for _ in range(_MAX_ITERATIONS):
        distance = _squared_distances(points, centres)
        least, new = distance.min(dim=-1)
        if torch.equal(new, labels):
            break
        labels = new
        member = torch.nn.functional.one_hot(labels, K).to(points.dtype) * weight[:, None, :, None]
        size = member.sum(dim=2)
        sums = torch.einsum("brsk,bsd->brkd", member, points)
        moved = sums / size.clamp(min=1)[..., None]
        centres = torch.where((size > 0)[..., None], moved, centres)
    return labels, (least * weight[:, None]).sum(dim=-1)

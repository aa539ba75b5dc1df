"""Lloyd's k-means with k-means++ seeding for many problems at once, as batched torch operations."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from jaxtyping import Float, Int64
from torch import Tensor

_MAX_ITERATIONS = 300
_MAX_CELLS = 1 << 25  # numbers held per batch of runs; more runs go one batch after another


def batched_kmeans(
    problems: Sequence[Float[Tensor, "_ D"]], k: int, *, n_init: int = 20, seed: int = 0
) -> list[Int64[Tensor, "_"]]:
    """Cluster each set of points into at most k clusters.

    Args:
        problems: tensors `(S_b, D)` of float64 points on one device; S_b ≥ 1, D equal for all.
        k: number of clusters.
        n_init: restarts; the one of least within-cluster sum of squares is kept.
        seed: of the k-means++ draws, which are made on the CPU: labels agree between devices up
            to ties.

    Returns:
        `(S_b,)` labels 0 … k−1 for each problem. An emptied cluster keeps its centre.

    Cost: O(Σ_b n_init·S·k·D) per iteration; a run that has converged costs nothing more.
    """
    points, weight = _padded(problems)
    B, S, D = points.shape
    trials = 2 + int(np.log(k))  # as many as scikit-learn tries
    uniform = np.random.default_rng(seed).random((n_init, B, k, trials))
    draws = torch.as_tensor(uniform, device=points.device).flatten(0, 1)
    problem = torch.arange(B, device=points.device).repeat(n_init)
    size = max(1, _MAX_CELLS // (S * max(D, k, trials)))
    parts = [
        _runs(points[problem[i : i + size]], weight[problem[i : i + size]], draws[i : i + size])
        for i in range(0, len(problem), size)
    ]
    labels, inertia = (torch.cat(part) for part in zip(*parts, strict=True))
    best = inertia.view(n_init, B).argmin(dim=0)
    chosen = labels.view(n_init, B, S)[best, torch.arange(B, device=points.device)]
    return [chosen[b, : len(one)] for b, one in enumerate(problems)]


def _padded(
    problems: Sequence[Float[Tensor, "_ D"]],
) -> tuple[Float[Tensor, "B S D"], Float[Tensor, "B S"]]:
    """Points and weights: 1 for a point, 0 for padding."""
    points = torch.nn.utils.rnn.pad_sequence(list(problems), batch_first=True)
    sizes = torch.tensor([len(p) for p in problems], device=points.device)
    index = torch.arange(points.shape[1], device=points.device)
    return points, (index[None] < sizes[:, None]).to(points.dtype)


def _runs(
    points: Float[Tensor, "Q S D"], weight: Float[Tensor, "Q S"], draws: Float[Tensor, "Q k trials"]
) -> tuple[Int64[Tensor, "Q S"], Float[Tensor, "Q"]]:
    """Labels and inertias of Q runs."""
    centres = _seeded(points, weight, draws)
    Q, S, _ = points.shape
    labels = torch.full((Q, S), -1, dtype=torch.long, device=points.device)
    inertia = torch.zeros(Q, dtype=points.dtype, device=points.device)
    running = torch.arange(Q, device=points.device)
    for _ in range(_MAX_ITERATIONS):
        least, nearest = _squared_distances(points, centres).min(dim=-1)
        inertia[running] = (least * weight).sum(dim=-1)
        moving = (nearest != labels[running]).any(dim=-1)
        labels[running] = nearest
        if not moving.all():
            running, points, weight = running[moving], points[moving], weight[moving]
            centres, nearest = centres[moving], nearest[moving]
        if len(running) == 0:
            break
        centres = _means(points, weight, nearest, centres)
    return labels, inertia


def _seeded(
    points: Float[Tensor, "Q S D"], weight: Float[Tensor, "Q S"], draws: Float[Tensor, "Q k trials"]
) -> Float[Tensor, "Q k D"]:
    """Greedy k-means++: each centre is the best of a few points drawn in proportion to D²."""
    run = torch.arange(len(points), device=points.device)
    first = (draws[:, 0, 0] * weight.sum(dim=1)).long()
    centres = [points[run, first]]
    nearest = _squared_distances(points, centres[0][:, None])[..., 0] * weight
    for uniform in draws[:, 1:].unbind(dim=1):
        cumulated = nearest.cumsum(dim=-1)
        drawn = torch.searchsorted(cumulated, (uniform * cumulated[:, -1:]).contiguous())
        candidates = points[run[:, None], drawn.clamp(max=points.shape[1] - 1)]
        closer = _squared_distances(points, candidates) * weight[..., None]
        closer = torch.minimum(closer, nearest[..., None])
        choice = closer.sum(dim=1).argmin(dim=-1)
        nearest = closer[run, :, choice]
        centres.append(candidates[run, choice])
    return torch.stack(centres, dim=1)


def _squared_distances(
    points: Float[Tensor, "Q S D"], centres: Float[Tensor, "Q k D"]
) -> Float[Tensor, "Q S k"]:
    squares = (points**2).sum(-1)[:, :, None] + (centres**2).sum(-1)[:, None, :]
    return torch.baddbmm(squares, points, centres.mT, alpha=-2).clamp_(min=0)


def _means(
    points: Float[Tensor, "Q S D"],
    weight: Float[Tensor, "Q S"],
    labels: Int64[Tensor, "Q S"],
    centres: Float[Tensor, "Q k D"],
) -> Float[Tensor, "Q k D"]:
    """Mean of each cluster's points; where there are none, its old centre."""
    Q, K, D = centres.shape
    into = labels + K * torch.arange(Q, device=labels.device)[:, None]
    size = torch.zeros(Q * K, dtype=points.dtype, device=points.device)
    size.index_add_(0, into.flatten(), weight.flatten())
    sums = torch.zeros((Q * K, D), dtype=points.dtype, device=points.device)
    sums.index_add_(0, into.flatten(), (points * weight[..., None]).flatten(0, 1))
    size, sums = size.view(Q, K, 1), sums.view(Q, K, D)
    return torch.where(size > 0, sums / size.clamp(min=1), centres)

"""UPGrad for many networks at once: the dual problems of all of them solved in one go."""

from __future__ import annotations

import torch
from jaxtyping import Float
from torch import Tensor


def upgrad_weights(
    gramians: Float[Tensor, "R K K"], norm_eps: float = 1e-4, reg_eps: float = 1e-4
) -> Float[Tensor, "R K"]:
    """Weights w of the step Jᵀw that conflicts with none of the K losses of each network.

    w = Σ_i argmin { uᵀGu : u ≥ e_i/K } with G = JJᵀ (Quinton & Rey 2025, arXiv:2406.16232),
    normalised and regularised as TorchJD does: G/tr G + reg_eps·1, and the plain mean where
    tr G < norm_eps.

    The bounds that are not met with equality are one of 2^K sets, and to each belongs one u. All
    are computed by pivoting on one index after the other, and the one that fulfils the conditions
    is taken: exact, and without a question that would halt a device. Cost O(2^K·K²) for each
    network; K = 2(L−1).

    Args:
        gramians: `(R, K, K)`.
        norm_eps, reg_eps: as TorchJD's, with its defaults.

    Returns:
        `(R, K)`, of the dtype of `gramians`; computed in float64.
    """
    G = gramians.double()
    K = G.shape[-1]
    trace = G.diagonal(dim1=-2, dim2=-1).sum(-1)[:, None, None]
    G = torch.where(trace < norm_eps, 0, G / trace.clamp(min=norm_eps or 1e-300))
    # Tableaux of the sets so far, `(R, 2^k, K, K)`; a set's bit k says whether k is free in it.
    tableaux = (G + reg_eps * torch.eye(K, dtype=G.dtype, device=G.device))[:, None]
    for k in range(K):
        tableaux = torch.cat([tableaux, _pivoted(tableaux, k)], 1)
    place = torch.arange(K, device=G.device)
    free = (torch.arange(2**K, device=G.device)[:, None] >> place & 1).bool()
    # Column i of a tableau is −K·u_j at the free j, and K·(Gu)_j at the others, of problem i: none
    # of these may be below 0. Index i itself is never free there, since u_i = 0 < 1/K.
    margins = torch.where(free[..., None], -tableaux, tableaux).amin(2)
    margins = margins.masked_fill(free, -torch.inf).nan_to_num(nan=-torch.inf)
    best = margins.argmax(1)[:, None, None].expand(-1, 1, K, -1)
    u = torch.where(free[..., None], -tableaux, 0).gather(1, best)[:, 0]
    return ((u.sum(2) + 1) / K).to(gramians.dtype)


def _pivoted(tableaux: Float[Tensor, "R sets K K"], k: int) -> Float[Tensor, "R sets K K"]:
    """Unknown and residual of index k exchanged (the sweep operator; a diagonal entry is > 0)."""
    column, row = tableaux[..., :, k, None], tableaux[..., k, None, :]
    pivot = tableaux[..., k, None, k, None]
    swept = tableaux - column * row / pivot
    swept[..., :, k] = -column[..., 0] / pivot[..., 0]
    swept[..., k, :] = row[..., 0, :] / pivot[..., 0, :]
    swept[..., k, k] = 1 / pivot[..., 0, 0]
    return swept

"""UPGrad for many networks at once: the dual problems of all of them solved in lockstep."""

from __future__ import annotations

import torch
from torch import Tensor


def upgrad_weights(
    gramians: Tensor, norm_eps: float = 1e-4, reg_eps: float = 1e-4, sweeps: int | None = None
) -> Tensor:
    """Weights w of the step Jᵀw that conflicts with none of the K losses of each network.

    w = Σ_i argmin { uᵀGu : u ≥ e_i/K } with G = JJᵀ (Quinton & Rey 2025, arXiv:2406.16232),
    normalised and regularised as TorchJD does: G/tr G + reg_eps·1, and the plain mean where
    tr G < norm_eps.

    The K problems of each network are linear complementarity problems with a positive definite
    matrix. Block principal pivoting (Júdice & Pires 1994) solves them exactly in a few sweeps of
    batched K×K solves; after three without progress a problem pivots on one index at a time
    (Murty's rule), which always ends.

    Args:
        gramians: `(R, K, K)`.
        norm_eps, reg_eps: as TorchJD's, with its defaults.
        sweeps: of pivots; 3K + 6 by default, ended early on a CPU. A fixed number on a device,
            where asking whether all are done would halt it.

    Returns:
        `(R, K)`, of the dtype of `gramians`; computed in float64.
    """
    G = gramians.double()
    K = G.shape[-1]
    eye = torch.eye(K, dtype=G.dtype, device=G.device)
    trace = G.diagonal(dim1=-2, dim2=-1).sum(-1)[:, None, None]
    G = torch.where(trace < norm_eps, 0, G / trace.clamp(min=norm_eps or 1e-300)) + reg_eps * eye
    # One problem for each network and i: z ≥ 0, y = Gz + q ≥ 0, z·y = 0 with u = z + e_i/K.
    q = G / K  # column i of G, in row i since G is symmetric
    G = G[:, None].expand(-1, K, -1, -1)
    free = torch.zeros_like(q, dtype=torch.bool)
    fewest = torch.full_like(q[..., :1], K + 1)
    patience = torch.full_like(fewest, 3)
    place = torch.arange(1, K + 1, device=G.device)
    z = torch.zeros_like(q)
    for _ in range(sweeps or 3 * K + 6):
        both = free[..., None] & free[..., None, :]
        system = torch.where(both, G, eye)
        z = torch.linalg.solve_ex(system, torch.where(free, -q, 0)[..., None])[0][..., 0]
        y = (G @ z[..., None])[..., 0] + q
        wrong = torch.where(free, z < 0, y < -1e-14)
        if not G.is_cuda and not wrong.any():
            break
        count = wrong.sum(-1, keepdim=True).to(q.dtype)
        better = count < fewest
        patience = torch.where(better, 3, patience - 1)
        fewest = torch.minimum(fewest, count)
        last = place == (wrong * place).amax(-1, keepdim=True)
        free = free ^ torch.where(patience >= 0, wrong, wrong & last)
    return (z + eye / K).sum(1).to(gramians.dtype)

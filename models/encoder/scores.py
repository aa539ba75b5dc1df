"""Scores of a representation: how it treats synonyms, and whether it has collapsed."""

from __future__ import annotations

import torch
from jaxtyping import Float
from torch import Tensor


def synonym_score(
    g: Float[Tensor, "R B n d"], of_synonyms: Float[Tensor, "R B n d"]
) -> Float[Tensor, "R"]:
    """C_ℓ = 1 − E‖g(x) − g(x_syn,ℓ)‖² / E‖g(x) − g(x')‖² of each run (Fig. 5).

    0: exchanging synonyms moves the representation as much as taking an unrelated string does; 1:
    it moves nothing. The distance is squared and taken place by place; x' is the next string.

    Args:
        g: representation of strings x.
        of_synonyms: of the same strings with every rule below level ℓ drawn anew among all m, so
            that 1/m of the lowest exchanges changes nothing.
    """
    exchanged = (g - of_synonyms).square().mean((1, 2, 3))
    unrelated = (g - g.roll(1, dims=1)).square().mean((1, 2, 3))
    return 1 - exchanged / unrelated.clamp(min=1e-30)


def effective_rank(g: Float[Tensor, "R B n d"]) -> Float[Tensor, "R"]:
    """exp of the entropy of the spectrum of the covariance over strings: 1 … d.

    Args:
        g: representation; each place's mean over strings is taken away.
    """
    centred = (g - g.mean(1, keepdim=True)).flatten(1, 2).double()
    covariance = (centred.transpose(1, 2) @ centred).nan_to_num()  # a diverged run stops no other
    spectrum = torch.linalg.eigvalsh(covariance).clamp(min=1e-30)
    share = spectrum / spectrum.sum(1, keepdim=True)
    return (-(share * share.log()).sum(1)).exp()


def spread(g: Float[Tensor, "R B n d"]) -> Float[Tensor, "R"]:
    """Share of the mean square that depends on the string and not on the place alone."""
    centred = g - g.mean(1, keepdim=True)
    return centred.square().mean((1, 2, 3)) / g.square().mean((1, 2, 3)).clamp(min=1e-30)

"""One block of a pre-LN transformer, of many runs at once: attention, feed-forward, GELU."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from functools import cache

import torch
from jaxtyping import Float, Int64
from torch import Tensor
from torch.nn.functional import gelu, layer_norm, scaled_dot_product_attention

from ownlatents.models.ensemble import affine, keyed, linear, linear_shapes, uniforms

_GPU_TILE, _TILE = 64, 16  # places that attention is best given at a time


def block_shapes(d: int, hidden: int) -> dict[str, tuple[int, ...]]:
    """Shapes of a block's weights, of width d and with so wide a feed-forward."""
    return {
        **norm_shapes("before_attention", d),
        **linear_shapes("qkv", d, 3 * d),
        **linear_shapes("attention", d, d),
        **norm_shapes("before_ffn", d),
        **linear_shapes("in", d, hidden),
        **linear_shapes("out", hidden, d),
    }


def block(
    weights: Mapping[str, Tensor],
    x: Float[Tensor, "R B n d"],
    heads: int,
    causal: bool = False,
    dropout: float = 0.0,
    noise: Int64[Tensor, "R 1"] | None = None,
) -> tuple[Float[Tensor, "R B n d"], Float[Tensor, "R B n d"]]:
    """The residual stream after the block, and the feed-forward's output before it is added.

    Args:
        weights: of `block_shapes`.
        x: the stream before.
        heads: a divisor of d.
        causal: whether a place sees itself and those before it alone.
        dropout: after each branch, where there is `noise`.
        noise: key of each run's dropout.
    """
    qkv = _normed_linear(weights, "before_attention", "qkv", x)
    attended = linear(weights, "attention", _attention(qkv, heads, causal))
    x = x + dropped(attended, dropout, noise, 0)
    inner = gelu(_normed_linear(weights, "before_ffn", "in", x))
    found = linear(weights, "out", inner)
    return x + dropped(found, dropout, noise, 1), found


@cache
def compiled_block() -> Callable[..., tuple[Tensor, Tensor]]:
    """`block` as torch compiles it when it is first called."""
    return torch.compile(block)  # not when imported: that takes a second


def norm_shapes(name: str, d: int) -> dict[str, tuple[int, ...]]:
    """Shapes of a layer norm's weights."""
    return {f"{name}.scale": (d,), f"{name}.bias": (d,)}


def dropped(
    x: Float[Tensor, "R *rest"], rate: float, noise: Int64[Tensor, "R 1"] | None, place: int
) -> Float[Tensor, "R *rest"]:
    """x with a share of its entries 0 and the rest larger; x itself without `noise`.

    Args:
        x: of each run.
        rate: the share.
        noise: key of each run.
        place: where in the block; elsewhere other entries are 0.
    """
    if noise is None:
        return x
    entry = torch.arange(x[0].numel(), device=x.device)
    kept = uniforms(keyed(noise, place, entry)).view_as(x) >= rate
    return x * kept / (1 - rate)


def _normed_linear(
    weights: Mapping[str, Tensor], norm: str, name: str, x: Float[Tensor, "R B n i"]
) -> Float[Tensor, "R B n o"]:
    """A layer norm and a map. The norm's scale and bias are drawn into the map's: these are few
    numbers, and the activations, which need not be gone through again, many."""
    scale, shift = weights[f"{norm}.scale"], weights[f"{norm}.bias"]
    weight = weights[f"{name}.weight"]
    bias = weights[f"{name}.bias"] + (shift[:, None] @ weight)[:, 0]
    return affine(layer_norm(x, x.shape[-1:]), scale[..., None] * weight, bias)


def _attention(
    qkv: Float[Tensor, "R B n qkv"], heads: int, causal: bool
) -> Float[Tensor, "R B n qkv//3"]:
    """Attention of each place to those that it sees.

    Short strings lie side by side as one string of some more places, that do not see each other: a
    GPU's kernel works on 64, be they used or not.
    """
    R, B, n, wide = qkv.shape
    together = math.gcd(B, max(1, (_GPU_TILE if qkv.is_cuda else _TILE) // n))
    place = torch.arange(together * n, device=qkv.device)
    seen = place[:, None] // n == place // n
    if causal:
        seen = seen & (place[:, None] >= place)
    parts = qkv.view(R * (B // together), together * n, 3, heads, wide // 3 // heads)
    query, key, value = parts.permute(2, 0, 3, 1, 4)
    mixed = scaled_dot_product_attention(query, key, value, attn_mask=seen)
    return mixed.transpose(1, 2).reshape(R, B, n, wide // 3)

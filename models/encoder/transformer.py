"""A pre-LN transformer encoder of many runs at once: learned positions, GELU."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn.functional import gelu, layer_norm, scaled_dot_product_attention

from models.encoder.settings import EncoderSettings
from models.ensemble import Parameters, linear, linear_shapes

Dropout = Callable[[Tensor, int], Tensor]
"""A tensor and the number of the place in the network, to the tensor with some entries 0."""


@dataclass(frozen=True)
class Encoded:
    """What an encoder makes of `(R, B, n)` tokens; each tensor is `(R, B, n, d)`.

    Attributes:
        blocks: the residual stream: the embeddings, then the output of each block.
        ffn: the feed-forward's output in each block, before it is added to the stream.
        final: the last block's output, normalised: what heads and probes read.
    """

    blocks: list[Tensor]
    ffn: list[Tensor]
    final: Tensor


def initial(
    settings: EncoderSettings,
    tokens: int,
    length: int,
    outputs: int,
    seeds: Sequence[int],
    device: str | torch.device,
) -> Parameters:
    """Weights of an encoder for `tokens` symbols, `length` places and a head of `outputs`."""
    d = settings.d
    shapes: dict[str, tuple[int, ...]] = {
        "token.embedding": (tokens, d),
        "place.embedding": (length, d),
    }
    for i in range(settings.layers):
        shapes |= _norm_shapes(f"{i}.before_attention", d)
        shapes |= linear_shapes(f"{i}.qkv", d, 3 * d)
        shapes |= linear_shapes(f"{i}.attention", d, d)
        shapes |= _norm_shapes(f"{i}.before_ffn", d)
        shapes |= linear_shapes(f"{i}.in", d, settings.hidden)
        shapes |= linear_shapes(f"{i}.out", settings.hidden, d)
    shapes |= _norm_shapes("norm", d) | linear_shapes("head", d, outputs)
    weights = Parameters(shapes, seeds, device)
    with torch.no_grad():
        for name in weights:
            if name.endswith("embedding"):
                weights[name].mul_(settings.embedding)
            elif name.endswith((".attention.weight", ".out.weight")):
                weights[name].mul_(settings.residual)
    return weights


def encode(
    weights: Parameters,
    tokens: Tensor,
    settings: EncoderSettings,
    *,
    causal: bool = False,
    dropout: Dropout | None = None,
) -> Encoded:
    """Encode `(R, B, n)` tokens.

    Args:
        weights: of `initial`.
        tokens: int64.
        settings: the encoder's.
        causal: whether a place sees itself and those before it alone.
        dropout: none by default.

    Cost: about 24·d² FLOP for each token and block where hidden = 4d.
    """
    drop = dropout or (lambda x, place: x)
    # A product in place of a look-up: its gradient is a product too, the same in every run.
    symbols = torch.arange(weights["token.embedding"].shape[1], device=tokens.device)
    one_hot = (tokens.flatten(1)[..., None] == symbols).to(weights["token.embedding"].dtype)
    embedded = (one_hot @ weights["token.embedding"]).view(*tokens.shape, -1)
    x = drop(embedded + weights["place.embedding"][:, None, : tokens.shape[2]], 0)
    blocks, ffn = [x], []
    for i in range(settings.layers):
        normed = _norm(weights, f"{i}.before_attention", x)
        x = x + drop(_attention(weights, i, normed, settings, causal), 2 * i + 1)
        inner = gelu(linear(weights, f"{i}.in", _norm(weights, f"{i}.before_ffn", x)))
        ffn.append(linear(weights, f"{i}.out", inner))
        x = x + drop(ffn[-1], 2 * i + 2)
        blocks.append(x)
    return Encoded(blocks, ffn, _norm(weights, "norm", x))


def _attention(
    weights: Parameters, i: int, x: Tensor, settings: EncoderSettings, causal: bool
) -> Tensor:
    R, B, n, d = x.shape
    qkv = linear(weights, f"{i}.qkv", x).view(R * B, n, 3, settings.heads, d // settings.heads)
    query, key, value = qkv.permute(2, 0, 3, 1, 4)
    mixed = scaled_dot_product_attention(query, key, value, is_causal=causal)
    return linear(weights, f"{i}.attention", mixed.transpose(1, 2).reshape(R, B, n, d))


def _norm(weights: Parameters, name: str, x: Tensor) -> Tensor:
    scale, bias = weights[f"{name}.scale"], weights[f"{name}.bias"]
    return torch.addcmul(bias[:, None, None], layer_norm(x, x.shape[-1:]), scale[:, None, None])


def _norm_shapes(name: str, d: int) -> dict[str, tuple[int, ...]]:
    return {f"{name}.scale": (d,), f"{name}.bias": (d,)}

"""A pre-LN transformer encoder of many runs at once: learned positions, GELU."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from jaxtyping import Float, Int64
from torch import Tensor
from torch.nn.functional import layer_norm

from ownlatents.models.encoder.block import (
    block,
    block_shapes,
    compiled_block,
    dropped,
    norm_shapes,
)
from ownlatents.models.encoder.settings import EncoderSettings
from ownlatents.models.ensemble import Parameters, keyed, linear_shapes


@dataclass(frozen=True)
class Encoded:
    """What an encoder makes of tokens.

    Attributes:
        blocks: the residual stream: the embeddings, then the output of each block.
        ffn: the feed-forward's output in each block, before it is added to the stream.
        final: the last block's output, normalised: what heads and probes read.
    """

    blocks: list[Float[Tensor, "R B n d"]]
    ffn: list[Float[Tensor, "R B n d"]]
    final: Float[Tensor, "R B n d"]


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
        own = block_shapes(d, settings.hidden)
        shapes |= {f"{i}.{name}": shape for name, shape in own.items()}
    shapes |= norm_shapes("norm", d) | linear_shapes("head", d, outputs)
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
    tokens: Int64[Tensor, "R B n"],
    settings: EncoderSettings,
    *,
    causal: bool = False,
    noise: Int64[Tensor, "R 1"] | None = None,
    compiled: bool = False,
) -> Encoded:
    """Encode strings.

    Args:
        weights: of `initial`.
        tokens: of each string; v for one that is hidden.
        settings: the encoder's.
        causal: whether a place sees itself and those before it alone.
        noise: key of each run's dropout; without it there is none.
        compiled: whether torch is to compile the blocks.

    Cost: about 24·d² FLOP for each token and block where hidden = 4d.
    """
    # A product in place of a look-up: its gradient is a product too, the same in every run.
    symbols = torch.arange(weights["token.embedding"].shape[1], device=tokens.device)
    one_hot = (tokens.flatten(1)[..., None] == symbols).to(weights["token.embedding"].dtype)
    embedded = (one_hot @ weights["token.embedding"]).view(*tokens.shape, -1)
    embedded = embedded + weights["place.embedding"][:, None, : tokens.shape[2]]
    after = compiled_block() if compiled else block
    names = block_shapes(settings.d, settings.hidden)
    keys = [None if noise is None else keyed(noise, i) for i in range(settings.layers + 1)]
    blocks, ffn = [dropped(embedded, settings.dropout, keys[0], 0)], []
    for i in range(settings.layers):
        own = {name: weights[f"{i}.{name}"] for name in names}
        x, found = after(own, blocks[-1], settings.heads, causal, settings.dropout, keys[i + 1])
        blocks.append(x)
        ffn.append(found)
    normed = layer_norm(blocks[-1], (settings.d,))
    scale, shift = weights["norm.scale"], weights["norm.bias"]
    return Encoded(blocks, ffn, torch.addcmul(shift[:, None, None], normed, scale[:, None, None]))

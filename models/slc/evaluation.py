"""What a stack has found, level by level, beside what there is to find."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from jaxtyping import Float, Int64
from numpy.typing import ArrayLike
from torch import Tensor
from torch.nn.functional import one_hot

from ownlatents.errors import InputError
from ownlatents.models.ensemble import (
    PROBE,
    TEST,
    VALIDATION,
    Record,
    Split,
    Strings,
    probe_accuracy,
)
from ownlatents.models.scores import matched_accuracy
from ownlatents.models.slc.network import SLC

_STRINGS = 1000
_PROBE_STRINGS = 4000
_PIECE = 250  # strings at a time: what is predicted of all would not fit into a GPU's memory
_USED = 0.1  # of a class's mean share: rarer codes and classes do not count


class Evaluation:
    """Measures R stacks on strings that they were not trained on; called, gives a record each.

    Validation is the sum of all losses on strings apart. Accuracy is of the student's hard labels.

    Args:
        network: the stacks.
        strings: what they learn from.
    """

    def __init__(self, network: SLC, strings: Strings) -> None:
        self.network, self.strings = network, strings
        self._validation = strings.some(VALIDATION, _STRINGS)
        self._test = strings.some(TEST, _STRINGS)
        self._truth = [level.cpu().numpy() for level in self._test]

    @torch.no_grad()
    def __call__(self) -> list[Record]:
        """Per run: validation; per level margin, accuracy, purity, codes, merges, splits, rank."""
        step = torch.zeros((), dtype=torch.int64, device=self.strings.device)
        pieces = [
            torch.stack(self.network.losses(list(tree), step), 1)
            for tree in zip(
                *(torch.split(level, _PIECE, 1) for level in self._validation), strict=True
            )
        ]
        losses = torch.stack(pieces).mean(0)
        found = [self._level(level, its) for level, its in enumerate(self._codes(self._test[0]))]
        names = [
            f"{kind} {k + 1}" for k in range(len(found)) for kind in ("prediction", "clustering")
        ]
        return [
            {
                "validation": sum(its),
                "losses_held_out": its,
                "loss_names": names,
                "margins": self.network.margins[run].tolist(),
                **{name: [level[run][name] for level in found] for name in found[0][run]},
            }
            for run, its in enumerate(losses.tolist())
        ]

    def _codes(self, strings: Int64[Tensor, "R B n"]) -> list[Float[Tensor, "R B _ d"]]:
        """ĥ of each level of the student."""
        pieces = [
            [level.codes for level in self.network.levels(self.network.student, piece)]
            for piece in torch.split(strings, _PIECE, 1)
        ]
        return [torch.cat(its, 1) for its in zip(*pieces, strict=True)]

    def _level(self, level: int, codes: Float[Tensor, "R B n d"]) -> list[Record]:
        rank = _effective_rank(codes)
        hard = codes.argmax(-1).cpu().numpy()
        truth, d = self._truth[level + 1], codes.shape[-1]
        v = self.network.params.v
        return [
            {
                "accuracy": matched_accuracy(labels, true, v, codes=d),
                "effective_rank": float(rank[run]),
                **code_use(labels, true, v, d),
            }
            for run, (labels, true) in enumerate(zip(hard, truth, strict=True))
        ]

    def probes(self, seeds: Sequence[int]) -> list[Record]:
        """Linear probes with early stopping: of the class and the top latent from ĥ^(L−1).

        "class_ceiling" is what the same probe makes of the true h^(L−1): the class need not be a
        linear function of them.
        """
        train, validation, test = (
            self._tops(which, n)
            for which, n in ((PROBE, _PROBE_STRINGS), (VALIDATION, _STRINGS), (TEST, _STRINGS))
        )
        found = {
            name: probe_accuracy(
                (train[name], validation[name], test[name]), self.network.params.v, seeds=seeds
            ).tolist()
            for name in train
        }
        return [{name: values[run] for name, values in found.items()} for run in range(len(seeds))]

    @torch.no_grad()
    def _tops(self, which: int, n: int) -> dict[str, Split]:
        """ĥ^(L−1) side by side with the class, token by token with the top latent; and h^(L−1)."""
        tree = self.strings.some(which, n)
        top = self._codes(tree[0])[-1]
        true = one_hot(tree[-2], self.network.params.v).to(top.dtype)
        return {
            "class_probe": (top.flatten(2), tree[-1][..., 0]),
            "latent_probe": (top.flatten(1, 2), tree[-2].flatten(1)),
            "class_ceiling": (true.flatten(2), tree[-1][..., 0]),
        }


def code_use(labels: ArrayLike, truth: ArrayLike, v: int, d: int) -> Record:
    """How codes and classes go together, whatever the codes' names.

    Args:
        labels: codes 0 … d−1, of any shape.
        truth: classes 0 … v−1, of the same shape.
        v: number of classes.
        d: size of the codebook.

    Returns:
        "purity": accuracy if every code stood for its most frequent class; "codes": how many are
        used; "merged": classes, rare ones apart, that are no used code's most frequent one;
        "split": codes beyond one a class; "entropy": of the codes, in nats (log v: one even code
        a class).

    Raises:
        InputError: labels or classes out of their ranges, or of different shapes.
    """
    given, true = np.asarray(labels), np.asarray(truth)
    for name, array, most in (("labels", given, d - 1), ("truth", true, v - 1)):
        integers = array.dtype.kind in "iu" and array.size and array.shape == given.shape
        if not integers or array.min() < 0 or array.max() > most:
            raise InputError(
                f"{name}: shape {array.shape} and type {array.dtype}, "
                f"but integers 0 to {most} of one non-empty shape were expected"
            )
    cells = true.ravel().astype(np.int64) * d + given.ravel()
    table = np.bincount(cells, minlength=v * d).reshape(v, d)
    shares = table.sum(0) / table.sum()
    used = shares > _USED / v
    common = np.flatnonzero(table.sum(1) > _USED / v * table.sum())
    owners = set(table[:, used].argmax(0).tolist())
    positive = shares[shares > 0]
    return {
        "purity": float(table.max(0).sum() / table.sum()),
        "codes": int(used.sum()),
        "merged": len(set(common.tolist()) - owners),
        "split": int(used.sum()) - len(owners),
        "entropy": float(-(positive * np.log(positive)).sum()),
    }


def _effective_rank(codes: Float[Tensor, "R B n d"]) -> Float[Tensor, "R"]:
    """exp of the entropy of the spectrum of the codes' second moments; about v if alive."""
    flat = codes.flatten(1, 2)
    moments = flat.transpose(1, 2) @ flat
    # One stack that is no number would break off the decomposition of all.
    spectrum = torch.linalg.eigvalsh(moments.nan_to_num()).clamp(min=1e-30)
    share = spectrum / spectrum.sum(1, keepdim=True)
    rank = (-(share * share.log()).sum(1)).exp()
    return rank.where(moments.isfinite().all((1, 2)), torch.nan)

"""Gradient descent of many networks at once, in one loop that never waits for the host."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import torch
from torch import Tensor

from ownlatents.models.ensemble.parameters import AdamW, Parameters
from ownlatents.models.ensemble.schedule import Aggregator
from ownlatents.models.ensemble.strings import Strings, Tree
from ownlatents.models.ensemble.upgrad import upgrad_weights


class Network(Protocol):
    """R networks of one shape, and what they learn from strings."""

    student: Parameters

    def losses(self, tree: Tree, step: Tensor) -> Sequence[Tensor]:
        """K losses of each network on its strings, `(R,)` each; `step` keys what is random.

        Apart, so that the backward pass of one does not run through what only the others need.
        """

    def moved(self) -> None:
        """What follows a step of the student: the teacher's update."""

    def state(self) -> Mapping[str, Tensor]:
        """What moves, `(R, …)`: the tensors in use, none of them the optimiser's."""


class Training:
    """A batch of networks in training; one network alone is a batch of one.

    A network whose loss or gradient is not finite is stopped where it was, and told in `finite`.

    Args:
        network: what is trained.
        strings: what each run learns from.
        optimiser: of `network.student`.
        batch: strings per step and run.
        aggregator: how the K losses share a step: their sum, or UPGrad.
    """

    def __init__(
        self,
        network: Network,
        strings: Strings,
        optimiser: AdamW,
        batch: int,
        aggregator: Aggregator = "sum",
    ) -> None:
        self.network, self.strings, self.optimiser = network, strings, optimiser
        self.batch, self.aggregator = batch, aggregator
        device = strings.device
        self.steps = torch.zeros((), dtype=torch.int64, device=device)
        self.finite = torch.ones(strings.runs, dtype=torch.bool, device=device)
        self._losses: Tensor | None = None  # summed over so many steps
        self._counts = torch.zeros(strings.runs, 1, device=device)
        self._jacobian: Tensor | None = None  # one block of memory for all steps
        self._graph: Any = None  # torch.cuda.CUDAGraph

    def advance(self, steps: int) -> None:
        """Take so many steps; on a GPU as one captured graph, replayed."""
        if self.strings.device.type != "cuda":
            for _ in range(steps):
                self._step()
            return
        warm = 0
        if self._graph is None:
            warm = min(steps, 3)  # libraries set themselves up in the first steps of a stream
            side = torch.cuda.Stream()  # type: ignore[no-untyped-call]
            side.wait_stream(torch.cuda.current_stream())
            with torch.cuda.stream(side):
                for _ in range(warm):
                    self._step()
            torch.cuda.current_stream().wait_stream(side)
            if warm == 3:
                self._graph = torch.cuda.CUDAGraph()
                with torch.cuda.graph(self._graph):
                    self._step()
        for _ in range(steps - warm):
            self._graph.replay()  # type: ignore[union-attr]

    def mean_losses(self, forget: Sequence[bool]) -> Tensor:
        """Losses averaged over the steps since they were last forgotten, `(R, K)`.

        Args:
            forget: of which runs from now on.
        """
        assert self._losses is not None
        mean = self._losses / self._counts
        chosen = torch.tensor(forget, device=mean.device)[:, None]
        self._losses.masked_fill_(chosen, 0)
        self._counts.masked_fill_(chosen, 0)
        return mean

    def state(self) -> dict[str, Tensor]:
        """All that a resumed training needs; every tensor is the one in use."""
        assert self._losses is not None
        return {
            "steps": self.steps,
            "finite": self.finite,
            "losses": self._losses,
            "counts": self._counts,
            **self.network.state(),
            **self.optimiser.state(),
        }

    def load(self, state: dict[str, Tensor]) -> None:
        """Go on from a `state`, exactly as if there had been no break."""
        if self._losses is None:
            self._losses = torch.zeros_like(state["losses"], device=self.strings.device)
        with torch.no_grad():
            for name, tensor in self.state().items():
                tensor.copy_(state[name])

    def _step(self) -> None:
        apart = self.network.losses(self.strings.batch(self.steps, self.batch), self.steps)
        gradient = self._gradient(apart)
        with torch.no_grad():
            losses = torch.stack(list(apart), 1)
            # A sum is finite only where all that it adds is.
            self.finite &= (losses.sum(1) + gradient.sum(1)).isfinite()
            gradient.masked_fill_(~self.finite[:, None], 0)
            self.optimiser.step(gradient, self.finite)
            self.network.moved()
            if self._losses is None:
                self._losses = torch.zeros_like(losses)
            self._losses += losses
            self._counts += 1
            self.steps += 1

    def _gradient(self, losses: Sequence[Tensor]) -> Tensor:
        student = self.network.student
        objectives = losses if self.aggregator == "upgrad" else [torch.stack(list(losses)).sum(0)]
        (R, n), K = student.flat.shape, len(objectives)
        if self._jacobian is None:
            self._jacobian = student.flat.new_empty(R, K, n)
        for k, loss in enumerate(objectives):
            student.gradient(loss.sum(), keep=k < K - 1, out=self._jacobian[:, k])
        if K == 1:
            return self._jacobian[:, 0]
        weights = upgrad_weights(self._jacobian @ self._jacobian.transpose(1, 2))
        return (weights[:, None] @ self._jacobian)[:, 0]

"""Progress with a remaining time: a live bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from types import TracebackType
from typing import TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn
from rich.progress import Progress as Bar

_LINE_EVERY = 5.0  # seconds between plain lines
_WORTH_TELLING = 2.0  # seconds that a run must have taken to be reported as finished
_T = TypeVar("_T")


class Progress:
    """Tells a person how far a run of measurements is.

    Args:
        console: where to write; standard error, so that output can be piped.
        title: what is being measured.

    Remaining time is estimated from the cost of what was finished in this run, not from what an
    earlier one left in the store.
    """

    def __init__(self, console: Console, title: str) -> None:
        self._console = console
        self._title = title
        self._start = self._told = time.monotonic()
        self._total = self._done = 0
        self._cost = self._spent = 0.0
        self._bar = Bar(
            SpinnerColumn(),
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[left]}", style="dim"),
            console=console,
            disable=self._plain,
        )
        self._task = self._bar.add_task(title, total=None, left="")

    @property
    def _plain(self) -> bool:
        return not self._console.is_terminal

    def __enter__(self) -> Progress:
        if self._plain:
            self._console.print(f"{self._title} …", markup=False)
        self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._bar.stop()
        if self._plain and kind is None and self.elapsed > _WORTH_TELLING:
            self._print(f", {self.elapsed:.0f} s")

    def expect(self, total: int, cost: float, done: int = 0) -> None:
        """Announce `total` tasks, of which `done` need not run; `cost` is that of the others."""
        self._total, self._done, self._cost, self._spent = total, done, cost, 0.0
        self._start = time.monotonic()
        self._show()

    def advance(self, cost: float, done: int = 1) -> None:
        """`done` tasks, of this cost together, are finished."""
        self._done += done
        self._spent += cost
        self._show()

    def track(self, items: Sequence[_T]) -> Iterator[_T]:
        """The items one by one; each is finished when the next is asked for."""
        self.expect(len(items), len(items))
        for item in items:
            yield item
            self.advance(1)

    @property
    def elapsed(self) -> float:
        """Seconds since the tasks were announced."""
        return time.monotonic() - self._start

    @property
    def remaining(self) -> float | None:
        """Estimated seconds to go; None before the first task is finished."""
        if self._spent == 0:
            return None
        return self.elapsed * (self._cost - self._spent) / self._spent

    def _show(self) -> None:
        left = "" if self.remaining is None else f"about {self.remaining:.0f} s left"
        self._bar.update(self._task, total=self._total, completed=self._done, left=left)
        if self._plain and time.monotonic() - self._told > _LINE_EVERY:
            self._told = time.monotonic()
            self._print(left and f", {left}")

    def _print(self, more: str) -> None:
        self._console.print(f"{self._title}: {self._done}/{self._total}{more}", markup=False)

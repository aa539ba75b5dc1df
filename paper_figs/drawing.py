"""One picture with all that is written beside it, ready for a file or for a page."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import IO, Any

from ownlatents.checks.ledger.stored import Stored
from ownlatents.paper_figs import picture
from ownlatents.paper_figs.notes import about
from ownlatents.paper_figs.style import note, save, style


@dataclass(frozen=True)
class Drawing:
    """A picture and the numbers that it shows.

    Attributes:
        name: its module in `paper_figs`.
        data: what the module's `data` returned.
        small_print: what was measured, how often, and what was not.
    """

    name: str
    data: Any
    small_print: str

    @property
    def module(self) -> ModuleType:
        """The module, with title and caption."""
        return picture(self.name)

    def save(self, file: IO[bytes], kind: str) -> None:
        """Write the picture with its small print below it, as "svg", "pdf" or "png"."""
        with style():
            fig = self.module.draw(self.data)
            note(fig, self.small_print)
            save(fig, file, kind)

    def svg(self) -> str:
        """The text of an SVG file without the small print, which a page has as its own text."""
        with style(), io.BytesIO() as file:
            save(self.module.draw(self.data), file)
            return file.getvalue().decode()


def drawing(name: str, found: Mapping[str, Stored]) -> Drawing:
    """A picture of stored rows.

    Args:
        name: of its module in `paper_figs`.
        found: what is stored, by experiment; one that is not here is drawn as if it had no rows.
    """
    module = picture(name)
    its = {one: found[one] for one in module.EXPERIMENTS if one in found}
    rows = {one: list(its[one].rows) if one in its else [] for one in module.EXPERIMENTS}
    shown = module.data(rows)
    return Drawing(name, shown, about(module, its, shown))

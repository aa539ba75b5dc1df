"""The paper's curves, read off its figures (about 10 % on P, 0.02 on accuracy)."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

SOURCE = "Korchinski, Favero, Wyart, arXiv:2605.27734v1, CC BY 4.0; read off by eye"
"""Where the points come from, and under which licence."""

Line = tuple[tuple[float, ...], tuple[float, ...]]
"""x and y."""


@cache
def curve(figure: str, panel: str, quantity: str) -> Line:
    """x and y of one digitised curve of arXiv:2605.27734; empty where none was read off.

    >>> curve("3", "left", "P_star")[0]
    (6.0, 8.0, 12.0, 16.0, 22.0, 32.0)
    """
    rows = [row for rows in _rows(figure, panel, quantity).values() for row in rows]
    return _line(rows)


@cache
def curves(figure: str, panel: str, quantity: str) -> dict[tuple[str, int], Line]:
    """Digitised curves of one panel, by the paper's m (as written there) and L.

    >>> [L for _, L in curves("12", "", "probe_accuracy")]
    [3, 4, 5, 6, 7]
    """
    return {size: _line(rows) for size, rows in _rows(figure, panel, quantity).items()}


def _rows(figure: str, panel: str, quantity: str) -> dict[tuple[str, int], list[dict[str, str]]]:
    text = (files("ownlatents.checks") / "data" / "figures.csv").read_text(encoding="utf-8")
    found: dict[tuple[str, int], list[dict[str, str]]] = {}
    for row in csv.DictReader(text.splitlines()):
        if (row["figure"], row["panel"], row["quantity"]) == (figure, panel, quantity):
            found.setdefault((row["m"], int(row["L"])), []).append(row)
    return found


def _line(rows: list[dict[str, str]]) -> Line:
    return tuple(float(row["x"]) for row in rows), tuple(float(row["y"]) for row in rows)

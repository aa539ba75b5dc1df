"""The paper's curves, read off its figures (about 10 % on P, 0.02 on accuracy)."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files


@cache
def curve(figure: str, panel: str, quantity: str) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """x and y of one digitised curve of arXiv:2605.27734.

    >>> curve("3", "left", "P_star")[0]
    (6.0, 8.0, 12.0, 16.0, 22.0, 32.0)
    """
    text = (files("checks") / "data" / "figures.csv").read_text(encoding="utf-8")
    rows = [
        row
        for row in csv.DictReader(text.splitlines())
        if (row["figure"], row["panel"], row["quantity"]) == (figure, panel, quantity)
    ]
    return tuple(float(row["x"]) for row in rows), tuple(float(row["y"]) for row in rows)

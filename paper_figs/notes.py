"""The small print of a figure: what was measured, how often, and what was not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import ModuleType

from ownlatents.checks.ledger.stored import Stored
from ownlatents.checks.measure.digitised import SOURCE
from ownlatents.checks.sweep import Row

_FEW = 4
"""Grammars, of which a bootstrap cannot cover what it says; see `checks.stats.intervals`."""


def about(picture: ModuleType, found: Mapping[str, Stored], shown: object) -> str:
    """Profile, numbers of grammars and seeds, what is missing, where the paper's points are from.

    Args:
        picture: a module of `paper_figs`.
        found: what is stored of its experiments.
        shown: its data.
    """
    if not picture.EXPERIMENTS:
        return "Drawn from the objects that it shows; nothing is measured."
    choose = getattr(picture, "DRAWN", {})
    lines = [
        measured(one, choose.get(one.experiment, list)(one.rows))
        for one in found.values()
        if one.rows
    ]
    lines += [f"Not measured: {one.lacking}." for one in found.values() if one.lacking]
    if any(panel.paper for panel in getattr(shown, "values", tuple)()):
        lines.append(f"Paper's points: {SOURCE}.")
    return "\n".join(lines)


def measured(one: Stored, rows: Sequence[Row]) -> str:
    """What was measured of one experiment, in one line, from those of its rows that are drawn.

    Rows that do not name a grammar beside their seed have a grammar for each seed, or as many as
    they say, those of trained networks one for each network.
    """
    seeds = len({row["seed"] for row in rows if "seed" in row})
    each = max((row.get("grammars", 1) for row in rows), default=1)
    grammars = len({row["grammar"] for row in rows if "grammar" in row})
    told = (
        f"{grammars} grammars, {seeds} seeds"
        if grammars
        else f"up to {each * seeds} grammars a point"
    )
    networks = [len(row["records"]) for row in rows if "records" in row]
    if networks:
        sizes = "; ".join(
            f"{letter} = {', '.join(map(str, sorted({row[letter] for row in rows})))}"
            for letter in "vmsL"
        )
        fewest, most = min(networks), max(networks)
        many = f"{most}" if fewest == most else f"{fewest} to {most}"
        told = f"{many} grammars a point, a network each ({sizes})"
        heights = "intervals of heights" + (f" over up to {_FEW}" if most > _FEW else "")
        told += f", {heights} no wider than their range" if fewest <= _FEW else ""
    elif not seeds:
        told = f"{len(rows)} rows"
    return f"Measured: {one.experiment}, {one.profile} profile, {told}."

"""Which claim rests on which, as a drawing whose boxes are links."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from textwrap import wrap

from markupsafe import Markup, escape

from ownlatents.checks.ledger import Claim

_WIDTH, _HEIGHT = 160, 48  # of a box, pixels
_ACROSS, _DOWN = 196, 64  # from box to box
_LETTERS = 22  # of a line in a box


def graph(claims: Sequence[Claim], outcomes: Mapping[str, str]) -> Markup:
    """An `<svg>` element; empty where no claim rests on another that is shown.

    Args:
        claims: to show, in the order of the ledger.
        outcomes: what was found of each, by id.
    """
    ids = [claim.id for claim in claims]
    above = {claim.id: [x for x in claim.rests_on if x in ids] for claim in claims}
    if not any(above.values()):
        return Markup("")
    places = _places(ids, above)
    edges = [_edge(places[other], places[id]) for id in ids for other in above[id]]
    boxes = [_box(claim, places[claim.id], outcomes[claim.id]) for claim in claims]
    width = _ACROSS * (1 + max(x for x, _ in places.values())) - (_ACROSS - _WIDTH) + 4
    height = _DOWN * (1 + max(y for _, y in places.values())) - (_DOWN - _HEIGHT) + 4
    return Markup(
        '<svg class="graph" role="img" aria-labelledby="graph-caption" '
        f'viewBox="-2 -2 {width} {height}" style="min-width: {0.8 * width:.0f}px">'
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" '
        'markerHeight="7" orient="auto"><path d="M0 0 8 4 0 8z" class="tip"/></marker></defs>'
        f"{''.join(edges)}{''.join(boxes)}</svg>"
    )


def _places(ids: Sequence[str], above: Mapping[str, Sequence[str]]) -> dict[str, tuple[int, int]]:
    """Column, one to the right of all that a claim rests on, and row."""

    def column(id: str) -> int:
        return max((1 + column(other) for other in above[id]), default=0)

    filled: dict[int, int] = {}
    places = {}
    for id in ids:
        x = column(id)
        places[id] = (x, filled.get(x, 0))
        filled[x] = filled.get(x, 0) + 1
    return places


def _edge(start: tuple[int, int], end: tuple[int, int]) -> str:
    x0, y0 = start[0] * _ACROSS + _WIDTH, start[1] * _DOWN + _HEIGHT / 2
    x1, y1 = end[0] * _ACROSS, end[1] * _DOWN + _HEIGHT / 2
    bend = (_ACROSS - _WIDTH) * 0.9
    return (
        f'<path class="edge" d="M{x0} {y0}C{x0 + bend} {y0} {x1 - bend} {y1} {x1} {y1}" '
        'marker-end="url(#tip)"/>'
    )


def _box(claim: Claim, place: tuple[int, int], outcome: str) -> str:
    x, y = place[0] * _ACROSS, place[1] * _DOWN
    lines = [*wrap(claim.number.removeprefix("beyond the paper: "), _LETTERS)[:2], outcome]
    step = _HEIGHT / (len(lines) + 0.6)
    text = "".join(
        f'<text x="{x + _WIDTH / 2}" y="{y + step * (i + 1):.1f}"'
        f"{' class=outcome-text' if i == len(lines) - 1 else ''}>{escape(line)}</text>"
        for i, line in enumerate(lines)
    )
    name = outcome.replace(" ", "-")
    return (
        f'<a href="#{claim.id}" class="{name}"><rect x="{x}" y="{y}" width="{_WIDTH}" '
        f'height="{_HEIGHT}" rx="6"/>{text}</a>'
    )

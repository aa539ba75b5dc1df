"""Fill the template with a verification's verdicts, figures and provenance."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence, Set
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, StrictUndefined
from latex2mathml.converter import convert
from markupsafe import Markup

from ownlatents.checks.experiments import PROFILES, experiment
from ownlatents.checks.ledger import CLAIMS, claim
from ownlatents.checks.ledger.verification import Verification
from ownlatents.checks.sweep.provenance import machine, versions
from ownlatents.paper_figs import picture
from ownlatents.paper_figs.drawing import Drawing
from ownlatents.report.evidence import evidence
from ownlatents.report.graph import graph
from ownlatents.report.pictures import pictures_of

UNJUDGED = "not measured"
_ENSEMBLES = "assumptions"
_MAGNIFIED = 1.3  # pictures on the page, over their size in print
_GPU = (4e14, 1e13)  # operations a second of an H100: nearly its peak, and bound by small kernels


def page(
    verification: Verification,
    drawings: Sequence[Drawing],
    track: Callable[[Sequence[Drawing]], Iterable[Drawing]] = iter,
) -> str:
    """One self-contained HTML page; formulas are MathML, pictures inline SVG.

    Args:
        verification: what was found.
        drawings: the pictures, in the order wanted.
        track: gives the pictures one by one while they are drawn, as `Progress.track` does.
    """
    entries = _entries(verification, {one.name for one in drawings})
    shown = [entry["claim"] for entry in entries]
    outcomes = {entry["claim"].id: entry["outcome"] for entry in entries}
    figures = [
        {
            "name": one.name,
            "title": one.module.TITLE,
            "caption": one.module.CAPTION,
            "small_print": one.small_print,
            "svg": Markup(_named(_inline(one.svg()), one.name)),
        }
        for one in track(drawings)
    ]
    return (
        _environment()
        .from_string(_template())
        .render(
            entries=entries,
            tally=Counter(outcomes.values()),
            graph=graph(shown, outcomes),
            ensembles=[figure for figure in figures if figure["name"] == _ENSEMBLES],
            figures=[figure for figure in figures if figure["name"] != _ENSEMBLES],
            derivations=verification.rows.get("derivations", []),
            verification=verification,
            unrun=_unrun(verification),
            machine=machine(),
            versions=versions(),
        )
    )


def _unrun(verification: Verification) -> dict[str, float]:
    """Of each experiment the operations of what it lacks of the paper's own sizes."""
    found = {}
    for name, source in verification.sources.items():
        one = experiment(name)
        if PROFILES[-1] in one.profiles:
            measured = {task.key for task in one.tasks(source.profile)}
            its = [task for task in one.tasks(PROFILES[-1]) if task.key not in measured]
            found[name] = sum(task.cost for task in its)
    return {name: operations for name, operations in found.items() if operations}


def _entries(verification: Verification, shown: Set[str]) -> list[dict[str, Any]]:
    """What is told of each claim that was judged or should have been, in the ledger's order."""
    verdicts = {verdict.claim: verdict for verdict in verification.verdicts}
    derivations = verification.rows.get("derivations", [])
    names = {row["name"] for row in derivations}
    wanted = {*verdicts, *(one.id for one in verification.unjudged)}
    return [
        {
            "claim": one,
            "verdict": verdicts.get(one.id),
            "outcome": verdicts[one.id].outcome.value if one.id in verdicts else UNJUDGED,
            "evidence": evidence(one, derivations, verification.sources),
            "derivations": [name for name in one.derivations if name in names],
            "rests_on": [claim(x) for x in one.rests_on if x in wanted],
            "pictures": {name: picture(name).TITLE for name in pictures_of(one) if name in shown},
            "lacking": "" if one.id in verdicts else verification.sources[one.experiment].lacking,
        }
        for one in CLAIMS
        if one.id in wanted
    ]


def _inline(svg: str) -> str:
    """The `<svg>` element of a file, which scales with the page up to a readable size."""
    element = svg[svg.index("<svg") :]
    width = re.search(r'width="([\d.]+)pt" height="[\d.]+pt"', element)
    assert width is not None  # matplotlib writes both
    inches = _MAGNIFIED * float(width[1]) / 72
    natural = f'class="figure" style="max-width: {inches:.1f}in"'
    return element[: width.start()] + natural + element[width.end() :]


def _named(element: str, name: str) -> str:
    """Ids made unique, since several drawings share the page, and the drawing named aloud."""
    element = re.sub(r'\bid="', f'id="{name}-', element)
    element = re.sub(r'(href="|url\()#', rf"\1#{name}-", element)
    return element.replace("<svg", f'<svg role="img" aria-labelledby="{name}-caption"', 1)


@cache
def _environment() -> Environment:
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["mathml"] = lambda latex: Markup(convert(latex, display="block"))
    environment.filters["duration"] = _duration
    environment.filters["gpu_hours"] = lambda flops: " to ".join(
        f"{flops / rate / 3600:.2g}" for rate in _GPU
    )
    return environment


def _duration(seconds: float) -> str:
    """Core time in a unit that fits."""
    for unit, size in (("h", 3600.0), ("min", 60.0)):
        if seconds >= 2 * size:
            return f"{seconds / size:.1f} {unit}"
    return f"{seconds:.0f} s"


def _template() -> str:
    return (files("ownlatents.report") / "page.html").read_text(encoding="utf-8")

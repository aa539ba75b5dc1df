"""Fill the template with a verification's verdicts, figures and provenance."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from jinja2 import Environment, StrictUndefined
from latex2mathml.converter import convert
from markupsafe import Markup
from matplotlib.figure import Figure

from checks.claims import claim
from checks.drawing import inline_svg
from checks.experiments import experiment
from checks.provenance import machine, versions
from checks.verification import Verification


def page(verification: Verification, drawings: dict[str, Figure]) -> str:
    """One self-contained HTML page; formulas are MathML, pictures inline SVG.

    Args:
        verification: what was found.
        drawings: a picture per experiment, in the order wanted.
    """
    entries = [
        {"claim": claim(verdict.claim), "verdict": verdict} for verdict in verification.verdicts
    ]
    figures = [
        {
            "name": name,
            "title": experiment(name).TITLE,
            "caption": experiment(name).CAPTION,
            "svg": Markup(_named(inline_svg(drawing), name)),
        }
        for name, drawing in drawings.items()
    ]
    return (
        _environment()
        .from_string(_template())
        .render(
            entries=entries,
            figures=figures,
            derivations=verification.rows.get("derivations", []),
            verification=verification,
            machine=machine(),
            versions=versions(),
        )
    )


def _named(element: str, name: str) -> str:
    """Ids made unique, since several drawings share the page, and the drawing named aloud."""
    element = re.sub(r'\bid="', f'id="{name}-', element)
    element = re.sub(r'(href="|url\()#', rf"\1#{name}-", element)
    return element.replace("<svg", f'<svg role="img" aria-labelledby="{name}-caption"', 1)


@cache
def _environment() -> Environment:
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    environment.filters["mathml"] = lambda latex: Markup(convert(latex, display="block"))
    return environment


def _template() -> str:
    return (files("checks.report") / "page.html").read_text(encoding="utf-8")

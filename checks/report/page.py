"""Fill the template with a verification's verdicts, figures and provenance."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from jinja2 import Environment, StrictUndefined
from latex2mathml.converter import convert
from markupsafe import Markup

from checks.claims import claim
from checks.drawing import svg
from checks.experiments import EXPERIMENTS, experiment
from checks.provenance import machine, versions
from checks.verify import Verification


def page(verification: Verification) -> str:
    """One self-contained HTML page; formulas are MathML, pictures inline SVG."""
    entries = [
        {"claim": claim(verdict.claim), "verdict": verdict} for verdict in verification.verdicts
    ]
    figures = [
        {
            "name": name,
            "title": experiment(name).TITLE,
            "caption": experiment(name).CAPTION,
            "svg": Markup(_named(svg(experiment(name).draw(verification.rows[name])), name)),
        }
        for name in EXPERIMENTS
    ]
    return (
        _environment()
        .from_string(_template())
        .render(
            entries=entries,
            figures=figures,
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
    environment.filters["mathml"] = lambda latex: Markup(convert(latex))
    return environment


def _template() -> str:
    return (files("checks.report") / "page.html").read_text(encoding="utf-8")

"""Figure 9: SLC learns by local rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from textwrap import fill

import numpy as np
from matplotlib.figure import Figure

from ownlatents.checks.experiments.slc_rules import (
    FORMS,
    RULES,
    ends_of,
    probes,
    share_merged,
)
from ownlatents.checks.measure.curves import curves_of, latent_probe
from ownlatents.checks.measure.digitised import curve
from ownlatents.checks.stats.units import latent_unit
from ownlatents.checks.sweep import Row
from ownlatents.paper_figs.curves import draw_curves, legend_of_keys
from ownlatents.paper_figs.plots import draw_dots
from ownlatents.paper_figs.points import Panel, Panels, Points, estimated, means
from ownlatents.paper_figs.style import figure, legend
from ownlatents.sim import RHMParams

TITLE = "Figure 9: local rules"
CAPTION = (
    "Accuracy of a linear probe of SLC's top latents against strings in units of vm³/(1−f), by "
    "where gradients stop: nowhere; between modules; there and without a teacher; also between "
    "predictor and clusterer; and, which the paper does not show, nowhere and without a teacher. "
    "Open: the paper's points (v = 10, m = 10, s = 3, L = 4), read off for the first alone. Right, "
    "at the largest number of strings: a probe of the class over what it reads from true latents "
    "(each network a dot, means large; dashed: chance), with logarithms in the pair losses, with "
    "products as the paper's prose has them, with the best of four restarts, and with the paper's "
    "hyperparameters; and the share of the networks with a teacher that end with two classes on "
    "one code (bars: 95 % intervals)."
)
EXPERIMENTS = ("slc_rules",)
SIZE = RHMParams(v=10, m=10, s=3, L=4)
_FORM = "log"  # of the pair losses
_PLACES = {rule: float(i) for i, rule in enumerate(RULES)}


def data(rows: Mapping[str, Sequence[Row]]) -> Panels:
    """Curves of each rule with the preset's form of the pair losses; ends by rule and form."""
    series = []
    for key, rule in enumerate(RULES):
        its = [row for row in rows["slc_rules"] if (row["rule"], row["form"]) == (rule, _FORM)]
        pairs = (
            (P / latent_unit(curve.params), height)
            for curve in curves_of(its, latent_probe)
            for P, height in zip(curve.P, curve.heights, strict=True)
        )
        series.append(means(rule, pairs, key))
    theirs = Points("paper", *curve("9", "ema_full_gradient", "probe_accuracy"), key=0)
    ours = tuple(one for one in series if one.x)
    return {
        "rules": Panel(ours, (theirs.scaled(latent_unit(SIZE)),)),
        "forms": _forms(rows["slc_rules"]),
        "merged": _merged(rows["slc_rules"]),
    }


def _run(rows: Sequence[Row]) -> list[str]:
    """Forms of the pair losses that were run."""
    return [form for form in FORMS if any(row["form"] == form for row in rows)]


def _forms(rows: Sequence[Row]) -> Panel:
    """The class probe by rule and form; x counts the rules."""
    series = []
    for form in _run(rows):
        ends = ((rule, ends_of(rows, rule, form)) for rule in RULES)
        found = {_PLACES[rule]: tuple(probes(its)) for rule, its in ends if its}
        y = tuple(float(np.mean(its)) for its in found.values())
        series.append(Points(form, tuple(found), y, values=tuple(found.values())))
    places = tuple(_PLACES.values())
    chance = (
        Points("chance", places, (1 / v,) * len(places)) for v in sorted({row["v"] for row in rows})
    )
    return Panel(tuple(series), laws=tuple(chance), names=tuple(RULES))


def _merged(rows: Sequence[Row]) -> Panel:
    """Networks with merged classes by form, which x counts."""
    forms = _run(rows)
    shares = {i: share_merged(rows, form) for i, form in enumerate(forms)}
    return Panel((estimated("merged", shares),) if forms else (), names=tuple(forms))


def draw(data: Panels) -> Figure:
    """Accuracy against strings; the ends of training by rule, and by form of the losses."""
    fig, (left, middle, right) = figure(columns=3, height=3.2, widths=(3, 2.4, 1.4))
    draw_curves(left, data["rules"], "P (1−f) / vm³", "probe accuracy")
    legend_of_keys(left, [data["rules"]], told=dict(enumerate(RULES)), columns=1)
    for axis, name, label in (
        (middle, "forms", "class probe / its ceiling"),
        (right, "merged", "share merged"),
    ):
        panel = data[name]
        draw_dots(axis, replace(panel, names=tuple(fill(its, 16) for its in panel.names)))
        axis.set(xlabel=label)
        if not panel.empty:
            axis.set_xlim(-0.04, 1.04)
    legend(middle, loc="lower left", bbox_to_anchor=(-0.4, 1), ncols=2)
    return fig

"""SLC's learning curves (Fig. 3 right, Fig. 11): do they gather in units of vm³/(1−f)?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from checks.axes import plain, ticks
from checks.claims import Outcome, Verdict
from checks.drawing import COLOURS, figure, say_empty
from checks.grids import Grid
from checks.intervals import Estimate
from checks.learning_curves import (
    Curves,
    class_probe,
    collapse,
    curves_of,
    draw_curves,
    exponent_in,
    families,
    hard_labels,
    threshold_of,
    thresholds,
    varied,
)
from checks.scaling import UNITS
from checks.sweep import Row, Task, size_of
from checks.training import ended
from sim import RHMParams
from theory import threshold

TITLE = "SLC: the collapse"
CAPTION = (
    "Accuracy of SLC, trained by gradient descent, against strings in units of vm³/(1−f): a "
    "linear probe of the class from the top latents, as a share of what it reads from true ones "
    "(mean and range over grammars), and hard labels of the top level by the best permutation. "
    "Right: strings at which half of these are right against m, beside the laws. Top: the "
    "paper's sizes; bottom: small ones."
)

PROFILES = ("quick", "full")


_UNITS = (0.0625, 0.09, 0.125, 0.21, 0.35, 0.5, 0.7, 1.0, 1.4, 2.0, 4.0)


def _as_in_the_paper(m: int, units: Sequence[float]) -> Grid:
    return Grid([(10, m, 3, 4)], units, 3, "large")


_GRIDS = {
    "quick": [
        Grid([(8, m, 2, 3) for m in (2, 3)], (0.5, 2.0, 8.0), 3, "balanced", ["least_steps=2000"])
    ],
    "full": [
        Grid(
            [
                *((8, m, 2, 4) for m in (2, 3, 4, 5)),  # where latents and tokens differ most
                *((v, 3, 2, 3) for v in (8, 12, 16)),
            ],
            (0.25, 0.5, 1.0, 2.0, 4.0, 8.0),
            5,
            "balanced",
        ),
        # The larger m, the fewer of these units SLC needs.
        _as_in_the_paper(7, _UNITS[3:]),
        _as_in_the_paper(8, _UNITS[2:9]),
        *(_as_in_the_paper(m, _UNITS[:9]) for m in (10, 12)),
        _as_in_the_paper(15, _UNITS),
    ],
}
_PLATEAU = 0.98
_LAW = 3.0
"""Exponent of m."""


def tasks(profile: str) -> list[Task]:
    """One batch of networks, a grammar each, for each size and number of strings."""
    return [task for grid in _GRIDS[profile] for task in grid.tasks("slc_collapse", 2)]


def train(tasks: Sequence[Task], *, device: str = "cpu") -> list[Row]:
    """The last records of the networks of each task."""
    return ended(tasks, device)


def judge(rows: Sequence[Row]) -> list[Verdict]:
    """As m³, gathered in the paper's units more than in the rivals', up to a plateau near 1.

    P* is where half of the top level's hard labels are right: the paper's probe of the class reads
    half of the classes at m = 2 from codes that mean nothing, and at m = 15 no more than half from
    the true latents. The plateau is that of a probe of the latents.
    """
    judged, told = zip(*(_scaling(its) for its in _by_m(rows)), strict=True)
    as_the_law = [its for its in judged if its is not None]
    ends = [records[-1] for row in _richest(rows) for records in row["records"]]
    broken = sum(not end["finite"] for end in ends)
    alive = [end for end in ends if end["finite"]]
    plateau = float(np.mean([end["latent_probe"] for end in alive]))
    merged = sum(sum(end["merged"]) > 0 for end in ends)
    split = sum(sum(end["split"]) > 0 for end in ends)
    by_v = varied(rows, "v")
    in_v = (
        "" if len({row["v"] for row in by_v}) < 2 else f"; as {_told('v', _exponents('v', by_v))}"
    )
    return [
        Verdict(
            "slc-collapse",
            Outcome.HOLDS
            if as_the_law and all(as_the_law) and plateau >= _PLATEAU
            else Outcome.IN_PART,
            f"{'; '.join(told)}{in_v}; with the most strings probes read {plateau:.3f} of the top "
            f"latents, and of the classes {np.mean(list(map(class_probe, alive))):.3f} times as "
            f"many as from true latents; {merged} of {len(ends)} networks have merged two classes, "
            f"{split} use more codes than classes, {broken} broke off",
        )
    ]


def _by_m(rows: Sequence[Row]) -> list[list[Row]]:
    """Families of sizes that differ in m alone; one of a single size where there are no others."""
    found = families(rows, "m")
    return [its for its in found if len({row["m"] for row in its}) > 1] or found[:1]


def _scaling(rows: Sequence[Row]) -> tuple[bool | None, str]:
    """Whether one family's P*(1−f) may grow as m³, more gathered so than by the rivals' law.

    None where fewer than two sizes have a threshold within the strings tried and the others are
    half right with the fewest.
    """
    curves = curves_of(rows, hard_labels)
    exponents = _exponents("m", rows)
    hard, cubic = exponents["hard labels"]
    latent, token = collapse(hard, _units(hard, "latent")), collapse(hard, _units(hard, "token"))
    units = [threshold_of(*its) / threshold("latent", **p.as_dict()) for p, its in hard.items()]
    never = [p.m for p, its in curves.items() if np.isinf(threshold_of(*its))]
    soon = {
        p.m: min(strings) / threshold("latent", **p.as_dict())
        for p, (strings, heights) in curves.items()
        if threshold_of(strings, heights) == 0
    }
    beyond = f"; at m = {', '.join(map(str, never))} half is not kept to the end" if never else ""
    beyond += "".join(f"; at m = {m} P* is below {least:.2g} of these" for m, least in soon.items())
    v, s, L = (rows[0][letter] for letter in "vsL")
    as_the_law = False if never else None
    if cubic is not None and not never:
        as_the_law = latent.high < token.low and cubic.low <= _LAW <= cubic.high
    varies = (
        f" and varies by a factor {latent} in these units, {token} in units of {UNITS['token']}"
        if len(hard) > 1
        else ""
    )
    return (
        as_the_law,
        f"at v = {v}, s = {s}, L = {L} P*(1−f) grows as {_told('m', exponents)}; by hard labels P* "
        f"is {min(units, default=0):.2g} to {max(units, default=0):.2g} {UNITS['latent']}"
        f"{varies}{beyond}",
    )


def _crossing(curves: Curves) -> Curves:
    """Those whose mean passes ½ within the strings tried, from below and for good."""
    return {p: its for p, its in curves.items() if 0 < threshold_of(*its) < np.inf}


def _exponents(letter: str, rows: Sequence[Row]) -> dict[str, tuple[Curves, Estimate | None]]:
    """Of P*(1−f) by each reading, and of which curves; None of fewer than two."""
    found = {}
    for name, height in (("hard labels", hard_labels), ("class probe", class_probe)):
        curves = _crossing(curves_of(rows, height))
        found[name] = curves, exponent_in(letter, curves) if len(curves) > 1 else None
    return found


def _told(letter: str, found: Mapping[str, tuple[Curves, Estimate | None]]) -> str:
    return ", ".join(
        f"{letter}^? by {name}"
        if slope is None
        else f"{letter}^{slope} ({letter} = {', '.join(str(getattr(p, letter)) for p in curves)}) "
        f"by {name}"
        for name, (curves, slope) in found.items()
    )


def draw(rows: Sequence[Row]) -> Figure:
    """Curves of the probe and of hard labels in the paper's units, and P* against m."""
    shown = _by_m(rows)
    fig, axes = figure(columns=3, rows=len(shown), height=2.5 * len(shown))
    for k, its in enumerate(shown):
        left, middle, right = axes[3 * k : 3 * k + 3]
        draw_curves(left, curves_of(its, class_probe), "m", "class probe / its ceiling")
        draw_curves(middle, curves_of(its, hard_labels), "m", "hard labels, top level")
        left.legend(title=f"v = {its[0]['v']}, s = {its[0]['s']}, L = {its[0]['L']}")
        _draw_thresholds(right, thresholds(_crossing(curves_of(its, hard_labels))))
    return fig


def _draw_thresholds(axis: Axes, stars: Mapping[RHMParams, Estimate]) -> None:
    axis.set(xlabel="m", ylabel="P* (half accuracy)")
    if len(stars) < 2:
        say_empty(axis, "fewer than two thresholds\nwithin the strings tried")
        return
    m = [p.m for p in stars]
    values = np.array([[star.value, star.low, star.high] for star in stars.values()])
    errors = np.abs(values[:, 1:] - values[:, :1]).T
    axis.errorbar(m, values[:, 0], errors, fmt="o", color=COLOURS[0], label="SLC")
    for law, line in (("latent", "-"), ("token", ":")):
        law_at = np.array([threshold(law, **p.as_dict()) for p in stars])
        scale = np.exp(np.log(values[:, 0] / law_at).mean())
        axis.plot(m, scale * law_at, line, color="0.4", label=f"∝ {UNITS[law]}")
    axis.set(xscale="log", yscale="log")
    ticks(axis.xaxis, m)
    plain(axis.yaxis)
    axis.legend()


def _richest(rows: Sequence[Row]) -> list[Row]:
    """The row of most strings of each size."""
    best: dict[RHMParams, Row] = {}
    for row in rows:
        p = size_of(row)
        if p not in best or row["P"] > best[p]["P"]:
            best[p] = row
    return list(best.values())


def _units(curves: Curves, law: str) -> dict[RHMParams, float]:
    return {p: threshold(law, **p.as_dict()) for p in curves}

"""SLC's learning curves (Fig. 3 right, Fig. 11): do they gather in units of vm³/(1−f)?"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from checks.axes import plain, ticks
from checks.claims import Outcome, Verdict
from checks.drawing import COLOURS, figure, say_empty
from checks.intervals import Estimate
from checks.learning_curves import (
    Curves,
    collapse,
    curves_of,
    draw_curves,
    exponent_in,
    threshold_of,
    thresholds,
    varied,
)
from checks.scaling import UNITS
from checks.sweep import Row, Task, size_of
from checks.training import ended, training_grid
from sim import RHMParams
from theory import threshold

TITLE = "SLC: the collapse"
CAPTION = (
    "Accuracy of SLC, trained by gradient descent, against strings in units of vm³/(1−f): a "
    "linear probe of the class from the top latents (mean and range over grammars), and hard "
    "labels of the top level by the best permutation. Right: strings at which half of these are "
    "right against m, beside the laws."
)

PROFILES = ("quick", "full", "paper")

_SIZES = {
    "quick": [(8, 2, 2, 3), (8, 3, 2, 3)],
    "full": [
        *((8, m, 2, 4) for m in (2, 3, 4, 5)),  # where the laws of latents and tokens differ most
        *((v, 3, 2, 3) for v in (8, 12, 16)),
    ],
    "paper": [
        *((10, m, 3, 4) for m in (7, 8, 10, 12, 15)),
        *((v, 7, 3, 4) for v in (14, 20)),
    ],
}
_STRINGS = {
    "quick": (0.5, 2.0, 8.0),
    "full": (0.25, 0.5, 1.0, 2.0, 4.0, 8.0),
    "paper": (0.25, 0.35, 0.5, 0.7, 1.0, 1.4, 2.0, 4.0),
}
_GRAMMARS = {"quick": 3, "full": 5, "paper": 3}
_PLATEAU = 0.98
_CHANGES = {
    "quick": ["least_steps=2000"],
    "full": [],
    "paper": ["least_steps=8000", "every=2000"],
}


def tasks(profile: str) -> list[Task]:
    """One batch of networks, a grammar each, for each size and number of strings."""
    return training_grid(
        "slc_collapse",
        2,
        [RHMParams(*size) for size in _SIZES[profile]],
        _STRINGS[profile],
        learner="slc",
        preset="balanced",
        grammars=_GRAMMARS[profile],
        changes=_CHANGES[profile],
    )


def train(tasks: Sequence[Task], *, device: str = "cpu") -> list[Row]:
    """The last records of the networks of each task."""
    return ended(tasks, device)


def judge(rows: Sequence[Row]) -> list[Verdict]:
    """Gathered in the paper's units more than in the rivals', up to a plateau near 1.

    P* is where half of the top level's hard labels are right: the paper's probe of the class reads
    half of the classes at m = 2 from codes that mean nothing. The plateau is that of a probe of the
    latents, since a linear probe of the class may end below 1 from true ones.
    """
    by_m, by_v = varied(rows, "m"), varied(rows, "v")
    hard = _crossing(curves_of(by_m, _hard))
    never = sorted({row["m"] for row in by_m} - {p.m for p in hard})
    latent, token = collapse(hard, _units(hard, "latent")), collapse(hard, _units(hard, "token"))
    exponents = "; ".join(
        f"by {name} as {_exponent('m', by_m, height)} and {_exponent('v', by_v, height)}"
        for name, height in (("hard labels", _hard), ("class probe", _probe))
    )
    units = [threshold_of(*its) / threshold("latent", **p.as_dict()) for p, its in hard.items()]
    ends = [records[-1] for row in _richest(rows) for records in row["records"]]
    broken = sum(not end["finite"] for end in ends)
    alive = [end for end in ends if end["finite"]]
    plateau = float(np.mean([end["latent_probe"] for end in alive]))
    share = float(np.mean([end["class_probe"] / end["class_ceiling"] for end in alive]))
    merged = sum(sum(end["merged"]) > 0 for end in ends)
    split = sum(sum(end["split"]) > 0 for end in ends)
    holds = latent.high < token.low and plateau >= _PLATEAU and not never
    beyond = f"; at m = {', '.join(map(str, never))} half is not kept to the end" if never else ""
    return [
        Verdict(
            "slc-collapse",
            Outcome.HOLDS if holds else Outcome.IN_PART,
            f"P*(1−f) grows {exponents}; by hard labels at L = {by_m[0]['L']} P* is "
            f"{min(units, default=0):.2g} to {max(units, default=0):.2g} {UNITS['latent']} and "
            f"varies by a factor {latent} in these units, {token} in units of {UNITS['token']}"
            f"{beyond}; with the most strings a probe reads {plateau:.3f} of the top latents, and "
            f"of the classes {share:.3f} times as many as from true latents; {merged} of "
            f"{len(ends)} networks have merged two classes, {split} use more codes than classes, "
            f"{broken} broke off",
        )
    ]


def _crossing(curves: Curves) -> Curves:
    """Those whose mean passes ½ within the strings tried, from below and for good."""
    return {p: its for p, its in curves.items() if 0 < threshold_of(*its) < np.inf}


def _exponent(letter: str, rows: Sequence[Row], height: Callable[[Row], float]) -> str:
    """Of P*(1−f), and over which sizes."""
    curves = _crossing(curves_of(rows, height))
    if len(curves) < 2:
        return f"{letter}^?"
    among = ", ".join(str(getattr(p, letter)) for p in curves)
    return f"{letter}^{exponent_in(letter, curves)} ({letter} = {among})"


def draw(rows: Sequence[Row]) -> Figure:
    """Curves of the probe and of hard labels in the paper's units, and P* against m."""
    fig, (left, middle, right) = figure(columns=3)
    by_m = varied(rows, "m")
    draw_curves(left, curves_of(by_m, _probe), "m", "class probe")
    draw_curves(middle, curves_of(by_m, _hard), "m", "hard labels, top level")
    left.legend()
    _draw_thresholds(right, thresholds(_crossing(curves_of(by_m, _hard))))
    return fig


def _draw_thresholds(axis: Axes, stars: Mapping[RHMParams, Estimate]) -> None:
    axis.set(xlabel="m", ylabel="P* (half accuracy)")
    if not stars:
        say_empty(axis, "nowhere half right")
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


def _probe(record: Row) -> float:
    return float(record["class_probe"])


def _hard(record: Row) -> float:
    return float(record["accuracy"][-1])


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

"""All pictures: the paper's figures over the paper's own points, and one of each experiment.

One module for each picture of stored rows. Each has
    TITLE          a few words,
    CAPTION        what it shows,
    EXPERIMENTS    names of the experiments whose rows it shows; none for a diagram,
    data(rows)     all that is shown, as numbers and names, from the rows of each of EXPERIMENTS,
    draw(data)     the picture,
    DRAWN          where not all rows of an experiment are drawn, the function that chooses them,
where rows may be empty: then the paper's points are shown alone. Which experiment a picture shows
is said there alone; which claim it belongs to, in the ledger. `training` and `own_learner` draw
what `ownlatents train` and `ownlatents check` have measured.
"""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

PICTURES: dict[str, tuple[str, ...]] = {
    "1": ("fig01",),
    "2": ("fig02",),
    "3": ("fig03_left", "fig03_right"),
    "4": ("fig04",),
    "5": ("fig05",),
    "6": ("fig06",),
    "7": ("fig07",),
    "8": ("fig08",),
    "9": ("fig09",),
    "10": ("fig10",),
    "11": ("fig11",),
    "12": ("fig12",),
    "13": ("fig13",),
    "14": ("fig14",),
    "regimes": ("regimes",),
    "exponents": ("exponents",),
    "depth": ("depth",),
    "clusterers": ("clusterers",),
    "objectives": ("objectives",),
    "assumptions": ("assumptions",),
    "stability": ("stability",),
    "lemma1": ("lemma1",),
    "concentration": ("concentration",),
    "sufficiency": ("sufficiency",),
    "necessity": ("necessity",),
    "tightness": ("tightness",),
    "success": ("success",),
    "slc_merges": ("slc_merges",),
    "data2vec_online": ("data2vec_online",),
    "data2vec_offline": ("data2vec_offline",),
}
"""Modules by the paper's number of the figure; names are beyond the paper, most of experiments."""


def picture(name: str) -> ModuleType:
    """The module of this name."""
    return import_module(f"ownlatents.paper_figs.{name}")

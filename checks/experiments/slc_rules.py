"""Local learning rules (Fig. 9): where gradients stop, with and without a teacher; and merges."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ownlatents.checks.experiments.experiment import PROFILES, Experiment
from ownlatents.checks.measure.curves import class_probe
from ownlatents.checks.measure.grids import Grid
from ownlatents.checks.measure.training import ended
from ownlatents.checks.measure.verdicts import Outcome, Table, Verdict
from ownlatents.checks.stats.intervals import Estimate, rate
from ownlatents.checks.sweep import Row, Task

RULES = {
    "end to end, teacher": ["stop=none", "aggregator=upgrad"],
    "between modules, teacher": ["stop=modules"],
    "between modules, no teacher": ["stop=modules", "ema=None"],
    "everywhere, no teacher": ["stop=all", "ema=None"],
    "nowhere, no teacher": ["stop=none", "ema=None"],
}
"""Where gradients stop, and whether targets come from a teacher; the last is not in Fig. 9."""

FORMS = {
    "log": ("small", ["pair_loss=log"]),
    "product": ("small", ["pair_loss=product"]),
    "log, best of 4": ("small", ["pair_loss=log", "restarts=4"]),
    "the paper's": (
        "paper",
        ["epochs=1", "least_steps=4000", "every=1000", "patience=None"],
    ),
}
"""Preset and forms of the pair losses, and what may keep classes apart: of restarts the one whose
clustering loss on held-out strings is least. The paper's hyperparameters, with products and UPGrad
throughout, are trained for as many steps as the others."""

_SIZES = {"quick": (8, 2, 2, 3), "full": (8, 3, 2, 3), "paper": (10, 10, 3, 4)}
_STRINGS = {
    "quick": (4.0,),
    "full": (0.5, 1.0, 2.0, 8.0),
    "paper": (0.25, 0.5, 0.7, 1.0, 2.0, 4.0),
}
_GRAMMARS = {"quick": 3, "full": 6, "paper": 3}
_LEARNED, _COLLAPSED = 0.9, 0.5


def tasks(profile: str) -> list[Task]:
    """One batch of networks for each rule, form of the pair losses and number of strings.

    Forms that are not the preset's are tried with the most strings alone.
    """
    quick = ["least_steps=1500"] if profile == "quick" else []
    forms = list(FORMS)[:1] if profile == "quick" else list(FORMS)
    if profile == "paper":  # by margins that move restarts cannot be compared
        forms.remove("log, best of 4")
    return [
        task
        for rule, changes in RULES.items()
        for form, (preset, more) in FORMS.items()
        if form in forms
        for task in Grid(
            [_SIZES[profile]],
            _STRINGS[profile] if form == "log" else _STRINGS[profile][-1:],
            _GRAMMARS[profile],
            preset="large" if (profile, preset) == ("paper", "small") else preset,
            changes=[*changes, *more, *quick],
        ).tasks("slc_rules", 1, rule=rule, form=form)
    ]


def train(tasks: Sequence[Task], *, device: str = "cpu") -> list[Row]:
    """The last records of the networks of each task."""
    return ended(tasks, device)


def judge(rows: Sequence[Row]) -> list[Verdict]:
    """The paper's pattern: the third rule collapses, the others learn."""
    forms = [form for form in FORMS if ends_of(rows, next(iter(RULES)), form)]
    bare, added = list(RULES)[2:5:2]
    ours = {rule: float(np.mean(probes(ends_of(rows, rule, forms[0])))) for rule in RULES}
    learn = all(mean >= _LEARNED for rule, mean in ours.items() if rule not in (bare, added))
    told = ", ".join(f"{mean:.3f} ({rule})" for rule, mean in ours.items())
    shares = ", ".join(f"{share_merged(rows, form)} ({form})" for form in forms)
    return [
        Verdict(
            "slc-rules",
            Outcome.HOLDS if learn and ours[bare] < _COLLAPSED else Outcome.IN_PART,
            f"class probe over its ceiling by where gradients stop, with {forms[0]} in the losses: "
            f"{told}; networks that end with one code at some level: {_collapsed(rows)}; share of "
            f"the networks with a teacher that end with two classes merged: {shares}",
            (_ends(rows, forms),),
        )
    ]


def _ends(rows: Sequence[Row], forms: Sequence[str]) -> Table:
    """How the networks of each rule and form end."""
    found = []
    for form in forms:
        for rule in RULES:
            ends = ends_of(rows, rule, form)
            one_code = sum(min(end["codes"]) <= 1 for end in ends)
            merged = sum(sum(end["merged"]) > 0 for end in ends)
            probe = float(np.mean(probes(ends)))
            found.append((form, rule, len(ends), probe, one_code, merged))
    return Table(
        "Networks at the largest number of strings",
        ("losses", "gradients stop", "networks", "class probe", "with one code", "with merges"),
        tuple(found),
    )


def _collapsed(rows: Sequence[Row]) -> str:
    """How many, by rule and form; only where there are some."""
    found = []
    for rule in RULES:
        for form in FORMS:
            ends = ends_of(rows, rule, form)
            collapsed = sum(min(end["codes"]) <= 1 for end in ends)
            found += [f"{collapsed} of {len(ends)} ({rule}, {form})"] if collapsed else []
    return ", ".join(found) or "none"


def ends_of(rows: Sequence[Row], rule: str, form: str) -> list[Row]:
    """Last records of the networks of one rule and form at the largest number of strings."""
    most = max(row["P"] for row in rows)
    chosen = [row for row in rows if (row["rule"], row["form"], row["P"]) == (rule, form, most)]
    return [records[-1] for row in chosen for records in row["records"]]


def probes(ends: Sequence[Row]) -> list[float]:
    """The class probe of each network over its ceiling.

    A network whose training broke off has learned nothing; it is not left out.
    """
    return [class_probe(end) if end["finite"] else 0.0 for end in ends]


def share_merged(rows: Sequence[Row], form: str) -> Estimate:
    """Share of the networks with a teacher that end with two classes merged."""
    ends = [end for rule in list(RULES)[:2] for end in ends_of(rows, rule, form)]
    return rate(sum(sum(end["merged"]) > 0 for end in ends), len(ends))


EXPERIMENT = Experiment(
    name="slc_rules",
    title="SLC: local rules",
    design=tasks,
    judge=judge,
    train=train,
    profiles=PROFILES,
)

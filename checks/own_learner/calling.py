"""Somebody's callable: found by its name, called, and what it returns checked."""

from __future__ import annotations

import hashlib
import inspect
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ownlatents.errors import InputError
from ownlatents.sim import RHMParams

Learner = Callable[..., Any]
"""`learner(train, test, *, v, s, L, seed)`: what it has learned of `test` from `train`.

Both are int64 arrays of strings, `(P, s^L)` and `(n, s^L)`. It returns a list of arrays, or a
single one, each of one level ℓ = 1 … L−1, told by its width s^(L−ℓ):
    labels           integers `(n, s^(L−ℓ))`, 0 to v−1 in any order, v where unknown;
    representations  floats `(n, s^(L−ℓ), d)`, one vector for each variable.
"""


class LearnerError(InputError):
    """The learner raised: one sentence, and in `trace` where in its own code."""

    def __init__(self, sentence: str, trace: str) -> None:
        super().__init__(sentence, trace)

    def __str__(self) -> str:
        return str(self.args[0])

    @property
    def trace(self) -> str:
        """The traceback of the learner's own code."""
        return str(self.args[1])


def load(name: str) -> Learner:
    """The callable `module:function`, from the current directory or Python's path.

    Raises:
        InputError: there is no such module or function, or it takes other arguments.
        LearnerError: importing the module raised.
    """
    place, _, attribute = name.partition(":")
    if not (place and attribute):
        raise InputError(f"--learner {name}, but module:function was expected")
    here = str(Path.cwd())
    if here not in sys.path:
        sys.path.insert(0, here)
    with _told(f"importing {place}"):
        try:
            module = import_module(place)
        except ModuleNotFoundError as error:
            if error.name and f"{place}.".startswith(f"{error.name}."):
                raise InputError(
                    f"--learner {name}: there is no module {error.name}, but one in {here} or on "
                    "Python's path was expected, as in package.module:function"
                ) from error
            raise
    learner: Learner | None = getattr(module, attribute, None)
    if not callable(learner):
        what = "nothing" if learner is None else f"a {type(learner).__name__}"
        raise InputError(f"--learner {name}: {what} is there, but a function was expected")
    _check_arguments(name, learner)
    return learner


def fingerprint(name: str) -> str:
    """SHA-256 of the file that defines the callable, so that a changed one is another one.

    What that file imports is not looked at.
    """
    learner = load(name)
    module = sys.modules.get(getattr(learner, "__module__", None) or name.partition(":")[0])
    file = getattr(module, "__file__", None)
    if file is None:
        raise InputError(f"--learner {name} has no source, but a function of a file was expected")
    return hashlib.sha256(Path(file).read_bytes()).hexdigest()


def learned(
    name: str, train: NDArray[Any], test: NDArray[Any], p: RHMParams, seed: int
) -> dict[int, NDArray[Any]]:
    """What the learner says of `test` after learning from `train`, by level.

    What it prints goes to standard error.

    Raises:
        LearnerError: it raised.
        InputError: it returned something else than labels or representations.
    """
    learner = load(name)
    with _told(f"{name} ({p}, {len(train)} strings)"):
        answer = learner(train, test, v=p.v, s=p.s, L=p.L, seed=seed)
    parts = list(answer) if isinstance(answer, list | tuple) else [answer]
    found: dict[int, NDArray[Any]] = {}
    for part in parts:
        level, array = _checked(name, part, len(test), p)
        if level in found:
            raise InputError(
                f"{name} returned two arrays of level {level}, but one for each level was expected"
            )
        found[level] = array
    return found


@contextmanager
def _told(what: str) -> Iterator[None]:
    """Errors within are the learner's own; InputErrors are ours. Output is kept off the results."""
    try:
        with redirect_stdout(sys.stderr):
            yield
    except InputError:
        raise
    except (Exception, SystemExit) as error:
        frames = error.__traceback__
        while frames is not None and frames.tb_frame.f_code.co_filename == __file__:
            frames = frames.tb_next
        trace = "".join(traceback.format_exception(error.with_traceback(frames)))
        sentence = " ".join(f"{what} raised {type(error).__name__}: {error}".split())
        raise LearnerError(sentence, trace) from None


def _check_arguments(name: str, learner: Learner) -> None:
    try:
        signature = inspect.signature(learner)
    except ValueError:  # compiled: only a call can tell
        return
    try:
        signature.bind(None, None, v=0, s=0, L=0, seed=0)
    except TypeError as error:
        raise InputError(
            f"--learner {name} takes {signature}, but (train, test, *, v, s, L, seed) was expected"
        ) from error


def _checked(name: str, part: object, n: int, p: RHMParams) -> tuple[int, NDArray[Any]]:
    widths = {p.width(level): level for level in range(1, p.L)}
    try:
        array: NDArray[Any] = np.asarray(part)
    except (ValueError, TypeError, RuntimeError) as error:
        raise InputError(
            f"{name} returned a {type(part).__name__} that is no array ({error}), "
            "but one array for each level was expected"
        ) from error
    kind, shape = array.dtype.kind, array.shape
    labels = kind in "iu" and array.ndim == 2
    vectors = kind == "f" and array.ndim == 3 and shape[2] > 0
    if not (labels or vectors) or shape[0] != n or shape[1] not in widths:
        raise InputError(
            f"{name} returned an array of shape {shape} and type {array.dtype}, but integer "
            f"labels ({n}, w) or float representations ({n}, w, d) were expected, w one of "
            + ", ".join(f"{w} (level {level})" for w, level in widths.items())
        )
    if labels and (array.min() < 0 or array.max() > p.v):
        raise InputError(
            f"{name} returned labels {array.min()} to {array.max()}, "
            f"but 0 to {p.v - 1} were expected, or {p.v} where unknown"
        )
    if vectors and not np.isfinite(array).all():
        raise InputError(f"{name} returned NaN or infinity, but finite numbers were expected")
    return widths[shape[1]], array

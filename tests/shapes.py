"""Shapes and types of arrays are checked in the test run, by jaxtyping and beartype.

Two things differ from what jaxtyping's import hook does by itself. Arguments that are no arrays are
left alone: what can be wrong with them is answered by an `InputError`, which a type check would
forestall. And a call is checked once, where jaxtyping checks its arguments twice for the sake of
messages, and functions without arrays are not wrapped at all: the tests would take far longer.
"""

import functools
import inspect
from contextlib import suppress
from typing import get_args

import jaxtyping
import torch
from beartype import beartype

_same_names = functools.partial(jaxtyping.jaxtyped, "context")  # within a call


def check_shapes(*packages):
    """Check the arrays of packages that are imported from now on."""
    jaxtyping.install_import_hook(packages, "beartype.beartype")
    jaxtyping.jaxtyped = _decorator  # by this name the hook decorates functions and classes


def _decorator(*, typechecker):
    return _checked_class_or_function


def _checked_class_or_function(thing):
    if not inspect.isclass(thing):
        return _checked(thing)
    if "__dataclass_fields__" in vars(thing):
        thing.__init__ = _checked(thing.__init__)
    return thing


def _checked(function):
    annotations = function.__annotations__
    function.__annotations__ = dict(_arrays(function))
    if not function.__annotations__:
        function.__annotations__ = annotations
        return function
    checked = beartype(function)
    function.__annotations__ = annotations

    @functools.wraps(function)
    def call(*arguments, **named):
        if torch.compiler.is_compiling():  # what is compiled is the function alone
            return function(*arguments, **named)
        with _same_names():
            return checked(*arguments, **named)

    return call


def _arrays(function):
    """Those arguments of a function that are arrays or hold some, with their annotations."""
    for name, hint in function.__annotations__.items():
        with suppress(NameError):  # of a class that is not there yet, which is no array
            kind = eval(hint, function.__globals__) if isinstance(hint, str) else hint
            if _has_array(kind):
                yield name, kind


def _has_array(hint):
    if isinstance(hint, list):  # the arguments of a callable
        return any(map(_has_array, hint))
    is_array = isinstance(hint, type) and issubclass(hint, jaxtyping.AbstractArray)
    return is_array or any(map(_has_array, get_args(hint)))

"""What a field may hold stands in its annotation, and is checked when the object is made.

A class under `validated` is a frozen dataclass whose annotations pydantic enforces. Types are
strict: neither "3" nor True is a number, while an int is taken where a float is wanted.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from functools import wraps
from numbers import Integral
from typing import TYPE_CHECKING, Annotated, Any, TypeVar, dataclass_transform

from pydantic import BeforeValidator, ConfigDict, Field, ValidationError
from pydantic.dataclasses import dataclass

from ownlatents.errors import InputError
from ownlatents.validation import shown

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails


def _as_int(value: object) -> object:
    """An integer of another library as an int: seeds and sizes often come out of arrays."""
    return int(value) if isinstance(value, Integral) and not isinstance(value, bool) else value


Integer = Annotated[int, BeforeValidator(_as_int)]
Count = Annotated[Integer, Field(ge=1)]
"""A whole number of at least 1."""
Seed = Annotated[Integer, Field(ge=0, lt=2**63)]
"""A whole number that a 64-bit key holds."""
Number = Annotated[float, Field(allow_inf_nan=False)]
Positive = Annotated[Number, Field(gt=0)]
NonNegative = Annotated[Number, Field(ge=0)]
Share = Annotated[Number, Field(ge=0, lt=1)]
"""A number from 0 to below 1."""

_CONFIG = ConfigDict(extra="forbid", strict=True, arbitrary_types_allowed=True)
_T = TypeVar("_T")


@dataclass_transform(frozen_default=True)
def validated(cls: type[_T]) -> type[_T]:
    """A frozen dataclass that refuses what its annotations do not allow.

    Args:
        cls: annotated fields, as for `dataclasses.dataclass`; a rule about several fields is a
            method under `pydantic.model_validator(mode="after")` that raises an InputError.

    Returns:
        The class; making an object raises an InputError that names the field, its value and what
        was expected.
    """
    made: Any = dataclass(frozen=True, config=_CONFIG)(cls)
    init, names = made.__init__, [field.name for field in fields(made)]

    @wraps(init)
    def checked(self: _T, *args: Any, **kwargs: Any) -> None:
        try:
            init(self, *args, **kwargs)
        except ValidationError as error:
            # The sentence says all that the report of pydantic says.
            raise InputError(_sentence(error.errors()[0], names)) from None

    made.__init__ = checked
    return made


def _sentence(error: ErrorDetails, names: list[str]) -> str:
    """One error of pydantic as one sentence."""
    kind, context = error["type"], error.get("ctx", {})
    if kind == "value_error":  # of a rule about several fields, which is a sentence already
        return str(context["error"])
    where, *inside = error["loc"] or ("",)
    if kind == "unexpected_positional_argument":
        return f"{shown(error['input'])}, but no more than {', '.join(names)} were expected"
    if kind == "unexpected_keyword_argument":
        return f"{where}={shown(error['input'])}, but one of {', '.join(names)} was expected"
    name = names[where] if isinstance(where, int) else where
    name += "".join(f"[{i}]" for i in inside if isinstance(i, int))
    if kind == "missing":
        return f"{name} is missing, but a value was expected"
    known = _EXPECTED.get(kind)
    wanted = known(context) if known else error["msg"].removeprefix("Input should be ")
    return f"{name}={shown(error['input'])}, but {wanted} was expected"


def _plain(bound: float) -> str:
    return str(bound) if isinstance(bound, int) else f"{bound:g}"


_EXPECTED: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "bool_type": lambda _: "true or false",
    "int_type": lambda _: "a whole number",
    "float_type": lambda _: "a number",
    "finite_number": lambda _: "a finite number",
    "greater_than": lambda ctx: (
        "a positive number" if ctx["gt"] == 0 else f"more than {_plain(ctx['gt'])}"
    ),
    "greater_than_equal": lambda ctx: f"at least {_plain(ctx['ge'])}",
    "less_than": lambda ctx: f"less than {_plain(ctx['lt'])}",
    "less_than_equal": lambda ctx: f"at most {_plain(ctx['le'])}",
    "literal_error": lambda ctx: "one of " + ctx["expected"].replace(" or ", ", ").replace("'", ""),
}

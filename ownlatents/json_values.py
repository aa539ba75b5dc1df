"""Contents of JSON documents, which hold neither NaN nor infinity."""

from __future__ import annotations

import math
from dataclasses import is_dataclass
from typing import Any


def json_values(content: Any, *, name_infinities: bool = False) -> Any:
    """The same content in values that JSON has: dataclasses are objects, tuples are lists.

    Args:
        content: any nesting of these, of lists, dicts with text as keys, numbers and text.
        name_infinities: whether an infinite number becomes "inf" or "-inf", rather than None as NaN
            does.

    >>> json_values({"interval": (0.5, math.inf), "share": math.nan})
    {'interval': [0.5, None], 'share': None}
    >>> json_values([-math.inf, 2.0], name_infinities=True)
    ['-inf', 2.0]
    """
    if is_dataclass(content) and not isinstance(content, type):
        content = vars(content)
    if isinstance(content, dict):
        return {key: json_values(x, name_infinities=name_infinities) for key, x in content.items()}
    if isinstance(content, list | tuple):
        return [json_values(x, name_infinities=name_infinities) for x in content]
    if isinstance(content, float) and not math.isfinite(content):
        return str(content) if name_infinities and math.isinf(content) else None
    return content

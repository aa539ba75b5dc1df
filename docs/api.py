"""Write `docs/api.md`, the reference of what can be imported, from the docstrings.

From the root of the checkout: `python docs/api.py`. A test fails while the page is out of step.
"""

from __future__ import annotations

import inspect
import re
from importlib import import_module
from pathlib import Path
from typing import Any

PACKAGES = (
    "ownlatents.sim",
    "ownlatents.theory",
    "ownlatents.models",
    "ownlatents.models.ensemble",
    "ownlatents.models.slc",
    "ownlatents.models.encoder",
    "ownlatents.checks.sweep",
)
PAGE = Path(__file__).with_name("api.md")
_SECTION = re.compile(r"^(Args|Returns|Raises|Attributes|Examples):$")
# An annotation is a string, and so are the names of axes within it: 'int', "Float[Tensor, 'R n']".
_ANNOTATION = re.compile(r"""(: |-> )(['"])(.*?)\2(?=[,)]| =|$)""")
_ITEM = re.compile(r"^ {4}(\S[^:]*): (.*)$")


def reference() -> str:
    """The page: for each package every public name with its signature and docstring."""
    lines = ["# Reference", "", "Generated from the docstrings by `python docs/api.py`.", ""]
    lines += [f"- [`{name}`](#{name.replace('.', '')}): {_first(name)}" for name in PACKAGES]
    for name in PACKAGES:
        module = import_module(name)
        lines += ["", f"## {name}", "", *_prose(inspect.getdoc(module) or "")]
        for public in module.__all__:
            if not inspect.ismodule(thing := getattr(module, public)):
                lines += _entry(public, thing, "###")
    return "\n".join(lines).rstrip() + "\n"


def _first(name: str) -> str:
    return (inspect.getdoc(import_module(name)) or "").splitlines()[0]


def _entry(name: str, thing: Any, mark: str) -> list[str]:
    if not (inspect.isclass(thing) or inspect.isroutine(thing)):
        return ["", f"{mark} {name}", "", f"A constant: `{_shown(thing)}`."]
    lines = ["", f"{mark} {name}", "", "```python", f"{name}{_signature(thing)}", "```"]
    lines += ["", *_prose(inspect.getdoc(thing) or "")]
    if inspect.isclass(thing):
        for member, value in vars(thing).items():
            if not member.startswith("_") and _documented(value):
                lines += _member(f"{name}.{member}", value)
    return lines


def _member(name: str, value: Any) -> list[str]:
    value = getattr(value, "__func__", value)
    called = _signature(value) if inspect.isfunction(value) else ""
    return ["", f"#### {name}", "", f"`{name}{called}`", "", *_prose(inspect.getdoc(value) or "")]


def _documented(value: Any) -> bool:
    kinds = (property, classmethod, staticmethod)
    cached = type(value).__name__ == "cached_property"
    return (inspect.isfunction(value) or isinstance(value, kinds) or cached) and bool(
        inspect.getdoc(value)
    )


def _signature(thing: Any) -> str:
    try:
        text = str(inspect.signature(thing))
    except ValueError:
        return "(…)"
    text = re.sub(r" at 0x[0-9a-f]+", "", text)
    return _ANNOTATION.sub(lambda found: found[1] + found[3].replace("'", '"'), text)


def _shown(thing: Any) -> str:
    text = repr(thing)
    return text if len(text) < 80 else type(thing).__name__


def _prose(text: str) -> list[str]:
    """A docstring as Markdown: sections bold, their items a list, examples as code."""
    lines: list[str] = []
    code = False
    for line in text.splitlines():
        example = line.startswith((">>>", "...")) or (code and line != "")
        if example != code:
            lines += ["```python"] if example else ["```", ""]
        code = example
        if example:
            lines.append(line)
        elif _SECTION.match(line):
            lines += [f"**{line[:-1]}**", ""]
        elif item := _ITEM.match(line):
            lines.append(f"- `{item[1].strip('`')}`: {item[2]}")
        else:
            lines.append(line.strip() if line.startswith("    ") else line)
    return [*lines, "```"] if code else lines


if __name__ == "__main__":
    PAGE.write_text(reference(), encoding="utf-8")

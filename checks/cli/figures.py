"""`ownlatents figures`, the door to the one layer above this one.

Nothing in `checks` may rest on a drawing, so the command itself is in `paper_figs`; the front door
opens it by name when it is called for.
"""

from __future__ import annotations

from importlib import import_module

import click

command: click.Command = import_module("paper_figs.command").command

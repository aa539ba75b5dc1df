"""The command line: one module per command, loaded when it is called."""

from __future__ import annotations

import sys
from importlib import import_module

import click
from rich.console import Console

from ownlatents import __version__
from ownlatents.errors import InputError

_COMMANDS = {
    "verify": "run the main job: measure, judge every claim, write the page",
    "figures": "the figures of the paper, from stored rows or measured now",
    "report": "the page of claims, from stored rows",
    "derive": "a derivation, step by step, verified",
    "threshold": "predicted numbers of strings, by every law",
    "predict": "success curve of one grammar, from its exact law",
    "certify": "how many strings suffice for one grammar, checked by a proof assistant",
    "sweep": "the measurements of one experiment, here or on a cluster",
    "store": "look at stores of rows, check them, merge them",
    "assumptions": "balance and separation of one grammar",
    "sample": "write strings of a grammar to a file",
    "ilc": "recover a hierarchy from a file of strings",
    "train": "a network on strings of a grammar, from a preset",
    "tune": "search the hyperparameters of a network",
    "check": "your own learner: the collapse, and flat in L",
}


class _Commands(click.Group):
    """Loads a command's module only when it is needed, so that the front door opens at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = import_module(f"ownlatents.cli.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(_COMMANDS.items()))


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def cli() -> None:
    """Check "Learn from your own latents and not from tokens" (arXiv:2605.27734) for yourself."""


def main() -> None:
    """Run the command line; bad input is one sentence on standard error and exit status 2."""
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    try:
        status = cli.main(prog_name="ownlatents", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        status = 2
    except (InputError, click.ClickException) as error:
        message = error.format_message() if isinstance(error, click.ClickException) else str(error)
        console.print(f"ownlatents: {message}", markup=False)
        status = 2
    except MemoryError as error:
        reason = f": {error}" if error.args else ""
        console.print(f"ownlatents: out of memory{reason}", markup=False)
        status = 2
    except (KeyboardInterrupt, click.Abort):
        console.print("ownlatents: interrupted")
        status = 130
    sys.exit(status if isinstance(status, int) else 0)

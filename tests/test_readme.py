"""What the README says can be done, done."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest

from ownlatents.checks.ledger.markdown import markdown
from ownlatents.cli import _COMMANDS, cli

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_ledger_is_that_of_the_code():
    begin = README.index("-->\n", README.index("<!-- ledger:")) + len("-->\n")
    assert README[begin : README.index("<!-- end of ledger -->")].strip() == markdown()


def test_the_python_example_runs_and_recovers_the_tree():
    (example,) = re.findall(r"```python\n(.*?)```", README, flags=re.DOTALL)
    assert len([line for line in example.splitlines() if line]) <= 12
    ran = subprocess.run(
        [sys.executable, "-c", example], capture_output=True, text=True, check=True, cwd=ROOT
    )
    balance, found = ran.stdout.splitlines()
    assert re.fullmatch(r"\d+/\d+", balance)
    assert found.startswith("True [")


def test_every_command_is_named_and_every_named_command_exists():
    assert set(re.findall(r"`ownlatents (\w+)", README)) == set(_COMMANDS)


def parse(line):
    """Have the command line understand a command with all its options, without running it."""
    name, *arguments = shlex.split(line)
    # A command keeps the help option of the first context that it is asked for.
    above = click.Context(cli, **cli.context_settings)
    command = cli.get_command(above, name)
    assert command is not None, f"no command {name}"
    if isinstance(command, click.Group):
        name, *arguments = arguments
        command = command.commands[name]
    command.make_context(name, arguments, parent=above)


@pytest.mark.parametrize(
    "line", re.findall(r"^\| `ownlatents ([^`\[]+)", README, flags=re.MULTILINE)
)
def test_every_command_is_understood(line):
    parse(line)


QUICK = ("threshold", "predict", "assumptions", "sample", "ilc")


def test_the_quick_commands_run_one_after_the_other(tmp_path):
    lines = re.findall(r"^\| `ownlatents ([^`\[]+)", README, flags=re.MULTILINE)
    quick = [line for line in lines if line.split()[0] in QUICK]
    assert len(quick) == len(QUICK)
    program = Path(sys.executable).parent / "ownlatents"
    for line in quick:
        ran = subprocess.run(
            [program, *line.split()], capture_output=True, text=True, check=False, cwd=tmp_path
        )
        assert ran.returncode == 0, f"{line}: {ran.stderr}"
        assert ran.stdout


@pytest.mark.parametrize("target", re.findall(r"^    make (\w+)", README, flags=re.MULTILINE))
def test_the_commands_of_the_first_screen_exist(target):
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(), flags=re.MULTILINE)


@pytest.mark.parametrize("path", re.findall(r"\]\(([^):]+)\)", README))
def test_what_is_linked_is_there(path):
    assert (ROOT / path).exists()


def test_no_tracked_text_names_a_place_outside_the_project():
    tracked = subprocess.run(
        ["git", "ls-files", "-z"], capture_output=True, text=True, cwd=ROOT, check=False
    ).stdout.split("\0")
    for name in filter(None, tracked):
        path = ROOT / name
        if path.suffix in (".py", ".md", ".toml", ".txt", ".cff", "") and path.is_file():
            text = path.read_text(encoding="utf-8")
            assert not re.search(r"(?<![\w.])/(work|root|home)/", text), name

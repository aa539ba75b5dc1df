from importlib.metadata import version

import pytest

COMMANDS = (
    "verify",
    "derive",
    "threshold",
    "predict",
    "certify",
    "sweep",
    "assumptions",
    "sample",
    "ilc",
    "check",
)


@pytest.mark.parametrize("flag", ["--help", "-h"])
@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_documents_itself_and_json(ownlatents, command, flag):
    answer = ownlatents(command, flag)
    assert answer.status == 0
    assert answer.err == ""
    assert f"ownlatents {command} [OPTIONS]" in answer.out.splitlines()[0]
    assert "Print JSON and nothing else." in answer.out


def test_the_front_door_lists_the_commands(ownlatents):
    answer = ownlatents("--help")
    assert answer.status == 0
    assert "arXiv:2605.27734" in answer.out
    listed = [line.split()[0] for line in answer.out.split("Commands:")[1].splitlines() if line]
    assert tuple(name for name in listed if name in COMMANDS) == COMMANDS


def test_without_a_command_the_help_is_shown_and_usage_was_bad(ownlatents):
    answer = ownlatents()
    assert answer.status == 2
    assert answer.out.rstrip() == ownlatents("--help").out.rstrip()


def test_the_version_is_that_of_the_package(ownlatents):
    answer = ownlatents("--version")
    assert answer.status == 0
    assert version("ownlatents") in answer.out


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_says_what_it_is_for(ownlatents, command):
    text = ownlatents(command, "--help").out.split("Options:\n")[1]
    options = [line.strip() for line in text.splitlines() if line.startswith("  -")]
    assert options
    # A name, its kind, and something after it; a long name has its text on the next line.
    following = text.splitlines()[1:]
    for line, after in zip(text.splitlines(), [*following, ""], strict=True):
        if line.startswith("  -"):
            told = "  " in line.strip() or after.startswith("       ")
            assert told, f"{line.strip()} of {command} is not explained"

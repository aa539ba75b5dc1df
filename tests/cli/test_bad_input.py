"""Bad arguments at the front door: status 2, one sentence on standard error, nothing written."""

import subprocess
import sys

import pytest

from tests.cli.refusals import SIZES, STRINGS, assert_refused, listing


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nonsense"], ["No such command", "nonsense"]),
        (["--nonsense"], ["No such option", "--nonsense"]),
        (["sample", "--out", "x.npy"], ["--P"]),
        (["sample", *SIZES, "--P", 5], ["--out"]),
        (["ilc", *STRINGS], ["--strings"]),
        (["ilc", "--strings", "x", "--v", 4, "--s", 2], ["--L"]),
        (["assumptions"], ["--v --m --s --L missing"]),
        (["assumptions", "--v", 4, "--s", 2], ["--m --L missing"]),
        (["assumptions", *SIZES[2:], "--v", 1], ["v=1", "at least 2"]),
        (["assumptions", *SIZES, "--m", 0], ["m=0", "at least 1"]),
        (["assumptions", *SIZES, "--m", 5], ["m=5", "v^(s-1)=4"]),
        (["assumptions", *SIZES, "--s", 1], ["s=1", "at least 2"]),
        (["assumptions", *SIZES, "--L", 0], ["L=0", "at least 1"]),
        (["assumptions", *SIZES, "--L", 1], ["L=1", "at least 2"]),
        (["assumptions", *SIZES, "--v", "four"], ["--v", "four"]),
        (["assumptions", *SIZES, "--v", 10**10, "--m", 1], ["2^63"]),
        (["assumptions", *SIZES, "--seed", -1], ["seed=-1"]),
        (["assumptions", *SIZES, "--delta", 0], ["--delta"]),
        (["assumptions", *SIZES, "--delta", "nan"], ["delta"]),
        (["assumptions", *SIZES, "--site", "left"], ["--site", "left", "pooled"]),
        (["assumptions", *SIZES, "--site", "-1"], ["site"]),
        (["assumptions", *SIZES, "--site", 2], ["2", "0 to 1"]),
        (["assumptions", *SIZES, "--place", 2], ["place=2", "0 to 1"]),
        (["assumptions", *SIZES, "--targets", "none"], ["--targets", "none"]),
        (["sample", *SIZES, "--P", 0, "--out", "x.npy"], ["P=0", "at least 1"]),
        (["sample", *SIZES, "--P", 5, "--out", "x.pdf"], ["--out", "x.pdf", ".npz"]),
        (["sample", *SIZES, "--P", 5, "--out", "x.npy", "--latents"], ["--latents", ".npz"]),
        (["sample", *SIZES, "--P", 5, "--out", "x.npy", "--strings-seed", -1], ["seed=-1"]),
        (["sample", *SIZES, "--L", 64, "--P", 5, "--out", "x.npy"], ["L=64"]),
        (
            ["sample", *SIZES, "--P", 5, "--out", "x.npy", "--save-grammar", "x.npy"],
            ["--save-grammar x.npy"],
        ),
        (["train", "slc", *SIZES, "--L", 30, "--P", 5], ["L=30", "s^L"]),
        (["train", "slc", *SIZES, "--L", 1, "--P", 5], ["L=1", "at least 2"]),
        (["threshold", *SIZES, "--L", 3000], ["too large"]),
        (["verify", "--workers", 0], ["--workers"]),
        (["verify", "--profile", "sloppy"], ["--profile", "sloppy"]),
        (["verify", "--profile", "paper"], ["--profile", "paper", "full"]),
    ],
    ids=lambda x: " ".join(map(str, x)),
)
def test_bad_arguments_are_refused(ownlatents, tmp_path, monkeypatch, arguments, words):
    monkeypatch.chdir(tmp_path)
    assert_refused(ownlatents(*arguments), *words)
    assert listing(tmp_path) == {}


# A test may run as root, for whom no folder is read-only: a path below a file fails for everyone.
@pytest.mark.parametrize(
    "arguments",
    [
        ["sample", *SIZES, "--P", 5, "--out", "file/x.npy"],
        ["sample", *SIZES, "--P", 5, "--out", "file/deeper/x.txt"],
        ["verify", "--workers", 1, "--results", "file/results"],
    ],
    ids=lambda x: " ".join(map(str, x)),
)
def test_where_nothing_can_be_written_nothing_is(ownlatents, tmp_path, monkeypatch, arguments):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").write_text("a regular file")
    before = listing(tmp_path)
    assert_refused(ownlatents(*arguments), "file")
    assert listing(tmp_path) == before
    assert (tmp_path / "file").read_text() == "a regular file"


def test_an_existing_file_is_left_as_it_was(ownlatents, tmp_path):
    out = tmp_path / "x.npy"
    out.write_text("precious")
    assert_refused(ownlatents("sample", *SIZES, "--P", 0, "--out", out), "P=0")
    assert_refused(ownlatents("sample", *SIZES, "--P", 5, "--m", 9, "--out", out), "m=9")
    assert out.read_text() == "precious"


@pytest.mark.parametrize("command", [("verify",), ("assumptions", *SIZES)])
def test_an_argument_too_many_is_refused(ownlatents, command):
    assert_refused(ownlatents(*command, "surplus"), "surplus")


def failing(error):
    def raises(*_, **__):
        raise error

    return raises


def test_memory_that_runs_out_is_said_in_a_sentence(ownlatents, monkeypatch):
    lacking = MemoryError("Unable to allocate 74.5 GiB")
    monkeypatch.setattr("ownlatents.theory.threshold", failing(lacking))
    assert_refused(ownlatents("threshold", *SIZES), "out of memory: Unable to allocate 74.5 GiB")
    monkeypatch.setattr("ownlatents.theory.threshold", failing(MemoryError()))
    assert ownlatents("threshold", *SIZES).err == "ownlatents: out of memory\n"


@pytest.mark.parametrize("error", [OverflowError("math range error"), ValueError("wrong")])
def test_an_error_of_ours_is_not_blamed_on_what_was_given(ownlatents, monkeypatch, error):
    monkeypatch.setattr("ownlatents.theory.threshold", failing(error))
    with pytest.raises(type(error)):
        ownlatents("threshold", *SIZES)


def test_a_real_process_shows_no_traceback_either():
    program = (
        "import sys; from ownlatents.cli import main; sys.argv[1:] = ['assumptions', '--v', '1']"
    )
    command = [sys.executable, "-c", f"{program}; main()"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr == (
        "ownlatents: --m --s --L missing: all of --v --m --s --L, or --grammar FILE\n"
    )

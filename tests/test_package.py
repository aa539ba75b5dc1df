"""One import name: what the distributions hold, and what stands beside them."""

import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

import ownlatents

ROOT = Path(__file__).parent.parent


def built(kind, folder):
    """A distribution, built from the files of the checkout without any network."""
    program = f"import setuptools.build_meta as b; print(b.build_{kind}({str(folder)!r}))"
    command = [sys.executable, "-W", "ignore", "-c", program]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return folder / done.stdout.split()[-1]


def needed():
    """Files of the package that are not Python, as paths below `ownlatents`."""
    return {
        "py.typed", "report/page.html", "checks/data/figures.csv", "theory/formal/Theorem2.v",
        "theory/formal/theorems.json", "checks/data/rows/depth.jsonl.gz",
        "models/__init__.pyi", "models/slc/__init__.pyi",
    }  # fmt: skip


@pytest.mark.slow
def test_a_wheel_has_one_name_at_its_top_and_all_that_is_read(tmp_path):
    names = zipfile.ZipFile(built("wheel", tmp_path)).namelist()
    tops = {name.split("/")[0] for name in names}
    assert tops == {"ownlatents", f"ownlatents-{ownlatents.__version__}.dist-info"}
    assert {f"ownlatents/{path}" for path in needed()} <= set(names)


@pytest.mark.slow
def test_an_sdist_builds_the_same_wheel(tmp_path):
    (tmp_path / "unpacked").mkdir()
    with tarfile.open(built("sdist", tmp_path)) as archive:
        assert not [member.name for member in archive if member.issym() or member.islnk()]
        archive.extractall(tmp_path / "unpacked", filter="data")
    (folder,) = (tmp_path / "unpacked").iterdir()
    assert (folder / "ownlatents" / "sim" / "grammar.py").is_file()


def test_a_users_own_folders_of_the_same_names_do_no_harm(tmp_path):
    for name in ("sim", "theory", "models", "checks", "paper_figs"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text("raise ImportError('the user's own')\n")
    program = "from ownlatents.models import ILC; from ownlatents.sim import Grammar; print('ours')"
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.stdout == "ours\n", done.stderr


def test_the_version_is_that_of_the_installation():
    command = [sys.executable, "-m", "ownlatents", "--version"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.split()[-1] == ownlatents.__version__

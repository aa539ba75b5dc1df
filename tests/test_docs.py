"""The pages of `docs` and the scripts of `examples`: run, in step with the code, linked right."""

import importlib.util
import inspect
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.test_readme import ROOT, parse

DOCS = ROOT / "docs"
PAGES = sorted(DOCS.glob("*.md"))

# What each script must say; the numbers themselves are those of other tests.
EXAMPLES = {
    "check_a_grammar.py": r"random: c_bal = \d+/\d+, .*\n(.*\n)*hand-made: .*\n.*void",
    "follow_a_derivation.py": r"wrong steps: 0\nmean .* = 0\.0117",
    "recover_a_tree.py": r"own latents: 1\.00, 1\.00, 1\.00\n.*tokens *: 1\.00, 0\.\d\d, 0\.\d\d",
}


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_scripts_run_and_say_what_they_should(name):
    ran = subprocess.run(
        [sys.executable, "-W", "error", ROOT / "examples" / name],
        capture_output=True, text=True, check=False, cwd=ROOT,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    assert re.search(EXAMPLES[name], ran.stdout), ran.stdout


@pytest.mark.parametrize("path", sorted((ROOT / "examples").glob("*.py")), ids=lambda p: p.name)
def test_every_script_is_short_and_named_on_a_page(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 45
    pages = [*PAGES, ROOT / "README.md"]
    assert any(f"examples/{path.name}" in page.read_text(encoding="utf-8") for page in pages)


def test_the_reference_is_in_step_with_the_docstrings():
    spec = importlib.util.spec_from_file_location("api", DOCS / "api.py")
    api = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(api)
    page = (DOCS / "api.md").read_text(encoding="utf-8")
    assert page == api.reference(), "out of step: run `python docs/api.py`"
    assert " object at 0x" not in page
    for package in api.PACKAGES:
        for name in sys.modules[package].__all__:
            module = inspect.ismodule(getattr(sys.modules[package], name))
            assert (f"\n### {name}\n" in page) is not module


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_what_a_page_links_to_is_there(page):
    for target in re.findall(r"\]\(([^):#]+)\)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target


def commands(page):
    text = (DOCS / page).read_text(encoding="utf-8")
    return re.findall(r"^    ownlatents (.+)$", text, flags=re.MULTILINE)


@pytest.mark.parametrize("line", [*commands("tour.md"), *commands("contributing.md")])
def test_every_command_of_the_pages_is_understood(line):
    parse(line)


RUN = [line for line in commands("tour.md") if line.split()[0] in ("threshold", "sample", "ilc")]
RUN += ["derive tree-distance", "assumptions --grammar grammar.json", "derive --list"]


def test_the_quick_commands_of_the_tour_run_one_after_the_other(tmp_path):
    program = Path(sys.executable).parent / "ownlatents"
    for line in RUN:
        ran = subprocess.run(
            [program, *line.split()], capture_output=True, text=True, check=False, cwd=tmp_path
        )
        assert ran.returncode == 0, f"{line}: {ran.stderr}"
        assert ran.stdout

"""The machine-checked theorems: built and checked with Rocq (Coq), and the axioms they rest on.

`theory/formal` holds the sources; `make proofs` (`python -m ownlatents.theory.proofs`) builds them,
asks Rocq for the axioms of every theorem, and records them in `theorems.json`, which is read where
Rocq is not installed.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path
from shutil import which

FORMAL = Path(__file__).parent / "formal"
RECORDED = FORMAL / "theorems.json"

STANDARD_AXIOMS = frozenset(
    {
        "ClassicalDedekindReals.sig_not_dec",
        "ClassicalDedekindReals.sig_forall_dec",
        "FunctionalExtensionality.functional_extensionality_dep",
        "Classical_Prop.classic",
    }
)
"""Those of the standard library's real numbers; no other may appear."""

_PROGRAMS = {"coqc": "coq", "coq_makefile": "coq", "make": "make"}


class ProofError(Exception):
    """Rocq is missing, or has refused something."""


def missing() -> str | None:
    """What is not installed here and how to get it, in one sentence; None where all is there."""
    lacking = {program: package for program, package in _PROGRAMS.items() if which(program) is None}
    if not lacking and not _libraries():
        lacking = {"Coquelicot": "libcoq-coquelicot"}
    if not lacking:
        return None
    return (
        f"{', '.join(lacking)} not found: install Rocq 8.16 or later with mathcomp-ssreflect and "
        f"Coquelicot (Debian, Ubuntu: apt install coq libcoq-coquelicot make)"
    )


def sources() -> list[Path]:
    """The files of the development, in the order in which they build."""
    lines = (FORMAL / "_CoqProject").read_text(encoding="utf-8").split()
    return [FORMAL / name for name in lines if name.endswith(".v")]


def theorems() -> dict[str, str]:
    """File of every theorem stated in the sources."""
    stated = re.compile(r"^(?:Theorem|Corollary) (\w+)", re.MULTILINE)
    return {
        name: file.name
        for file in sources()
        for name in stated.findall(file.read_text(encoding="utf-8"))
    }


def recorded() -> dict[str, list[str]]:
    """Axioms of every theorem, as Rocq last told them."""
    found: dict[str, list[str]] = json.loads(RECORDED.read_text(encoding="utf-8"))
    return found


def build() -> None:
    """Compile what is not compiled yet; half a minute the first time.

    Raises:
        ProofError: Rocq is missing, or a proof does not check.
    """
    lacking = missing()
    if lacking:
        raise ProofError(lacking)
    _run("coq_makefile", "-f", "_CoqProject", "-o", "Makefile.coq")
    _run("make", "-f", "Makefile.coq", "-j2", "--no-print-directory")


def compiled(file: Path) -> str:
    """What Rocq prints while it checks a file that builds on the development.

    Raises:
        ProofError: the development does not build, or Rocq refuses the file.
    """
    build()
    return _run("coqc", "-w", "none", "-Q", str(FORMAL), "OwnLatents", str(file))


def axioms(names: list[str]) -> dict[str, list[str]]:
    """The axioms that each of these theorems rests on.

    Raises:
        ProofError: a name is not there, or Rocq is missing.
    """
    modules = " ".join(file.stem for file in sources())
    lines = [f"From OwnLatents Require {modules}."]
    for name, file in ((name, theorems().get(name)) for name in names):
        if file is None:
            raise ProofError(f"theorem {name} is not stated in theory/formal")
        lines += [f'Goal True. idtac "theorem {name}". Abort.']
        lines += [f"Print Assumptions OwnLatents.{Path(file).stem}.{name}."]
    with tempfile.TemporaryDirectory() as folder:
        query = Path(folder) / "Query.v"
        query.write_text("\n".join(lines) + "\n", encoding="utf-8")
        said = compiled(query)
    found: dict[str, list[str]] = {}
    for part in said.split("theorem ")[1:]:
        name, _, rest = part.partition("\n")
        listed = re.findall(r"^(\S+?)(?= :|$)", rest.partition("Axioms:\n")[2], re.MULTILINE)
        found[name.strip()] = sorted(listed)
    return found


def main() -> None:
    """Build, check the axioms of every theorem, and record them."""
    try:
        build()
        found = axioms(list(theorems()))
    except ProofError as error:
        sys.exit(f"proofs: {error}")
    for name, its in found.items():
        foreign = set(its) - STANDARD_AXIOMS
        if foreign:
            sys.exit(f"proofs: {name} rests on {', '.join(sorted(foreign))}")
    RECORDED.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    print(
        f"{len(sources())} files, {len(found)} theorems, all proved from the axioms of the "
        f"standard library's real numbers"
    )


@cache
def _libraries() -> bool:
    with tempfile.TemporaryDirectory() as folder:
        query = Path(folder) / "Libraries.v"
        query.write_text(
            "From mathcomp Require all_ssreflect.\nFrom Coquelicot Require Hierarchy.\n"
        )
        return (
            subprocess.run(["coqc", str(query)], capture_output=True, check=False).returncode == 0
        )


def _run(*command: str) -> str:
    done = subprocess.run(command, cwd=FORMAL, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        said = (done.stderr.strip() or done.stdout.strip()).splitlines()
        raise ProofError(" ".join(line.strip() for line in said[-8:]))
    return done.stdout


if __name__ == "__main__":
    main()

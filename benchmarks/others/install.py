"""Installs the other programs into .bench/venv; one that cannot be installed is left out, and the table says so."""

from __future__ import annotations

import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
REQUIREMENTS = ROOT / "benchmarks" / "requirements.txt"
TARGET = ROOT / ".bench" / "venv"


def _install(*what: str) -> bool:
    command = [str(TARGET / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *what]
    return subprocess.run(command, check=False).returncode == 0


def main() -> int:
    """Install all of them at once, or, if that fails, one by one; return the exit status, which is always 0."""
    if not (TARGET / "bin" / "python").exists():
        venv.create(TARGET, with_pip=True)
    if _install("--only-binary", ":all:", "--requirement", str(REQUIREMENTS)):
        return 0
    lines = (line.partition("#")[0].strip() for line in REQUIREMENTS.read_text("utf-8").splitlines())
    for line in filter(None, lines):
        if not _install("--only-binary", ":all:", line):
            print(f"cannot be installed here: {line}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())

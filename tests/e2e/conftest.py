"""Whole commands in fresh processes, as a shop runs them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "samples"


@dataclass(frozen=True)
class Ran:
    """A finished command."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


def environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith("NOTES_ENGINE_")}
    # No test leaves plates in the user's cache, or stamps with those that are there.
    ours = {"COLUMNS": "200", "SOURCE_DATE_EPOCH": "1772445600", "NOTES_ENGINE_CACHE": ""}
    return {**kept, **ours, **(extra or {})}


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., Ran]:
    """Run `notes-engine ARGS…` in a fresh process, by default in an empty folder."""

    def command(
        *arguments: str | Path,
        cwd: Path | None = None,
        stdin: bytes | None = None,
        env: Mapping[str, str] | None = None,
    ) -> Ran:
        finished = subprocess.run(
            [sys.executable, "-m", "notes_engine", *map(str, arguments)],
            cwd=cwd or tmp_path,
            input=stdin if stdin is not None else b"",
            capture_output=True,
            env=environment(env),
            timeout=300,
            check=False,
        )
        return Ran(finished.returncode, finished.stdout.decode("utf-8"), finished.stderr.decode("utf-8"))

    return command


@pytest.fixture
def shop(tmp_path: Path, run: Callable[..., Ran]) -> Path:
    """A new workspace whose facts are set."""
    folder = tmp_path / "shop"
    assert run("init", folder, "--company", "Encore Un Tour SAS", "--live-since", "2018-12").status == 0
    return folder

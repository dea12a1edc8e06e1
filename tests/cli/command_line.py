"""The whole command line, in this process: what it prints and its exit status."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from notes_engine.cli.app import run
from notes_engine.cli.commands import register

if TYPE_CHECKING:
    import pytest


@dataclass(frozen=True)
class Ran:
    """A command that ended."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


class CommandLine:
    """Runs `notes-engine` with arguments."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self.monkeypatch = monkeypatch
        self.capsys = capsys
        monkeypatch.setenv("COLUMNS", "200")
        monkeypatch.delenv("NOTES_ENGINE_WORKSPACE", raising=False)

    def __call__(self, *arguments: object) -> Ran:
        register()
        self.monkeypatch.setattr(sys, "argv", ["notes-engine", *map(str, arguments)])
        self.capsys.readouterr()
        status = run()
        return Ran(status, *self.capsys.readouterr())

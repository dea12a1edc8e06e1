"""`notes-engine doctor`."""

from __future__ import annotations

import ctypes
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.command_line import CommandLine
from tests.notes.example_shop import Shop

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> CommandLine:
    monkeypatch.chdir(tmp_path)
    return CommandLine(monkeypatch, capsys)


def without(monkeypatch: pytest.MonkeyPatch, library: str) -> None:
    real = ctypes.CDLL

    def load(name: str, *rest: Any) -> Any:
        if name == library:
            raise OSError("cannot open shared object file")
        return real(name, *rest)

    monkeypatch.setattr(ctypes, "CDLL", load)


def test_all_well_is_zero_also_outside_a_workspace(command: CommandLine) -> None:
    ran = command("doctor")
    assert (ran.status, ran.err) == (0, "")
    assert all(line.startswith("ok ") for line in ran.out.splitlines())
    assert "workspace" not in ran.out


def test_something_to_mend_is_one_and_says_how(command: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    without(monkeypatch, "libpango-1.0.so.0")
    ran = command("doctor")
    assert ran.status == 1
    lines = ran.out.splitlines()
    at = lines.index("mend libpango-1.0.so.0: libpango-1.0.so.0 is missing")
    assert lines[at + 1].split() == ["→", "sudo", "apt-get", "install", "libpango-1.0-0"]


def test_one_json_object_for_machines(command: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    assert command("doctor", "--json").json["ok"] is True
    without(monkeypatch, "libpango-1.0.so.0")
    ran = command("doctor", "--json")
    assert ran.status == 1
    assert ran.json["ok"] is False
    (ill,) = [check for check in ran.json["checks"] if not check["ok"]]
    assert set(ill) == {"name", "ok", "what", "mend"}
    assert ill["mend"] == "sudo apt-get install libpango-1.0-0"


def test_a_workspace_is_looked_at_where_there_is_one(command: CommandLine, tmp_path: Path) -> None:
    shop = Shop(tmp_path / "shop")
    ran = command("doctor", "--workspace", shop.root)
    assert ran.status == 0
    assert "workspace: shop: the settings can be read" in ran.out


def test_settings_that_cannot_be_read_are_something_to_mend(command: CommandLine, tmp_path: Path) -> None:
    Shop(tmp_path).settings("[company]\nnam = 'x'")
    ran = command("doctor")
    assert ran.status == 1
    assert "notes.toml:2:1: unknown setting 'company.nam'" in ran.out
    assert "did you mean 'name'?" in ran.out


def test_a_named_folder_that_is_no_workspace_is_something_to_mend(command: CommandLine, tmp_path: Path) -> None:
    ran = command("doctor", "--workspace", tmp_path / "nowhere")
    assert ran.status == 1
    assert "notes-engine init" in ran.out


def test_a_mistake_in_the_command_is_two(command: CommandLine) -> None:
    assert command("doctor", "--jsn").status == 2


def test_a_terminal_that_knows_few_characters_stops_nothing(tmp_path: Path) -> None:
    shop = Shop(tmp_path / "ü")
    shop.settings("[company]\nnam = 'é'")
    ran = subprocess.run(
        [sys.executable, "-m", "notes_engine", "doctor", "--workspace", str(shop.root)],
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONIOENCODING": "ascii", "PATH": "/usr/bin:/bin"},
    )
    assert (ran.returncode, ran.stderr) == (1, "")
    assert "\\u2192 did you mean 'name'?" in ran.stdout

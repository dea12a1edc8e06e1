"""The command line's frame: version, help, usage, errors, statuses."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from notes_engine import __version__
from notes_engine.cli import app as frame
from notes_engine.cli.commands import COMMANDS, register
from tests.cli.command_line import CommandLine

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> CommandLine:
    monkeypatch.chdir(tmp_path)
    return CommandLine(monkeypatch, capsys)


def test_the_version(command: CommandLine) -> None:
    ran = command("--version")
    assert (ran.status, ran.out) == (0, f"notes-engine {__version__}\n")


def test_help_names_every_command(command: CommandLine) -> None:
    ran = command("--help")
    assert ran.status == 0
    assert all(name in ran.out for name in COMMANDS)


def test_no_command_shows_the_help_and_is_usage(command: CommandLine) -> None:
    ran = command()
    assert ran.status == 2
    assert "init" in ran.out + ran.err


def test_an_unknown_command_is_usage(command: CommandLine) -> None:
    ran = command("chek")
    assert ran.status == 2
    assert "chek" in ran.err


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (("render", "x.csv", "--split", "orders"), "'orders' is not one of 'none', 'market', 'order'"),
        (("render", "x.csv", "--jobs", "many"), "it is no whole number"),
        (("explain", "x", "--orders", "y", "--line", "0"), "it must be at least 1"),
        (("render",), "Missing argument 'ORDERS'"),
        (("orders", "--colour"), "No such option: --colour"),
    ],
)
def test_wrong_usage_is_told_like_every_error(command: CommandLine, arguments: tuple[str, ...], what: str) -> None:
    ran = command(*arguments)

    assert (ran.status, ran.out) == (2, "")
    first, hint = ran.err.splitlines()
    assert first.startswith("notes-engine: ")
    assert first.endswith(what)
    assert hint == f"hint: notes-engine {arguments[0]} --help shows the usage"


@pytest.mark.parametrize("arguments", [("mine.csv",), ("--workspace", "shop", "mine.csv"), ("mine.csv", "other.csv")])
def test_orders_given_to_check_without_the_option_are_told_where_they_go(
    command: CommandLine, arguments: tuple[str, ...]
) -> None:
    ran = command("check", *arguments)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.splitlines()[-1].endswith(": notes-engine check --orders mine.csv")


@pytest.mark.parametrize(
    ("arguments", "status", "kind"),
    [
        (("render", "nowhere.csv", "--json"), 1, "WorkspaceError"),
        (("render", "--json"), 2, "UsageError"),
        (("render", "x.csv", "--split", "orders", "--json"), 2, "UsageError"),
        (("orders", "nowhere.csv", "--json"), 1, "InputError"),
        (("check", "--json"), 1, "WorkspaceError"),
    ],
)
def test_with_json_an_error_is_one_object_on_standard_output(
    command: CommandLine, arguments: tuple[str, ...], status: int, kind: str
) -> None:
    ran = command(*arguments)

    assert ran.status == status
    assert set(ran.json) == {"error"}
    assert set(ran.json["error"]) == {"kind", "what", "file", "line", "column", "hint"}
    assert ran.json["error"]["kind"] == kind
    assert ran.err.startswith("notes-engine: ")


def test_an_error_cannot_steer_the_terminal(command: CommandLine) -> None:
    ran = command("orders", "a\x1b[2J\u202eb.csv")

    assert ran.status == 1
    assert "a�[2J�b.csv" in ran.err


def test_registering_twice_changes_nothing() -> None:
    register()
    before = len(frame.app.registered_commands)
    register()
    assert len(frame.app.registered_commands) == before == len(COMMANDS)


def test_ctrl_c_is_130(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def interrupted(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(frame, "app", interrupted)
    assert frame.run() == 130
    assert capsys.readouterr() == ("", "")


def test_a_missing_library_sends_to_the_doctor(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def without_pango(*_: Any, **__: Any) -> None:
        raise OSError("cannot load library 'libpango-1.0-0': libpango-1.0-0: cannot open shared object file")

    monkeypatch.setattr(frame, "app", without_pango)
    assert frame.run() == 1
    assert "notes-engine doctor" in capsys.readouterr().err


def test_any_other_trouble_with_files_is_not_taken_for_that(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(frame, "app", broken)
    with pytest.raises(OSError, match="Input/output error"):
        frame.run()


def test_a_status_that_is_no_number_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["notes-engine", "doctor"])
    monkeypatch.setattr(frame, "app", lambda *_, **__: sys.exit("text"))
    assert frame.run() == 1
    monkeypatch.setattr(frame, "app", lambda *_, **__: None)
    assert frame.run() == 0


def test_a_reader_that_goes_away_is_no_error() -> None:
    program = "from notes_engine.cli import main; main()"
    with subprocess.Popen(
        [sys.executable, "-c", program, "tags"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as ran:
        assert ran.stdout
        assert ran.stderr
        ran.stdout.read(1)
        ran.stdout.close()
        assert ran.stderr.read() == ""
    assert ran.returncode == 0


def test_a_command_that_is_named_is_alone_registered() -> None:
    program = (
        "import sys\n"
        "from notes_engine.cli.app import app\n"
        "from notes_engine.cli.commands import register\n"
        "register(sys.argv[1:])\n"
        "print(len(app.registered_commands), 'notes_engine.cli.explain' in sys.modules)\n"
    )

    def registered(*arguments: str) -> str:
        ran = subprocess.run([sys.executable, "-c", program, *arguments], capture_output=True, text=True, check=True)
        return ran.stdout.strip()

    assert registered("render", "explain") == "1 False"
    assert registered("--help") == registered("rendr") == registered() == f"{len(COMMANDS)} True"

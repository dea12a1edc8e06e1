"""`notes-engine init`: a workspace in one command, with or without the facts."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from notes_engine.notes import LOCALES, Workspace
from tests.cli.command_line import CommandLine

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> CommandLine:
    return CommandLine(monkeypatch, capsys)


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A terminal whose user gives these answers, one after the other."""
    answers: list[str] = []
    screen = SimpleNamespace(isatty=lambda: True)
    monkeypatch.setattr("notes_engine.cli.init.sys", SimpleNamespace(stdin=screen, stdout=screen))
    monkeypatch.setattr("typer.prompt", lambda *_args, **_options: answers.pop(0))
    return answers


def test_without_facts_it_succeeds_asks_nothing_and_says_what_is_next(command: CommandLine, tmp_path: Path) -> None:
    folder = tmp_path / "my-shop"
    ran = command("init", folder)
    assert (ran.status, ran.err) == (0, "")
    created = [*(f"created {folder}/templates/{locale}.html" for locale in LOCALES), f"created {folder}/notes.toml"]
    *lines, last = ran.out.splitlines()
    assert lines == created
    assert last.startswith(f"Next: set company.name and company.live_since in {folder}/notes.toml, then: ")
    assert Workspace.open(folder).settings.company.name is None


def test_with_both_facts_the_check_is_clean(command: CommandLine, tmp_path: Path) -> None:
    folder = tmp_path / "my-shop"
    ran = command("init", folder, "--company", "Example Shop", "--live-since", "2018-12")
    assert ran.status == 0
    assert ran.out.splitlines()[-1] == f"Next: notes-engine check --workspace {folder} --orders YOUR-EXPORT.csv"
    checked = command("check", "--workspace", folder)
    assert checked.status == 0
    assert "clean" in checked.out


@pytest.mark.parametrize(
    ("options", "missing"),
    [
        (["--company", "Example Shop"], "company.live_since"),
        (["--live-since", "2018-12"], "company.name"),
        (["--company", "  ", "--live-since", "2018-12"], "company.name"),
    ],
)
def test_one_fact_leaves_the_other_for_later(
    command: CommandLine, tmp_path: Path, options: list[str], missing: str
) -> None:
    assert f"Next: set {missing} in" in command("init", tmp_path / "shop", *options).out


@pytest.mark.parametrize("name", ['The "Best" \\ Shop', "two\nlines", "Магазин 店 😀", "{name}", "[red]x[/red]", "-x"])
def test_any_name_is_kept_as_it_is(command: CommandLine, tmp_path: Path, name: str) -> None:
    assert command("init", tmp_path / "shop", f"--company={name}").status == 0
    assert Workspace.open(tmp_path / "shop").settings.company.name == name


@pytest.mark.parametrize("month", ["2018-13", "13/2018", "2018", "18-12", "Decembre-ish 2018"])
def test_a_month_that_is_none_is_a_mistake_in_the_command(command: CommandLine, tmp_path: Path, month: str) -> None:
    ran = command("init", tmp_path / "shop", "--live-since", month)
    assert ran.status == 2
    assert "--live-since" in ran.err
    assert "2018-12" in ran.err
    assert not (tmp_path / "shop").exists()


def test_a_workspace_is_never_overwritten(command: CommandLine, tmp_path: Path) -> None:
    command("init", tmp_path / "shop", "--company", "First")
    ran = command("init", tmp_path / "shop", "--company", "Second")
    assert ran.status == 1
    assert "is a workspace already" in ran.err
    assert ran.out == ""
    assert Workspace.open(tmp_path / "shop").settings.company.name == "First"


def test_a_folder_must_be_named(command: CommandLine) -> None:
    ran = command("init")
    assert ran.status == 2
    assert "DIR" in ran.err


def test_on_a_terminal_it_asks_for_what_is_not_given(command: CommandLine, tmp_path: Path, terminal: list[str]) -> None:
    terminal += ["Example Shop", "2018-12"]
    assert command("init", tmp_path / "shop").status == 0
    company = Workspace.open(tmp_path / "shop").settings.company
    assert (company.name, company.live_since) == ("Example Shop", "2018-12")
    assert terminal == []


def test_on_a_terminal_enter_leaves_it_for_later(command: CommandLine, tmp_path: Path, terminal: list[str]) -> None:
    terminal += ["", ""]
    ran = command("init", tmp_path / "shop")
    assert ran.status == 0
    assert "Next: set company.name and company.live_since" in ran.out


def test_on_a_terminal_it_does_not_ask_for_what_is_given(
    command: CommandLine, tmp_path: Path, terminal: list[str]
) -> None:
    assert command("init", tmp_path / "shop", "--company", "x", "--live-since", "2018-12").status == 0
    assert terminal == []


def test_it_does_not_ask_before_it_refuses(command: CommandLine, tmp_path: Path, terminal: list[str]) -> None:
    (tmp_path / "notes.toml").write_text("")
    terminal.append("never asked")
    assert command("init", tmp_path).status == 1
    assert terminal == ["never asked"]


@pytest.mark.parametrize("month", ["December 2018", "12/2018", "2018/12", "dicembre 2018"])
def test_a_month_may_be_written_plainly(command: CommandLine, tmp_path: Path, month: str) -> None:
    assert command("init", tmp_path / "shop", "--company", "x", "--live-since", month).status == 0
    assert Workspace.open(tmp_path / "shop").settings.company.live_since == "2018-12"


def test_on_a_terminal_a_mistyped_month_is_asked_for_again(
    command: CommandLine, tmp_path: Path, terminal: list[str]
) -> None:
    terminal += ["Example Shop", "2018-13", "soon", "December 2018"]
    ran = command("init", tmp_path / "shop")
    assert ran.status == 0
    assert "'2018-13' is not a month. Write the year and the month, such as 2018-12." in ran.out
    company = Workspace.open(tmp_path / "shop").settings.company
    assert (company.name, company.live_since) == ("Example Shop", "2018-12")


def test_after_three_attempts_the_month_is_left_for_later_and_the_name_is_kept(
    command: CommandLine, tmp_path: Path, terminal: list[str]
) -> None:
    terminal += ["Example Shop", "a", "b", "c"]
    ran = command("init", tmp_path / "shop")
    assert ran.status == 0
    assert "Left for later." in ran.out
    assert "Next: set company.live_since" in ran.out
    assert Workspace.open(tmp_path / "shop").settings.company.name == "Example Shop"


def test_what_is_next_can_be_pasted_for_any_folder(command: CommandLine, tmp_path: Path) -> None:
    ran = command("init", tmp_path / "my shop", "--company", "x", "--live-since", "2018-12")
    assert f"Next: notes-engine check --workspace '{tmp_path}/my shop' --orders" in ran.out

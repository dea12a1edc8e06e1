"""`notes-engine slots`: what is printed of a report, and the exit status."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from notes_engine.check import slots as room
from notes_engine.check.slot_values import Layout, PrintedValue, SlotReport
from notes_engine.errors import Place
from notes_engine.notes import create_workspace
from tests.cli.command_line import CommandLine

if TYPE_CHECKING:
    from pathlib import Path

LONG = "{% label number %}" + "x" * 100
STAMPED = PrintedValue(Place("/t/fr.html", 3), LONG, "", "stamped", "", "", True, (1, 1, 2), ("No. 1",))
BAKED = PrintedValue(
    Place("/t/base.html", 12),
    "text",
    "order.delivery.lines",
    "baked",
    "it stands in a class",
    "choose few",
    False,
    (),
    (),
)
WELL = Layout(3, "bm-1", True)
ODD = Layout(1, "bm-2", False, "its value is wider than its place", "more room", is_of_value=True)
WRONG = Layout(1, "bm-3", False, "it reflows")


def report(*layouts: Layout) -> SlotReport:
    return SlotReport("fr", "fr.html", True, 5, 1, 9, layouts, (STAMPED, BAKED))


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> CommandLine:
    create_workspace(tmp_path / "shop", company="Example Shop", live_since="2018-12")
    monkeypatch.chdir(tmp_path / "shop")
    return CommandLine(monkeypatch, capsys)


def test_the_table_and_the_reasons(command: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "slot_report", lambda *_, **__: report(WELL, ODD))

    ran = command("slots", "fr")

    assert ran.status == 0
    lines = [" ".join(line.split()) for line in ran.out.splitlines()]
    assert lines[0] == (
        "fr.html: 5 sample orders, 9 layouts, of which the 2 commonest were looked at (4 orders); 1 more are refused"
    )
    assert f"fr.html:3 stamped 3 × on pages 1–2, may break {LONG[:55]}… No. 1" in lines
    assert "base.html:12 baked text of order.delivery.lines" in lines
    assert "baked: it stands in a class" in lines
    assert "→ choose few" in lines
    assert "3 orders like bm-1: stamped" in lines
    assert "1 order like bm-2: this one is typeset: its value is wider than its place" in lines
    assert lines[-2].startswith("Notes like these can be stamped")
    assert lines[-1] == "1 value above is baked: the fewer, the better."


@pytest.mark.parametrize(
    ("layouts", "status", "told"),
    [
        ((WELL, WRONG), 3, "Some of these notes can be stamped"),
        ((WRONG,), 3, "None of these notes can be stamped"),
        ((ODD,), 3, "None of these notes can be stamped"),
        ((WELL,), 0, "Notes like these can be stamped"),
    ],
)
def test_the_exit_status_says_whether_notes_like_these_can_be_stamped(
    command: CommandLine, monkeypatch: pytest.MonkeyPatch, layouts: tuple[Layout, ...], status: int, told: str
) -> None:
    monkeypatch.setattr(room, "slot_report", lambda *_, **__: report(*layouts))

    ran = command("slots", "fr", "orders.csv")

    assert ran.status == status
    assert told in ran.out


def test_json_is_one_object(command: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "slot_report", lambda *_, **__: report(WRONG))

    ran = command("slots", "fr", "--json")

    assert ran.status == 3
    assert ran.json["can_be_stamped"] is False
    assert ran.json["looked_at"][0] == {
        "orders": 1,
        "example": "bm-3",
        "stamped": False,
        "why": "it reflows",
        "hint": "",
        "only_its_values": False,
    }
    assert ran.json["values"][0]["pages"] == [1, 2]
    assert ran.json["values"][0]["places"] == 3


@pytest.mark.parametrize("name", ["FR", "fr-fr", "fr.html", "pt"])
def test_a_locale_that_there_is_not_is_wrong_usage(command: CommandLine, name: str) -> None:
    ran = command("slots", name)

    assert ran.status == 2
    assert "There are: fr, de, it, es, en" in ran.err
    assert ("did you mean fr?" in ran.err) == name.lower().startswith("fr")


def test_an_order_file_that_is_not_there_is_an_error(command: CommandLine) -> None:
    ran = command("slots", "fr", "nothing.csv", "--json")

    assert ran.status == 1
    assert ran.json["error"]["kind"] == "InputError"

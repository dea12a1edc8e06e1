"""`notes-engine orders`: what was read, and what would be refused."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import pytest
import typer
from typer.testing import CliRunner

from notes_engine.cli import orders as module
from notes_engine.cli.orders import orders
from notes_engine.errors import InputError, UsageError, WorkspaceError

if TYPE_CHECKING:
    from pathlib import Path

    from typer.testing import Result

HEADER = [
    "Order Id",
    "Channel reference",
    "SubSource",
    "SKU",
    "Item title",
    "Quantity",
    "Line total",
    "Order total",
    "Currency",
    "Received date",
    "Shipping customer name",
    "Shipping address 1",
    "Shipping town",
    "Shipping country",
]
GOOD = "1,bm-1,Back Market IT,A,Phone,1,9.00,9.00,EUR,2026-03-01 10:00:00,Ada,Via 1,Roma,Italy".split(",")  # noqa: SIM905
BAD = ["2", "bm-2", *GOOD[2:5], "none", *GOOD[6:]]
ODD = ["3", "bm-3", *GOOD[2:7], "8.00", *GOOD[8:]]


def run(*args: str) -> Result:
    app = typer.Typer()
    app.command()(orders)
    return CliRunner().invoke(app, list(args))


@pytest.fixture
def export(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An export of one good order, one bad one and an odd one, in a folder that is no workspace."""
    monkeypatch.chdir(tmp_path)
    return write(tmp_path / "orders.csv", GOOD, BAD, ODD)


def write(path: Path, *rows: list[str]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([HEADER, *rows])
    return path


def test_the_table_says_what_was_read_and_what_was_refused(export: Path) -> None:
    result = run(str(export))
    assert result.exit_code == 3
    line = next(line for line in result.stdout.splitlines() if line.startswith("bm-1"))
    assert line.split() == ["bm-1", "2026-03-01", "Italy", "Back", "Market", "IT", "1", "9.00", "EUR", "ready"]
    assert "bm-2" in result.stdout
    assert "row 3, column Quantity" in result.stdout
    assert "ready, 1 warning(s)" in result.stdout
    assert "do not add up" in result.stdout
    assert result.stdout.rstrip().endswith("2 ready, 1 refused")


def test_all_fine_is_status_0(export: Path) -> None:
    write(export, GOOD)
    result = run(str(export))
    assert result.exit_code == 0
    assert "1 ready, 0 refused" in result.stdout


def test_nothing_but_rejects(export: Path) -> None:
    write(export, BAD)
    result = run(str(export))
    assert result.exit_code == 3
    assert "0 ready, 1 refused" in result.stdout


def test_json_is_one_object(export: Path) -> None:
    result = run(str(export), "--json")
    found = json.loads(result.stdout)
    assert (result.exit_code, found["ready"], found["refused"]) == (3, 2, 1)
    assert found["orders"][0]["reference"] == "bm-1"
    assert found["orders"][0]["total"] == "9.00"
    assert found["orders"][1]["warnings"]
    assert found["rejects"][0]["code"] == "bad-number"
    assert found["rejects"][0]["order_id"] == "2"


def test_what_orders_hold_cannot_steer_the_terminal(export: Path) -> None:
    write(export, ["1", "bm-\x1b[31m[bold]1", *GOOD[2:-1], "Ita\nly"])
    result = run(str(export))
    assert "\x1b" not in result.stdout
    assert "[bold]1" in result.stdout
    assert "Ita ⏎ ly" in result.stdout


def test_a_long_table_is_cut_and_counted(export: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SHOWN", 1)
    write(export, GOOD, ["5", "bm-5", *GOOD[2:]])
    result = run(str(export))
    assert "and 1 more" in result.stdout
    assert "bm-5" not in result.stdout


def test_many_orders_with_one_warning_are_named_in_part(export: Path) -> None:
    write(export, *([str(number), f"bm-{number}", *ODD[2:]] for number in range(10, 20)))
    assert "(10: bm-10, bm-11, bm-12, bm-13, bm-14 …)" in run(str(export)).stdout


def test_an_order_without_amounts_or_address(export: Path) -> None:
    with export.open("w", encoding="utf-8") as file:
        file.write("Order Id,Channel reference,SKU,Quantity\n1,bm-1,A,1\n")
    assert "no address columns" in run(str(export)).stdout
    (export.parent / "notes.toml").write_text("[orders]\nallow_no_address = true\n")
    result = run(str(export))
    assert result.exit_code == 0
    assert "bm-1" in result.stdout


def test_the_settings_are_those_of_the_workspace(export: Path) -> None:
    shop = export.parent / "shop"
    shop.mkdir()
    (shop / "notes.toml").write_text('[orders]\ncolumns = { "Mine" = "Channel reference" }\n')
    export.write_text(export.read_text().replace("Channel reference", "Mine"))
    assert "bm-1" not in run(str(export)).stdout
    assert "bm-1" in run(str(export), "--workspace", str(shop)).stdout


def test_a_folder_that_is_no_workspace_is_an_error(export: Path) -> None:
    result = run(str(export), "--workspace", str(export.parent / "nowhere"))
    assert isinstance(result.exception, WorkspaceError)


def test_an_unreadable_file_is_an_error(export: Path) -> None:
    result = run(str(export.parent / "missing.csv"))
    assert isinstance(result.exception, InputError)


def test_an_unknown_format_is_wrong_usage(export: Path) -> None:
    assert isinstance(run(str(export), "--format", "word").exception, UsageError)
    assert run(str(export), "--format", "linnworks-csv").exit_code == 3

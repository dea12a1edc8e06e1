"""`notes-engine orders`: what was read, and what would be refused."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import pytest
import typer
from typer.testing import CliRunner

from notes_engine.cli import orders_table as module
from notes_engine.cli.orders import orders
from notes_engine.errors import InputError, UsageError, WorkspaceError
from notes_engine.notes import NoteRenderer

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
    "Shipping post code",
    "Paid",
    "On hold",
    "Shipping country",
]
GOOD = [
    "1",
    "bm-1",
    "Back Market IT",
    "A",
    "Phone",
    "1",
    "9.00",
    "9.00",
    "EUR",
    "2026-03-01 10:00:00",
    "Ada",
    "Via 1",
    "Roma",
    "00100",
    "yes",
    "no",
    "Italy",
]
BAD = ["2", "bm-2", *GOOD[2:5], "none", *GOOD[6:]]
ODD = ["3", "bm-3", *GOOD[2:7], "8.00", *GOOD[8:]]
SHOP = """[company]
name = "Example Shop"
live_since = "2018-12"

[markets.sub_sources]
"Back Market IT" = "it-it"
"""


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
    assert line.split() == ["bm-1", "2026-03-01", "Italy", "Back", "Market", "IT", "1", "9.00", "EUR", "read"]
    assert "bm-2" in result.stdout
    assert "row 3, column Quantity" in result.stdout
    assert "read, 1 warning " in result.stdout
    assert "do not add up" in result.stdout
    assert "\n2 read, 1 refused\nwhether their notes can be made is known in a workspace" in result.stdout


def test_all_fine_is_status_0(export: Path) -> None:
    write(export, GOOD)
    result = run(str(export))
    assert result.exit_code == 0
    assert "1 read, 0 refused" in result.stdout


def test_nothing_but_rejects(export: Path) -> None:
    write(export, BAD)
    result = run(str(export))
    assert result.exit_code == 3
    assert "0 read, 1 refused" in result.stdout


def test_json_is_one_object(export: Path) -> None:
    result = run(str(export), "--json")
    found = json.loads(result.stdout)
    assert (result.exit_code, found["read"], found["ready"], found["refused"]) == (3, 2, None, 1)
    assert (found["unknown_columns"], found["obstacle"]) == ({}, None)
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


def test_columns_that_are_not_read_are_listed(export: Path) -> None:
    lines = export.read_text().splitlines()
    export.write_text("\n".join([lines[0] + ",Margin,Col\x1bour", lines[1] + ",,"]))
    assert f"columns that are not read, in {export}: 'Margin', 'Col\\x1bour'\n" in run(str(export)).stdout
    assert json.loads(run(str(export), "--json").stdout)["unknown_columns"] == {str(export): ["Margin", "Col\x1bour"]}


def test_a_renamed_column_of_the_address_is_told_once_for_all_orders(export: Path) -> None:
    write(export, *([str(number), f"bm-{number}", *GOOD[2:]] for number in range(10, 20)))
    export.write_text(export.read_text().replace("Shipping town", "Town of shipping"))
    result = run(str(export))
    assert result.exit_code == 3
    assert result.stdout.count("the export has address columns, but no column 'Shipping town' (10 orders)") == 1
    assert '"Town of shipping" = "Shipping town"' in result.stdout
    assert f"  bm-14  {export} row 6\n  … and 5 more" in result.stdout


# In a workspace


@pytest.fixture
def shop(export: Path) -> Path:
    (export.parent / "notes.toml").write_text(SHOP)
    return export


def test_a_workspace_shows_the_number_and_the_language_of_each_note(shop: Path) -> None:
    write(shop, GOOD)
    result = run(str(shop))
    assert result.exit_code == 0
    line = next(line for line in result.stdout.splitlines() if line.startswith("bm-1"))
    assert line.split() == ["bm-1", "1", "it", "2026-03-01", "Italy", "it-it", "1", "9.00", "EUR", "ready"]
    assert result.stdout.endswith("\n1 ready, 0 refused\n")
    (order,) = json.loads(run(str(shop), "--json").stdout)["orders"]
    assert (order["number"], order["locale"], order["market"]) == ("1", "it", "it-it")


def test_what_render_would_refuse_is_refused_here(shop: Path) -> None:
    write(shop, GOOD, ["7", "FR7", *GOOD[2:]])
    result = run(str(shop))
    assert result.exit_code == 3
    assert "the order number is empty: this reference starts with 'FR'" in result.stdout
    assert f"  FR7  {shop} row 3\n" in result.stdout
    found = json.loads(run(str(shop), "--json").stdout)
    assert (found["read"], found["ready"], found["refused"]) == (2, 1, 1)


def test_the_warnings_are_those_of_the_note(shop: Path) -> None:
    (shop.parent / "notes.toml").write_text(SHOP.partition("[markets")[0])
    write(shop, GOOD)
    result = run(str(shop))
    assert "ready, 1 warning " in result.stdout
    assert "warning: the market it-it was guessed from the delivery country (1: bm-1)\n  add under" in result.stdout


def test_a_shop_whose_facts_are_open_is_told_that_render_would_not_start(shop: Path) -> None:
    (shop.parent / "notes.toml").write_text(SHOP.replace('name = "Example Shop"\n', ""))
    write(shop, GOOD)
    result = run(str(shop))
    assert "1 ready, 0 refused\nrender would not start yet: " in result.stdout
    assert json.loads(run(str(shop), "--json").stdout)["obstacle"]["what"]


def test_with_a_broken_template_orders_are_only_read(shop: Path) -> None:
    (shop.parent / "templates").mkdir()
    (shop.parent / "templates/it.html").write_text("{% if %}")
    write(shop, GOOD, ["7", "FR7", *GOOD[2:]])
    result = run(str(shop))
    assert result.exit_code == 0
    assert "\n2 read, 0 refused\nrender would not start yet: " in result.stdout


def test_a_fault_of_ours_is_a_refusal_that_says_so(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(NoteRenderer, "render", fail)
    write(shop, GOOD)
    result = run(str(shop))
    assert result.exit_code == 3
    assert "notes-engine failed with ZeroDivisionError" in result.stdout


def test_a_folder_that_is_no_workspace_is_an_error(export: Path) -> None:
    result = run(str(export), "--workspace", str(export.parent / "nowhere"))
    assert isinstance(result.exception, WorkspaceError)


def test_an_unreadable_file_is_an_error(export: Path) -> None:
    result = run(str(export.parent / "missing.csv"))
    assert isinstance(result.exception, InputError)


def test_an_unknown_format_is_wrong_usage(export: Path) -> None:
    assert isinstance(run(str(export), "--format", "word").exception, UsageError)
    assert run(str(export), "--format", "linnworks-csv").exit_code == 3

"""`notes-engine tags`: the most asked question of every tool of this kind."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
import typer
from typer.testing import CliRunner

from notes_engine.cli.explain import explain
from notes_engine.cli.tags import tags
from notes_engine.orders import TAGS

if TYPE_CHECKING:
    from pathlib import Path

    from typer.testing import Result

ORDER = {
    "OrderId": "a",
    "NumOrderId": 1,
    "Processed": True,
    "GeneralInfo": {"SecondaryReference": "bm-\x1b[31m1", "ReceivedDate": "2026-03-01T10:00:00Z"},
    "CustomerInfo": {"Address": {"FullName": "Ada", "Address1": "Via 1", "Town": "Roma"}},
    "TotalsInfo": {"TotalCharge": 9.50, "Currency": "EUR"},
    "Items": [{"SKU": "A", "Title": "Phone " * 30, "Quantity": 2, "CostIncTax": 9.50}],
    "ExtendedProperties": [{"Name": "Gift", "Value": "yes"}, {"Name": "", "Value": "x"}, {"Name": "SKU", "Value": "x"}],
}


def run(*args: str) -> Result:
    app = typer.Typer()
    app.command()(tags)
    return CliRunner().invoke(app, list(args))


@pytest.fixture
def export(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "orders.json"
    unpaid = {**ORDER, "OrderId": "b", "GeneralInfo": {"SecondaryReference": "no", "Status": 0}}
    path.write_text(json.dumps([unpaid, ORDER]))
    return path


@pytest.mark.usefixtures("export")
def test_every_tag_is_listed_with_its_meaning() -> None:
    result = run()
    assert result.exit_code == 0
    for tag in TAGS:
        assert f"[{{{tag.name}}}]" in result.stdout
    assert "sample" not in result.stdout.splitlines()[0]
    assert "The line's tax rate in percent." in result.stdout


def test_with_orders_each_tag_has_its_first_value(export: Path) -> None:
    result = run(str(export))
    assert result.exit_code == 0
    assert "bm-\N{REPLACEMENT CHARACTER}[31m1" in result.stdout
    assert "2026-03-01" in result.stdout
    assert "…" in result.stdout, "a long title is cut"
    assert "[{gift}]" in result.stdout
    assert "Extended property of these orders" in result.stdout


def test_in_a_pipe_cut_and_grep_can_use_it(export: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    evil = {"SecondaryReference": "a\tb\nc\x1b[31m", "ReceivedDate": "2026-03-01T10:00:00Z"}
    export.write_text(json.dumps([{**ORDER, "GeneralInfo": evil}]))

    lines = [line.split("\t") for line in run(str(export)).stdout.splitlines()]

    assert lines[0] == ["tag", "kind", "where", "meaning", "sample", "other names"]
    assert {len(line) for line in lines} == {6}
    assert next(line for line in lines if line[0] == "[{SecondaryReference}]")[4] == "a b ⏎ c�[31m"


def test_on_a_terminal_it_is_a_table(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("TERM", "dumb")
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)

    tags()

    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if "\t" in line or len(line) > 100] == []


def test_samples_of_a_long_export_come_from_its_first_orders(export: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    late = {**ORDER, "OrderId": "z", "GeneralInfo": {**ORDER["GeneralInfo"], "ReferenceNum": "9"}}  # type: ignore[dict-item]
    export.write_text(json.dumps([{**ORDER, "OrderId": str(number)} for number in range(3)] + [late]))
    monkeypatch.setattr("notes_engine.cli.tags.ENOUGH", 3)

    result = run(str(export), "--json")

    assert {row["name"]: row["sample"] for row in json.loads(result.stdout)}["ReferenceNum"] is None
    assert result.stderr.startswith("samples come from the first 3 orders: ")
    monkeypatch.setattr("notes_engine.cli.tags.ENOUGH", 4)
    result = run(str(export), "--json")
    assert {row["name"]: row["sample"] for row in json.loads(result.stdout)}["ReferenceNum"] == "9"
    assert result.stderr == ""


def test_json_holds_the_whole_table(export: Path) -> None:
    rows = {row["name"]: row for row in json.loads(run(str(export), "--json").stdout)}
    assert rows["SecondaryReference"]["sample"] == ORDER["GeneralInfo"]["SecondaryReference"]  # type: ignore[index]
    assert rows["TotalCharge"] | {"meaning": "", "aliases": []} == {
        "name": "TotalCharge",
        "aliases": [],
        "kind": "money",
        "scope": "order",
        "meaning": "",
        "sample": "9.5",
    }
    assert rows["Processed"]["sample"] == "true"
    assert rows["Quantity"]["sample"] == "2"
    assert rows["BillingTown"]["sample"] is None
    assert rows["gift"]["sample"] == "yes"
    assert "sample" not in json.loads(run("--json").stdout)[0]


def test_in_a_workspace_a_sample_is_what_the_bare_tag_prints(export: Path) -> None:
    order = ORDER | {"CustomerInfo": {"Address": {"FullName": "Ada", "Town": "Roma", "Country": "Italy"}}}
    export.write_text(json.dumps([order]))
    plain = {row["name"]: row["sample"] for row in json.loads(run(str(export), "--json").stdout)}
    assert (plain["ReceivedDate"], plain["TotalCharge"]) == ("2026-03-01", "9.5")
    (export.parent / "notes.toml").write_text("")
    market = {row["name"]: row["sample"] for row in json.loads(run(str(export), "--json").stdout)}
    for name in ("ReceivedDate", "TotalCharge", "Quantity", "SecondaryReference", "Processed"):
        scope = ["--line", "1"] if name == "Quantity" else []
        app = typer.Typer()
        app.command()(explain)
        label = f"[{{{name}}}]"
        explained = CliRunner().invoke(app, [label, "--orders", str(export), *scope, "--json"])
        assert market[name] == json.loads(explained.stdout)["value"], name
    assert market["TotalCharge"] == "9,50\u00a0€"
    assert market["ReceivedDate"] != plain["ReceivedDate"]


def test_extended_properties_that_the_settings_declare_are_tags(export: Path) -> None:
    (export.parent / "notes.toml").write_text('[orders]\nextended = ["Gift", "SKU"]\n')
    rows = [row for row in json.loads(run(str(export), "--json").stdout) if row["name"].casefold() in ("gift", "sku")]
    assert [(row["name"], row["sample"]) for row in rows] == [("SKU", "A"), ("Gift", "yes")]

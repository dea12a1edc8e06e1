"""`notes-engine explain`."""

from __future__ import annotations

import io
import json
import sys
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from notes_engine.cli.app import run
from notes_engine.cli.commands import register
from notes_engine.formula.functions import LIBRARY

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SEED = 'EVAL{BEGIN}IIF[contains["bm-",[{SecondaryReference}]], Replace[[{SecondaryReference}],"bm-",""], ""]{END}'


class Ran(NamedTuple):
    status: int
    out: str
    err: str


@pytest.fixture
def explain(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Callable[..., Ran]:
    """Return what runs the command in an empty folder, as the program does."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NOTES_ENGINE_WORKSPACE", raising=False)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1706659200")  # 31 January 2024
    register()

    def go(*arguments: str, stdin: bytes = b"") -> Ran:
        monkeypatch.setattr(sys, "argv", ["notes-engine", "explain", *arguments])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        status = run()
        printed = capsys.readouterr()
        return Ran(status, printed.out, printed.err)

    return go


def bm_order(order_id: int = 205894893, **fields: Any) -> dict[str, Any]:
    address = {
        "first_name": "Marie", "last_name": "Duchamp", "street": "1 rue A", "postal_code": "75001", "city": "Paris",
        "country": "FR", "email": "marie@example.invalid", "phone": "1",
    }  # fmt: skip
    line = {"id": 1, "product": "Phone", "listing": "IPH-12", "quantity": 2, "price": "199.90", "state": 2}
    return {
        "order_id": order_id, "state": 3, "date_creation": "2024-01-30T10:00:00Z",
        "date_payment": "2024-01-30T10:01:00Z",
        "price": "199.90", "shipping_price": "0", "currency": "EUR", "country_code": "fr-fr",
        "shipping_address": address, "billing_address": address, "orderlines": [line], **fields,
    }  # fmt: skip


@pytest.fixture
def orders(tmp_path: Path) -> str:
    """Return an export of two orders."""
    path = tmp_path / "orders.json"
    path.write_text(json.dumps({"results": [bm_order(), bm_order(7), bm_order(8, state=0)]}), encoding="utf-8")
    return str(path)


def test_shows_the_tree_with_values_and_the_result(explain: Callable[..., Ran]) -> None:
    ran = explain(f"n° {SEED}", "--set", "SecondaryReference=bm-7")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.splitlines()[1:] == [
        '├── text "n° "',
        f'└── {SEED[11:-5]} → "7"',
        '    ├── contains["bm-",[{SecondaryReference}]] → true',
        '    │   ├── "bm-"',
        '    │   └── [{SecondaryReference}] → "bm-7"',
        '    ├── Replace[[{SecondaryReference}],"bm-",""] → "7"',
        '    │   ├── [{SecondaryReference}] → "bm-7"',
        '    │   ├── "bm-"',
        '    │   └── ""',
        '    └── "" → not evaluated',
        "prints: n° 7",
    ]


def test_an_empty_text_is_a_value(explain: Callable[..., Ran]) -> None:
    ran = explain(SEED, "--set", "SecondaryReference=7")
    assert ran.status == 0
    assert "prints: \n(an empty text)" in ran.out
    ran = explain(SEED, "--set", "SecondaryReference=7", "--json")
    assert (ran.status, json.loads(ran.out)["value"]) == (0, "")


def test_as_json_the_value_is_a_string_whatever_it_was(explain: Callable[..., Ran]) -> None:
    shown = json.loads(explain("EVAL{BEGIN}1 + 1{END}", "--json").out)
    assert shown["value"] == "2"
    assert shown["tags"] == {}
    assert shown["tree"]["children"][0]["value"] == "2"


@pytest.mark.parametrize(
    ("setting", "formula", "value"),
    [
        ("TotalCharge=5.50", "[{TotalCharge}] * 2", "11"),
        ("TotalCharge=many", "concat[[{TotalCharge}]]", "many"),
        ("ReceivedDate=2024-01-31", "dateadd[[{ReceivedDate}], 'd', 1]", "2.1.2024"),
        ("ReceivedDate=soon", "concat[[{ReceivedDate}]]", "soon"),
        ("Processed=TRUE", "not[[{Processed}]]", "false"),
        ("Processed=perhaps", "concat[[{Processed}]]", "perhaps"),
        ("[{Source}]=a=b", "[{Source}]", "a=b"),
        ("N=5", "concat[[{N}], 'x']", "5x"),
        ("SecondaryReference=", "isnullorempty[[{SecondaryReference}]]", "true"),
        ("SKU=IPH-12", "[{SKU}]", "IPH-12"),
    ],
)
def test_a_set_value_has_its_tags_kind_where_it_reads_as_one(
    explain: Callable[..., Ran], setting: str, formula: str, value: str
) -> None:
    ran = explain(f"EVAL{{BEGIN}}{formula}{{END}}", "--set", setting, "--json")
    assert ran.status == 0, ran.err
    assert json.loads(ran.out)["value"] == value


def test_a_formula_error_is_drawn_and_exits_1(explain: Callable[..., Ran]) -> None:
    ran = explain("EVAL{BEGIN}len['a'{END}")
    assert (ran.status, ran.out) == (1, "")
    assert "the `[` of `len` is never closed" in ran.err
    assert "^^^^" in ran.err


def test_a_value_that_fails_shows_the_tree_and_the_error(explain: Callable[..., Ran]) -> None:
    ran = explain("EVAL{BEGIN}1 + 6 / 0{END}")
    assert ran.status == 1
    assert "1 + 6 / 0 → not evaluated" in ran.out
    assert "prints" not in ran.out
    assert "division by zero" in ran.err


@pytest.mark.parametrize("label", ["EVAL{BEGIN}1/0{END}", "EVAL{BEGIN}foo[1]{END}"])
def test_an_error_as_json(explain: Callable[..., Ran], label: str) -> None:
    ran = explain(label, "--json")
    assert ran.status == 1
    error = json.loads(ran.out)["error"]
    assert (error["line"], error["file"]) == (1, "<label>")
    assert error["kind"].startswith("Formula")


def values_of(part: dict[str, Any]) -> list[Any]:
    assert ("value" in part) is part["evaluated"]
    assert ("type" in part) is part["evaluated"]
    return [part.get("value", "")] + [value for child in part["children"] for value in values_of(child)]


def test_a_failing_label_as_json_has_the_error_and_the_tree_so_far(explain: Callable[..., Ran]) -> None:
    ran = explain("EVAL{BEGIN}concat[1 + 1, 6 / 0, now[]]{END}", "--json")
    assert ran.status == 1
    shown = json.loads(ran.out)
    assert set(shown) == {"error", "tags", "tree"}
    assert shown["error"]["what"] == "division by zero"
    assert "2" in values_of(shown["tree"])
    assert "notes-engine: " in ran.err
    assert "division by zero" in ran.err


def test_in_the_json_every_value_is_a_string_and_parts_not_evaluated_have_none(explain: Callable[..., Ran]) -> None:
    formula = "EVAL{BEGIN}iif[isnullorempty[[{Source}]], concat[null, 1, true, now[]], 2]{END}"
    values = values_of(json.loads(explain(formula, "--json").out)["tree"])
    assert all(isinstance(value, str) for value in values)


def test_lists_every_function(explain: Callable[..., Ran]) -> None:
    ran = explain("--functions")
    assert (ran.status, ran.err) == (0, "")
    for function in LIBRARY.values():
        assert f"  {function.usage}  " in ran.out
    assert "round[2.345, 2] → 2.34  (documented by Linnworks)" in ran.out
    rows = json.loads(explain("--functions", "--json").out)
    assert {row["name"] for row in rows} == set(LIBRARY)
    replace = next(row for row in rows if row["name"] == "replace")
    assert [argument["name"] for argument in replace["arguments"]] == ["text", "old", "new"]
    assert replace["origin"] == "documented by Linnworks"
    assert replace["examples"]


def test_a_label_or_the_functions(explain: Callable[..., Ran]) -> None:
    ran = explain()
    assert (ran.status, "--functions" in ran.err) == (2, True)
    ran = explain("x", "--functions")
    assert (ran.status, "takes no label" in ran.err) == (2, True)


def test_the_label_from_standard_input(explain: Callable[..., Ran]) -> None:
    ran = explain("-", "--json", stdin="\ufeffn° EVAL{BEGIN}\n1+1{END}\r\n".encode())
    assert json.loads(ran.out)["value"] == "n° 2"


def test_a_bare_formula_gets_a_hint(explain: Callable[..., Ran]) -> None:
    ran = explain('len["abc"]')
    assert ran.status == 0
    assert 'prints: len["abc"]' in ran.out
    assert 'only text inside EVAL{BEGIN}…{END} is. Did you mean EVAL{BEGIN}len["abc"]{END}?' in ran.err
    assert explain("[a] b").err == ""
    assert explain("Commande[s]").err == ""
    assert "only text inside" in explain("a := 5; a").err


def test_values_from_an_order_with_the_markets_forms(explain: Callable[..., Ran], orders: str) -> None:
    ran = explain(f"{SEED} [{{TotalCharge}}] EVAL{{BEGIN}}[{{TotalCharge}}]{{END}}", "--orders", orders, "--json")
    assert json.loads(ran.out)["value"] == "205894893 199,90\u00a0€ 199.9"
    ran = explain(SEED, "--orders", orders, "--order", "bm-7", "--json")
    assert json.loads(ran.out)["value"] == "7"
    ran = explain(SEED, "--orders", orders, "--order", "7", "--set", "SecondaryReference=bm-x", "--json")
    assert json.loads(ran.out)["value"] == "x"


def test_a_line_of_an_order(explain: Callable[..., Ran], orders: str) -> None:
    ran = explain("[{Quantity}] x [{SKU}]", "--orders", orders, "--line", "1", "--json")
    assert json.loads(ran.out)["value"] == "2 x IPH-12"
    ran = explain("[{SKU}]", "--orders", orders, "--line", "2")
    assert (ran.status, "the order has 1 line" in ran.err) == (2, True)
    ran = explain("[{SKU}]", "--orders", orders)
    assert (ran.status, "belongs to a line" in ran.err) == (1, True)


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (["--set", "nonsense"], 2, "is not TAG=VALUE"),
        (["--set", "=x"], 2, "is not TAG=VALUE"),
        (["--order", "7"], 2, "--order needs --orders"),
        (["--line", "1"], 2, "--line needs --orders"),
        (["--format", "excel"], 2, "--format needs --orders"),
        (["--orders", "ORDERS", "--order", "nine"], 2, "there is no order nine"),
        (["--orders", "ORDERS", "--order", "8"], 1, "order 8 is refused"),
        (["--orders", "ORDERS", "--format", "word"], 2, "'word' is no format"),
        (["--orders", "missing.json"], 1, "missing.json"),
        (["--workspace", "nowhere"], 1, "nowhere is not a workspace"),
    ],
)
def test_wrong_use(explain: Callable[..., Ran], orders: str, arguments: list[str], status: int, message: str) -> None:
    ran = explain("x", *[orders if argument == "ORDERS" else argument for argument in arguments])
    assert ran.status == status
    assert message in ran.err


def test_the_label_and_the_orders_cannot_both_be_standard_input(explain: Callable[..., Ran]) -> None:
    ran = explain("-", "--orders", "-")
    assert (ran.status, "both" in ran.err) == (2, True)


def test_an_export_without_printable_orders(explain: Callable[..., Ran], tmp_path: Path) -> None:
    path = tmp_path / "unpaid.json"
    path.write_text(json.dumps([bm_order(state=0)]), encoding="utf-8")
    ran = explain("x", "--orders", str(path))
    assert (ran.status, "no order that gets a note" in ran.err) == (1, True)


def test_in_a_workspace_only_declared_properties_may_be_set(explain: Callable[..., Ran], tmp_path: Path) -> None:
    (tmp_path / "notes.toml").write_text('[orders]\nextended = ["Gift"]\n', encoding="utf-8")
    ran = explain("[{Gift}]", "--set", "gift=yes", "--json")
    assert json.loads(ran.out) | {"tree": None} == {"value": "yes", "tags": {"Gift": "yes"}, "tree": None}
    ran = explain("x", "--set", "SecondaryReferense=1")
    assert ran.status == 2
    assert "did you mean SecondaryReference?" in ran.err
    ran = explain("x", "--set", "Gift2=1", "--workspace", str(tmp_path))
    assert (ran.status, 'extended = ["Gift2"]' in ran.err) == (2, True)


def test_now_is_source_date_epoch(explain: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch) -> None:
    assert json.loads(explain("EVAL{BEGIN}now[]{END}", "--json").out)["value"] == "1.31.2024"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "soon")
    assert explain("EVAL{BEGIN}now[]{END}").status == 2


def test_a_hostile_value_cannot_steer_the_terminal(explain: Callable[..., Ran]) -> None:
    hostile = "a\x1b[31m[red]:smile:\t\u202eb\x7f\u2028" + "x" * 2000
    ran = explain("[{Source}]", "--set", f"Source={hostile}")
    assert ran.status == 0
    assert not {"\x1b", "\t", "\u202e", "\x7f", "\u2028"} & set(ran.out)
    shown = " ".join(ran.out.split())
    assert "a␛[31m[red]:smile:␉<U+202E>b␡<U+2028>" in shown
    assert "(2021 characters)" in shown or "characters)" in shown
    assert json.loads(explain("[{Source}]", "--set", f"Source={hostile}", "--json").out)["value"] == hostile


def test_an_argument_that_is_no_utf8(explain: Callable[..., Ran]) -> None:
    ran = explain("caf\udce9", "--json")
    assert (ran.status, json.loads(ran.out)["value"]) == (0, "caf\ufffd")
    ran = explain("[{Source}]", "--set", "Source=caf\udce9", "--json")
    assert json.loads(ran.out)["value"] == "caf\ufffd"


def test_a_lone_surrogate_in_an_export_is_good_json(explain: Callable[..., Ran], tmp_path: Path) -> None:
    path = tmp_path / "orders.json"
    path.write_text(json.dumps([bm_order(tracking_number="A\ud800B")]), encoding="utf-8")
    ran = explain("[{PostalTrackingNumber}]", "--orders", str(path), "--json")
    assert ran.status == 0
    assert json.loads(ran.out)["value"][0] == "A"


def test_a_line_tag_in_an_orders_label_sends_to_the_option(explain: Callable[..., Ran], orders: str) -> None:
    ran = explain("[{SKU}]", "--orders", orders)
    assert ran.status == 1
    assert "explain it for a line: --line 1" in ran.err
    assert explain("[{SKU}]", "--orders", orders, "--line", "1").out.endswith("prints: IPH-12\n")

    assert "--orders FILE --line 1, or --set" in explain("[{SKU}]").err
    assert "--line" not in explain("EVAL{BEGIN}[{SKU}] nope{END}").err


def test_the_formats_are_listed(explain: Callable[..., Ran], orders: str) -> None:
    ran = explain("x", "--orders", orders, "--format", "csv")
    assert ran.status == 2
    assert "linnworks-csv" in ran.err
    assert "linnworks-csv" in explain("--help").out


def test_in_a_pipe_a_part_is_a_line(explain: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    value = "word " * 90
    ran = explain("a [{Source}]", "--set", f"Source={value}")
    assert ran.out.splitlines() == [
        "a [{Source}]",
        '├── text "a "',
        f'└── [{{Source}}] → "{value}"',
        f"prints: a {value}",
    ]
    assert "argument" not in explain("--functions").out.splitlines()[0]
    assert any(len(line) > 100 for line in explain("--functions").out.splitlines())

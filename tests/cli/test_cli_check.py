"""`notes-engine check`: exit statuses, what it prints for people and for machines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from notes_engine.notes import LOCALES
from tests.check.exported import exported
from tests.cli.command_line import CommandLine
from tests.notes.example_shop import FACTS, Shop

if TYPE_CHECKING:
    from pathlib import Path

FACT_TEXTS = "{{ company.name }} {{ company.name }} {{ company.name }} {{ company.live_since }}"
TAG = "[{SecondaryReference}]"
SEED = f'EVAL{{BEGIN}}IIF[contains["bm-",{TAG}], Replace[{TAG},"bm-",""], ""]{{END}}'
MAPPED = FACTS + '[markets.sub_sources]\n"Back Market FR" = "fr-fr"\n'


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> CommandLine:
    return CommandLine(monkeypatch, capsys)


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    """A clean shop whose notes are set in no time."""
    shop = Shop(tmp_path / "shop")
    for locale in LOCALES:
        shop.template(f"{{% label number %}}{SEED}{{% endlabel %}} {FACT_TEXTS}", f"{locale}.html")
    shop.settings(MAPPED)
    return shop


def test_clean_is_zero(command: CommandLine, shop: Shop) -> None:
    ran = command("check", "--workspace", shop.root)
    assert (ran.status, ran.err) == (0, "")
    lines = [line.split() for line in ran.out.splitlines() if line.strip()]
    assert lines[0] == ["note", "company", "name", "live", "since"]
    assert lines[1:6] == [[locale, "3", "of", "3", "ok", "1", "of", "1", "ok"] for locale in LOCALES]
    assert lines[6] == ["clean"]


def test_findings_are_one_and_are_drawn_with_their_place_and_hint(command: CommandLine, shop: Shop) -> None:
    shop.template(f"{{% label number %}}{TAG}]{{% endlabel %}} {FACT_TEXTS}")
    shop.settings("[company]\nname = 'Example Shop'")
    ran = command("check", "--workspace", shop.root)
    assert ran.status == 1
    assert f"formula [fr] {shop.root}/templates/fr.html:1:41: " in ran.out
    drawn = ran.out.splitlines()
    caret = next(number for number, line in enumerate(drawn) if line.strip(" |") == "^")
    assert drawn[caret - 1][drawn[caret].index("^") - 1 :].startswith("]]")
    assert "  → " in ran.out
    assert "1 of 1 1 open" in ran.out
    assert ran.out.splitlines()[-1].endswith("findings")


def test_one_finding_is_not_findings(command: CommandLine, shop: Shop) -> None:
    shop.settings(MAPPED + "[ordrs]\n")
    assert command("check", "--workspace", shop.root).out.splitlines()[-1] == "1 finding"


def test_markup_in_a_file_is_shown_as_it_is(command: CommandLine, shop: Shop) -> None:
    shop.settings(MAPPED + '["company[/red]"]\n')
    assert "unknown table [company[/red]]" in command("check", "--workspace", shop.root).out


def test_a_wrong_number_of_places_is_marked(command: CommandLine, shop: Shop) -> None:
    shop.template(f"{{% label number %}}{SEED}{{% endlabel %}}", "it.html")
    ran = command("check", "--workspace", shop.root)
    assert ran.status == 1
    assert ["it", "0", "of", "3", "!", "0", "of", "1", "!"] in [line.split() for line in ran.out.splitlines()]


def test_orders_are_compared_and_counted(command: CommandLine, shop: Shop) -> None:
    path = exported(shop.root / "exports", {"reference": "bmFR1"}, {"status": 0})
    ran = command("check", "--workspace", shop.root, "--orders", path)
    assert ran.status == 1
    assert "references have: 'bmFR' (1); the formula strips 'bm-'" in ran.out
    assert ran.out.splitlines()[-1] == (
        "1 finding, 1 order looked at, 1 refused by its own data (notes-engine orders FILE)"
    )


def test_several_files_of_orders(command: CommandLine, shop: Shop) -> None:
    first, second = (
        exported(shop.root / "exports", {"reference": f"bm-{number}"}, name=f"{number}.json") for number in (1, 2)
    )
    ran = command("check", "--workspace", shop.root, "--orders", first, "--orders", second, "--json")
    assert (ran.status, ran.json["orders"], ran.json["rejected"]) == (0, 1, 1)


def test_fix_says_what_it_mended(command: CommandLine, shop: Shop) -> None:
    path = exported(shop.root / "exports", {"reference": "bmFR1"})
    ran = command("check", "--workspace", shop.root, "--orders", path, "--fix")
    assert ran.status == 0
    assert f"fixed [fr] {shop.root}/templates/fr.html:1:19: the prefix 'bm-' replaced by 'bmFR'" in ran.out
    assert '"bmFR"' in (shop.root / "templates/fr.html").read_text()
    again = command("check", "--workspace", shop.root, "--orders", path, "--fix")
    assert "fixed" not in again.out


def test_one_json_object_for_machines(command: CommandLine, shop: Shop) -> None:
    shop.template(f"{{% label number %}}{TAG}]{{% endlabel %}} {FACT_TEXTS} YOUR COMPANY NAME", "fr.html")
    ran = command("check", "--workspace", shop.root, "--json")
    assert (ran.status, ran.err) == (1, "")
    assert set(ran.json) == {"clean", "placeholders", "findings", "fixed", "orders", "drawn", "rejected", "remarks"}
    assert ran.json["clean"] is False
    assert ran.json["placeholders"]["de"] == {
        "name": {"found": 3, "expected": 3, "open": 0},
        "live_since": {"found": 1, "expected": 1, "open": 0},
    }
    assert [finding["code"] for finding in ran.json["findings"]] == ["formula", "literal"]
    assert ran.json["findings"][1] | {"what": "", "hint": ""} == {
        "code": "literal",
        "locale": "fr",
        "what": "",
        "file": str(shop.root / "templates/fr.html"),
        "line": 1,
        "column": len(f"{{% label number %}}{TAG}]{{% endlabel %}} {FACT_TEXTS} ") + 1,
        "hint": "",
    }


def test_a_clean_json_object(command: CommandLine, shop: Shop) -> None:
    ran = command("check", "--workspace", shop.root, "--json")
    assert (ran.status, ran.json["clean"], ran.json["findings"]) == (0, True, [])


# What could not be looked at


def test_no_workspace_names_init(command: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    ran = command("check")
    assert ran.status == 1
    assert "notes-engine init" in ran.err
    assert command("check", "--workspace", tmp_path / "nowhere").status == 1


def test_the_nearest_workspace_upwards_is_checked(
    command: CommandLine, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    inner = shop.root / "exports" / "march"
    inner.mkdir(parents=True)
    monkeypatch.chdir(inner)
    assert command("check").status == 0


def test_the_workspace_can_be_named_by_the_environment(
    command: CommandLine, shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NOTES_ENGINE_WORKSPACE", str(shop.root))
    assert command("check").status == 0


@pytest.mark.parametrize("text", ["[company", "[company]\nnam = 'x'"])
def test_settings_that_cannot_be_read_are_one_with_their_place(command: CommandLine, shop: Shop, text: str) -> None:
    shop.settings(text)
    ran = command("check", "--workspace", shop.root)
    assert ran.status == 1
    assert f"notes-engine: {shop.root}/notes.toml:" in ran.err
    as_json = command("check", "--workspace", shop.root, "--json")
    assert as_json.status == 1
    assert as_json.json["error"]["kind"] == "SettingsError"
    assert as_json.json["error"]["line"] in (1, 2)


def test_orders_that_cannot_be_read_are_one(command: CommandLine, shop: Shop) -> None:
    ran = command("check", "--workspace", shop.root, "--orders", shop.root / "nothing.csv")
    assert ran.status == 1
    assert "nothing.csv" in ran.err


@pytest.mark.parametrize("arguments", [["--ordres", "x"], ["surplus"], ["--orders"]])
def test_a_mistake_in_the_command_is_two(command: CommandLine, arguments: list[str]) -> None:
    assert command("check", *arguments).status == 2


@pytest.mark.parametrize(
    ("label", "told"),
    [
        ("Order", True),
        ("[{Source}]", True),
        ("[{NumOrderId}]", False),
        ("[{OrderId}]", False),
        ("[{ReferenceNum}]", False),
        ("[{ExternalReference}]", False),
        ("[{My Number}]", False),
    ],
)
def test_a_number_label_without_a_reference_is_a_finding(
    command: CommandLine, shop: Shop, label: str, told: bool
) -> None:
    shop.settings(MAPPED + "[orders]\nextended = ['My Number']\n")
    shop.template(f"{{% label number %}}{label}{{% endlabel %}} {FACT_TEXTS}")
    ran = command("check", "--workspace", shop.root)
    assert ("same-number [fr]" in ran.out) == told

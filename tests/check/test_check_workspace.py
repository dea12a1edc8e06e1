"""The whole check: what it adds up to, with fixes and orders, in the order a shop meets things."""

from __future__ import annotations

import errno
import json
from typing import TYPE_CHECKING

import pytest

from notes_engine.check import Finding, PlaceholderCount, Report, check_workspace
from notes_engine.errors import NotesError, OutputError, Place, TypesetError
from notes_engine.notes import LOCALES
from tests.check.exported import exported
from tests.notes.example_shop import FACTS, NUMBER

if TYPE_CHECKING:
    from pathlib import Path

    from tests.notes.example_shop import Shop

MAPPED = FACTS + '[markets.sub_sources]\n"Back Market FR" = "fr-fr"\n'
FACT_TEXTS = "{{ company.name }} {{ company.name }} {{ company.name }} {{ company.live_since }}"
TAG = "[{SecondaryReference}]"
SEED = f'EVAL{{BEGIN}}IIF[contains["bm-",{TAG}], Replace[{TAG},"bm-",""], ""]{{END}}'


def quick(shop: Shop, label: str = SEED, *locales: str) -> None:
    """Templates that are set in no time, in all locales or in some."""
    for locale in locales or LOCALES:
        shop.template(f"{{% label number %}}{label}{{% endlabel %}} {FACT_TEXTS}", f"{locale}.html")


def codes(report: Report) -> list[tuple[str, str | None]]:
    return [(finding.code, finding.locale) for finding in report.findings]


def test_a_good_workspace_is_clean(shop: Shop) -> None:
    quick(shop)
    report = check_workspace(shop.open())
    assert report.is_clean
    assert [(count.locale, count.name) for count in report.counts] == [
        (locale, name) for locale in LOCALES for name in ("name", "live_since")
    ]


def test_the_packages_own_five_notes_are_clean(shop: Shop) -> None:
    assert check_workspace(shop.open()).findings == ()


@pytest.mark.parametrize(
    ("text", "code", "what", "hint", "line"),
    [
        ("[compny]\nx = 1", "settings", "unknown table [compny]", "did you mean [company]?", 4),
        ("[ordrs]\nx = 1", "settings", "unknown table [ordrs]", "did you mean [orders]?", 4),
        ("[Company]\nx = 1", "settings", "unknown table [Company]", "did you mean [company]?", 4),
        ("[market.locales]\n", "settings", "unknown table [market]", "did you mean [markets]?", 4),
        ("logo = 'x.svg'", "missing-image", "the logo 'x.svg' is not in the workspace", "put the picture there", 4),
        ("phone = 'YOUR COMPANY NAME'", "literal", "the placeholder text 'YOUR COMPANY NAME'", "replace it with", 4),
        ("[[notes.rules]]\nlocale = 'fr'\nwhen = \"[x\"", "settings", "the printing condition of rule 1", "", 6),
    ],
)
def test_what_is_wrong_with_the_settings(shop: Shop, text: str, code: str, what: str, hint: str, line: int) -> None:
    shop.settings(FACTS + text)
    quick(shop)
    (finding, *others) = check_workspace(shop.open(), locales=("fr",)).findings
    assert others == []
    assert finding.code == code
    assert finding.what.startswith(what)
    assert hint in finding.hint
    assert finding.locale is None
    assert finding.place
    assert finding.place.line == line


@pytest.mark.parametrize(
    "text",
    ["[channels.eu]\nx = 1", "[preview]\nport = 1", "[orders]\nprefix = 'x'", "[sync]\nx = 1", "[zzz.x]\n", "[tool.x]"],
)
def test_other_rooms_tables_are_not_looked_at(shop: Shop, text: str) -> None:
    shop.settings(FACTS + text)
    quick(shop)
    assert check_workspace(shop.open(), locales=("fr",)).is_clean


def test_one_broken_note_leaves_the_others_to_be_looked_at(shop: Shop) -> None:
    quick(shop)
    shop.template("{% if %}", "it.html")
    report = check_workspace(shop.open())
    assert codes(report) == [("template", "it")]
    assert {count.locale for count in report.counts} == {"fr", "de", "es", "en"}
    assert not report.is_clean


def test_a_mistake_is_told_once_and_what_else_is_wrong_with_the_note_too(shop: Shop) -> None:
    quick(shop)
    shop.template("{% label number %}[{Sourc}]{% endlabel %}<link rel=stylesheet href='//example.invalid/x.css'>")
    assert codes(check_workspace(shop.open(), locales=("fr",))) == [("formula", "fr")]
    shop.template(f"{NUMBER}YOUR COMPANY NAME{{{{ order.lines[999].sku }}}}")
    assert codes(check_workspace(shop.open(), locales=("fr",))) == [("literal", "fr"), ("sample-note", "fr")]


def test_orders_are_not_looked_at_with_broken_notes(shop: Shop) -> None:
    quick(shop)
    shop.template("{% if %}", "it.html")
    report = check_workspace(shop.open(), orders=[exported(shop.root / "exports", {})])
    assert codes(report) == [("template", "it"), ("orders-skipped", None)]
    assert report.orders == 0


def test_orders_are_compared(shop: Shop) -> None:
    shop.settings(MAPPED)
    quick(shop)
    path = exported(shop.root / "exports", {}, {"reference": "bmFR7"}, {"status": 0})
    told: list[int] = []
    report = check_workspace(shop.open(), orders=[path], progress=told.append)
    assert codes(report) == [("prefix", "fr")]
    assert (report.orders, report.rejected, told) == (2, 1, [1, 2])


def test_the_fix_makes_a_workspace_clean_in_one_go(shop: Shop) -> None:
    shop.settings(MAPPED)
    quick(shop)
    shop.template(
        f"{{% label number %}}{SEED.replace('bm-', 'bm-').replace('{END}', '{END}')}{{% endlabel %}} {FACT_TEXTS}"
    )
    shop.template(f"{{% label number %}}{TAG}]{{% endlabel %}} {FACT_TEXTS}", "de.html")
    path = exported(shop.root / "exports", {"reference": "bmFR1"}, {"reference": "bmFR2"})
    report = check_workspace(shop.open(), orders=[path], fix=True)
    assert report.is_clean
    fixed = [("fixed", "de"), ("fixed", "fr"), ("fixed", None)]
    assert [(finding.code, finding.locale) for finding in report.fixed] == fixed
    assert report.remarks == (
        "the prefix in the templates: fr: changed; de, it, es, en: no order in the export, left as they are",
    )
    assert shop.open().orders.prefix == "bmFR"
    again = check_workspace(shop.open(), orders=[path], fix=True)
    assert (again.is_clean, again.fixed) == (True, ())


def test_without_fix_nothing_is_written(shop: Shop) -> None:
    quick(shop)
    path = shop.template(f"{{% label number %}}{TAG}]{{% endlabel %}} {FACT_TEXTS}")
    before = path.read_bytes()
    assert codes(check_workspace(shop.open(), locales=("fr",))) == [("formula", "fr")]
    assert path.read_bytes() == before


def test_several_prefixes_are_reported_and_not_fixed(shop: Shop) -> None:
    shop.settings(MAPPED)
    quick(shop)
    path = exported(shop.root / "exports", {"reference": "bmFR1"}, {"reference": "FR2"})
    report = check_workspace(shop.open(), orders=[path], fix=True)
    assert codes(report) == [("prefix", "fr")]
    assert report.fixed == ()


def test_a_check_says_the_same_whenever_it_runs(shop: Shop) -> None:
    quick(shop)
    shop.template("{% if %}", "it.html")
    assert check_workspace(shop.open()) == check_workspace(shop.open())


# The report


def test_a_report_for_machines() -> None:
    place = Place("fr.html", 3, 7, 2, "source")
    report = Report(
        counts=(PlaceholderCount("fr", "name", 3, 3, 0), PlaceholderCount("fr", "live_since", 1, 1, 1)),
        findings=(Finding("literal", "what", "hint", "fr", place),),
        fixed=(Finding("fixed", "done"),),
        orders=5,
        rejected=2,
        remarks=("left",),
        drawn=4,
        undrawn=1,
    )
    assert report.as_dict() == {
        "clean": False,
        "placeholders": {
            "fr": {"name": {"found": 3, "expected": 3, "open": 0}, "live_since": {"found": 1, "expected": 1, "open": 1}}
        },
        "findings": [
            {
                "code": "literal",
                "locale": "fr",
                "what": "what",
                "file": "fr.html",
                "line": 3,
                "column": 7,
                "hint": "hint",
            }
        ],
        "fixed": [
            {"code": "fixed", "locale": None, "what": "done", "file": None, "line": None, "column": None, "hint": ""}
        ],
        "orders": 5,
        "drawn": 4,
        "rejected": 2,
        "remarks": ["left"],
    }


@pytest.mark.parametrize(
    ("report", "clean"),
    [
        (Report(), True),
        (Report(fixed=(Finding("fixed", "x"),)), True),
        (Report(findings=(Finding("x", "x"),)), False),
        (Report(counts=(PlaceholderCount("fr", "name", 2, 3, 0),)), False),
        (Report(counts=(PlaceholderCount("fr", "name", 3, 3, 1),)), False),
        (Report(rejected=5), True),
    ],
)
def test_a_report_is_clean_when_there_is_nothing_to_mend(report: Report, clean: bool) -> None:
    assert report.is_clean is clean
    assert report.as_dict()["clean"] is clean


def test_an_error_as_a_finding() -> None:
    place = Place("fr.html", 1, 1)
    finding = Finding.of_error("template", NotesError("what", place=place), "fr")
    assert finding == Finding("template", "what", "", "fr", place)


# The prefix, in templates and settings


def from_back_market(folder: Path, *markets: str) -> Path:
    """Orders as Back Market's API gives them: an id and no prefix."""
    address = {
        "first_name": "X",
        "last_name": "Y",
        "street": "1 Z",
        "city": "Lyon",
        "postal_code": "69002",
        "country": "FR",
    }
    orders = [
        {
            "order_id": str(205894893 + number),
            "state": 9,
            "country_code": market,
            "price": "100.00",
            "currency": "EUR",
            "date_creation": "2026-03-02T09:15:02+00:00",
            "shipping_address": address,
            "orderlines": [
                {"id": 1, "listing": "SKU", "product": "Phone", "quantity": 1, "price": "100.00", "state": 3}
            ],
        }
        for number, market in enumerate(markets)
    ]
    path = folder / "backmarket.json"
    folder.mkdir(exist_ok=True)
    path.write_text(json.dumps({"results": orders}), "utf-8")
    return path


def with_prefix(prefix: str) -> str:
    return f'{MAPPED}\n[orders]\nprefix = "{prefix}"  # the channel\'s\n'


@pytest.mark.parametrize(
    ("references", "prefix"),
    [
        (["bm2-205894893", "bm2-205894894"], "bm2-"),
        (["bmFR-205894893-1", "bmFR-205894894-1"], "bmFR-"),
        (["bm2-205894893"], "bm2-"),
        (["bm2-1", "bm2-2"], "bm2-"),
        (["12345", "67890"], ""),
        (["205894893-1"], ""),
    ],
)
def test_one_fix_puts_any_prefix_into_template_and_settings(shop: Shop, references: list[str], prefix: str) -> None:
    shop.settings(with_prefix("bm-"))
    quick(shop)
    path = exported(shop.root / "exports", *({"reference": reference} for reference in references))
    assert ("prefix", "fr") in codes(check_workspace(shop.open(), orders=[path]))
    fixed = check_workspace(shop.open(), orders=[path], fix=True)
    assert fixed.is_clean
    assert shop.open().orders.prefix == prefix
    assert (shop.root / "notes.toml").read_text().endswith("  # the channel's\n")
    assert check_workspace(shop.open(), orders=[path]).is_clean
    assert check_workspace(shop.open(), orders=[from_back_market(shop.root / "bm", "fr-fr")]).is_clean


def test_a_prefix_whose_removal_would_change_the_number_is_not_written(shop: Shop) -> None:
    quick(shop)
    path = exported(shop.root / "exports", {"reference": "-205894893-1"})
    report = check_workspace(shop.open(), orders=[path], fix=True)
    assert "paste the formula" in next(finding for finding in report.findings if finding.code == "prefix").hint
    assert report.fixed == ()


def test_the_prefix_of_another_country_is_kept_in_the_settings(shop: Shop) -> None:
    shop.settings(with_prefix("bmDE"))
    quick(shop)
    quick(shop, SEED.replace("bm-", "bmDE"), "de")
    path = exported(shop.root / "exports", {"reference": "bmFR205894893"})
    report = check_workspace(shop.open(), orders=[path], fix=True)
    assert [finding.locale for finding in report.fixed] == ["fr"]
    assert shop.open().orders.prefix == "bmDE"


def test_back_markets_json_mends_the_setting_and_never_turns_templates_back(shop: Shop) -> None:
    shop.settings(with_prefix("bm-"))
    quick(shop, SEED.replace("bm-", "bmFR"))
    path = from_back_market(shop.root / "bm", "fr-fr", "de-de")
    (finding,) = check_workspace(shop.open(), orders=[path]).findings
    assert (finding.code, finding.locale) == ("prefix", None)
    assert finding.what == (
        "[orders] prefix puts 'bm-' before Back Market's order ids; the labels of the fr, de notes strip 'bmFR'"
    )
    assert finding.place
    assert finding.place.line == 8
    before = (shop.root / "templates/fr.html").read_bytes()
    report = check_workspace(shop.open(), orders=[path], fix=True)
    assert report.is_clean
    assert [fixed.what for fixed in report.fixed] == ["[orders] prefix 'bm-' replaced by 'bmFR'"]
    assert (shop.root / "templates/fr.html").read_bytes() == before


def test_a_prefix_chosen_in_the_settings_goes_into_templates_that_have_the_default(shop: Shop) -> None:
    shop.settings(with_prefix("bm2-"))
    quick(shop)
    path = from_back_market(shop.root / "bm", "fr-fr", "de-de")
    assert codes(check_workspace(shop.open(), orders=[path])) == [("prefix", "fr"), ("prefix", "de")]
    report = check_workspace(shop.open(), orders=[path], fix=True)
    assert report.is_clean
    assert [finding.locale for finding in report.fixed] == ["fr", "de"]
    assert report.remarks == (
        "the prefix in the templates: fr, de: changed; it, es, en: no order in the export, left as they are",
    )


@pytest.mark.parametrize(("setting", "label"), [("x-", SEED.replace("bm-", "bmFR")), ("x-", TAG)])
def test_two_prefixes_that_somebody_chose_are_reported_and_not_fixed(shop: Shop, setting: str, label: str) -> None:
    shop.settings(with_prefix(setting))
    quick(shop, label, "fr")
    quick(shop, SEED.replace("bm-", setting), "de", "it", "es", "en")
    path = from_back_market(shop.root / "bm", "fr-fr", "de-de")
    report = check_workspace(shop.open(), orders=[path], fix=True)
    assert codes(report) == [("prefix", "fr")]
    assert "in both: under [orders]" in report.findings[0].hint
    assert report.fixed == ()


def test_bare_tags_and_the_default_prefix_become_no_prefix(shop: Shop) -> None:
    quick(shop, TAG)
    path = from_back_market(shop.root / "bm", "fr-fr")
    assert "strip nothing" in check_workspace(shop.open(), orders=[path]).findings[0].what
    assert check_workspace(shop.open(), orders=[path], fix=True).is_clean
    assert shop.open().orders.prefix == ""


def test_a_label_of_another_tag_that_comes_out_empty_is_told(shop: Shop) -> None:
    quick(shop, "[{ReferenceNum}]")
    report = check_workspace(shop.open(), orders=[from_back_market(shop.root / "bm", "fr-fr")])
    assert codes(report) == [("refused", "fr")]


def test_settings_written_in_one_line_are_left_to_the_seller(shop: Shop) -> None:
    shop.settings(f'orders = {{ prefix = "bm-" }}\n{FACTS}')
    quick(shop, SEED.replace("bm-", "bmFR"))
    report = check_workspace(shop.open(), orders=[from_back_market(shop.root / "bm", "fr-fr")], fix=True)
    assert codes(report) == [("prefix", None)]
    assert report.fixed == ()


def test_a_full_temporary_folder_stops_the_check_and_blames_no_template(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    quick(shop)

    def full(*_: object) -> None:
        raise TypesetError("no pages") from OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("notes_engine.check.run.make_sample", full)
    with pytest.raises(OutputError, match="the temporary folder is full"):
        check_workspace(shop.open())

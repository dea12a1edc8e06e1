"""The whole check: what it adds up to, with fixes and orders, in the order a shop meets things."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from notes_engine.check import Finding, PlaceholderCount, Report, check_workspace
from notes_engine.errors import NotesError, Place
from notes_engine.notes import LOCALES
from tests.check.exported import exported
from tests.notes.example_shop import FACTS, NUMBER

if TYPE_CHECKING:
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
    assert [(finding.code, finding.locale) for finding in report.fixed] == [("fixed", "de"), ("fixed", "fr")]
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
        "rejected": 2,
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

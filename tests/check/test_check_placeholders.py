"""How often the sample note prints the company's facts, counted on its pages as a reader would."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from notes_engine.check import PlaceholderCount, check_workspace
from notes_engine.wording import counted
from tests.notes.example_shop import FACTS, NUMBER

if TYPE_CHECKING:
    from notes_engine.check import Report
    from tests.notes.example_shop import Shop

NAME = "YOUR COMPANY NAME"
FACT_TEXTS = "<p>{{ company.name }}, {{ company.name }}, {{ company.name }}, {{ company.live_since }}</p>"
LINES = "{% for line in order.lines %}<p style='margin: 1cm'>{{ line.title }}</p>{% endfor %}"


def look(shop: Shop) -> Report:
    return check_workspace(shop.open(), locales=("fr",))


def counts(report: Report) -> dict[str, tuple[int, int, int]]:
    return {count.name: (count.found, count.expected, count.open) for count in report.counts}


def codes(report: Report) -> list[str]:
    return [finding.code for finding in report.findings]


def test_the_packages_note_prints_the_name_three_times_and_the_date_once_however_long_it_is(shop: Shop) -> None:
    report = look(shop)
    assert counts(report) == {"name": (3, 3, 0), "live_since": (1, 1, 0)}
    assert report.findings == ()
    assert report.is_clean


def test_an_order_number_that_the_pages_do_not_show_is_a_finding(shop: Shop) -> None:
    shop.template(f"<!-- {NUMBER} -->{FACT_TEXTS}")
    (finding,) = look(shop).findings
    assert (finding.code, finding.locale) == ("sample-note", "fr")
    assert finding.what == "the order number is not on the note's pages"


def test_unset_facts_are_found_and_open(shop: Shop) -> None:
    shop.settings("[company]\n")
    report = look(shop)
    assert counts(report) == {"name": (3, 3, 3), "live_since": (1, 1, 1)}
    assert codes(report) == ["placeholder-open", "placeholder-open"]
    assert "3 of 3 places still to be filled in: 'YOUR COMPANY NAME'" in report.findings[0].what
    assert "set company.name in notes.toml" in report.findings[0].hint
    assert not report.is_clean


def test_one_fact_set_leaves_the_other_open(shop: Shop) -> None:
    shop.settings('[company]\nname = "Example Shop"')
    assert counts(look(shop)) == {"name": (3, 3, 0), "live_since": (1, 1, 1)}


@pytest.mark.parametrize(("places", "found"), [("", 0), ("{{ company.name }}", 1), ("{{ company.name }} " * 4, 4)])
def test_another_number_of_places_is_a_finding(shop: Shop, places: str, found: int) -> None:
    shop.template(f"{NUMBER}{places}{{{{ company.live_since }}}}")
    report = look(shop)
    assert counts(report) == {"name": (found, 3, 0), "live_since": (1, 1, 0)}
    assert codes(report) == ["placeholder-count"]
    assert report.findings[0].what == f"company.name is printed {counted(found, 'time')}, not 3"


@pytest.mark.parametrize("style", ["position: running(x)", "position: fixed"])
def test_a_fact_in_a_running_header_is_counted_on_every_page(shop: Shop, style: str) -> None:
    running = f"<style>@page {{ @top-center {{ content: element(x) }} }} .r {{ {style} }}</style>"
    header = f"{running}<div class=r>{{{{ company.name }}}}</div>"
    shop.template(
        f"<body>{header}{NUMBER}{{{{ company.name }}}} {{{{ company.name }}}} {{{{ company.live_since }}}}{LINES}"
    )
    report = look(shop)
    found = counts(report)["name"][0]
    assert found > 3
    assert codes(report) == ["placeholder-count"]
    assert "never in a running header or footer" in report.findings[0].hint


def test_a_fact_in_two_margins_of_a_page_is_counted_twice(shop: Shop) -> None:
    style = "@page { @top-left { content: element(x) } @top-right { content: element(x) } } .r { position: running(x) }"
    shop.template(
        f"<body><style>{style}</style><div class=r>{{{{ company.name }}}}</div>{NUMBER}"
        "{{ company.name }} {{ company.live_since }}"
    )
    assert counts(look(shop))["name"] == (3, 3, 0)


def test_a_fact_in_a_repeated_table_head_is_counted_on_every_page(shop: Shop) -> None:
    rows = "{% for line in order.lines %}<tr><td style='height: 2cm'>x</td></tr>{% endfor %}"
    shop.template(f"{NUMBER}{FACT_TEXTS}<table><thead><tr><th>{{{{ company.name }}}}</th></tr></thead>{rows}</table>")
    assert counts(look(shop))["name"][0] > 4


def test_a_fact_that_is_not_shown_is_not_counted(shop: Shop) -> None:
    shop.template(
        f"{NUMBER}{FACT_TEXTS}<p style='display: none'>{{{{ company.name }}}}</p><!-- {{{{ company.name }}}} -->"
    )
    assert counts(look(shop))["name"] == (3, 3, 0)


def test_a_name_broken_over_lines_is_one_place(shop: Shop) -> None:
    shop.settings('[company]\nname = "Example Shop of Many Long Words"\nlive_since = "2018-12"')
    shop.template(f"{NUMBER}<div style='width: 3cm; font-size: 20pt'>{FACT_TEXTS}</div>")
    report = look(shop)
    assert counts(report)["name"] == (3, 3, 0)
    assert [code for code in codes(report) if code.startswith(("placeholder", "company"))] == []


@pytest.mark.parametrize("typed", [NAME, "YOUR <b>COMPANY</b>\n NAME", "YOUR&#32;COMPANY NAME"])
def test_a_literal_typed_into_the_note_is_found_and_open(shop: Shop, typed: str) -> None:
    shop.template(f"{NUMBER}<p>{{{{ company.name }}}} {{{{ company.name }}}} {typed} {{{{ company.live_since }}}}</p>")
    report = look(shop)
    assert counts(report)["name"] == (3, 3, 1)
    assert sorted(codes(report)) == ["literal", "placeholder-open"]


def test_a_literal_in_a_catalog_is_found_and_open(shop: Shop) -> None:
    shop.catalog(f'msgid "Total"\nmsgstr "{NAME}"\n')
    report = look(shop)
    assert counts(report)["name"] == (4, 3, 1)
    assert set(codes(report)) == {"literal", "placeholder-open", "placeholder-count"}


def test_a_literal_in_the_companys_address_is_found_and_open(shop: Shop) -> None:
    shop.settings(FACTS + f'address = ["{NAME}"]')
    report = look(shop)
    assert counts(report)["name"] == (4, 3, 1)
    assert set(codes(report)) == {"literal", "placeholder-open", "placeholder-count"}


def test_a_literal_where_nothing_prints_is_still_a_finding(shop: Shop) -> None:
    shop.template(f"{NUMBER}{FACT_TEXTS}{{% if order.total < 0 %}}{NAME}{{% endif %}}")
    report = look(shop)
    assert counts(report)["name"] == (3, 3, 0)
    assert codes(report) == ["literal"]


def test_the_title_and_the_metadata_do_not_count(shop: Shop) -> None:
    shop.template(
        f'<html><head><title>{{{{ company.name.text }}}}</title><style>p{{}}</style><meta name=author content="{NAME}">'
        f"<title>{NAME}</title></head><body>{NUMBER}{FACT_TEXTS}</body></html>"
    )
    report = look(shop)
    assert counts(report)["name"] == (3, 3, 0)
    assert codes(report) == ["literal", "literal"]


def test_equal_text_in_the_notes_own_words_does_not_count(shop: Shop) -> None:
    shop.settings('[company]\nname = "Total"\nlive_since = "2018-12"')
    assert counts(look(shop)) == {"name": (3, 3, 0), "live_since": (1, 1, 0)}


def test_equal_text_in_the_buyers_data_does_not_count(shop: Shop) -> None:
    shop.settings('[company]\nname = "Alex Example"\nlive_since = "2026-03"')
    assert counts(look(shop)) == {"name": (3, 3, 0), "live_since": (1, 1, 0)}


@pytest.mark.parametrize("value", ["uppercase", "lowercase"])
def test_the_name_in_another_case_is_a_finding(shop: Shop, value: str) -> None:
    shop.template(f"{NUMBER}<p style='text-transform: {value}'>{FACT_TEXTS}</p>".replace("<p>", "").replace("</p>", ""))
    report = look(shop)
    assert codes(report) == ["company-spelling"]
    shown = "EXAMPLE SHOP" if value == "uppercase" else "example shop"
    assert report.findings[0].what == f"page 1 of the sample note prints the company's name as {shown!r}"
    assert "text-transform" in report.findings[0].hint


def test_a_name_in_capitals_may_stand_in_capitals(shop: Shop) -> None:
    shop.settings('[company]\nname = "EXAMPLE"\nlive_since = "2018-12"')
    shop.template(f"{NUMBER}<div style='text-transform: uppercase'>{FACT_TEXTS}</div>")
    assert codes(look(shop)) == []


def test_an_open_fact_in_small_letters_is_open_all_the_same(shop: Shop) -> None:
    shop.settings("")
    shop.template(f"{NUMBER}<div style='text-transform: lowercase'>{FACT_TEXTS}</div>")
    assert counts(look(shop)) == {"name": (3, 3, 3), "live_since": (1, 1, 1)}


@pytest.mark.parametrize(
    "printed",
    [
        "{{ company.name | upper }}",
        "{{ company.name.text }}",
        "{{ company.name | replace('a', 'a') }}",
        "<style>.x::after { content: '{{ company.name.text }}' }</style><i class=x></i>",
        (
            "<style>.f { string-set: s content() } @page { @top-left { content: string(s) } }</style><i class=f>"
            "{{ company.name }}</i>"
        ),
    ],
)
def test_a_name_printed_where_it_cannot_be_counted_is_found(shop: Shop, printed: str) -> None:
    marked = 2 if "string-set" in printed else 3
    shop.template(f"<body>{NUMBER}{'{{ company.name }} ' * marked}{{{{ company.live_since }}}} {printed}")
    report = look(shop)
    assert counts(report)["name"] == (4, 3, 0)
    assert codes(report) == ["placeholder-count", "placeholder-unmarked"]
    assert "print {{ company.name }} as it is" in report.findings[1].hint


def test_a_date_printed_where_it_cannot_be_counted_is_found_and_open(shop: Shop) -> None:
    shop.settings('[company]\nname = "Example Shop"')
    shop.template(f"{NUMBER}{'{{ company.name }} ' * 3}{{{{ company.live_since | upper }}}}")
    report = look(shop)
    assert counts(report)["live_since"] == (1, 1, 1)
    assert codes(report) == ["placeholder-open", "placeholder-unmarked"]


def test_each_note_is_looked_at_in_its_own_language_whatever_the_rules_say(shop: Shop) -> None:
    shop.settings(FACTS + "[markets.locales]\nfr-fr = 'de'\n[[notes.rules]]\nlocale = 'it'")
    shop.template(f"{NUMBER}", "it.html")
    report = look(shop)
    assert counts(report) == {"name": (3, 3, 0), "live_since": (1, 1, 0)}
    assert [count.locale for count in report.counts] == ["fr", "fr"]


def test_a_formula_with_any_prefix_has_a_sample_that_fits(shop: Shop) -> None:
    formula = (
        'EVAL{BEGIN}iif[contains["xYz_",[{SecondaryReference}]],replace[[{SecondaryReference}],"xYz_",""],""]{END}'
    )
    shop.template(f"{{% label number %}}{formula}{{% endlabel %}}{FACT_TEXTS}")
    assert look(shop).is_clean


def test_a_note_that_no_sample_fits_is_a_finding(shop: Shop) -> None:
    shop.template(
        '{% label number %}EVAL{BEGIN}iif[[{SecondaryReference}]="x",[{SecondaryReference}],""]{END}{% endlabel %}'
    )
    report = look(shop)
    assert codes(report) == ["sample-note"]
    assert report.counts == ()
    assert not report.is_clean


def test_a_number_that_is_not_reached_is_a_finding(shop: Shop) -> None:
    shop.template(f"{{% if order.total < 0 %}}{NUMBER}{{% endif %}}{FACT_TEXTS}")
    report = look(shop)
    assert codes(report) == ["sample-note"]
    assert "did not print its order-number label" in report.findings[0].what


def test_an_asset_that_a_note_may_not_have_is_a_finding(shop: Shop) -> None:
    shop.template(f"<link rel=stylesheet href='https://example.invalid/x.css'>{NUMBER}{FACT_TEXTS}")
    assert codes(look(shop)) == ["sample-note"]


def test_a_missing_image_is_a_finding(shop: Shop) -> None:
    shop.template(f"{NUMBER}{FACT_TEXTS}<img src='seal.png'>")
    report = look(shop)
    assert codes(report) == ["missing-image"]
    assert report.findings[0].what.startswith("the sample note: an image is missing")
    assert "None" not in report.findings[0].what


def test_a_logo_with_any_name_is_found(shop: Shop) -> None:
    shop.settings(FACTS + "logo = 'pictures/my logo #1 (100%) é.svg'")
    shop.template(f"{NUMBER}{FACT_TEXTS}<img src='{{{{ company.logo }}}}'>")
    assert codes(look(shop)) == ["missing-image", "missing-image"]
    shop.write("pictures/my logo #1 (100%) é.svg", "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>")
    assert codes(look(shop)) == []


def test_a_font_that_is_not_there_is_a_finding_and_the_drafts_mark_is_none(shop: Shop) -> None:
    shop.template(f"<body style='font-family: Nowhere'>{NUMBER}{FACT_TEXTS}")
    report = look(shop)
    assert codes(report) == ["fallback-font"]
    assert report.findings[0].what.startswith("page 1 of the sample note: the font 'Nowhere'")
    shop.template(f"<body>{NUMBER}{FACT_TEXTS}")
    assert look(shop).is_clean


def test_text_that_its_box_cannot_hold_is_a_finding(shop: Shop) -> None:
    shop.template(f"{NUMBER}{FACT_TEXTS}<div style='height: 1cm'>{LINES}</div>")
    assert "overfull" in codes(look(shop))


def test_a_count_is_clean_when_all_places_are_there_and_filled() -> None:
    assert PlaceholderCount("fr", "name", 3, 3, 0).is_clean
    assert not PlaceholderCount("fr", "name", 3, 3, 1).is_clean
    assert not PlaceholderCount("fr", "name", 2, 3, 0).is_clean


@pytest.mark.parametrize(
    "extra",
    [
        '{{ "your company name" | upper }}',
        '<link rel="stylesheet" href="look/own.css"><i></i>',
        '<img src="look/name.svg">',
        '{% set p = "more" %}{% include p ~ ".html" %}',
    ],
)
def test_a_literal_that_only_the_pages_show_is_found_and_open(shop: Shop, extra: str) -> None:
    shop.write("look/own.css", "i::before { content: 'YOUR \\43OMPANY' ' NAME' }")
    shop.write(
        "look/name.svg", f"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><text>{NAME}</text></svg>"
    )
    shop.template(NAME, "more.html")
    shop.template(f"{NUMBER}{FACT_TEXTS}{extra}")
    report = look(shop)
    assert counts(report)["name"] == (4, 3, 1)
    assert "placeholder-open" in codes(report)


def test_a_style_sheet_that_nothing_links_is_a_finding_of_no_locale(shop: Shop) -> None:
    shop.template(NAME, "idle.css")
    shop.template(f"{NUMBER}{FACT_TEXTS}")
    report = look(shop)
    assert [(finding.code, finding.locale) for finding in report.findings] == [("literal", None)]
    assert counts(report) == {"name": (3, 3, 0), "live_since": (1, 1, 0)}

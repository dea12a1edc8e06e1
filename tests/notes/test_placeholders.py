"""The two facts, the literal texts that stand for them, and where such a text was typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup, escape

from notes_engine.errors import RenderError, SettingsError
from notes_engine.notes import EXPECTED, LITERALS, LOCALES
from notes_engine.notes.company import company_view, missing_facts
from notes_engine.notes.literals import TypedLiteral, literals_of_idle_sheets, literals_of_locale, literals_of_settings
from notes_engine.notes.placeholders import Fact, drawn_literals, fact_count, find_literals, is_literal
from notes_engine.notes.settings import Company
from tests.notes.example_shop import FACTS, NUMBER, order

if TYPE_CHECKING:
    from tests.notes.example_shop import Shop

NAME = "YOUR COMPANY NAME"
SINCE = "DATE WHEN YOUR COMPANY OFFICIALLY BECAME LIVE ON BACKMARKET IN FORMAT MONTH YEAR(E.G. DECEMBER 2018)."


def test_the_literals_are_those_of_the_delivered_templates() -> None:
    assert LITERALS == {"name": NAME, "live_since": SINCE}
    assert EXPECTED == {"name": 3, "live_since": 1}


@pytest.mark.parametrize(
    "text",
    [
        NAME,
        "YOUR  COMPANY\n   NAME",
        "YOUR\r\nCOMPANY\tNAME",
        "YOUR <b>COMPANY</b> NAME",
        "YOUR&nbsp;COMPANY&#160;NAME",
        "YOUR&#32;COMPANY&#x20;NAME",
        "YOUR\xa0COMPANY\u2009NAME",
        'YOUR "\n"COMPANY "\n"NAME',
        'YOUR\\n"\n"COMPANY NAME',
        "xYOUR COMPANY NAMEx",
    ],
)
def test_a_literal_is_found_however_it_was_broken(text: str) -> None:
    assert [found.name for found in find_literals(text)] == ["name"]
    assert is_literal(text)


@pytest.mark.parametrize("text", [SINCE, SINCE.rstrip("."), SINCE.replace(" ", "\n"), f"on {SINCE} x"])
def test_the_date_is_found_with_and_without_its_full_stop(text: str) -> None:
    assert [found.name for found in find_literals(text)] == ["live_since"]


@pytest.mark.parametrize(
    "text", ["Your Company Name", "YOUR COMPANY", "COMPANY NAME", "YOURCOMPANYNAME", "YOUR COMPANY'S NAME", "x"]
)
def test_other_texts_are_no_literals(text: str) -> None:
    assert list(find_literals(text)) == []
    assert not is_literal(text)


@pytest.mark.parametrize("text", [None, ""])
def test_nothing_is_a_fact_that_is_not_known(text: str | None) -> None:
    assert is_literal(text)


def test_places_of_literals() -> None:
    text = f"one\n  {NAME} and\nYOUR\nCOMPANY NAME\n{SINCE}"
    assert [(found.name, found.line, found.column, found.length, found.source) for found in find_literals(text)] == [
        ("name", 2, 3, len(NAME), f"  {NAME} and"),
        ("name", 3, 1, 4, "YOUR"),
        ("live_since", 5, 1, len(SINCE) - 1, SINCE),
    ]


# The facts as templates see them


def test_a_fact_prints_its_text_and_can_be_counted() -> None:
    fact = Fact("name", "Fish & <Chips>")
    assert str(fact) == "Fish & <Chips>"
    assert escape(fact) == Markup('<span class="fact" data-fact="name">Fish &amp; &lt;Chips&gt;</span>')
    assert fact_count(f"{escape(fact)} {escape(fact)} {escape(Fact('live_since', 'x'))}", "name") == 2


def test_an_empty_fact_is_false() -> None:
    assert Fact("name", "x")
    assert not Fact("name", "")


@settings(max_examples=100)
@given(st.text())
def test_no_text_of_an_order_counts_as_a_fact(text: str) -> None:
    forged = f'{text}<span class="fact" data-fact="name">'
    assert fact_count(str(escape(forged)), "name") == 0


@pytest.mark.parametrize(
    ("company", "missing"),
    [
        (Company(), ("name", "live_since")),
        (Company(name="Example Shop"), ("live_since",)),
        (Company(live_since="2018-12"), ("name",)),
        (Company(name=NAME, live_since="2018-12"), ("name",)),
        (Company(name="YOUR\nCOMPANY NAME", live_since="2018-12"), ("name",)),
        (Company(name="  ", live_since="2018-12"), ("name",)),
        (Company(name="Example Shop", live_since="2018-12"), ()),
        (Company(name="\u200b\u3164", live_since="2018-12"), ("name",)),
    ],
)
def test_which_facts_are_missing(company: Company, missing: tuple[str, ...]) -> None:
    assert missing_facts(company) == missing


def test_missing_facts_print_the_literals() -> None:
    view = company_view(Company(), "fr_FR", "fr-FR")
    assert (view.name.text, view.live_since.text) == (NAME, SINCE)


@pytest.mark.parametrize(
    ("cldr", "printed"),
    [
        ("fr_FR", "décembre 2018"),
        ("fr_BE", "décembre 2018"),
        ("de_DE", "Dezember 2018"),
        ("it_IT", "dicembre 2018"),
        ("es_ES", "diciembre de 2018"),
        ("en_GB", "December 2018"),
    ],
)
def test_the_month_is_written_in_the_notes_language(cldr: str, printed: str) -> None:
    assert company_view(Company(live_since="2018-12"), cldr, cldr).live_since.text == printed


def test_the_sellers_address_ends_with_its_country_in_the_notes_language() -> None:
    company = Company(address=("12 Example Street", "10115 Berlin"), country="DE")
    assert company_view(company, "fr_FR", "fr-FR").address == ("12 Example Street", "10115 Berlin", "Allemagne")
    assert company_view(Company(country="DE"), "fr_FR", "fr-FR").address == ()
    assert company_view(Company(address=("x",)), "fr_FR", "fr-FR").address == ("x",)


def test_the_logos_address_is_written_as_an_address() -> None:
    company = Company(logo="pictures/my logo #1 (100%) é.png")
    assert company_view(company, "fr_FR", "fr-FR").logo == "pictures/my%20logo%20%231%20%28100%25%29%20%C3%A9.png"


def test_what_no_page_should_hold_is_taken_out_of_the_facts() -> None:
    company = Company(name="A\nB\x00\u202e", address=("x\ty",), email="a\x07b", phone="1\u200e2", vat_id="v\x01")
    view = company_view(company, "fr_FR", "fr-FR")
    assert (view.name.text, view.address, view.email, view.phone, view.vat_id) == ("A B", ("x y",), "ab", "12", "v")


# Typed into files


def typed(shop: Shop, locale: str = "fr") -> list[tuple[str, str, int | None, int | None]]:
    assert locale in ("fr", "de")
    compiled = shop.renderer().locale_notes("fr" if locale == "fr" else "de")
    found: list[TypedLiteral] = list(literals_of_locale(shop.open(), compiled.environment, compiled.locale))
    found += literals_of_settings(shop.open())
    return [
        (each.name, each.place.file.removeprefix(f"{shop.root}/"), each.place.line, each.place.column) for each in found
    ]


def test_a_literal_in_a_template_is_found_at_its_place(shop: Shop) -> None:
    shop.template(f"{NUMBER}\n<p>{NAME}</p>\n  {SINCE}")
    assert typed(shop) == [("name", "templates/fr.html", 2, 4), ("live_since", "templates/fr.html", 3, 3)]
    assert typed(shop, "de") == []


def test_a_literal_in_a_layout_or_an_included_file_is_found_for_every_note_made_of_it(shop: Shop) -> None:
    shop.template("{% block order_number %}{% endblock %}{% include 'foot.html' %}", "base.html")
    shop.template(f"\n{NAME}", "foot.html")
    assert typed(shop) == typed(shop, "de") == [("name", "templates/foot.html", 2, 1)]


def test_a_literal_in_a_label_or_a_jinja_text_is_found(shop: Shop) -> None:
    shop.template(f"{NUMBER}{{% label %}}{NAME}{{% endlabel %}}\n{{{{ '{NAME}' }}}}")
    assert [(line, column) for _, _, line, column in typed(shop)] == [(1, 66), (2, 5)]


@pytest.mark.parametrize(
    "link",
    [
        '<link rel="stylesheet" href="css/own.css">',
        "<link rel=stylesheet href=css/own.css>",
        '<style>@import "/css/own.css";</style>',
        "<style>@import url( css/more.css )</style>",
        '{{ "css/own.css" }}',
    ],
)
def test_a_literal_in_a_style_sheet_that_a_note_links_is_found(shop: Shop, link: str) -> None:
    shop.template("@import './own.css'; @import 'more.css'; @import 'gone.css'", "css/more.css")
    shop.template(f'/* {NAME} */\n.x::after {{ content: "{NAME}" }}', "css/own.css")
    assert typed(shop) == []
    shop.template(NUMBER + link)
    assert typed(shop) == [("name", "templates/css/own.css", 2, 23)]
    assert typed(shop, "de") == []


def test_a_style_sheet_anywhere_in_the_workspace_counts_when_it_is_linked(shop: Shop) -> None:
    shop.write("look/my%20own.css", "")
    shop.write("look/my own.css", NAME)
    shop.template(f"{NUMBER}<link rel=stylesheet href='look/my%20own.css'>")
    assert typed(shop) == [("name", "look/my own.css", 1, 1)]


def test_a_literal_in_a_style_sheet_that_nothing_links_refuses_no_order(shop: Shop) -> None:
    path = shop.template(NAME, "css/idle.css")
    shop.template(f"{NUMBER}<link rel=stylesheet href=css/used.css>")
    shop.template(NAME, "css/used.css")
    assert [found.place.file for found in literals_of_idle_sheets(shop.open())] == [str(path)]
    assert shop.render({"locale": "de"}).locale == "de"
    with pytest.raises(RenderError, match=r"used\.css:1:1"):
        shop.render()


def test_a_literal_in_a_file_that_is_included_by_a_name_put_together_refuses_that_order(shop: Shop) -> None:
    shop.template(f"\n {NAME}", "gift.html")
    for way in ("include kind ~ '.html'", "include [kind ~ '.htm', kind ~ '.html']"):
        shop.template(NUMBER + "{% set kind = 'gift' %}{% if order.carrier == 'Gift' %}{% " + way + " %}{% endif %}")
        assert typed(shop) == []
        renderer, draft = shop.renderer(), shop.renderer(draft=True)
        for _ in range(2):
            assert renderer.render(order()).number == "bm-205894893"
            with pytest.raises(RenderError, match=r"the fr note still holds a placeholder text: .*gift.html:2:2"):
                renderer.render(order(vendor="Gift"))
        assert NAME in draft.render(order(vendor="Gift")).html


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("YOUR COMPANY\n\tNAME", {"name": 1}),
        ("YOUR COMPANYNAME, YOURCOMP\u00adANYNAME", {"name": 2}),
        (SINCE, {"live_since": 1}),
        (SINCE.removesuffix(".") + " " + NAME, {"live_since": 1, "name": 1}),
        ("Your Company Name", {}),
        ("", {}),
    ],
)
def test_drawn_text_is_compared_without_white_space(text: str, found: dict[str, int]) -> None:
    assert drawn_literals(text) == found


def test_a_literal_in_a_catalog_is_found_also_when_it_goes_over_lines(shop: Shop) -> None:
    shop.catalog(
        f'# {NAME}\nmsgid "Total"\nmsgstr ""\n"Total, YOUR "\n"COMPANY\\n"\n"NAME"\n\nmsgid "Qty"\nmsgstr "{SINCE}"\n'
    )
    assert typed(shop) == [
        ("name", "locales/fr/LC_MESSAGES/notes.po", 4, 9),
        ("live_since", "locales/fr/LC_MESSAGES/notes.po", 9, 9),
    ]


def test_a_literal_in_the_settings_is_found(shop: Shop) -> None:
    shop.settings(f'# name = "{NAME}"\n[company]\nname = "{NAME}" # "{NAME}"\naddress = [\n  "{NAME}",\n]\n')
    assert typed(shop) == [("name", "notes.toml", 3, 9), ("name", "notes.toml", 5, 4)]


def test_a_long_text_in_the_settings_may_look_like_a_comment(shop: Shop) -> None:
    shop.settings(f"[company]\nname = '''\n# {NAME}'''\n[notes]\n# it's {NAME}\nwindow = 'none' # '{NAME}'")
    assert typed(shop) == [("name", "notes.toml", 3, 3)]


@pytest.mark.parametrize("template", [f"{{# {NAME} #}}", f"<!-- {NAME}\n-->", f"{{#-\n{SINCE}\n-#}}"])
def test_comments_never_print_so_they_may_hold_it(shop: Shop, template: str) -> None:
    shop.template(f"{NUMBER}{template}")
    assert typed(shop) == []


def test_places_after_a_comment_and_in_windows_files_are_true(shop: Shop) -> None:
    shop.template(f"\ufeff{NUMBER}{{# {NAME}\r\n #}}\r\n<p>{NAME}")
    assert [(line, column) for _, _, line, column in typed(shop)] == [(3, 4)]


@pytest.mark.parametrize("where", ["template", "catalog", "style"])
def test_a_literal_in_one_locales_files_refuses_that_locales_orders_only(shop: Shop, where: str) -> None:
    if where == "template":
        shop.template(f"{NUMBER} {NAME}")
    elif where == "catalog":
        shop.catalog(f'msgid "Total"\nmsgstr "{NAME}"\n')
    else:
        shop.template(f'p::after {{ content: "{NAME}" }}', "note.css")
    renderer = shop.renderer()
    renderer.preflight()
    with pytest.raises(RenderError, match=r"the fr note still holds a placeholder text: .*:[0-9]+:[0-9]+"):
        renderer.render(order())
    if where != "style":
        assert renderer.render(order(market="de-de")).locale == "de"
    assert NAME in shop.render({"draft": True}).html or where != "template"


@pytest.mark.parametrize("value", [NAME, SINCE, "Example Shop"])
def test_what_an_order_says_is_never_searched_or_counted(shop: Shop, value: str) -> None:
    from dataclasses import replace

    plain = order()
    assert plain.delivery
    address = replace(plain.delivery, full_name=value, company=value, address1=value)
    line = replace(plain.lines[0], title=value, sku=value)
    note = shop.render(delivery=address, billing=address, lines=(line,), vendor=value, notes=(value,))
    assert value in note.html
    assert note.warnings == ()
    assert fact_count(note.html, "name") == 3
    assert fact_count(note.html, "live_since") == 1


@pytest.mark.parametrize("key", ["address", "email", "phone", "website", "vat_id", "registration"])
def test_a_literal_in_another_setting_of_the_company_stops_the_batch(shop: Shop, key: str) -> None:
    value = f'["Street", "{NAME}"]' if key == "address" else f'"{NAME}"'
    shop.settings(FACTS + f"{key} = {value}\n")
    with pytest.raises(SettingsError, match=f"company.{key} still holds a placeholder text") as caught:
        shop.renderer().preflight()
    assert caught.value.place
    assert caught.value.place.line == 4
    shop.renderer(draft=True).preflight()


@pytest.mark.parametrize(
    ("settings_text", "what", "line"),
    [
        ("", "company.name and company.live_since are not set", None),
        ("[company]\n", "company.name and company.live_since are not set", 1),
        ('[company]\nname = "x"', "company.live_since is not set", 1),
        ('[company]\nlive_since = "2018-12"', "company.name is not set", 1),
        (f'[company]\nlive_since = "2018-12"\nname = "{NAME}"', "company.name is not set", 3),
    ],
)
def test_unset_facts_stop_a_batch_before_it_starts_but_not_a_draft(
    shop: Shop, settings_text: str, what: str, line: int | None
) -> None:
    shop.settings(settings_text)
    with pytest.raises(SettingsError) as caught:
        shop.renderer().preflight()
    assert caught.value.what.startswith(what)
    assert caught.value.place
    assert caught.value.place.line == line
    assert "--draft" in (caught.value.hint or "")
    shop.renderer(draft=True).preflight()


def test_the_lines_of_unset_facts_are_valid_settings_when_pasted(shop: Shop) -> None:
    shop.settings("")
    with pytest.raises(SettingsError) as caught:
        shop.renderer().preflight()
    start, _, pasted = (caught.value.hint or "").partition("\n")
    assert start == "write under [company] these lines, or look at a draft with --draft:"
    shop.settings(f"[company]\n{pasted}\n")
    shop.renderer().preflight()


@pytest.mark.parametrize(
    ("settings_text", "remark"),
    [
        (
            '[company]\n# name = "Example Shop"\nlive_since = "2018-12"',
            "name stands there already, behind a # to remove",
        ),
        (f'[company]\nlive_since = "2018-12"\nname = "{NAME}"', "in place of the name that stands there"),
    ],
)
def test_a_fact_whose_line_stands_there_is_not_to_be_written_twice(shop: Shop, settings_text: str, remark: str) -> None:
    shop.settings(settings_text)
    with pytest.raises(SettingsError) as caught:
        shop.renderer().preflight()
    assert f"write under [company] this line ({remark}), or" in (caught.value.hint or "")


@pytest.mark.parametrize("locale", LOCALES)
def test_a_sentence_that_ends_with_the_literal_has_one_full_stop(shop: Shop, locale: str) -> None:
    shop.settings("")
    html = shop.render({"draft": True, "locale": locale}).html
    after = html.partition(SINCE + "</span>")[2]
    assert after
    assert not after.startswith(".")


@pytest.mark.parametrize(
    ("name", "template", "end"),
    [
        ("Example Ltd.", "{{ company.name }}.", "Example Ltd.</span>"),
        ("Example Ltd.", "{{ company.name }}...", "Example Ltd.</span>..."),
        ("Example Ltd.", "{{ company.name }},", "Example Ltd.</span>,"),
        ("Example", "{{ company.name }}.", "Example</span>."),
        ("Example", "{{ order.carrier }}.", "Example Ltd.."),
    ],
)
def test_a_fact_s_own_full_stop_is_not_doubled(shop: Shop, name: str, template: str, end: str) -> None:
    shop.settings(f'[company]\nname = "{name}"\nlive_since = "2018-12"\n')
    assert shop.body(template, vendor="Example Ltd.").endswith(end)

"""Orders in, notes out: market, locale, texts, amounts and dates as a reader finds them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from notes_engine.errors import FormulaError, NotesError, SettingsError, TemplateError
from notes_engine.notes import LOCALES
from notes_engine.notes.settings import Company
from notes_engine.orders import Address, OrderLine
from tests.notes.example_shop import FACTS, NOW, NUMBER, order, read_html

if TYPE_CHECKING:
    from notes_engine.notes import RenderedNote
    from tests.notes.example_shop import Shop


def words(note: RenderedNote) -> str:
    """The note's visible text, white space collapsed (no-break spaces stay)."""
    body = note.html.partition("<body")[2]
    return re.sub(r"[ \n]+", " ", read_html("<body" + body)[1]).strip()


def rows(note: RenderedNote) -> dict[str, str]:
    """The rows of two cells: label → value."""
    found = re.findall(r"<tr[^>]*><th>(.*?)</th><td>(.*?)</td></tr>", note.html)
    return {read_html(name)[1]: read_html(value)[1] for name, value in found}


# Market and locale

MARKETS = [
    ("fr-fr", "fr", "fr-FR", "Bon de livraison", "1 mars 2026", "203,90\xa0€"),
    ("fr-be", "fr", "fr-BE", "Bon de livraison", "1 mars 2026", "203,90\xa0€"),
    ("de-de", "de", "de-DE", "Lieferschein", "1. März 2026", "203,90\xa0€"),
    ("de-at", "de", "de-AT", "Lieferschein", "1. März 2026", "€\xa0203,90"),
    ("it-it", "it", "it-IT", "Documento di trasporto", "1 marzo 2026", "203,90\xa0€"),
    ("es-es", "es", "es-ES", "Albarán de entrega", "1 de marzo de 2026", "203,90\xa0€"),
    ("en-gb", "en", "en-GB", "Delivery note", "1 March 2026", "€203.90"),
    ("en-ie", "en", "en-IE", "Delivery note", "1 March 2026", "€203.90"),
    ("sv-se", "en", "en-GB", "Delivery note", "1 March 2026", "€203.90"),
    ("en-us", "en", "en-GB", "Delivery note", "1 March 2026", "€203.90"),
    ("pl-pl", "en", "en-GB", "Delivery note", "1 March 2026", "€203.90"),
]


@pytest.mark.parametrize(("market", "locale", "language", "title", "placed", "total"), MARKETS)
def test_each_market_has_its_note(
    shop: Shop, market: str, locale: str, language: str, title: str, placed: str, total: str
) -> None:
    note = shop.render(market=market)
    assert (note.market, note.market_guessed, note.locale, note.language) == (market, False, locale, language)
    assert note.template == f"{locale}.html"
    assert f'<html lang="{language}" dir="ltr">' in note.html
    assert f"<h1>{title}</h1>" in note.html
    assert placed in rows(note).values()
    assert total in rows(note).values()
    assert note.title == f"{title} 205894893"
    assert f"<title>{title} 205894893</title>" in note.html


@pytest.mark.parametrize("locale", LOCALES)
def test_a_locale_can_be_forced_for_all_notes(shop: Shop, locale: str) -> None:
    note = shop.render({"locale": locale}, market="de-at")
    assert (note.locale, note.market) == (locale, "de-at")
    assert note.language == {"fr": "fr-FR", "de": "de-AT", "it": "it-IT", "es": "es-ES", "en": "en-GB"}[locale]


def test_a_locale_that_does_not_exist_is_refused(shop: Shop) -> None:
    with pytest.raises(SettingsError, match="there is no locale 'nl'") as caught:
        shop.renderer(locale="nl")
    assert caught.value.hint == "choose one of fr, de, it, es, en"


def test_a_market_can_be_given_another_locale(shop: Shop) -> None:
    shop.settings(FACTS + '[markets.locales]\nfr-be = "de"')
    assert shop.render(market="fr-be").locale == "de"
    assert shop.render(market="fr-fr").locale == "fr"


@pytest.mark.parametrize("sub_source", ["Back Market IT", "  back market it ", "BACK MARKET IT"])
def test_the_settings_say_which_market_a_sub_source_is(shop: Shop, sub_source: str) -> None:
    shop.settings(FACTS + '[markets.sub_sources]\n"Back Market IT" = "it-it"')
    note = shop.render(market="", sub_source=sub_source)
    assert (note.market, note.market_guessed, note.locale) == ("it-it", False, "it")
    assert note.warnings == ()


def test_the_orders_own_market_wins_over_the_settings_and_the_country(shop: Shop) -> None:
    shop.settings(FACTS + '[markets.sub_sources]\n"X" = "it-it"')
    assert shop.render(market="es-es", sub_source="X").market == "es-es"


def test_a_market_from_the_delivery_country_is_guessed(shop: Shop) -> None:
    note = shop.render(market="", sub_source='Shop "FR"')
    assert (note.market, note.market_guessed, note.locale) == ("fr-fr", True, "fr")
    (warning,) = note.warnings
    assert warning.code == "guessed-market"
    assert warning.what == "the market fr-fr was guessed from the delivery country"
    assert warning.hint == 'add under [markets.sub_sources]: "Shop \\"FR\\"" = "fr-fr"'


def test_no_market_is_guessed_too_and_prints_in_english(shop: Shop) -> None:
    note = shop.render(market="", delivery=replace(order().delivery or Address(), country="Poland", post_code="00-001"))
    assert (note.market, note.market_guessed, note.locale, note.language) == ("", True, "en", "en-GB")
    assert [warning.code for warning in note.warnings] == ["guessed-market"]


def rule_settings(*rules: str) -> str:
    return FACTS + "".join(f"[[notes.rules]]\n{rule}\n" for rule in rules)


def test_of_printing_conditions_the_first_that_matches_wins(shop: Shop) -> None:
    shop.settings(
        rule_settings(
            "locale = 'it'\nwhen = \"[Source] = 'EBAY'\"",
            "locale = 'de'\nwhen = \"[Source] = 'BACKMARKET' AND [cCountry] = 'France'\"",
            "locale = 'es'\nwhen = \"[Source] = 'BACKMARKET'\"",
        )
    )
    assert shop.render().locale == "de"
    assert shop.render(delivery=replace(order().delivery or Address(), country="Germany")).locale == "es"
    assert shop.render(source="EBAY").locale == "it"
    assert shop.render(source="AMAZON").locale == "fr"
    assert shop.render({"locale": "en"}).locale == "en"


def test_the_default_template_has_no_condition_and_may_stand_anywhere(shop: Shop) -> None:
    shop.settings(rule_settings("locale = 'es'", "locale = 'de'\nwhen = \"[Source] = 'BACKMARKET'\"", "locale = 'it'"))
    assert shop.render().locale == "de"
    assert shop.render(source="EBAY").locale == "es"


def test_conditions_may_use_declared_extended_properties(shop: Shop) -> None:
    shop.settings(rule_settings("locale = 'de'\nwhen = \"[Gift] = 'yes'\"") + '[orders]\nextended = ["Gift"]')
    assert shop.render(extended=(("Gift", "yes"),)).locale == "de"
    assert shop.render().locale == "fr"


@pytest.mark.parametrize("condition", ["[Sorce] = 'x'", "Source = 'x'", '[Source] = \\"x\\"', "", "[Gift] = 'x'"])
def test_a_wrong_condition_stops_the_batch_at_its_place(shop: Shop, condition: str) -> None:
    shop.settings(rule_settings("locale = 'fr'", f"locale = 'de'\nwhen = \"{condition}\""))
    with pytest.raises(SettingsError, match="the printing condition of rule 2 is wrong: ") as caught:
        shop.renderer().preflight()
    assert caught.value.place
    assert (caught.value.place.line, caught.value.place.column) == (8, 1)
    assert caught.value.hint


def test_a_guess_is_marked_also_when_a_rule_chose_the_note(shop: Shop) -> None:
    shop.settings(rule_settings("locale = 'de'"))
    note = shop.render(market="")
    assert (note.locale, note.market, note.market_guessed) == ("de", "fr-fr", True)


# Dates


@pytest.mark.parametrize(
    ("market", "moment", "printed"),
    [
        ("fr-fr", datetime(2026, 3, 1, 22, 59, tzinfo=UTC), "1 mars 2026"),
        ("fr-fr", datetime(2026, 3, 1, 23, 0, tzinfo=UTC), "2 mars 2026"),
        ("fr-fr", datetime(2026, 7, 1, 22, 0, tzinfo=UTC), "2 juillet 2026"),
        ("en-gb", datetime(2026, 3, 1, 23, 59, tzinfo=UTC), "1 March 2026"),
        ("en-us", datetime(2026, 3, 2, 4, 59, tzinfo=UTC), "1 March 2026"),
        ("ja-jp", datetime(2026, 3, 1, 15, 0, tzinfo=UTC), "2 March 2026"),
    ],
)
def test_a_date_is_the_calendar_day_in_the_markets_zone(
    shop: Shop, market: str, moment: datetime, printed: str
) -> None:
    note = shop.render(market=market, received_at=moment)
    assert rows(note)["Date de commande" if market == "fr-fr" else "Order date"] == printed


def test_a_markets_zone_can_be_set_and_that_of_orders_without_a_market(shop: Shop) -> None:
    late = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)
    shop.settings(FACTS + '[markets]\ntime_zone = "Asia/Tokyo"\n[markets.time_zones]\nfr-fr = "America/New_York"')
    assert rows(shop.render(received_at=late))["Date de commande"] == "1 mars 2026"
    assert rows(shop.render(market="", delivery=None, received_at=late))["Order date"] == "2 March 2026"


def test_dispatched_and_dispatch_by(shop: Shop) -> None:
    by = datetime(2026, 3, 5, tzinfo=UTC)
    assert rows(shop.render(despatch_by=by))["Expédiée le"] == "2 mars 2026"
    assert rows(shop.render(despatch_by=by, processed=False))["À expédier avant le"] == "5 mars 2026"
    shipped = shop.render(despatch_by=by, processed=False, shipped_at=datetime(2026, 3, 4, tzinfo=UTC))
    assert rows(shipped)["Expédiée le"] == "4 mars 2026"
    assert "À expédier avant le" not in rows(shipped)


def test_what_has_no_date_has_no_row(shop: Shop) -> None:
    note = shop.render(received_at=None, paid_at=None, processed_at=None, despatch_by=None)
    assert not {"Date de commande", "Date de paiement", "Expédiée le", "À expédier avant le"} & set(rows(note))
    assert "Date de paiement" in rows(shop.render())


# Carrier, tracking, addresses


def test_a_tracking_number_is_a_link_when_the_address_is_safe(shop: Shop) -> None:
    note = shop.render(tracking_url="https://example.invalid/track?n=1&lang=fr")
    assert '<a href="https://example.invalid/track?n=1&amp;lang=fr">EX123</a>' in note.html


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "//example.invalid", "http://u:p@x.invalid/", ""],
)
def test_any_other_address_is_no_link(shop: Shop, url: str) -> None:
    note = shop.render(tracking_url=url)
    assert "<a " not in note.html
    assert rows(note)["Numéro de suivi"] == "EX123"


TRACKING = '[notes.tracking]\n"colis exemple" = "https://colis.invalid/{number}"\n"Relais" = "https://relais.invalid/{number}"\n'


@pytest.mark.parametrize(
    ("changes", "link"),
    [
        ({}, "https://colis.invalid/EX123"),
        ({"vendor": "Other", "postal_service_name": "RELAIS"}, "https://relais.invalid/EX123"),
        ({"tracking_number": "EX/1 <2>"}, "https://colis.invalid/EX%2F1%20%3C2%3E"),
        ({"tracking_url": "https://own.invalid/1"}, "https://own.invalid/1"),
        ({"tracking_url": "javascript:alert(1)"}, "https://colis.invalid/EX123"),
        ({"vendor": "Other"}, None),
        ({"tracking_number": " "}, None),
    ],
)
def test_a_carrier_of_the_settings_makes_the_number_a_link(
    shop: Shop, changes: dict[str, Any], link: str | None
) -> None:
    shop.settings(f"{FACTS}{TRACKING}")
    html = shop.render(**changes).html
    assert re.findall('<a href="(.*?)"', html) == ([link] if link else [])


def test_carrier_and_tracking_are_left_out_when_unknown(shop: Shop) -> None:
    note = shop.render(vendor="", tracking_number="", tracking_url="https://example.invalid/track")
    assert not {"Transporteur", "Numéro de suivi"} & set(rows(note))
    assert rows(shop.render(vendor="", postal_service_name="Colissimo"))["Transporteur"] == "Colissimo"


def test_a_billing_address_that_says_the_same_is_left_out(shop: Shop) -> None:
    assert "Adresse de facturation" not in words(shop.render())
    other = replace(order().delivery or Address(), full_name="Exemple SARL")
    assert "Adresse de facturation Exemple SARL 12 rue de l’Exemple 69002 LYON" in words(shop.render(billing=other))
    assert "Adresse de facturation" not in words(shop.render(billing=None))
    assert "Adresse de facturation" not in words(shop.render(billing=Address(country="France")))


def test_the_same_lines_in_another_country_are_another_address(shop: Shop) -> None:
    other = replace(order().delivery or Address(), country="Monaco")
    assert "MONACO" in words(shop.render(billing=other)).partition("Adresse de facturation")[2]


def test_the_country_is_in_capitals_in_the_notes_language_and_left_out_at_home(shop: Shop) -> None:
    assert "69002 LYON FRANCE" in words(shop.render())
    assert "69002 LYON FRANKREICH" in words(shop.render({"locale": "de"}))
    shop.settings(FACTS + 'country = "FR"')
    assert "FRANCE" not in words(shop.render())


def test_without_address_columns_the_note_has_no_address_field(shop: Shop) -> None:
    note = shop.render(delivery=None, billing=None)
    assert 'class="window"' not in note.html
    assert [warning.code for warning in note.warnings] == ["no-address"]


def test_an_address_of_a_country_alone_is_no_address_field(shop: Shop) -> None:
    note = shop.render(delivery=Address(country="France", country_code="FR"), billing=None)
    assert 'class="window"' not in note.html
    assert [warning.code for warning in note.warnings] == ["no-address"]


def test_odd_addresses_are_told_once_and_printed(shop: Shop) -> None:
    odd = replace(order().delivery or Address(), post_code="ABC")
    note = shop.render(delivery=odd, billing=odd)
    assert [warning.code for warning in note.warnings] == ["odd-postcode"]
    assert "ABC LYON" in words(note)
    unknown = shop.render(delivery=replace(odd, country="Atlantis"), billing=None)
    assert [warning.code for warning in unknown.warnings] == ["unknown-country"]
    assert "Atlantis" in words(unknown)


@pytest.mark.parametrize(("locale", "window"), [("fr", "la-poste"), ("de", "din-5008-b")])
def test_the_window_stands_where_the_settings_or_the_locale_say(shop: Shop, locale: str, window: str) -> None:
    assert f'<body class="window-{window}">' in shop.render({"locale": locale}).html
    shop.settings(FACTS + '[notes]\nwindow = "none"')
    assert '<body class="window-none">' in shop.render({"locale": locale}).html


# Lines and amounts


def test_a_line_shows_what_it_is(shop: Shop) -> None:
    line = OrderLine(
        sku="PH-1", title="Phone", grade=11, imei="356", serial_number="S-9", quantity=3, line_total=Decimal("10.00")
    )
    note = shop.render(lines=(line,))
    cells = [
        read_html(cell)[1].split() for cell in re.findall(r"<td.*?</td>", note.html.partition("<tbody>")[2], re.DOTALL)
    ]
    assert cells[:4] == [
        ["3"],
        ["PhonePH-1Très", "bon", "étatIMEI", "356N°", "de", "série", "S-9"],
        ["3,33", "€"],
        ["10,00", "€"],
    ]


def test_parts_stand_under_their_composite(shop: Shop) -> None:
    parts = (OrderLine(title="Left", quantity=2), OrderLine(title="Right"))
    lines = (
        OrderLine(title="Pair", line_total=Decimal(5), parts=parts),
        OrderLine(title="Last", line_total=Decimal(1)),
    )
    text = words(shop.render(lines=lines))
    assert [text.index(word) for word in ("Pair", "Left", "Right", "Last")] == sorted(
        text.index(word) for word in ("Pair", "Left", "Right", "Last")
    )
    assert shop.render(lines=lines).html.count('<tr class="part') == 2


def test_a_line_for_nothing_costs_nothing(shop: Shop) -> None:
    note = shop.render(lines=(OrderLine(title="Gift", line_total=Decimal("0.00")),))
    assert "Gift" in words(note)
    assert "0,00\xa0€ 0,00\xa0€" in words(note)


def test_without_any_amounts_the_columns_are_left_out(shop: Shop) -> None:
    note = shop.render(lines=(OrderLine(title="Phone"),), total=None, tax=None, postage_cost=None)
    assert "Prix unitaire" not in words(note)
    assert "€" not in words(note)
    assert '<table class="totals">' not in note.html


def test_one_amount_of_two_leaves_the_others_cell_empty(shop: Shop) -> None:
    lines = (OrderLine(title="One", line_total=Decimal(9)), OrderLine(title="Two"))
    note = shop.render(lines=lines)
    assert note.html.count('<td class="amount"></td>') == 2


def test_totals_with_shipping_and_tax(shop: Shop) -> None:
    printed = rows(shop.render())
    assert {name: printed[name] for name in ("Articles", "Livraison", "Total de la commande", "Dont TVA")} == {
        "Articles": "199,00\xa0€",
        "Livraison": "4,90\xa0€",
        "Total de la commande": "203,90\xa0€",
        "Dont TVA": "30,00\xa0€",
    }


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({"postage_cost": None}, {"Articles", "Livraison"}),
        ({"tax": None}, {"Dont TVA"}),
        ({"tax": Decimal(0)}, {"Dont TVA"}),
        ({"total": None}, {"Articles", "Livraison", "Total de la commande", "Dont TVA"}),
        ({"total": Decimal("300.00")}, {"Articles"}),
    ],
)
def test_totals_that_are_unknown_or_do_not_add_up_are_left_out(
    shop: Shop, changes: dict[str, Any], missing: set[str]
) -> None:
    everything = {"Articles", "Livraison", "Total de la commande", "Dont TVA"}
    assert everything - set(rows(shop.render(**changes))) == missing


@pytest.mark.parametrize(
    ("currency", "total", "printed"),
    [("GBP", "1234.5", "1\u202f234,50\xa0£GB"), ("JPY", "1234.5", "1\u202f235\xa0JPY"), ("EUR", "0.005", "0,01\xa0€")],
)
def test_amounts_are_rounded_half_up_to_the_currencys_digits(
    shop: Shop, currency: str, total: str, printed: str
) -> None:
    note = shop.render(currency=currency, total=Decimal(total))
    assert rows(note)["Total de la commande"] == printed


def test_quantities_have_the_markets_separators(shop: Shop) -> None:
    lines = (OrderLine(title="Screws", quantity=12345, line_total=Decimal(1)),)
    assert "12.345" in words(shop.render({"locale": "de"}, lines=lines))
    assert "12,345" in words(shop.render({"locale": "en"}, lines=lines))


def test_order_notes_are_printed_with_their_line_breaks(shop: Shop) -> None:
    note = shop.render(notes=("Ring twice.\nThen wait.", "  \n ", "Thanks"))
    assert "<p>Ring twice.\nThen wait.</p>" in note.html
    assert note.html.count('<section class="order-notes">') == 1
    assert "order-notes" not in shop.render().html
    assert "order-notes" not in shop.render(notes=(" ", "\x00")).html


# The seller, the terms


def test_the_sellers_facts_are_printed(shop: Shop) -> None:
    shop.settings(
        FACTS
        + 'address = ["1 Example Street", "E1 1AA London"]\ncountry = "UK"\nemail = "help@example.invalid"\n'
        + 'phone = "+44 0"\nwebsite = "example.invalid"\nvat_id = "GB0"\nregistration = "No. 1"\nlogo = "logo.svg"'
    )
    note = shop.render()
    assert "1 Example Street E1 1AA London Royaume-Uni help@example.invalid +44 0 example.invalid" in words(note)
    assert "GB0 No. 1" in words(note)
    assert '<img class="logo" src="logo.svg" alt="Example Shop">' in note.html


def test_only_the_sellers_name_is_needed(shop: Shop) -> None:
    note = shop.render()
    assert "<img" not in note.html
    assert "<p></p>" not in note.html


@pytest.mark.parametrize(
    ("locale", "since", "days", "months"),
    [
        ("fr", "décembre 2018", "30 jours", "12 mois"),
        ("de", "Dezember 2018", "30 Tage", "12 Monate"),
        ("it", "dicembre 2018", "30 giorni", "12 mesi"),
        ("es", "diciembre de 2018", "30 días", "24 meses"),
        ("en", "December 2018", "30 days", "12 months"),
    ],
)
def test_terms_and_the_live_since_month_in_each_language(
    shop: Shop, locale: str, since: str, days: str, months: str
) -> None:
    text = words(shop.render({"locale": locale})).replace("\xa0", " ")
    assert since in text
    assert days in text
    assert months in text


def test_terms_can_be_set_by_language_and_by_market(shop: Shop) -> None:
    shop.settings(
        FACTS + "[terms.fr]\nchange_of_mind_days = 14\nwarranty_months = 36\n[terms.fr-be]\nchange_of_mind_days = 1"
    )
    france, belgium = (words(shop.render(market=market)).replace("\xa0", " ") for market in ("fr-fr", "fr-be"))
    assert "14 jours" in france
    assert "36 mois" in france
    assert "1 jour après" in belgium
    assert "36 mois" in belgium


def test_plurals_follow_the_language(shop: Shop) -> None:
    shop.settings(FACTS + "[terms.en]\nchange_of_mind_days = 1\nwarranty_months = 1")
    text = words(shop.render({"locale": "en"}))
    assert "within 1 day of" in text
    assert "for 1 month from" in text


@pytest.mark.parametrize("locale", LOCALES)
def test_the_companys_name_is_printed_three_times_and_the_date_once(shop: Shop, locale: str) -> None:
    text = words(shop.render({"locale": locale}))
    assert text.count("Example Shop") == 3
    assert text.count("2018") == 1


def test_a_facts_characters_are_text(shop: Shop) -> None:
    shop.settings("[company]\nname = 'A & <b>B</b> %(num)s {{ x }}'\nlive_since = '2018-12'")
    note = shop.render()
    assert words(note).count("A & <b>B</b> %(num)s {{ x }}") == 3
    assert "<b>" not in note.html


# Drafts


@pytest.mark.parametrize(
    ("locale", "word"),
    [("fr", "BROUILLON"), ("de", "ENTWURF"), ("it", "BOZZA"), ("es", "BORRADOR"), ("en", "DRAFT")],
)
def test_a_draft_says_so_in_its_language(shop: Shop, locale: str, word: str) -> None:
    note = shop.render({"locale": locale, "draft": True})
    assert note.draft
    assert note.watermark == word
    assert word not in note.html  # drawn by the typesetter, where no template can hide it
    assert not shop.render({"locale": locale}).draft
    assert shop.render({"locale": locale}).watermark == ""


def test_a_draft_without_facts_prints_the_literals_three_times_and_once(shop: Shop) -> None:
    shop.settings("")
    text = words(shop.render({"draft": True}))
    assert text.count("YOUR COMPANY NAME") == 3
    assert text.count("DATE WHEN YOUR COMPANY OFFICIALLY BECAME LIVE ON BACKMARKET") == 1


# Before a batch starts


def test_a_logo_that_is_not_there_stops_the_batch(shop: Shop) -> None:
    shop.settings(FACTS + 'logo = "logo.svg"')
    with pytest.raises(SettingsError, match=r"the logo 'logo\.svg' is not in the workspace") as caught:
        shop.renderer().preflight()
    assert caught.value.place
    assert caught.value.place.line == 4
    shop.write("logo.svg", "<svg/>")
    shop.renderer().preflight()


@pytest.mark.parametrize("locale", LOCALES)
def test_a_mistake_in_any_template_stops_the_batch(shop: Shop, locale: str) -> None:
    shop.template("{% label number %}[{Nope}]{% endlabel %}", f"{locale}.html")
    with pytest.raises(FormulaError, match="Nope"):
        shop.renderer().preflight()


def test_a_mistake_in_a_template_that_is_not_used_stops_nothing(shop: Shop) -> None:
    shop.template("{% if %}", "de.html")
    shop.renderer(locale="fr").preflight()
    with pytest.raises(TemplateError):
        shop.renderer(locale="de").preflight()


def test_what_went_wrong_in_one_order_leaves_the_next_alone(shop: Shop) -> None:
    renderer = shop.renderer()
    before = renderer.render(order())
    with pytest.raises(NotesError):
        renderer.render(order(secondary_reference="x"))
    assert renderer.render(order()) == before


def test_the_same_order_gives_the_same_note_whatever_the_time(shop: Shop) -> None:
    later = datetime(2030, 1, 1, tzinfo=UTC)
    assert shop.renderer().render(order()) == shop.renderer(now=later).render(order())


# Renderers made of a renderer


def test_another_company_shares_the_templates(shop: Shop) -> None:
    shop.settings("")
    renderer = shop.renderer(draft=True)
    other = renderer.with_company(Company(name="Other Shop", live_since="2020-01"))
    assert words(other.render(order())).count("Other Shop") == 3
    assert other.locale_notes("fr") is renderer.locale_notes("fr")
    assert "Other Shop" not in renderer.render(order()).html


def test_another_locale_shares_the_templates(shop: Shop) -> None:
    renderer = shop.renderer()
    assert renderer.for_locale("de").render(order()).locale == "de"
    assert renderer.render(order()).locale == "fr"


def test_the_orders_own_warnings_are_the_notes(shop: Shop) -> None:
    (warning,) = shop.render(warnings=("the parts do not add up",)).warnings
    assert (warning.code, warning.what) == ("order", "the parts do not add up")


@pytest.mark.parametrize(
    ("template", "what"),
    [
        (f"{NUMBER}{{{{ company.name }}}}", ["name is printed 1 time, not 3", "live_since is printed 0 times, not 1"]),
        (f"{NUMBER}{'{{ company.name }}' * 3}{{{{ company.live_since }}}}", []),
    ],
)
def test_a_template_that_prints_the_facts_another_number_of_times_is_told(
    shop: Shop, template: str, what: list[str]
) -> None:
    shop.template(template)
    warnings = shop.render().warnings
    assert [warning.what for warning in warnings] == [f"the company's {text}" for text in what]
    assert {warning.code for warning in warnings} <= {"placeholders"}


def test_the_note_knows_its_order(shop: Shop) -> None:
    note = shop.render()
    assert (note.order_id, note.reference, note.number) == ("1001", "bm-205894893", "205894893")
    assert shop.render({"now": NOW}) == note

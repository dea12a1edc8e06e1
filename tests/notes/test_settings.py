"""The notes room's tables: what they take, what they refuse, and what holds when nothing is set."""

from __future__ import annotations

import re

import pytest
from pydantic import ValidationError

from notes_engine.notes.settings import LOCALES, Company, Locale, NotesSettings


def settings(**tables: object) -> NotesSettings:
    return NotesSettings.model_validate(tables)


def test_nothing_set_is_a_valid_shop_without_facts() -> None:
    company = settings().company
    assert (company.name, company.live_since, company.address, company.country, company.logo) == (
        None,
        None,
        (),
        None,
        None,
    )


@pytest.mark.parametrize(
    ("locale", "days", "months"),
    [("fr", 30, 12), ("de", 30, 12), ("it", 30, 12), ("es", 30, 24), ("en", 30, 12)],
)
def test_each_language_promises_what_the_marketplace_grants(locale: Locale, days: int, months: int) -> None:
    assert settings().terms_for(None, locale) == (days, months)


def test_terms_of_a_language_hold_for_its_notes_only() -> None:
    ours = settings(terms={" FR ": {"change_of_mind_days": 14}})
    assert ours.terms_for("fr-fr", "fr") == (14, 12)
    assert ours.terms_for("de-de", "de") == (30, 12)


def test_terms_of_a_market_win_over_its_languages_one_by_one() -> None:
    ours = settings(terms={"fr": {"change_of_mind_days": 14, "warranty_months": 36}, "FR_be": {"warranty_months": 24}})
    assert ours.terms_for("fr-fr", "fr") == (14, 36)
    assert ours.terms_for("fr-be", "fr") == (14, 24)
    assert ours.terms_for(None, "fr") == (14, 36)


@pytest.mark.parametrize(
    ("locale", "window"),
    [("fr", "la-poste"), ("de", "din-5008-b"), ("it", "la-poste"), ("es", "la-poste"), ("en", "din-5008-b")],
)
def test_the_window_stands_where_the_countrys_envelopes_have_it(locale: Locale, window: str) -> None:
    assert settings().window(locale) == window


def test_a_window_set_for_all_notes_and_one_for_german_notes() -> None:
    ours = settings(notes={"window": "none", "de": {"window": "la-poste"}})
    assert [ours.window(locale) for locale in LOCALES] == ["none", "la-poste", "none", "none", "none"]


@pytest.mark.parametrize("month", ["2018-12", "1999-01", "2100-06"])
def test_a_month_is_a_year_and_a_month(month: str) -> None:
    assert Company(live_since=month).live_since == month


@pytest.mark.parametrize(
    "month", ["2018-13", "2018-00", "2018", "12-2018", "December 2018", "2018-12-01", "18-12", " "]
)
def test_what_is_not_a_month_is_refused(month: str) -> None:
    with pytest.raises(ValidationError, match="is not a month; write the year and the month, such as 2018-12"):
        Company(live_since=month)


@pytest.mark.parametrize("path", ["logo.svg", "pictures/logo.png", "./logo.png"])
def test_a_logo_is_a_file_inside_the_workspace(path: str) -> None:
    assert Company(logo=path).logo == path


@pytest.mark.parametrize(
    "path",
    ["", "/etc/passwd", "../logo.svg", "a/../../logo.svg", "https://example.invalid/x.png", "C:\\logo.png", "a\\b.png"],
)
def test_a_logo_elsewhere_is_refused(path: str) -> None:
    with pytest.raises(ValidationError, match="name a file inside the workspace"):
        Company(logo=path)


@pytest.mark.parametrize(
    ("written", "code"), [("DE", "DE"), ("de", "DE"), (" fr ", "FR"), ("UK", "GB"), ("Italia", "IT")]
)
def test_the_sellers_country_in_any_usual_spelling(written: str, code: str) -> None:
    assert Company(country=written).country == code


def test_a_country_that_is_none_is_refused() -> None:
    with pytest.raises(ValidationError, match="'XX' is not a country"):
        Company(country="XX")


@pytest.mark.parametrize("market", ["fr-fr", "FR-FR", " fr_fr "])
def test_markets_in_any_usual_spelling(market: str) -> None:
    assert settings(markets={"sub_sources": {"Shop FR": market}}).markets.sub_sources == {"Shop FR": "fr-fr"}


@pytest.mark.parametrize(
    "markets",
    [
        {"sub_sources": {"Shop": "fr"}},
        {"locales": {"fr-zz": "fr"}},
        {"time_zones": {"paris": "Europe/Paris"}},
    ],
)
def test_a_market_that_does_not_exist_is_refused(markets: object) -> None:
    with pytest.raises(ValidationError, match="is not a market"):
        settings(markets=markets)


@pytest.mark.parametrize(
    "zone", ["Europe/Nowhere", "", "Europe", "../../etc/passwd", "/etc/localtime", "Europe/Paris\0"]
)
def test_a_time_zone_that_does_not_exist_is_refused(zone: str) -> None:
    with pytest.raises(ValidationError, match="is not a time zone"):
        settings(markets={"time_zone": zone})


@pytest.mark.parametrize(
    "tables",
    [
        {"company": {"nam": "x"}},
        {"notes": {"fr": {"windw": "none"}}},
        {"notes": {"nl": {}}},
        {"notes": {"rules": [{"locale": "fr", "if": "x"}]}},
        {"markets": {"subsources": {}}},
        {"terms": {"fr": {"days": 3}}},
        {"preview": {}},
    ],
)
def test_unknown_keys_are_refused_in_every_table(tables: dict[str, object]) -> None:
    with pytest.raises(ValidationError, match="Extra inputs are not permitted"):
        settings(**tables)


@pytest.mark.parametrize("days", [0, -1, 3651, "30 days"])
def test_terms_are_a_number_of_days_that_can_be(days: object) -> None:
    with pytest.raises(ValidationError):
        settings(terms={"fr": {"change_of_mind_days": days}})


def test_settings_do_not_change_under_a_batch() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        settings().company.name = "Other"  # type: ignore[misc]  # that it may not is the test


def test_texts_are_trimmed_and_not_endless() -> None:
    assert Company(name="  Example Shop \n").name == "Example Shop"
    with pytest.raises(ValidationError, match="at most 500"):
        Company(name="x" * 501)
    with pytest.raises(ValidationError, match="at most 6"):
        Company(address=("line",) * 7)


@pytest.mark.parametrize("path", ["logo", "logo.pdf", "logo.txt", "logo.svgz"])
def test_a_logo_is_a_picture_that_a_note_can_hold(path: str) -> None:
    with pytest.raises(ValidationError, match=r"is no picture that a note can hold: \.svg, \.png"):
        Company(logo=path)


@pytest.mark.parametrize("key", ["nl", "fr-zz", "", "french"])
def test_terms_belong_to_a_language_or_a_market(key: str) -> None:
    with pytest.raises(ValidationError, match=r"is neither a language nor a market"):
        settings(terms={key: {}})


@pytest.mark.parametrize(
    "pattern",
    [
        "https://example.invalid/{number}",
        "http://example.invalid?n={number}&x={number}",
        " https://a.invalid/#{number} ",
    ],
)
def test_a_tracking_pattern_is_a_web_address_with_a_place_for_the_number(pattern: str) -> None:
    assert settings(notes={"tracking": {"Example Post": pattern}}).notes.tracking == {"Example Post": pattern.strip()}


@pytest.mark.parametrize(
    ("pattern", "problem"),
    [
        ("https://example.invalid/track", "has no place for the number; write {number}"),
        ("example.invalid/{number}", "is no address"),
        ("javascript:alert('{number}')", "is no address"),
        ("https://{number}.example.invalid/", "is no address"),
        ("https://user@example.invalid/{number}", "is no address"),
        ("https://example.invalid/{number} x", "is no address"),
    ],
)
def test_another_tracking_pattern_is_refused(pattern: str, problem: str) -> None:
    with pytest.raises(ValidationError, match=re.escape(problem)):
        settings(notes={"tracking": {"Example Post": pattern}})

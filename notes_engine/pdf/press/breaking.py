"""Where a text breaks into lines: only where there is no doubt that WeasyPrint breaks it there too.

A line may break at a space. It may also break within a word, after a hyphen or a slash and so on (UAX #14); that
matters only for the word that comes first on a new line, if a part of it would still have fitted on the line before.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from notes_engine.pdf.press.refusal import NotPlainError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from notes_engine.pdf.press.typeface import Typeface

_REMEMBERED = 500
"""Texts that one typeface remembers the lines of."""
_DOUBT = 0.25
"""CSS pixels around the line's room within which it is not certain whether a word still fits."""

# What surely holds together at the beginning of a word, up to the first place where it might break, with the sign that
# stands there, unless it may break before that sign. A bracket or a quotation mark holds on to what follows it.
_HEAD = re.compile(r"(?:[(\"“«]?[^\W_]+(?:['’.,][^\W_]+)*[^—´]?)|[-–+&×](?=$)")
_HYPHEN = re.compile(r"(?<=[^\W\d_]-)(?=[^\W\d_])")
"""Behind a hyphen between two letters."""
# After these no line breaks, though a space follows; after a closing quotation mark it depends on what comes then.
_HOLDING_ON = tuple("([{«»“”‟‘‛„‚¿¡\"'’—")


def broken_lines(text: str, typeface: Typeface, room: float) -> tuple[str, ...]:
    """Return the lines that a text breaks into where `room` CSS pixels are; one when it fits.

    Raises:
        NotPlainError: it is not certain where WeasyPrint would break it.
    """
    known = typeface.lines
    try:
        found = known[text, room]
    except KeyError:
        if len(known) > _REMEMBERED:
            known.clear()
        try:
            found = known[text, room] = _broken(text, typeface, room)
        except NotPlainError:
            found = known[text, room] = None
    if found is None:
        raise NotPlainError
    return found


def _broken(text: str, typeface: Typeface, room: float) -> tuple[str, ...]:
    if typeface.set(text).width < room - _DOUBT:
        return (text,)
    lines: list[str] = []
    line = before = ""
    for atom, space in _atoms(text):
        longer = f"{line}{before}{atom}"
        if typeface.set(longer).width < room - _DOUBT:
            line, before = longer, space
            continue
        head = _HEAD.match(atom)
        too_wide = typeface.set(atom).width >= room - _DOUBT
        if not line or not head or too_wide or line.endswith(_HOLDING_ON):
            raise NotPlainError
        if typeface.set(f"{line}{before}{head[0]}").width <= room + _DOUBT:
            raise NotPlainError
        lines.append(line)
        line, before = atom, space
    return (*lines, line)


def _atoms(text: str) -> Iterator[tuple[str, str]]:
    """Yield what stands between two places where a line surely may break, with the space that follows it."""
    for word in text.split(" "):
        *parts, last = _HYPHEN.split(word)
        yield from ((part, "") for part in parts)
        yield last, " "

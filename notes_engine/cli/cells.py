"""Text of orders on the terminal: one line, nothing hidden, not endless."""

from __future__ import annotations

import re

from rich.text import Text

from notes_engine.visible import LONGEST_NAME, LONGEST_TEXT, clip, visible

_NEW_LINE = re.compile(r"\r\n|\r|\n")


def flat(text: str, longest: int = LONGEST_TEXT) -> str:
    """Return the text on one line: ⏎ for a new line, a space for a tab, � for what is hidden, … for the rest."""
    short = clip(text, longest)
    return visible(_NEW_LINE.sub(" ⏎ ", short).replace("\t", " "))


def one_line(text: str) -> Text:
    """Return a sentence that may hold text of an order, for rich, which is not to read it as markup."""
    return Text(flat(text))


def cell(text: str) -> Text:
    """Return a value of an order for a table."""
    return Text(flat(text, LONGEST_NAME))

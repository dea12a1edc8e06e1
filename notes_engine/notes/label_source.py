"""Finding `{% label %}…{% endlabel %}` in a template's source, so that formulas can be pasted as they are.

A label's text is not Jinja: it is lifted out before Jinja reads the template, and its place is kept, so that a
mistake in a formula is shown at its line and column. What is left for Jinja is a tag that carries the text, and a
comment of as many lines as the label had, so that Jinja's own line numbers stay true.
"""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from notes_engine.errors import Place, TemplateError

if TYPE_CHECKING:
    from collections.abc import Iterator

# Comments and raw blocks are passed over, as Jinja passes over them.
_TOKENS = re.compile(
    r"(?P<comment>\{\#.*?\#\})"
    r"|(?P<raw>\{%[-+]?\s*raw\s*[-+]?%\}.*?\{%[-+]?\s*endraw\s*[-+]?%\})"
    r"|(?P<open>\{%(?P<open_left>[-+]?)\s*label(?P<name>\s+[A-Za-z_][\w-]*)?\s*(?P<open_right>[-+]?)%\})"
    r"|(?P<end>\{%(?P<end_left>[-+]?)\s*endlabel\s*(?P<end_right>[-+]?)%\})"
    r"|(?P<malformed>\{%[-+]?\s*(?:end)?label\b[^%]*%\})",
    re.DOTALL,
)
_JINJA_INSIDE = re.compile(r"\{\{|\{%|\{#")
NO_JINJA = "inside a label: a label holds text, tags and formulas, not Jinja"
"""What is said of Jinja in a label, after what was found."""


@dataclass(frozen=True, slots=True)
class LabelSource:
    """One label as it stands in a template: its text and the place of the text's first character."""

    text: str
    file: str
    line: int
    column: int
    name: str = ""
    """`number` in `{% label number %}`: the label that holds the order's number."""

    def pack(self) -> str:
        """Return the label as one word that survives Jinja's lexer."""
        packed = "\0".join((self.text, self.file, str(self.line), str(self.column), self.name))
        return base64.urlsafe_b64encode(packed.encode("utf-8", "surrogatepass")).decode("ascii")

    @classmethod
    def unpack(cls, word: str) -> LabelSource:
        """Return the label that `pack` made the word of."""
        packed = base64.urlsafe_b64decode(word).decode("utf-8", "surrogatepass")
        text, file, line, column, name = packed.rsplit("\0", 4)
        return cls(text, file, int(line), int(column), name)


def jinja_in(text: str) -> int | None:
    """Return where Jinja begins in what should be a label's text, which holds none; None where it does not."""
    found = _JINJA_INSIDE.search(text)
    return found.start() if found else None


def place_in(source: str, offset: int, file: str, length: int = 1) -> Place:
    """Return the place of a character of a template, with its source line."""
    start = source.rfind("\n", 0, offset) + 1
    end = source.find("\n", offset)
    line = source[start : len(source) if end < 0 else end].rstrip("\r")
    return Place(file, source.count("\n", 0, offset) + 1, offset - start + 1, length, line)


def file_text(file: str) -> str | None:
    """Return a template file's text, or None when it cannot be read."""
    try:
        return Path(file).read_bytes().decode("utf-8-sig", errors="replace")
    except OSError:
        return None


def source_line(file: str, number: int) -> str | None:
    """Return a line of a file, or None when it cannot be read."""
    lines = (file_text(file) or "").splitlines()
    return lines[number - 1] if 0 < number <= len(lines) else None


def lift_labels(source: str, file: str) -> str:
    """Return the template with every label's text packed into its tag.

    Raises:
        TemplateError: a label inside a label, one without its end, an end without a label, or Jinja inside a label.
    """
    pieces: list[str] = []
    done = 0
    for opening, end in _pairs(source, file):
        label = _label(source, file, opening, end)
        lines = source.count("\n", opening.start(), end.end())
        pieces.append(source[done : opening.start()])
        pieces.append(f'{{%{opening["open_left"]} label "{label.pack()}" %}}')
        # The comment keeps the line count, and the end tag's white space control with it. The space keeps that from
        # being read as the comment's own.
        newlines = "\n" * lines
        pieces.append(f"{{#{newlines} {end['end_right']}#}}" if lines or end["end_right"] else "")
        done = end.end()
    pieces.append(source[done:])
    return "".join(pieces)


def lifted_labels(source: str, file: str) -> list[tuple[int, int, LabelSource]]:
    """Return every label of a template with the offsets of its text, (start, end, label).

    Raises:
        TemplateError: as `lift_labels`.
    """
    return [(*_span(source, opening, end), _label(source, file, opening, end)) for opening, end in _pairs(source, file)]


def _span(source: str, opening: re.Match[str], end: re.Match[str]) -> tuple[int, int]:
    """Return where the label's text begins and ends; `{% label -%}` and `{%- endlabel %}` take the space inside off."""
    first, last = opening.end(), end.start()
    while opening["open_right"] == "-" and first < last and source[first].isspace():
        first += 1
    while end["end_left"] == "-" and first < last and source[last - 1].isspace():
        last -= 1
    return first, last


def _label(source: str, file: str, opening: re.Match[str], end: re.Match[str]) -> LabelSource:
    first, last = _span(source, opening, end)
    text = source[first:last]
    inside = jinja_in(text)
    if inside is not None:
        raise TemplateError(
            f"{text[inside : inside + 2]!r} {NO_JINJA}",
            place=place_in(source, first + inside, file, 2),
            hint="close the label first with {% endlabel %}, or write a tag such as [{SecondaryReference}]",
        )
    place = place_in(source, first, file)
    return LabelSource(text, file, place.line or 1, place.column or 1, (opening["name"] or "").strip())


def _pairs(source: str, file: str) -> Iterator[tuple[re.Match[str], re.Match[str]]]:
    opening: re.Match[str] | None = None
    position = 0
    while token := _TOKENS.search(source, position):
        # Inside a label a comment or raw block is reported as Jinja inside a label, so it does not hide the end.
        position = token.end() if opening is None or token["end"] else token.start() + 2
        if token["malformed"]:
            raise TemplateError(
                "a label tag takes at most a name",
                place=place_in(source, token.start(), file, len(token[0])),
                hint="write {% label %}…{% endlabel %}, or {% label number %} for the order's number",
            )
        if token["open"]:
            if opening is not None:
                raise TemplateError(
                    "a label inside a label",
                    place=place_in(source, token.start(), file, len(token[0])),
                    hint="close the first label with {% endlabel %} before this one",
                )
            opening = token
        elif token["end"]:
            if opening is None:
                raise TemplateError(
                    "{% endlabel %} without a label before it",
                    place=place_in(source, token.start(), file, len(token[0])),
                    hint="remove it, or open the label with {% label %}",
                )
            yield opening, token
            opening = None
    if opening is not None:
        raise TemplateError(
            "this label is never closed",
            place=place_in(source, opening.start(), file, len(opening[0])),
            hint="write {% endlabel %} where the label ends",
        )

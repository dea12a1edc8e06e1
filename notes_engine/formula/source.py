"""The text of a label with its place in a file: turns spans into places."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from notes_engine.errors import Place

_NEWLINE = re.compile(r"\r\n|\r|\n")


class Span(NamedTuple):
    """A part of the source: from `start` up to but without `end`, in characters from 0."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class SourceText:
    """A label's or condition's text, and where its first character stands in its file."""

    text: str
    name: str
    line: int = 1
    column: int = 1
    file_text: str | None = None
    """The whole file, when the caller has it: error drawings then show the true source line."""

    def place(self, span: Span) -> Place:
        """Return the place of `span` in the file; a span over several lines is underlined to its first line's end."""
        line, start = self.line, 0
        for newline in _NEWLINE.finditer(self.text, 0, span.start):
            line, start = line + 1, newline.end()
        offset = span.start - start
        newline_after = _NEWLINE.search(self.text, start)
        source = self.text[start : newline_after.start() if newline_after else len(self.text)]
        column = offset + 1
        if line == self.line:
            # What stands before the label on its first line is in the file alone.
            column += self.column - 1
            source = " " * (self.column - 1) + source
        length = max(1, min(span.end, start + offset + len(source) - column + 1) - span.start)
        return Place(self.name, line, column, length, self._file_line(line) or source)

    def _file_line(self, line: int) -> str | None:
        if self.file_text is None:
            return None
        lines = _NEWLINE.split(self.file_text)
        return lines[line - 1] if line <= len(lines) else None

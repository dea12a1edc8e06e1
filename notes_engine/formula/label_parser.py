"""A label's source in, its parts out: text, tags, and the formulas between `EVAL{BEGIN}` and `{END}`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from notes_engine.formula import limits, nodes
from notes_engine.formula.lexer import lex_formula
from notes_engine.formula.mistakes import Mistake, Mistaken
from notes_engine.formula.parser import parse_formula
from notes_engine.formula.quotes import swallowing_quote
from notes_engine.formula.source import Span
from notes_engine.formula.stray_brackets import stray_after_tag

if TYPE_CHECKING:
    from notes_engine.formula.nodes import LabelPart

_MARK = re.compile(
    r"""
      (?P<TAG>\[\{[^{}\[\]]*\}\])
    | (?P<BROKEN_TAG>\[\{[^{}\[\]]*\}?)
    | (?P<OPEN>\[)
    | (?P<CLOSE>\])
    | (?P<BEGIN>EVAL\{BEGIN\})
    | (?P<BROKEN_BEGIN>\bEVAL\s*[({\[]\s*BEGIN\s*[)}\]]?)
    | (?P<END>\{END\})
    """,
    re.VERBOSE | re.IGNORECASE,
)
_END = re.compile(r"\{END\}", re.IGNORECASE)


def check_size(text: str) -> Mistake | None:
    """Return the mistake of a source that is too long to be looked at."""
    if len(text) > limits.SOURCE_BYTES or len(text.encode("utf-8", "surrogatepass")) > limits.SOURCE_BYTES:
        return Mistake(Span(0, 1), f"this text is longer than {limits.SOURCE_BYTES // 1024} KiB", "make it shorter")
    return None


def parse_label(text: str) -> tuple[nodes.LabelTree, list[Mistake]]:
    """Return the label's tree and every mistake of its syntax, in the order they stand.

    The tree of a label with mistakes lacks the parts that could not be parsed.
    """
    too_long = check_size(text)
    if too_long:
        return nodes.LabelTree((), Span(0, 0)), [too_long]
    reading = _Reading(text)
    reading.read()
    reading.mistakes.sort(key=lambda mistake: mistake.span)
    return nodes.LabelTree(tuple(reading.parts), Span(0, len(text))), reading.mistakes


class _Reading:
    """The state of one label being read: where, the parts so far, and the text brackets that are open."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.parts: list[LabelPart] = []
        self.mistakes: list[Mistake] = []
        self.plain_from = 0
        self.open_brackets: list[int] = []

    def read(self) -> None:
        at = 0
        while mark := _MARK.search(self.text, at):
            at = self._mark(mark)
        self._plain(len(self.text))
        for bracket in self.open_brackets:
            self._wrong(Span(bracket, bracket + 1), "this `[` is never closed", "a tag is written `[{Name}]`")

    def _mark(self, mark: re.Match[str]) -> int:
        """Take in one mark and return where to go on."""
        span = Span(*mark.span())
        match mark.lastgroup:
            case "TAG":
                self._plain(span.start)
                self.parts.append(nodes.TagNode(mark.group()[2:-2].strip(), span))
                self.plain_from = span.end
            case "OPEN":
                self.open_brackets.append(span.start)
            case "CLOSE":
                self._close(span)
            case "BEGIN":
                self._plain(span.start)
                self.plain_from = self._formula(span)
                return self.plain_from
            case "BROKEN_TAG":
                self._wrong(span, "this tag is never closed", "a tag is written `[{Name}]`: `[{` before, `}]` after")
            case "BROKEN_BEGIN":
                self._wrong(span, "this is not how a formula begins", "write `EVAL{BEGIN}`, without spaces")
            case _:
                self._wrong(span, "this `{END}` ends nothing", "a formula begins with `EVAL{BEGIN}`")
        return span.end

    def _wrong(self, span: Span, what: str, hint: str) -> None:
        self.mistakes.append(Mistake(span, what, hint))

    def _plain(self, end: int) -> None:
        if end > self.plain_from:
            self.parts.append(nodes.PlainText(self.text[self.plain_from : end], Span(self.plain_from, end)))
        self.plain_from = end

    def _close(self, span: Span) -> None:
        if self.open_brackets:
            self.open_brackets.pop()
            return
        last = self.parts[-1] if self.parts else None
        if isinstance(last, nodes.TagNode) and last.span.end == span.start:
            self.mistakes.append(stray_after_tag(self.text[last.span.start : last.span.end], span))
        else:
            self._wrong(span, "this `]` closes nothing", "remove it, or put the `[` that is missing before it")

    def _formula(self, begin: Span) -> int:
        """Parse the formula after the marker at `begin`; return where the label goes on after it."""
        try:
            lexed = lex_formula(self.text, begin.end, len(self.text))
        except Mistaken as mistaken:
            self.mistakes.append(mistaken.mistake)
            end = _END.search(self.text, mistaken.mistake.span.start)
            return end.end() if end else len(self.text)
        if lexed.end is None:
            quote = swallowing_quote(lexed.lexemes)
            hint = "write `{END}` where the formula is complete"
            self.mistakes.append(quote or Mistake(begin, "this formula has no `{END}`", hint))
            end = _END.search(self.text, begin.end)
            return end.end() if end else len(self.text)
        try:
            self.parts.append(parse_formula(lexed.lexemes, Span(begin.start, lexed.end.end)))
        except Mistaken as mistaken:
            self.mistakes.append(mistaken.mistake)
        return lexed.end.end

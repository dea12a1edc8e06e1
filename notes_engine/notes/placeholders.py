"""Company placeholders: the two facts every seller must fill in, and the literal texts that stand for them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from markupsafe import Markup

if TYPE_CHECKING:
    from collections.abc import Iterator

FactName = Literal["name", "live_since"]

LITERALS: dict[FactName, str] = {
    # As the five templates are delivered with the marketplace's channel, to the letter.
    "name": "YOUR COMPANY NAME",
    "live_since": (
        "DATE WHEN YOUR COMPANY OFFICIALLY BECAME LIVE ON BACKMARKET IN FORMAT MONTH YEAR(E.G. DECEMBER 2018)."
    ),
}

EXPECTED: dict[FactName, int] = {"name": 3, "live_since": 1}
"""How often a note prints each fact, however many pages it has."""

# Editors reflow and catalogs break lines: white space (in whatever way it is written), quotes and markup between the
# words leave it the same text.
_BETWEEN = r'(?:[\s"]|\\[nrt]|&(?:nbsp|#0*(?:9|10|13|32|160)|#[xX]0*(?:9|[aAdD]|20|[aA]0));|<[^<>]*>)+'
_PATTERNS = {
    name: re.compile(_BETWEEN.join(re.escape(word) for word in literal.rstrip(".").split()))
    for name, literal in LITERALS.items()
}


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact about the company as templates see it: prints its text, marked as a fact in HTML so it can be counted."""

    name: FactName
    text: str

    def __html__(self) -> Markup:
        return Markup('<span class="fact" data-fact="{}">{}</span>').format(self.name, self.text)

    def __str__(self) -> str:
        return self.text

    def __bool__(self) -> bool:
        return bool(self.text)


@dataclass(frozen=True, slots=True)
class LiteralFound:
    """A literal placeholder text typed into a file: which one, and its line and column (from 1)."""

    name: FactName
    line: int
    column: int
    length: int
    source: str


def find_literals(text: str) -> Iterator[LiteralFound]:
    """Yield every literal placeholder text in `text`, in its order."""
    found = sorted(
        (match.start(), match.end(), name) for name, pattern in _PATTERNS.items() for match in pattern.finditer(text)
    )
    for start, end, name in found:
        line_start = text.rfind("\n", 0, start) + 1
        line_end = text.find("\n", start)
        source = text[line_start : len(text) if line_end < 0 else line_end]
        length = min(end, line_start + len(source)) - start
        yield LiteralFound(name, text.count("\n", 0, start) + 1, start - line_start + 1, length, source)


def drawn_literals(text: str) -> dict[FactName, int]:
    """Return how often `text`, as pages draw it, holds each literal placeholder text.

    White space is not compared: a line that is broken keeps none. Letter case is, as drawn.
    """
    drawn = without_space(text)
    counts = {name: drawn.count(without_space(literal).rstrip(".")) for name, literal in LITERALS.items()}
    return {name: count for name, count in counts.items() if count}


def without_space(text: str) -> str:
    """Return `text` without white space and soft hyphens, which lines take or put in."""
    return "".join(text.split()).replace("\N{SOFT HYPHEN}", "")


def is_literal(text: str | None) -> bool:
    """True when a setting still holds a literal placeholder text, or nothing: the fact is not known."""
    return not text or any(pattern.search(text) for pattern in _PATTERNS.values())


_TWO_STOPS = re.compile(r'(<span class="fact" data-fact="[a-z_]+">[^<>]*\.</span>)\.(?!\.)')


def one_full_stop(html: str) -> str:
    """Return a note's HTML with one full stop where a sentence ends with a fact that has its own, as the literal."""
    return _TWO_STOPS.sub(r"\1", html)


def fact_count(html: str, name: FactName) -> int:
    """Return how many places of a note's HTML print the fact."""
    return html.count(f'<span class="fact" data-fact="{name}">')

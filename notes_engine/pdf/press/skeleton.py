"""A note's HTML with its order values taken out, and what each of the holes is: a slot, a string, or baked."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from html import escape
from typing import TYPE_CHECKING

import tinyhtml5

from notes_engine.notes.marks import MARKS, index_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from xml.etree.ElementTree import Element

# Text that is a string of the document and never drawn.
_STRING_TEXTS = frozenset(("title",))
# Text that is not drawn as it stands: it styles, draws otherwise, or belongs to a form.
_OTHER_TEXTS = frozenset(("style", "script", "svg", "textarea", "option", "button", "select", "math", "noscript"))
_STRING_ATTRIBUTES = {("meta", "content"): "string", ("a", "href"): "link"}


@dataclass(frozen=True)
class Skeleton:
    """One note's HTML in which a mark stands for each value."""

    html: str
    is_looked_into: bool = False
    """A style sheet asks what an address or a meta's content is: pages then depend on it."""

    @cached_property
    def kinds(self) -> Mapping[int, str]:
        """Return what each mark stands in: `text` (drawn), `string` (title, meta, link), or `baked` (anything else).

        Where the mark stands is decided on the parsed document, as the typesetter parses it.
        """
        found: dict[int, set[str]] = {}
        root = tinyhtml5.parse(self.html, namespace_html_elements=False)
        for text, kind in _places(root, {} if self.is_looked_into else _STRING_ATTRIBUTES):
            for mark in MARKS.findall(text):
                found.setdefault(index_of(mark), set()).add(kind)
        marked = {index_of(mark) for mark in MARKS.findall(self.html)}
        # A mark in a comment, or lost to the parser, is baked: then it cannot matter.
        return {mark: _kind(found.get(mark, set())) for mark in sorted(marked)}

    def filled(self, filler: Callable[[int], str]) -> str:
        """Return the HTML with `filler(mark)` in each hole."""
        return MARKS.sub(lambda found: escape(filler(index_of(found[0]))), self.html)


def _kind(kinds: set[str]) -> str:
    if not kinds or "baked" in kinds or kinds > {"link"}:
        return "baked"  # a link is found by another token than a text
    return "text" if "text" in kinds else "string"


def _places(root: Element, attributes: Mapping[tuple[str, str], str]) -> Iterator[tuple[str, str]]:
    """Yield (text or attribute value, kind) of everything in the document; `attributes` are those that are strings."""
    waiting: list[tuple[Element, str]] = [(root, "text")]
    while waiting:
        element, kind = waiting.pop()
        tag = element.tag if isinstance(element.tag, str) else ""
        if not tag:
            yield element.text or "", "baked"
        else:
            if tag in _OTHER_TEXTS:
                kind = "baked"
            inner = "string" if tag in _STRING_TEXTS and kind == "text" else kind
            yield element.text or "", inner
            for name, value in element.attrib.items():
                string = attributes.get((tag, name), "baked") if kind == "text" else "baked"
                yield value, string if string != "link" or MARKS.fullmatch(value) else "baked"
            waiting += [(child, inner) for child in element]
        # What follows a child belongs to its parent.
        yield from ((child.tail or "", kind if tag not in _STRING_TEXTS else "string") for child in element)

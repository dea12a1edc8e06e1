"""What becomes of each order value of one note: stamped, a string, or baked; where it is drawn, and why."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import tinyhtml5

from notes_engine.notes.marks import MARKS, index_of
from notes_engine.pdf.press.advice import advice, is_of_value
from notes_engine.pdf.press.flat import flat
from notes_engine.pdf.press.joiners import numbered_pages, numbers_in
from notes_engine.pdf.press.not_stamped import NotStamped

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from xml.etree.ElementTree import Element

    from notes_engine.notes.marks import MarkedHtml
    from notes_engine.pdf.press.flat import FlatBox
    from notes_engine.pdf.typeset import Typesetter

Kind = Literal["stamped", "string", "baked"]

_NOT_FOUND = "it is drawn in a way that cannot be stamped"
"""How the press begins where it did not find a value that it looked for on the page."""
_SHARED = "orders share a plate only where it is the same"
_FEW = "let it have few different values, or print it as text"


@dataclass(frozen=True, slots=True)
class Slot:
    """What becomes of one value."""

    kind: Kind
    why: str = ""
    hint: str = ""
    """What to do about it; empty where there is nothing to do."""
    pages: tuple[int, ...] = ()
    """The page of each place that it is drawn in, from 1."""
    may_break: bool = False
    """A long value may break into several lines."""


@dataclass(frozen=True, slots=True)
class NoteSlots:
    """What the press makes of one note."""

    slots: Mapping[int, Slot]
    """By the number of the mark."""
    is_stamped: bool
    why: str = ""
    """Why it is not; no value of the order is in it."""
    hint: str = ""
    is_of_value: bool = False
    """One of this order's values is the reason: notes of the same layout with other values may be stamped."""


def examine(note: MarkedHtml, typesetter: Typesetter) -> NoteSlots:
    """Return what the press makes of a note, which is stamped on trial.

    Raises:
        TypesetError, AssetError: WeasyPrint cannot make pages of it.
    """
    stamped = typesetter.press.stamp(note)
    forme = typesetter.press.forme(note)
    standing = _standing(note.skeleton)
    drawn = _drawn(note, typesetter)
    found = {}
    for slot, kind in typesetter.press.kinds(note).items():
        place = drawn.get(slot, _Drawn())
        pages = tuple(place.pages)
        if kind == "baked":
            where = standing.get(slot) or "in what is not on the page"
            found[slot] = Slot("baked", f"it stands {where}: {_SHARED}", _FEW, pages)
        elif kind == "string":
            found[slot] = Slot("string", f"it stands {standing.get(slot, '')}: it is filled in for each note")
        elif slot in forme.baked:
            why = _reason(forme.baked[slot], place, standing.get(slot, ""))
            found[slot] = Slot("baked", f"{why}: {_SHARED}", advice(why), pages)
        else:
            found[slot] = Slot("stamped", "", "", pages, place.may_break)
    if isinstance(stamped, NotStamped):
        return NoteSlots(found, False, stamped.why, advice(stamped.why), is_of_value(stamped.why))
    return NoteSlots(found, True)


@dataclass(slots=True)
class _Drawn:
    """The places where a value is drawn."""

    pages: list[int] = field(default_factory=list)
    is_alone: bool = False
    """Of the last of them: the value stands in a block's only text, and is the only one in it."""
    is_transformed: bool = False
    """The style sheet changes its letters."""

    @property
    def may_break(self) -> bool:
        return self.is_alone and len(self.pages) == 1


def _reason(why: str, drawn: _Drawn, standing: str) -> str:
    """Return why a value is baked: more closely than the press knows, which only looked for it in vain."""
    if not why.startswith(_NOT_FOUND):
        return why
    if standing:
        return f"it stands {standing}"
    if not drawn.pages:
        return "it is drawn nowhere: hidden, in a picture, or too long for its box"
    return "the style sheet changes its letters (text-transform)" if drawn.is_transformed else why


def _drawn(note: MarkedHtml, typesetter: Typesetter) -> dict[int, _Drawn]:
    """Return where each slot of text is drawn."""
    document, kinds = numbered_pages(note, typesetter)
    found: dict[int, _Drawn] = defaultdict(_Drawn)
    for number, page in enumerate(document.pages, 1):
        boxes = [box for box in flat(page._page_box) if box.text is not None]
        blocks: dict[int, list[FlatBox]] = defaultdict(list)
        for box in boxes:
            blocks[id(box.block)].append(box)
        for box in boxes:
            slots = [slot for slot in numbers_in(box.text or "") if kinds.get(slot) == "text"]
            for slot in slots:
                found[slot].pages.append(number)
                found[slot].is_alone = box.block is not None and _is_alone(blocks[id(box.block)])
                found[slot].is_transformed |= box.box.style["text_transform"] != "none"
    return found


def _is_alone(boxes: Sequence[FlatBox]) -> bool:
    """Return whether the texts of a block are the lines of one text, with one value in it."""
    numbers = [number for box in boxes for number in numbers_in(box.text or "")]
    return len(numbers) == 1 and len({id(box.box.element) for box in boxes}) == 1


def _standing(skeleton: str) -> dict[int, str]:
    """Return where each mark stands in the document, in words; of text that is drawn, nothing."""
    found: dict[int, str] = {}
    for text, words in _places(tinyhtml5.parse(skeleton, namespace_html_elements=False)):
        for mark in MARKS.findall(text):
            found.setdefault(index_of(mark), words)
    return found


def _places(element: Element, inside: str = "") -> Iterator[tuple[str, str]]:
    """Yield (text, where it stands) of everything in an element that is not drawn as text."""
    waiting = [(element, inside)]
    while waiting:
        each, words = waiting.pop()
        tag = each.tag.rpartition("}")[2] if isinstance(each.tag, str) else ""
        if not tag:
            yield each.text or "", "in a comment"
        for name, value in each.attrib.items():
            yield value, f"in the {name} attribute of <{tag}>"
        inner = words or (f"in <{tag}>" if tag in _NOT_DRAWN else "")
        if inner:
            yield each.text or "", inner
        for child in each:
            waiting.append((child, inner))
            if inner:
                yield child.tail or "", inner


_NOT_DRAWN = frozenset(
    (
        *("title", "style", "script", "svg", "textarea", "option", "button", "select", "math", "noscript"),
        *("template", "iframe", "object", "video", "audio", "canvas"),
    )
)
"""Elements whose text is a string of the document, or draws otherwise than as a text."""

"""A plate: the pages of one skeleton, typeset once, with every slot's lines known and proven."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from notes_engine.pdf.press.filler import holds_token, narrow_token, other_string, token, tokens_in
from notes_engine.pdf.press.flat import flat
from notes_engine.pdf.press.probe import leaving, lines_with_slots, prove
from notes_engine.pdf.press.refusal import ReflowError
from notes_engine.pdf.press.slot_lines import Settings
from notes_engine.pdf.press.wide_words import WideWords
from notes_engine.pdf.press.wrapping import broken_fillings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from notes_engine.pdf.findings import PageFinding
    from notes_engine.pdf.press.filler import Filling
    from notes_engine.pdf.press.probe import Pages
    from notes_engine.pdf.press.skeleton import Skeleton
    from notes_engine.pdf.press.slot_lines import SlotLine
    from notes_engine.pdf.press.textline import TextSetter
    from notes_engine.pdf.untyped import Box, Document

LayOut = Callable[[str], "tuple[Document, Sequence[PageFinding]]"]
"""From HTML to WeasyPrint's document, and what is odd about it."""


@dataclass(frozen=True, slots=True)
class Plate:
    """Pages with holes. It belongs to the process that made it."""

    name: str
    """The same for the same plate on any machine; empty until it is given one."""
    document: Document
    """WeasyPrint's, with tokens in its strings; its pages draw no slot."""
    lines: tuple[SlotLine, ...]
    slots: frozenset[int]
    """All of its slots, strings among them."""
    link_texts: Mapping[int, tuple[Box, ...]]
    """From the `id` of a link's box to the slot texts in it."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A note that a plate is proven on: its values, and its document as typeset."""

    values: tuple[str, ...]
    document: Document


def make_plate(
    skeleton: Skeleton,
    values: Sequence[str],
    baked: frozenset[int],
    lay_out: LayOut,
    setter: TextSetter,
    *,
    wraps: Mapping[int, int] | None = None,
    base: Plate | None = None,
) -> tuple[Plate, Sample]:
    """Typeset a skeleton with the narrowest and with the widest values, and prove that it can be stamped.

    Returns the plate and its wide setting, which stamping must give again.

    Args:
        skeleton: the note without its values.
        values: those of one order; only the baked ones are printed.
        baked: the slots whose values stay in the plate.
        lay_out: from HTML to WeasyPrint's document and what is odd about it.
        setter: sets single lines.
        wraps: slots whose value breaks into several lines → how many.
        base: the plate of the same skeleton in which nothing breaks; needed with `wraps`.

    Raises:
        ReflowError: a slot cannot be stamped.
    """
    kinds = skeleton.kinds
    slots = frozenset(slot for slot, kind in kinds.items() if kind == "text" and slot not in baked)
    strings = frozenset(slot for slot, kind in kinds.items() if kind == "string" and slot not in baked)
    wraps = wraps or {}
    broken = {slot: broken_fillings(base, slot, rows, setter) for slot, rows in wraps.items()} if base else {}

    _require_no_tokens(skeleton, values, slots | strings)

    def pages(filling: Filling, string: Filling) -> tuple[Document, Pages, Sequence[PageFinding]]:
        def filler(slot: int) -> str:
            if slot in slots:
                return filling(slot)
            return string(slot) if slot in strings else values[slot]

        document, findings = lay_out(skeleton.filled(filler))
        return document, [flat(page._page_box) for page in document.pages], findings

    narrow_document, narrow, odd = pages(
        lambda slot: broken[slot].narrow if slot in broken else narrow_token(slot), token
    )
    if odd:
        # Not what is odd in words: they may name what an order's value asks for, and reasons are kept on disk.
        raise ReflowError(slots, f"something is odd about notes like it: {odd[0].code}")
    _require_undrawn(narrow, strings)
    if any(any(page.forms.values()) for page in narrow_document.pages):
        raise ReflowError(slots, "the note holds a form")
    wholes = {slot: filling.whole for slot, filling in broken.items()}

    def proven(words: Mapping[int, str]) -> tuple[tuple[SlotLine, ...], Settings, Document]:
        setting = Settings(slots, lambda slot: broken[slot].wide if slot in broken else words[slot], wraps, wholes)
        wide_document, wide, odd = pages(setting.wide, other_string)
        lines = prove(narrow, wide, setting, setter)
        if odd:
            # The typesetter says so of such values, and a stamped note would not.
            why = f"something is odd about notes with long values in it: {odd[0].code}"
            raise ReflowError(leaving(narrow, wide, slots, [finding.page for finding in odd]), why)
        _require_same_places(narrow_document, wide_document, slots)
        return lines, setting, wide_document

    words = WideWords(lines_with_slots(narrow, slots), slots - broken.keys(), setter)
    lines, setting, wide_document = words.widest_proven(proven)
    texts = {id(item.drawn) for line in lines for item in line.items}
    links = {id(box): tuple(_texts(box, texts)) for page in narrow_document.pages for _, _, _, box in page.links}
    _hide(texts, narrow_document)
    plate = Plate("", narrow_document, lines, slots | strings, links)
    wide_values = [setting.wide(slot) if slot in slots else values[slot] for slot in range(len(values))]
    for slot in strings:
        wide_values[slot] = other_string(slot)
    return plate, Sample(tuple(wide_values), wide_document)


def _require_no_tokens(skeleton: Skeleton, values: Sequence[str], slots: frozenset[int]) -> None:
    """Let only such notes through in which nothing is written that stands for a slot already."""
    constants = [skeleton.html, *(value for slot, value in enumerate(values) if slot not in slots)]
    if any(holds_token(text) or tokens_in(text) for text in constants):
        raise ReflowError(slots, "the template writes what the press itself puts in the place of a value")


def _require_undrawn(pages: Pages, strings: frozenset[int]) -> None:
    """Let only such strings through that are drawn nowhere; a style sheet may draw them (`content: attr(href)`)."""
    for page in pages:
        drawn = "".join("".join(box.text.split()).lower() for box in page if box.text)
        if holds_token(drawn):
            found = {slot for slot, _ in tokens_in(drawn)} & strings
            raise ReflowError(frozenset(found) or strings, "the style sheet draws it, though it stands in an attribute")


def _texts(box: Box, texts: set[int]) -> Iterator[Box]:
    if id(box) in texts:
        yield box
    for child in getattr(box, "children", ()):
        yield from _texts(child, texts)


def _require_same_places(narrow: Document, wide: Document, slots: frozenset[int]) -> None:
    """Let only such documents through whose anchors and bookmarks stay in their places."""
    for n, w in zip(narrow.pages, wide.pages, strict=True):
        places = [[place for _, _, place, _ in page.bookmarks] for page in (n, w)]
        if n.anchors != w.anchors or places[0] != places[1] or len(n.links) != len(w.links):
            raise ReflowError(slots, "an anchor or a bookmark moves with it")


def _hide(texts: set[int], document: Document) -> None:
    """Let a plate's pages draw no slot text: what is left is the same for every note."""
    waiting = [page._page_box for page in document.pages]
    while waiting:
        box = waiting.pop()
        box = getattr(box, "_box", box)
        if id(box) in texts:
            box.style = box.style.copy()
            box.style["visibility"] = "hidden"
        waiting += getattr(box, "children", ())

"""A file of its own for each order: all share the fonts, which are cut once for what such notes usually print."""

from __future__ import annotations

import hashlib
import io
from collections import OrderedDict
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from notes_engine.pdf.binding.book import Book
from notes_engine.pdf.binding.fonts import Fonts
from notes_engine.pdf.binding.headings import bookmarks
from notes_engine.pdf.binding.objects import Objects, string
from notes_engine.pdf.binding.section import page_content
from notes_engine.pdf.binding.tail import Tail
from notes_engine.pdf.metadata import plain
from notes_engine.pdf.press.refusal import NotPlainError
from notes_engine.pdf.press.stamp_lines import put_together
from notes_engine.pdf.press.usual import RARE, USUAL

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import BinaryIO

    from notes_engine.pdf.binding.fonts import Cutter, UsedFont
    from notes_engine.pdf.binding.headings import Bookmark
    from notes_engine.pdf.binding.objects import Beginning
    from notes_engine.pdf.metadata import NoteInfo
    from notes_engine.pdf.press.cast import Cast, Pieces
    from notes_engine.pdf.press.stamping import StampedPages
    from notes_engine.pdf.press.typeface import Pairs, SetText, Typeface, TypeSpec

    Glyph = tuple[int, str, int]
    """A glyph, what it stands for, and its width in thousandths of the size."""

_REMEMBERED = 512
"""Plates whose files' first bytes are kept."""

_TAILS = 4
"""Kept of one plate: as a rule all of its notes have one language, and as many links."""


@dataclass(slots=True)
class _Start:
    """What the files of one plate begin with."""

    beginning: Beginning
    sha256: hashlib._Hash
    """Of the beginning's content; whoever goes on with it copies it."""
    book: Book
    fonts: dict[str, UsedFont]
    signs: dict[tuple[str, Pairs], set[str]] = field(default_factory=dict)
    """Font, and how texts of lone signs are set with it → signs that are known to be there."""
    tails: dict[tuple[str, tuple[int, ...]], Tail | None] = field(default_factory=dict)
    """Language and how many links each page has → how files go on; None where one is not worked out."""
    met: set[tuple[str, tuple[int, ...]]] = field(default_factory=set)
    """Those that a file was written for."""

    def tail(self, note: StampedPages, info: NoteInfo) -> Tail | None:
        """Return how a note's file goes on after the beginning, or None where it is written object by object."""
        key = (plain(info.language), tuple(map(len, note.links)))
        if key not in self.tails:
            if key not in self.met or len(self.tails) == _TAILS:
                if len(self.met) < _TAILS:
                    self.met.add(key)
                return None  # many a plate is met once
            self.tails[key] = Tail.of(
                self.beginning, self.book, lambda objects, book: _write_note(objects, book, note, info)
            )
        return self.tails[key]


class Singles:
    """Writes files that hold one stamped note each. One for each process."""

    def __init__(self, cutter: Cutter, typeface: Callable[[TypeSpec], Typeface]) -> None:
        """`typeface` gives the typefaces that casts name."""
        self._cutter = cutter
        self._typeface = typeface
        self._starts: OrderedDict[tuple[str, int], _Start] = OrderedDict()
        self._known: dict[tuple[TypeSpec, int], Sequence[Glyph]] = {}

    def write(self, file: BinaryIO, note: StampedPages, info: NoteInfo, *, is_alone: bool = False) -> None:
        """Write a note's PDF: the same pages, metadata, links and bookmarks that the typesetter's file has.

        One that is alone has fonts cut for it: there are no others to share them with.
        """
        start = None if is_alone else self._fitting(note)
        self._write(file, note, info, start)

    def file(self, note: StampedPages, info: NoteInfo) -> tuple[bytes, str]:
        """Return what `write` writes, and its sha256 in hexadecimal: of what files have in common it is known."""
        start = self._fitting(note)
        tail = start.tail(note, info) if start is not None else None
        if start is None or tail is None:
            file = io.BytesIO()
            self._write(file, note, info, start)
            content = file.getvalue()
            return content, hashlib.sha256(content).hexdigest()
        content = tail.file(
            [page_content(content) for content in note.contents],
            [(link.target, link.place, link.rectangle) for links in note.links for link in links],
            lambda bookmark: _filled(bookmark.label, note),
            plain(info.title),
            _facts(note, info),
        )
        digest = start.sha256.copy()
        digest.update(memoryview(content)[len(start.beginning.content) :])
        return content, digest.hexdigest()

    def _write(self, file: BinaryIO, note: StampedPages, info: NoteInfo, start: _Start | None) -> None:
        if start is not None:
            objects = Objects(file, start.beginning)
            book = start.book.copy(objects)
        else:
            objects = Objects(file)
            book, fonts, used = self._begun(objects, note.cast)
            for font, text in note.texts:
                used[font].use(zip(text.glyphs, text.chars, text.widths, strict=True))
            fonts.write()
        _write_note(objects, book, note, info)

    def _begun(self, objects: Objects, cast: Cast) -> tuple[Book, Fonts, dict[str, UsedFont]]:
        """Return a book with a plate, its fonts, and those of the plate by their names in it."""
        fonts = Fonts(objects, self._cutter)
        book = Book(objects, fonts)
        book.add_cast(cast)
        return book, fonts, {font.resource: fonts[font.face, font.index, font.resource] for font in cast.fonts}

    def _fitting(self, note: StampedPages) -> _Start | None:
        """Return the first of a plate's beginnings whose fonts have all that a note prints."""
        for texts in (USUAL, RARE):
            start = self._start(note.cast, texts)
            if all(_has(start, font, text) for font, text in note.texts):
                return start
        return None

    def _glyphs(self, spec: TypeSpec, texts: Sequence[str]) -> Sequence[Glyph]:
        """Return glyph, character and width of what texts print, as far as a typeface sets them."""
        known = self._known.get((spec, len(texts)))
        if known is None:
            typeface, found = self._typeface(spec), {}
            for text in texts:
                with suppress(NotPlainError):
                    one = typeface.set(text)
                    found.update(dict.fromkeys(zip(one.glyphs, one.chars, one.widths, strict=True)))
            known = self._known[spec, len(texts)] = tuple(found)
        return known

    def _start(self, cast: Cast, texts: Sequence[str]) -> _Start:
        key = (cast.name, len(texts))
        found = self._starts.get(key)
        if found is None:
            content = io.BytesIO()
            objects = Objects(content)
            book, fonts, used = self._begun(objects, cast)
            for spec in cast.typefaces:
                used[spec.resource].use(self._glyphs(spec, texts))
            fonts.write()
            begun = content.getvalue()
            found = self._starts[key] = _Start(objects.beginning(begun), hashlib.sha256(begun), book, used)
            if len(self._starts) > _REMEMBERED:
                self._starts.popitem(last=False)
        else:
            self._starts.move_to_end(key)
        return found


def _has(start: _Start, font: str, text: SetText) -> bool:
    """Return whether the fonts that a plate's files share have a text's glyphs; a text is looked at once."""
    chars = start.fonts[font].chars
    if text.counted_by is chars:
        return True
    pairs = text.lone_signs_of
    if pairs is None:
        if not chars.keys() >= set(text.glyphs):
            return False
    else:
        signs = start.signs.get((font, pairs))
        if signs is None:
            signs = start.signs[font, pairs] = set()
        if not signs.issuperset(text.text):
            if not chars.keys() >= set(text.glyphs):
                return False
            signs.update(text.text)
    text.counted_by = chars
    return True


def _filled(pieces: Pieces, note: StampedPages) -> str:
    return put_together(pieces, note.values)


def _facts(note: StampedPages, info: NoteInfo) -> Mapping[str, str]:
    """Return the document information, as `note_metadata` has it."""
    own = note.cast.metadata
    number, market = plain(info.number), plain(info.market)
    keywords = [text for text in (number, market) if text] + [plain(_filled(each, note)) for each in own.keywords]
    return {
        "Author": ", ".join(plain(_filled(author, note)) for author in own.authors),
        "Subject": plain(_filled(own.description, note)),
        "Keywords": ", ".join(keywords),
        "Creator": plain(_filled(own.generator, note)),
        "OrderNumber": number,
        "Market": market,
    }


def _write_note(objects: Objects, book: Book, note: StampedPages, info: NoteInfo) -> tuple[int, Sequence[Bookmark]]:
    """Write all that follows the beginning; return the number of the first page, and the bookmarks."""
    book.open(len(note.contents), 0)
    first = book.next_page
    outline, titles = bookmarks(objects, book, note.cast)
    for title in titles:
        objects.write(title.number, title.titled(string(_filled(title.label, note))))
    if outline is not None:
        objects.write(*outline)
    for page, (content, links) in enumerate(zip(note.contents, note.links, strict=True)):
        packed = [(link.target, link.place, link.rectangle) for link in links]
        book.add_stamped(note.cast, page, page_content(content), packed)
    number = None if outline is None else outline[0]
    book.close(title=plain(info.title), language=plain(info.language), outline=number, info=_facts(note, info))
    return first, titles

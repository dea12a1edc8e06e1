"""Casting: WeasyPrint's pages of a plate become plain data, once, by drawing them into a file that is not kept."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

from weasyprint.draw.color import get_color
from weasyprint.layout.percent import percentage
from weasyprint.pdf.fonts import Font
from weasyprint.text.ffi import ffi
from weasyprint.text.fonts import font_features, get_hb_object_data, get_pango_font_key
from weasyprint.text.line_break import Layout

from notes_engine.pdf.library import BASE_URL
from notes_engine.pdf.press.cast import (
    POINTS,
    Cast,
    CastBookmark,
    CastFont,
    CastItem,
    CastLine,
    CastLink,
    CastMetadata,
    CastPage,
    Part,
)
from notes_engine.pdf.press.filler import token
from notes_engine.pdf.press.refusal import NotPlainError, ReflowError
from notes_engine.pdf.press.sameness import require_same_setting
from notes_engine.pdf.press.slot_lines import pieces_of
from notes_engine.pdf.press.typeface import TypeSpec

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from notes_engine.pdf.press.faces import Faces
    from notes_engine.pdf.press.plate import Plate
    from notes_engine.pdf.press.slot_lines import Item, SlotLine
    from notes_engine.pdf.untyped import Document, Pdf, Style

_REFERENCE = re.compile(rb"(?<![\d.])(\d+) 0 R\b")


class Caster:
    """Casts plates. It remembers the styles that were proven, so keep one for each process."""

    def __init__(self, faces: Faces) -> None:
        """`faces` takes the font files that casts name."""
        self._faces = faces
        self._styles: dict[int, tuple[Style, TypeSpec, Font]] = {}
        self._specs: dict[TypeSpec, str] = {}

    def cast(self, plate: Plate, facts: Mapping[str, int], text: str) -> Cast:
        """Return a plate as plain data; `facts` and `text` are what its pages draw themselves.

        Raises:
            ReflowError: it holds what cannot be written without WeasyPrint.
        """
        self._styles.clear()  # each document has its own
        document = plate.document
        pdf = _drawn(document)
        fonts: dict[str, Font] = {}
        specs: dict[TypeSpec, int] = {}
        lines: dict[int, list[CastLine]] = {number: [] for number in range(len(document.pages))}
        boxes: dict[int, tuple[int, int]] = {}
        for line in plate.lines:
            found = lines[line.page]
            for place, item in enumerate(line.items):
                boxes[id(item.drawn)] = (len(found), place)
            found.append(self._line(line, specs, fonts))
        pages = tuple(
            CastPage(
                boxes=tuple(_boxes(dictionary)),
                form=dictionary["Contents"],
                lines=tuple(lines[number]),
                links=tuple(_links(plate, number, boxes)),
                height=page.height,
            )
            for number, (page, dictionary) in enumerate(zip(document.pages, _pages(pdf), strict=True))
        )
        parts = _parts(pdf, [page.form for page in pages], _form_heads(pdf, document))
        own = {font.hash: font for font in document.fonts.values()}
        return Cast(
            name=plate.name,
            pages=pages,
            parts=parts,
            fonts=tuple(self._font(font, document) for font in ({**fonts, **own}).values()),
            typefaces=tuple(specs),
            bookmarks=tuple(_bookmarks(plate)),
            metadata=_metadata(plate),
            facts=tuple(sorted(facts.items())),
            text=text,
        )

    def _line(self, line: SlotLine, specs: dict[TypeSpec, int], fonts: dict[str, Font]) -> CastLine:
        items = []
        for item in line.items:
            spec, font = self._typeface(item.box.style, line.slots)
            fonts.setdefault(font.hash, font)
            items.append(_item(item, specs.setdefault(spec, len(specs))))
        style = line.items[0].box.style
        return CastLine(
            items=tuple(items),
            align=line.align,
            anchor=line.anchor,
            widest=line.widest,
            available=line.available,
            may_break=line.is_alone and _breaks_at_spaces(style),
            clips=line.clips,
            row=line.row,
            whole=line.whole,
        )

    def _typeface(self, style: Style, slots: frozenset[int]) -> tuple[TypeSpec, Font]:
        known = self._styles.get(id(style))
        if known is None:
            _require_plain(style, slots)
            spec, font = self._spec(style, slots)
            if spec not in self._specs:
                self._specs[spec] = ""
                typeface = self._faces.typeface(spec)
                try:
                    require_same_setting(typeface, style)
                except NotPlainError:
                    self._specs[spec] = "its font sets letters in a way that the press does not follow"
            known = self._styles[id(style)] = (style, spec, font)
        if why := self._specs[known[1]]:
            raise ReflowError(slots, why)
        return known[1], known[2]

    def _spec(self, style: Style, slots: frozenset[int]) -> tuple[TypeSpec, Font]:
        layout = Layout(style)
        layout.set_text("i")
        line, _ = layout.get_first_line()
        pango_font = line.runs[0].data.item.analysis.font
        _, description, size = get_pango_font_key(pango_font)
        font = Font(pango_font, description, size)
        _require_plain_font(font, slots)
        features = font_features(
            style["font_kerning"],
            style["font_variant_ligatures"],
            style["font_variant_position"],
            style["font_variant_caps"],
            style["font_variant_numeric"],
            style["font_variant_alternates"],
            style["font_variant_east_asian"],
            style["font_feature_settings"],
        )
        language = ffi.string(ffi.cast("char *", layout.language)).decode()  # that is what Pango's languages are
        face = self._faces.add(get_hb_object_data(font.hb_face))
        return TypeSpec(face, font.index, font.hash, size, language, tuple(sorted(features.items()))), font

    def _font(self, font: Any, document: Document) -> CastFont:  # noqa: ANN401  WeasyPrint is untyped
        _require_plain_font(font, frozenset())
        glyphs: dict[int, tuple[str, int]] = {}
        for own in document.fonts.values():
            if own.hash == font.hash:
                for glyph, text in own.to_unicode.items():
                    glyphs.setdefault(glyph, (text, own.widths[glyph]))
        return CastFont(
            resource=font.hash,
            name=font.name.decode("ascii", "replace").removeprefix("/"),
            family=font.family,
            flags=font.flags,
            italic_angle=font.italic_angle,
            ascent=font.ascent,
            descent=font.descent,
            face=self._faces.add(get_hb_object_data(font.hb_face)),
            index=font.index,
            glyphs=tuple((glyph, text, width) for glyph, (text, width) in sorted(glyphs.items())),
        )


def _item(item: Item, typeface: int) -> CastItem:
    box, style = item.box, item.box.style
    y = box.position_y + box.baseline
    return CastItem(
        pieces=item.pieces,
        gap=item.gap,
        narrowest=item.narrowest,
        typeface=typeface,
        color=_color(style["color"]),
        y=y,
        x=box.position_x,
        width=box.width,
        rules=tuple(_rules(style, y)),
        rule_color=_color(get_color(style, "text_decoration_color")),
    )


def _require_plain(style: Style, slots: frozenset[int]) -> None:
    """Let only such texts through that a plain text object of a PDF draws."""
    if style["text_decoration_line"] != "none" and style["text_decoration_style"] != "solid":
        raise ReflowError(slots, "it is underlined or struck through with a line that is not solid")
    if style["letter_spacing"] not in ("normal", 0) or style["word_spacing"]:
        raise ReflowError(slots, "its letters or words are spaced (letter-spacing, word-spacing)")
    colors = (style["color"], get_color(style, "text_decoration_color"))
    if any(color.alpha != 1 or color.space != "srgb" for color in colors):
        raise ReflowError(slots, "its colour is see-through, or none of the usual (sRGB)")


def _color(color: Any) -> str:  # noqa: ANN401  WeasyPrint is untyped
    return " ".join(map(_number, color.coordinates))


def _rules(style: Style, y: float) -> Iterator[tuple[float, float, bool]]:
    """Yield the lines under, over and through a text whose baseline is at `y`, as WeasyPrint draws them."""
    wanted, size = style["text_decoration_line"], style["font_size"]
    if wanted == "none":
        return
    layout = Layout(style)
    thickness = style["text_decoration_thickness"]
    thick = layout.underline_thickness if thickness in ("auto", "from-font") else percentage(thickness, style, size)
    if "overline" in wanted:
        yield y - layout.ascent + thick / 2, thick, False
    if "underline" in wanted:
        offset = style["text_underline_offset"]
        below = -layout.underline_position if offset == "auto" else percentage(offset, style, size)
        yield y + below + thick / 2, thick, False
    if "line-through" in wanted:
        yield y - layout.strikethrough_position, layout.strikethrough_thickness, True


def _number(value: float) -> str:
    return f"{value:.4f}".rstrip("0").rstrip(".") or "0"


def _require_plain_font(font: Any, slots: frozenset[int]) -> None:  # noqa: ANN401  as above
    if font.bitmap or font.png or font.svg or font.colr or font.missing or "fvar" in font.tables:
        raise ReflowError(slots, "a font of the page is a variable one, or draws pictures")


def _breaks_at_spaces(style: Style) -> bool:
    return bool(style["white_space"] == "normal" and style["word_break"] == "normal" and style["hyphens"] != "auto")


def _drawn(document: Document) -> Pdf:
    """Return the file that WeasyPrint makes of the plate's pages, not yet written."""
    caught: list[Pdf] = []
    document.fonts.clear()
    document.write_pdf(io.BytesIO(), finisher=lambda _, pdf: caught.append(pdf))
    return caught[0]


def _pages(pdf: Pdf) -> Iterator[dict[str, Any]]:
    by_number = {item.number: item for item in pdf.objects}
    for number in pdf.pages["Kids"][::3]:
        page = dict(by_number[number])
        page["Contents"] = int(page["Contents"].split()[0])
        yield page


def _boxes(page: Mapping[str, Any]) -> Iterator[tuple[str, tuple[float, float, float, float]]]:
    media = tuple(float(side) for side in page["MediaBox"])
    yield "MediaBox", media  # type: ignore[misc]  # four sides
    for name in ("TrimBox", "BleedBox"):
        box = tuple(float(side) for side in page.get(name, media))
        if box != media:
            yield name, box  # type: ignore[misc]


def _form_heads(pdf: Pdf, document: Document) -> dict[int, bytes]:
    """Return what makes a form object of each page's content: its dictionary, without filter and length."""
    heads = {}
    for page, dictionary in zip(document.pages, _pages(pdf), strict=True):
        del page
        box = " ".join(_number(float(side)) for side in dictionary["MediaBox"])
        resources = dictionary["Resources"].decode()
        heads[dictionary["Contents"]] = f"/Type/XObject/Subtype/Form/BBox[{box}]/Resources {resources}".encode()
    return heads


def _parts(pdf: Pdf, forms: Sequence[int], heads: Mapping[int, bytes]) -> tuple[Part, ...]:
    """Return the forms and all that they refer to, but the fonts: those are the file's."""
    by_number = {item.number: item for item in pdf.objects}
    found: dict[int, Part] = {}
    waiting = list(forms)
    while waiting:
        number = waiting.pop()
        if number in found:
            continue
        item = by_number[number]
        if isinstance(item, dict) and "Font" in item:
            item["Font"] = b"FONTS"
        data: bytes = item.data
        head, is_stream, body = data.partition(b"\nstream\n")
        if number in heads:
            head = head.replace(b"<<", b"<<" + heads[number] + b" ", 1)
        found[number] = Part(number, head, body.removesuffix(b"\nendstream") if is_stream else None)
        waiting += [int(reference[1]) for reference in _REFERENCE.finditer(head)]
    return tuple(found[number] for number in sorted(found))


def _links(plate: Plate, number: int, boxes: Mapping[int, tuple[int, int]]) -> Iterator[CastLink]:
    page = plate.document.pages[number]
    places = _places(plate.document)
    for kind, target, (x1, y1, x2, y2), box in page.links:
        texts = tuple(boxes[id(text)] for text in plate.link_texts[id(box)] if id(text) in boxes)
        rectangle = (x1 * POINTS, (page.height - y1) * POINTS, x2 * POINTS, (page.height - y2) * POINTS)
        pieces = pieces_of(target, plate.slots)
        slots = frozenset(piece for piece in pieces if isinstance(piece, int))
        if kind == "internal" and not slots:
            if target in places:
                yield CastLink(target, places[target], rectangle, texts)
        elif kind == "external":
            if slots and target != BASE_URL + token(min(slots)):
                raise ReflowError(slots, "its link is put together of several texts")
            yield CastLink(min(slots) if slots else target, None, rectangle, texts)
        else:
            raise ReflowError(plate.slots, "a link of the page leads to a file, or to a place named by a value")


def _places(document: Document) -> dict[str, tuple[int, float, float]]:
    """Return name → page and point of everything a link can lead to; of two with one name, the first counts."""
    found: dict[str, tuple[int, float, float]] = {}
    for number, page in enumerate(document.pages):
        for name, (x, y, *_) in page.anchors.items():
            found.setdefault(name, (number, x * POINTS, (page.height - y) * POINTS))
    return found


def _bookmarks(plate: Plate) -> Iterator[CastBookmark]:
    for number, page in enumerate(plate.document.pages):
        for level, label, (x, y), state in page.bookmarks:
            point = (x * POINTS, (page.height - y) * POINTS)
            yield CastBookmark(level, pieces_of(label, plate.slots), number, point, state == "open")


def _metadata(plate: Plate) -> CastMetadata:
    own = plate.document.metadata
    if own.attachments or own.xmp_metadata or own.created or own.modified:
        raise ReflowError(plate.slots, "the note holds files, or a date of its own in its metadata")

    def one(text: str | None) -> tuple[str | int, ...]:
        return pieces_of(text or "", plate.slots)

    return CastMetadata(
        authors=tuple(map(one, own.authors or ())),
        keywords=tuple(map(one, own.keywords or ())),
        description=one(own.description),
        generator=one(own.generator),
    )

"""The lines of a laid-out page that hold slots: what each text on them is made of, and where the line is held."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from notes_engine.pdf.press.filler import tokens_in
from notes_engine.pdf.press.refusal import ReflowError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from notes_engine.pdf.press.filler import Filling
    from notes_engine.pdf.press.flat import FlatBox
    from notes_engine.pdf.press.textline import TextSetter
    from notes_engine.pdf.untyped import Box, Style

EPSILON = 1e-3
"""CSS pixels within which two places are the same."""

Clip = tuple[float, float, float, float]

Piece = str | int
"""Part of a text: a constant, or the number of the slot whose value stands there."""


@dataclass(frozen=True, slots=True)
class Item:
    """One text on a line."""

    pieces: tuple[Piece, ...]
    gap: float
    """CSS pixels between the text before it, or the line's start, and it."""
    narrowest: float
    """Its width in the narrow setting."""
    box: Box
    """A text box like it: style, height and baseline."""
    drawn: Box
    """Its own text box in the plate."""


@dataclass(frozen=True, slots=True)
class SlotLine:
    """A line with slots. Lengths are CSS pixels."""

    page: int
    """From 0."""
    items: tuple[Item, ...]
    align: Literal["left", "right", "center"]
    anchor: float
    """The x of its left end, its right end or its middle."""
    widest: float
    """Its width in the wide setting: no wider line is proven."""
    available: float
    """The width of its block."""
    is_alone: bool
    """It is one text, and its block's only line: a longer value breaks into lines that are known beforehand."""
    clips: tuple[Clip, ...]
    """What it is drawn inside of: x, y, width and height."""
    row: int | None = None
    """Of a value broken into several lines: which of them it is, from 0."""
    whole: tuple[Piece, ...] = ()
    """Of such a line: the text of all of them."""

    @property
    def slots(self) -> frozenset[int]:
        """The slots on it."""
        return frozenset(piece for item in self.items for piece in item.pieces if isinstance(piece, int))


@dataclass(frozen=True, slots=True)
class Settings:
    """What a plate is set with: its slots, their fillings, and the slots that break into several lines.

    The narrow filling of a slot holds its token: `narrow` is what takes a token's place in it.
    """

    slots: frozenset[int]
    wide: Filling
    wraps: Mapping[int, int]
    """Slot → number of lines."""
    wholes: Mapping[int, tuple[Piece, ...]]
    """Slot → the whole text that it stands in."""


def read_line(page: int, group: Sequence[tuple[FlatBox, FlatBox]], setting: Settings, setter: TextSetter) -> SlotLine:
    """Return a slot line from its boxes, the line box first, each as set narrow and wide.

    Raises:
        ReflowError: something on it cannot be stamped.
    """
    (n_line, w_line), *rest = group
    mine = frozenset(slot for n, _ in rest for slot, _ in tokens_in(n.text or "")) & setting.slots
    block = n_line.block.children if n_line.block is not None else ()
    siblings = [child for child in block if type(child).__name__ == "LineBox"]
    items: list[Item] = []
    row: int | None = None
    whole: tuple[Piece, ...] = ()
    n_end, w_end = n_line.box.position_x, w_line.box.position_x
    for n, w in rest:
        if n.kind == "InlineBox" or (n.text == "" == w.text):  # collapsed white space leaves an empty text
            continue
        pieces = pieces_of(n.text or "", setting.slots)
        broken = [piece for piece in pieces if isinstance(piece, int) and piece in setting.wraps]
        if broken:
            row, whole = siblings.index(n_line.box), setting.wholes[broken[0]]
            if len(siblings) != setting.wraps[broken[0]]:
                raise ReflowError(mine, "its value breaks into lines in a way that is not known beforehand")
        elif w.text != "".join(piece if isinstance(piece, str) else setting.wide(piece) for piece in pieces):
            raise ReflowError(mine, "it is not drawn as it is written")
        for each in (n, w):
            require_as_set(each, setter, mine)
        gap = n.box.position_x - n_end
        if abs(gap - (w.box.position_x - w_end)) > EPSILON:
            raise ReflowError(mine, "the distances on its line depend on it")
        n_end, w_end = n.box.position_x + n.box.width, w.box.position_x + w.box.width
        items.append(Item(pieces, gap, n.box.width, n.box.copy(), n.box))
    align, anchor = _held(n_line.box, w_line.box, mine)
    alone = len(siblings) == 1 and len(items) == 1 and not n_line.box.text_indent
    available = n_line.block.width if n_line.block is not None else n_line.box.width
    return SlotLine(page, tuple(items), align, anchor, w_line.box.width, available, alone, _clips(n_line), row, whole)


def require_stampable(line: Sequence[FlatBox], slots: frozenset[int]) -> None:
    """Let only such slot lines through, each given with its own box first, that can be stamped however they are set.

    Raises:
        ReflowError: something on it cannot be stamped.
    """
    line_box, *rest = line
    mine = frozenset(slot for box in rest for slot, _ in tokens_in(box.text or "")) & slots
    if line_box.block is None or line_box.box.style["direction"] != "ltr":
        raise ReflowError(mine, "its text runs from right to left")
    _require_plain_surroundings(line_box, mine)
    for box in rest:
        if box.kind == "InlineBox":
            _require_invisible(box.box, mine)
        else:
            _require_text(box, mine)


def pieces_of(text: str, slots: frozenset[int]) -> tuple[Piece, ...]:
    """Return a drawn text in which tokens stand, as its constants and slots."""
    pieces: list[Piece] = []
    end = 0
    for slot, found in tokens_in(text):
        if slot not in slots:
            continue
        if found.start() > end:
            pieces.append(text[end : found.start()])
        pieces.append(slot)
        end = found.end()
    return (*pieces, text[end:]) if end < len(text) else tuple(pieces)


def _held(narrow: Box, wide: Box, slots: frozenset[int]) -> tuple[Literal["left", "right", "center"], float]:
    """Return what end of a line stays where it is when the line grows, and where that is."""
    n_left, w_left = narrow.position_x, wide.position_x
    n_right, w_right = n_left + narrow.width, w_left + wide.width
    if abs(narrow.width - wide.width) <= EPSILON:
        raise ReflowError(slots, "it has no room to grow, or its line is not drawn as wide as it is")
    if abs(n_left - w_left) <= EPSILON:
        return "left", n_left
    if abs(n_right - w_right) <= EPSILON:
        return "right", n_right
    if abs(n_left + n_right - w_left - w_right) <= 2 * EPSILON:
        return "center", (n_left + n_right) / 2
    raise ReflowError(slots, "its line moves with it")


def _require_plain_surroundings(line: FlatBox, slots: frozenset[int]) -> None:
    """Let only such lines through that nothing around them moves, fades or cuts off when they are drawn."""
    for box in line.ancestors[1:]:
        style: Style = box.style
        if style["transform"] or style["opacity"] < 1:
            raise ReflowError(slots, "it stands in something transformed or see-through")
        if style["clip"] or (style["overflow"] != "visible" and _is_rounded(style)):
            raise ReflowError(slots, "it stands in a box that cuts its corners off")


def _is_rounded(style: Style) -> bool:
    return any(
        length.value
        for corner in ("top_left", "top_right", "bottom_right", "bottom_left")
        for length in style[f"border_{corner}_radius"]
    )


def _clips(line: FlatBox) -> tuple[Clip, ...]:
    """Return the boxes that cut off what is too long, outermost first; a page box never does."""
    return tuple(
        (box.padding_box_x(), box.padding_box_y(), box.padding_width(), box.padding_height())
        for box in line.ancestors[1:]
        if box.style["overflow"] != "visible"
    )


def _require_text(found: FlatBox, slots: frozenset[int]) -> None:
    if found.kind != "TextBox":
        raise ReflowError(slots, "something else than text stands on its line")
    style = found.box.style
    if style["text_transform"] != "none":
        raise ReflowError(slots, "the style sheet changes its letters (text-transform)")
    if style["direction"] != "ltr":
        raise ReflowError(slots, "its text runs from right to left")


def require_as_set(found: FlatBox, setter: TextSetter, slots: frozenset[int]) -> None:
    """Let only such texts through that come out the same when set by themselves."""
    box = found.box
    if box.justification_spacing:
        raise ReflowError(slots, "its line is justified")
    alone = setter.one_line(box.text, box.style)
    sizes = (alone.width - box.width, alone.height - box.height, alone.baseline - (box.baseline - box.margin_top))
    if any(abs(difference) > EPSILON for difference in sizes):
        raise ReflowError(slots, "it is not set like a text of its own")


def _require_invisible(box: Box, slots: frozenset[int]) -> None:
    """Let only such inline boxes through that draw nothing but their text: others grow with it."""
    style: Style = box.style
    if (
        style["background_color"].alpha
        or any(image[0] != "none" for image in style["background_image"])
        or any(style[f"border_{side}_width"] for side in ("top", "right", "bottom", "left"))
        or style["outline_width"]
        or style["box_shadow"]
    ):
        raise ReflowError(slots, "it stands in a box with a background, a border or a shadow of its own")

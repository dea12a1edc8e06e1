"""A laid-out page as a flat list of its boxes, in the order of the tree: so two settings of a page are compared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from notes_engine.pdf.untyped import Box


@dataclass(frozen=True, slots=True)
class FlatBox:
    """One box of a page: what it is, its line and block where it is inside a line."""

    depth: int
    kind: str
    tag: str
    box: Box
    text: str | None
    line: Box | None
    """The line box that it is in, or is."""
    block: Box | None
    """The block that holds that line."""
    ancestors: tuple[Box, ...]


def flat(page: Box) -> list[FlatBox]:
    """Return every box of a page, the page itself first."""
    return list(_walk(page, 0, None, None, ()))


def _walk(box: Box, depth: int, line: Box | None, block: Box | None, ancestors: tuple[Box, ...]) -> Iterator[FlatBox]:
    box = getattr(box, "_box", box)  # an absolute box is a placeholder
    kind = type(box).__name__
    if kind == "LineBox" and line is None:
        line, block = box, ancestors[-1] if ancestors else None
    elif line is not None and kind not in ("InlineBox", "TextBox", "LineBox"):
        # A block inside a line has lines of its own; a float or an absolute block only happens to stand in its tree.
        own_line, own_block = (line, block) if box.is_in_normal_flow() else (None, None)
        yield FlatBox(depth, kind, box.element_tag or "", box, None, own_line, own_block, ancestors)
        for child in getattr(box, "children", ()):
            yield from _walk(child, depth + 1, None, None, (*ancestors, box))
        return
    text = getattr(box, "text", None)
    yield FlatBox(
        depth, kind, box.element_tag or "", box, text if isinstance(text, str) else None, line, block, ancestors
    )
    for child in getattr(box, "children", ()):
        yield from _walk(child, depth + 1, line, block, (*ancestors, box))

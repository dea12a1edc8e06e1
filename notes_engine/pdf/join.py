"""Joining chunks into one PDF, bookmarks and links kept."""

from __future__ import annotations

import io
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf
from pikepdf import Array, Dictionary, Name, NameTree, OutlineItem, Pdf, String

from notes_engine.errors import OutputError
from notes_engine.pdf.atomic import output_error, written_atomically
from notes_engine.pdf.metadata import plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_FAN_IN = 250
"""Files joined at once: each stays open until the joined one is saved, and a process may open 1024 by default."""


def join_pdfs(parts: Sequence[Path], target: Path, *, title: str | None = None, language: str | None = None) -> None:
    """Append the pages of `parts` to one PDF, which appears whole or not at all.

    Bookmarks keep their order and places; links inside a part lead where they led, by place instead of by name, so that
    names of different parts cannot meet. The same parts give the same bytes. Time is proportional to the pages; memory
    is about 20 KB a page, for the tree of pages, not for what is on them.

    Raises:
        ValueError: there are no parts.
        OutputError: a part cannot be read or the file cannot be written.
    """
    if not parts:
        raise ValueError("there are no files to join")
    try:
        with tempfile.TemporaryDirectory(prefix=f".{target.name}.", dir=target.parent) as folder:
            joined = _joined_in_groups(list(parts), Path(folder))
            _join(joined, target, title=plain(title or ""), language=plain(language or ""))
    except OSError as error:
        raise output_error(target, error) from error


def _joined_in_groups(parts: list[Path], folder: Path) -> list[Path]:
    """Return at most `_FAN_IN` files with the pages of `parts`, made in `folder` where there are more."""
    level = 0
    while len(parts) > _FAN_IN:
        groups = [parts[first : first + _FAN_IN] for first in range(0, len(parts), _FAN_IN)]
        parts = [folder / f"{level}-{index}.pdf" for index in range(len(groups))]
        for group, path in zip(groups, parts, strict=True):
            _join(group, path, title="", language="")
        level += 1
    return parts


def _join(parts: Sequence[Path], target: Path, *, title: str, language: str) -> None:
    with ExitStack() as opened:
        joined = opened.enter_context(pikepdf.new())
        trees = Array()
        count = 0
        bookmarks: list[OutlineItem] = []
        for part in parts:
            source = opened.enter_context(_opened(part))
            pages = [page.obj for page in source.pages]
            outline = list(_bookmarks(source, pages))
            _name_places(source, pages)
            tree, copied = _copied_tree(source, joined)
            trees.append(tree)
            count += len(copied)
            bookmarks.extend(_placed(item, copied) for item in outline)
        joined.Root.Pages.Kids = trees
        joined.Root.Pages.Count = count
        with joined.open_outline() as written:
            written.root.extend(bookmarks)
        if title:
            joined.docinfo[Name.Title] = String(title)
        if language:
            joined.Root.Lang = String(language)
        # To memory first: qpdf ends the process when a file refuses a write (a full disk), and no one can catch that.
        content = io.BytesIO()
        # Object streams halve the size; the deterministic id is a hash of the content.
        joined.save(content, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    with written_atomically(target) as file:
        file.write(content.getbuffer())


def _opened(part: Path) -> Pdf:
    try:
        return pikepdf.open(part)
    except pikepdf.PdfError as error:
        raise OutputError(
            f"{part.name} is damaged and cannot be joined", hint="run the same command again without --resume"
        ) from error


def _name_places(source: Pdf, pages: Sequence[pikepdf.Object]) -> None:
    """Let the links of the source lead to places instead of names."""
    names = source.Root.get(Name.Names, Dictionary()).get(Name.Dests)
    places = {} if names is None else {str(name): place for name, place in NameTree(names).items()}
    for page in pages:
        for annotation in page.get(Name.Annots, ()):
            place = annotation.get(Name.Dest)
            if isinstance(place, String) and str(place) in places:
                annotation.Dest = places[str(place)]


def _copied_tree(source: Pdf, joined: Pdf) -> tuple[pikepdf.Object, list[pikepdf.Object]]:
    """Return the copy of the source's page tree, and of its pages in order.

    Copied page by page, qpdf would walk through all pages so far for each, and would cut the links between them. It
    copies a whole tree like any other object as long as it does not look like pages.
    """
    nodes = list(_nodes(source.Root.Pages))
    types = [node.Type for node in nodes]
    for node in nodes:
        node.Type = Name.Copied
    tree = joined.copy_foreign(source.Root.Pages)
    copies = list(_nodes(tree))
    for node, kind in zip(copies, types, strict=True):
        node.Type = kind
    tree.Parent = joined.Root.Pages
    return tree, [node for node in copies if node.Type == Name.Page]


def _nodes(node: pikepdf.Object) -> Iterator[pikepdf.Object]:
    yield node
    for child in node.get(Name.Kids, ()):
        yield from _nodes(child)


@dataclass(frozen=True, slots=True)
class _Bookmark:
    title: str
    page: int | None
    """The index of its page in the part."""
    view: tuple[pikepdf.Object, ...]
    """How the page is shown: `/XYZ left top zoom`."""
    closed: bool
    children: tuple[_Bookmark, ...]


def _bookmarks(source: Pdf, pages: Sequence[pikepdf.Object]) -> Iterator[_Bookmark]:
    numbers = {page.objgen: number for number, page in enumerate(pages)}

    def read(item: OutlineItem) -> _Bookmark:
        place = item.destination
        page: int | None = None
        view: tuple[pikepdf.Object, ...] = ()
        if isinstance(place, Array):
            page, view = numbers.get(place[0].objgen), tuple(place)[1:]
        return _Bookmark(item.title, page, view, item.is_closed, tuple(read(child) for child in item.children))

    with source.open_outline() as outline:
        for item in outline.root:
            yield read(item)


def _placed(bookmark: _Bookmark, pages: Sequence[pikepdf.Object]) -> OutlineItem:
    """Return the bookmark for the joined file, in which its part's pages are `pages`."""
    item = OutlineItem(bookmark.title)
    if bookmark.page is not None:
        item.destination = Array([pages[bookmark.page], *bookmark.view])
    item.is_closed = bookmark.closed
    item.children.extend(_placed(child, pages) for child in bookmark.children)
    return item

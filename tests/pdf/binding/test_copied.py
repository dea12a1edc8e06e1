"""What is copied into a file comes once, leads where it led, and ends where it leads to itself."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pikepdf
import pytest

from notes_engine.pdf.binding.copied import Copied, Known, in_order
from notes_engine.pdf.binding.objects import Objects

if TYPE_CHECKING:
    from notes_engine.pdf.binding.copied import Made

SOURCE: dict[str, tuple[str, bytes | None]] = {
    "page": ("/Form {form}/Same {same}", None),
    "form": ("/Picture {picture}", b"draws"),
    "same": ("/Picture {picture}", b"draws"),
    "picture": ("/Width 1", b"x"),
    "longer": ("/Width 1", b"xy"),
    "empty": ("/Width 1", b""),
    "none": ("/Width 1", None),
    "parent": ("/Kid {kid}/Picture {picture}", None),
    "kid": ("/Parent {parent}", None),
}


class Source(dict[str, str]):
    """Gives references to what is in the source, and copies it."""

    def __init__(self, known: Known) -> None:
        self.copied: Copied[str] = Copied(known, {})

    def __missing__(self, name: str) -> str:
        return f"{self.number(name)} 0 R"

    def number(self, name: str, *, is_shared: bool = True) -> int:
        return self.copied.number(name, lambda: self.made(name), is_shared=is_shared)

    def made(self, name: str) -> Made:
        head, body = SOURCE[name]
        said = head.format_map(self).encode()
        return (b"<<%b>>" % said, None) if body is None else (said, body)


def test_what_says_the_same_is_there_once_and_leads_where_it_led() -> None:
    file = io.BytesIO()
    objects = Objects(file)
    known = Known(objects)
    first, second = Source(known), Source(known)
    page, parent = first.number("page"), first.number("parent")
    assert first.number("form") == first.number("same") == second.number("same")
    assert second.number("page") == page
    assert len({first.number(name) for name in ("picture", "longer", "empty", "none")}) == 4
    assert second.number("parent") != parent  # not worth the trouble: no more is lost than a copy
    assert second.number("picture") == first.number("picture")
    own = Source(known)
    assert own.number("picture", is_shared=False) not in (first.number("picture"), 0)
    pages = objects.add(b"<</Type/Pages/Count 0/Kids[]>>")
    catalog = objects.add(b"<</Type/Catalog/Pages %d 0 R/Page %d 0 R/Tree %d 0 R>>" % (pages, page, parent))
    objects.finish(catalog, objects.add(b"<<>>"))
    with pikepdf.open(io.BytesIO(file.getvalue())) as pdf:
        assert pdf.Root.Page.Form.read_bytes() == b"draws"
        assert pdf.Root.Page.Same.Picture.read_bytes() == b"x"
        assert pdf.Root.Tree.Kid.Parent.objgen == pdf.Root.Tree.objgen


@pytest.mark.parametrize(
    ("entries", "said"),
    [
        (b"/B 1/A /X", b"/A /X/B 1"),
        (b" /B  true /A/X ", b"/A /X/B true"),
        (b"/M 4 0 R/D <</Q 15/C -3.5>>", b"/D <</C -3.5/Q 15>>/M 4 0 R"),
        (b"/D <<>>", b"/D <<>>"),
        (b"", b""),
    ],
)
def test_entries_come_in_order(entries: bytes, said: bytes) -> None:
    assert in_order(entries) == said


@pytest.mark.parametrize(
    "entries",
    [
        b"/B [1 2]/A 1",
        b"/B (x)/A 1",
        b"/B 1/A 1/B 2",
        b"/B /x#20/A 1",
        b"/B 1x/A 1",
        b"/B",
        b"B 1",
        b"/B <</C <<>>>>/A 1",
    ],
)
def test_entries_that_are_not_understood_stay_as_they_are(entries: bytes) -> None:
    assert in_order(entries) == entries

"""A file whose tail was worked out before is the file that is written object by object."""

from __future__ import annotations

import io
import random
from typing import TYPE_CHECKING, Any, cast

import pytest

from notes_engine.pdf import NoteInfo
from notes_engine.pdf.binding.book import Book, info_object, link_object
from notes_engine.pdf.binding.objects import Objects
from notes_engine.pdf.binding.tail import Tail
from notes_engine.pdf.press.not_stamped import NotStamped
from tests.pdf.binding.test_single import LAYOUTS, VALUES
from tests.pdf.press.press_bench import PressBench, marked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from notes_engine.pdf.binding.book import Link
    from notes_engine.pdf.binding.headings import Bookmark


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> PressBench:
    return PressBench(tmp_path_factory.mktemp("tail"))


@pytest.fixture
def worked_out(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """Return the files that come from a tail, as they are made."""
    made: list[bytes] = []
    file = Tail.file

    def remembered(tail: Tail, *args: Any) -> bytes:
        made.append(file(tail, *args))
        return made[-1]

    monkeypatch.setattr(Tail, "file", remembered)
    return made


def both(bench: PressBench, layout: str, values: Sequence[str], info: NoteInfo) -> tuple[bytes, bytes]:
    stamped = bench.press.stamp(marked(layout.replace("{{", "{").replace("}}", "}"), *values))
    assert not isinstance(stamped, NotStamped), stamped.why
    file = io.BytesIO()
    bench.press.singles.write(file, stamped, info)
    return bench.press.singles.file(stamped, info)[0], file.getvalue()


@pytest.mark.parametrize("name", LAYOUTS)
def test_it_is_what_is_written_object_by_object(bench: PressBench, name: str, worked_out: list[bytes]) -> None:
    layout = f"<style>body {{{{ font: 10pt DejaVu Sans }}}}</style>{LAYOUTS[name]}"
    for tracking in ("https://carrier.invalid/?a=é b&c=(1)", "https://x.invalid/"):
        for values in VALUES.values():
            for language in ("fr-FR", "de", ""):
                info = NoteInfo(f"Bon {values[0]}", values[1], "fr-fr" if language else "", language)
                quick, slow = both(bench, layout, (*values, tracking), info)
                assert quick == slow
    assert len(worked_out) >= 6


def test_a_plate_keeps_few_and_a_note_of_very_many_headings_has_none(
    bench: PressBench, worked_out: list[bytes]
) -> None:
    for language in ("a", "b", "c", "d", "e", "f", "a", "f", "f"):
        quick, slow = both(bench, "<p>{0}</p>", ("Ida",), NoteInfo("T", "1", "", language))
        assert quick == slow
    assert len(worked_out) == 1
    for _ in range(3):
        quick, slow = both(bench, "<p>{0}</p>" + "<h6>x</h6>" * 200, ("Ida",), NoteInfo("T", "1", "", ""))
        assert quick == slow
    assert len(worked_out) == 1


@pytest.mark.parametrize("size", [0, 100, 60_000, 65_200, 65_400, 65_536, 70_000])
@pytest.mark.parametrize("pages", [1, 3])
def test_places_of_any_width_are_right(size: int, pages: int) -> None:
    # given a beginning of some size, with objects that are not packed yet
    file = io.BytesIO()
    objects = Objects(file)
    objects.add(b"<</A 1>>")
    objects.add_stream(b"", random.Random(size).randbytes(size))
    objects.add(b"null")
    beginning = objects.beginning(file.getvalue())
    book = Book(objects, cast("Any", None))
    contents = [random.Random(page).randbytes(50 + 90 * page) for page in range(pages)]

    def write(content: Sequence[bytes], link: Link, title: str) -> Any:
        def written(objects: Objects, _book: Book) -> tuple[int, Sequence[Bookmark]]:
            first = objects.reserve(2)
            for each in content:
                objects.add_stream(b"/Filter/FlateDecode", each)
            objects.add(link_object(link, first))
            objects.write(first, b"<</Type/Page>>")
            objects.write(first + 1, b"null")
            objects.finish(objects.add(b"<</Type/Catalog>>"), objects.add(info_object(title, {})))
            return first, []

        return written

    tail = Tail.of(beginning, book, write([b"x"] * pages, ("other", None, (1, 2, 3, 4)), "another title"))
    assert tail is not None
    for link in (("https://x.invalid", None, (1, 2, 3, 4.5)), ("", (1, 2, 3.25), (0, 0, 0, 0))):
        slow = io.BytesIO()
        write(contents, cast("Link", link), "é")(Objects(slow, beginning), book)
        assert tail.file(contents, [cast("Link", link)], lambda _: "", "é", {}) == slow.getvalue()

"""Values that stay in a plate: no note is ever stamped on a plate that holds another note's."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notes_engine.pdf import NoteInfo, write_notes
from notes_engine.pdf.press.not_stamped import NotStamped
from notes_engine.pdf.press.proof import differences
from notes_engine.pdf.press.store import Store
from tests.pdf.press.press_bench import PressBench, marked

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from notes_engine.notes.marks import MarkedHtml
    from notes_engine.pdf.press.stamping import StampedPages

STYLE = """<style>
p { font: 10pt 'DejaVu Sans' } .b b, .d + p b { display: block; float: left; background: yellow; min-width: 2em }
.c { text-align: right } [title^="e"] { font-size: 14pt } </style>
"""
LAYOUT = STYLE + '<p class="{0}">Bonjour <b>{1}</b> et</p><p title="{2}"><b>{3}</b> merci</p><p>{4}</p>'
NAMES = ("Camille", "Ida", "Zoe", "Maximilienne", "Lou", "Odile", "Ana", "Theodora")


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> PressBench:
    return PressBench(tmp_path_factory.mktemp("baked"))


def notes(rows: Sequence[tuple[str, str]]) -> list[MarkedHtml]:
    return [
        marked(LAYOUT, kind, f"{NAMES[number % 8]}{number}", title, f"article {number}", f"{number},00")
        for number, (kind, title) in enumerate(rows)
    ]


def texts(content: bytes) -> str:
    document = pypdfium2.PdfDocument(content)
    try:
        return "".join(page.get_textpage().get_text_bounded() for page in document)
    finally:
        document.close()


def written(bench: PressBench, pages: StampedPages) -> bytes:
    file = io.BytesIO()
    bench.press.singles.write(file, pages, NoteInfo("", "", "", ""))
    return file.getvalue()


ROWS = st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from(("e1", "f", "e2"))), min_size=1, max_size=8)


@settings(max_examples=25, deadline=None)
@given(rows=ROWS, least=st.sampled_from([1, 2]))
def test_every_note_has_its_own_values(bench: PressBench, rows: list[tuple[str, str]], least: int) -> None:
    batch = notes(rows)
    found = bench.press.stamp_all(batch, least=least)
    for number, (note, pages) in enumerate(zip(batch, found, strict=True)):
        if isinstance(pages, NotStamped):
            continue
        said = texts(content := written(bench, pages))
        assert f"{NAMES[number % 8]}{number}" in said
        assert f"article {number}" in said
        target = bench.folder / "typeset.pdf"
        write_notes([(bench.typesetter.typeset(note.html()), NoteInfo("", "", "", ""))], target)
        assert differences(content, target.read_bytes()) == []


def test_what_reflows_for_one_value_is_stamped_for_another(bench: PressBench) -> None:
    rows = [("a", "f")] * 3 + [("b", "f")] * 3 + [("c", "f")] * 3
    found = bench.press.stamp_all(notes(rows), least=3)
    assert [isinstance(pages, NotStamped) for pages in found] == [False] * 3 + [True] * 3 + [False] * 3


@pytest.mark.parametrize("least", [1, 2])
def test_it_does_not_matter_which_note_comes_first(tmp_path: Path, least: int) -> None:
    """Nor which process: what one has found out, another would find out too."""
    rows = [("b", "e1"), ("a", "f"), ("a", "f"), ("c", "e1"), ("c", "e1"), ("b", "e1")]

    def stamped(order: Sequence[int], store: Store) -> list[bool]:
        bench = PressBench(tmp_path, store)
        batch = notes(rows)
        found = bench.press.stamp_all([batch[place] for place in order], least=least)
        return [isinstance(pages, NotStamped) for _, pages in sorted(zip(order, found, strict=True))]

    first = stamped(range(6), Store(tmp_path / "one", "", "run"))
    assert stamped(range(5, -1, -1), Store(tmp_path / "one", "", "run")) == first
    assert stamped((3, 0, 5, 1, 4, 2), Store(None, "")) == first
    assert True in first
    assert False in first


def test_a_picture_that_is_missing_for_one_order_is_its_own_affair(bench: PressBench) -> None:
    layout = STYLE + '<p><img src="{0}.png">{1}</p>'
    batch = [marked(layout, "gone", "Ida"), *(marked(layout, "", name) for name in NAMES)]
    plain = [marked(STYLE + "<p>{0}</p>", name) for name in NAMES]
    found = bench.press.stamp_all([*batch, *plain], least=1)
    assert isinstance(found[0], NotStamped)
    assert not any(isinstance(pages, NotStamped) for pages in found[len(batch) :])


def test_any_fault_of_the_press_is_its_notes_own_affair(bench: PressBench, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = marked("<p>broken {0}</p>", "Camille")
    kept = bench.press._forme

    def forme(skeleton: str, *, may_keep: bool) -> object:
        if "broken" in skeleton:
            raise KeyError("Camille")
        return kept(skeleton, may_keep=may_keep)

    monkeypatch.setattr(bench.press, "_forme", forme)
    found = bench.press.stamp_all([broken, *notes([("a", "f")])], least=1)
    assert isinstance(found[0], NotStamped)
    assert found[0].why == "the press failed on it (KeyError)"
    assert not isinstance(found[1], NotStamped)


@pytest.mark.parametrize("error", [MemoryError(), OSError(28, "No space left on device")])
def test_a_full_disk_or_memory_is_no_order_s_fault(
    bench: PressBench, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def full(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(bench.press, "_forme", full)
    with pytest.raises(type(error)):
        bench.press.stamp_all(notes([("a", "f")]), least=1)

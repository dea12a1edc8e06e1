"""Typesetting: limits, hostile text, and errors that say nothing of an order."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pypdf
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from notes_engine import pdf
from notes_engine.errors import TypesetError
from notes_engine.pdf import TypesetNote, Typesetter, engine, write_notes
from notes_engine.pdf.limits import HTML_LIMIT, TEXT_LIMIT, WORD_LIMIT
from notes_engine.pdf.marked import MarkedText, marked_texts
from tests.pdf.pdf_workshop import info

if TYPE_CHECKING:
    from tests.pdf.pdf_workshop import Workshop


def test_a_note_has_pages(shop: Workshop) -> None:
    note = shop.set("<p>1</p><p style='break-before: page'>2</p>")

    assert isinstance(note, TypesetNote)
    assert (note.pages, note.findings) == (2, ())


@pytest.mark.parametrize(
    ("body", "what"),
    [
        ("<p>" + "mot " * (TEXT_LIMIT // 4 + 1), "a text of the note has"),
        ("<p>" + "x" * (WORD_LIMIT + 1), "a word of the note has 5,001 characters"),
        ("<p>" + "x\u00a0" * WORD_LIMIT, "a word of the note has"),
        ("<p><b>a</b>" + "x" * (WORD_LIMIT + 1), "a word of the note has"),
        ("<i></i>" * (HTML_LIMIT // 7 + 1), "the note's HTML has"),
    ],
)
def test_a_field_that_would_take_hours_is_refused(shop: Workshop, body: str, what: str) -> None:
    with pytest.raises(TypesetError, match=what) as caught:
        shop.set(body)

    assert "field of the order" in (caught.value.hint or "")


def test_what_is_just_within_the_limits_is_set(shop: Workshop) -> None:
    words = ("x" * 99 + " ") * (TEXT_LIMIT // 100)

    assert shop.set(f"<p>{words}</p><style>{'/* long */' * 3000}</style>").pages > 1
    assert shop.set(f'<p style="overflow-wrap: anywhere">{"x" * WORD_LIMIT}</p>').pages >= 1


def test_nesting_without_end_is_our_error(shop: Workshop) -> None:
    with pytest.raises(TypesetError, match="could not typeset this note: RecursionError") as caught:
        shop.set("<div>" * 1500)

    assert caught.value.hint
    assert shop.set("<p>x</p>").pages == 1


def test_an_error_of_weasyprint_says_where_but_not_what(shop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ValueError("cannot set Jean Dupont")

    monkeypatch.setattr(engine, "layout_document", broken)
    with pytest.raises(TypesetError, match=r"ValueError in test_typeset\.py, line") as caught:
        shop.set("<p>Jean Dupont</p>")

    assert "Dupont" not in str(caught.value)


def test_an_interruption_is_not_swallowed(shop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(engine, "layout_document", interrupted)
    with pytest.raises(KeyboardInterrupt):
        shop.set("<p>x</p>")


@given(st.text(max_size=80))
def test_any_text_is_set_written_and_read_back(shared: Workshop, text: str) -> None:
    from html import escape

    note = shared.set(f"<p>[{escape(text)}]</p>")
    write_notes([(note, info(text, title=text))], shared.root / "any.pdf")

    document = pypdfium2.PdfDocument(shared.root / "any.pdf")
    try:
        assert "[" in document[0].get_textpage().get_text_bounded()
    finally:
        document.close()


def test_half_characters_are_printed_as_such(shop: Workshop) -> None:
    (finding,) = shop.set("<p>a\ud800b</p>").findings

    assert "U+FFFD REPLACEMENT CHARACTER" in finding.what


def test_text_is_text_whatever_it_looks_like(shop: Workshop) -> None:
    path = shop.write("<p>&lt;b&gt; {{ order }} [{Tag}] \\u202e &amp;amp; (/JS) endobj</p>")

    assert "<b> {{ order }} [{Tag}] \\u202e &amp; (/JS) endobj" in pypdf.PdfReader(path).pages[0].extract_text()


def test_marked_elements_are_read_back_as_often_as_they_are_drawn(shop: Workshop) -> None:
    css = "header { position: running(top) } @page { @top-left { content: element(top) } }"
    body = '<header><b data-fact="name">Boutique</b></header><p>a</p><p data-fact="since">mars<br>2024</p>'

    found = marked_texts(shop.set(body + "<p style='break-before: page'>b", css), "data-fact")

    assert set(found) == {
        MarkedText("name", "Boutique", 1),
        MarkedText("name", "Boutique", 2),
        MarkedText("since", "mars2024", 1),
    }


def test_the_door_is_exact_and_sorted() -> None:
    assert pdf.__all__ == sorted(pdf.__all__, key=lambda name: (not name.isupper(), not name[0].isupper(), name))
    assert all(hasattr(pdf, name) for name in pdf.__all__)


def test_the_door_opens_without_weasyprint() -> None:
    code = "import sys, notes_engine.pdf; sys.exit('weasyprint' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_two_typesetters_do_not_share_anything(shop: Workshop) -> None:
    other = Typesetter([shop.root])

    assert [finding.code for finding in other.typeset('<img src="red.png">').findings] == ["missing-image"]
    assert [finding.code for finding in other.typeset('<img src="workspace/red.png">').findings] == []


@pytest.mark.parametrize("enabled", [True, False])
def test_the_garbage_collector_is_left_as_it_was(shop: Workshop, enabled: bool) -> None:
    import gc

    before = gc.isenabled()
    try:
        (gc.enable if enabled else gc.disable)()
        shop.set("<p>x</p>")
        with pytest.raises(TypesetError):
            shop.set("<p>" + "x" * (WORD_LIMIT + 1))
        assert gc.isenabled() == enabled
    finally:
        (gc.enable if before else gc.disable)()

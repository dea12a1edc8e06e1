"""Links, bookmarks and metadata of stamped notes are the typeset ones, whatever a template writes beside its slots."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest

from notes_engine.pdf import NoteInfo
from notes_engine.pdf.press.filler import STRING_MARK, narrow_token, token
from notes_engine.pdf.press.printed import says_differently
from notes_engine.pdf.press.proof import differences
from notes_engine.pdf.press.stamping import StampedPages
from tests.pdf.press.press_bench import SAME, PressBench, marked, pdf

if TYPE_CHECKING:
    from pathlib import Path

URL = "https://shop.example/a?b=1"

LAYOUTS = {
    "a link to qrz.com": '<p><a href="https://www.qrz.com/db">{0}</a></p><p>{1}</p>',
    "a link to qrz.com beside one that is a slot": (
        '<p><a href="https://www.qaz.com/qbz">{0}</a> <a href="{2}">{1}</a></p>'
    ),
    "a bookmark": "<style>p { bookmark-level: 1; bookmark-label: 'quiz qbz ' content() }</style><p>{0}</p><p>{1}</p>",
    "a bookmark that is a constant": "<style>h2 { bookmark-level: 1 }</style><h2>qbz</h2><p>{0}</p><p>{1}</p>",
    "an author": '<meta name="author" content="qbz {0}"><p>{1}</p><p>{2}</p>',
    "an author that is a constant": '<meta name="author" content="qbz quiz"><p>{0}</p><p>{1}</p>',
    "keywords": '<meta name="keywords" content="qaz, {0}, qbz"><p>{1}</p><p>{2}</p>',
    "keywords that are constants": '<meta name="keywords" content="qaz, qbz, qcz"><p>{0}</p><p>{1}</p>',
    "description and generator": (
        '<meta name="description" content="{0} qdz"><meta name="generator" content="qbz"><p>{1}</p><p>{2}</p>'
    ),
    "a title": "<title>qbz {0}</title><p>{1}</p><p>{2}</p>",
}


def said(bench: PressBench, layout: str, *values: str) -> str | list[str]:
    """Return SAME, the press's reason, or what the stamped note says or draws in another way than the typeset one."""
    note = marked(layout, *values)
    stamped = bench.press.stamp(note)
    if not isinstance(stamped, StampedPages):
        return stamped.why
    file = io.BytesIO()
    bench.press.singles.write(file, stamped, NoteInfo("", "", "", ""))
    mine, theirs = file.getvalue(), pdf(bench.lay_out(note.html())[0])
    return differences(mine, theirs) + says_differently(mine, theirs) or SAME


@pytest.mark.parametrize("name", LAYOUTS)
def test_no_word_of_a_template_is_taken_for_a_value(bench: PressBench, name: str) -> None:
    for values in (("Camille", "Lyon", URL), ("Zoé", "Brest", "http://b.example/x")):
        assert said(bench, LAYOUTS[name], *values) == SAME


@pytest.mark.parametrize(
    "layout",
    [
        f'<p><a href="https://shop.example/{token(0)}">x</a> {{0}}</p>',
        f'<meta name="author" content="{token(1).upper()}"><p>{{0}}</p>',
        f"<p>{narrow_token(0)} {{0}}</p>",
        "<style>p { bookmark-level: 1; bookmark-label: '" + narrow_token(0) + "' }</style><p>{0}</p>",
    ],
)
def test_a_template_that_writes_a_token_is_refused(bench: PressBench, layout: str) -> None:
    assert "the template writes what the press itself puts" in said(bench, layout, "Camille")


def test_a_baked_value_that_is_a_token_is_refused(bench: PressBench) -> None:
    layout = '<p title="{0}">{1}</p>'
    assert "the template writes what the press itself puts" in said(bench, layout, STRING_MARK, "Camille")


@pytest.mark.parametrize(
    "style", ["", "text-transform: uppercase", "overflow-wrap: anywhere; display: block; width: 2em"]
)
def test_a_link_that_the_style_sheet_draws_is_baked(bench: PressBench, style: str) -> None:
    layout = f'<style>a::after {{ content: attr(href); {style} }}</style><p><a href="{{0}}">x</a></p><p>{{1}}</p>'
    assert said(bench, layout, URL, "Camille") == SAME
    assert said(bench, layout, "https://b.example/", "Camille") == SAME


@pytest.mark.parametrize("test", ["^='https:']", "*=shop]", "$=b]"])
def test_a_link_that_the_style_sheet_looks_into_is_baked(bench: PressBench, test: str) -> None:
    layout = f'<style>a[href{test} {{ color: red }}</style><p><a href="{{0}}">x</a></p><p>{{1}}</p>'
    for url in (URL, "http://other.example/b", "http://other.example/"):
        assert said(bench, layout, url, "Camille") == SAME


@pytest.mark.parametrize("test", ["^='https:']", "*=shop]", "$=b]", "]"])
@pytest.mark.parametrize("way", ["linked", "imported", "imported by a linked one"])
def test_a_link_that_a_linked_style_sheet_looks_into_is_baked(tmp_path: Path, test: str, way: str) -> None:
    (tmp_path / "inner.css").write_text(f"a[href{test} {{ color: red }}")
    (tmp_path / "outer.css").write_text('@import url("inner.css");')
    head = {
        "linked": '<link rel="stylesheet" href="inner.css">',
        "imported": "<style>@import 'inner.css';</style>",
        "imported by a linked one": '<link rel="stylesheet" href="outer.css">',
    }[way]
    bench = PressBench(tmp_path)
    layout = f'{head}<p><a href="{{0}}">x</a></p><p>{{1}}</p>'
    for url in (URL, "http://other.example/b", "http://other.example/"):
        assert said(bench, layout, url, "Camille") == SAME
    kinds = bench.press.kinds(marked(layout, URL, "Camille"))
    assert kinds == {0: "string" if test == "]" else "baked", 1: "text"}


def test_a_style_sheet_that_is_not_there_is_the_typesetter_s_affair(tmp_path: Path) -> None:
    bench = PressBench(tmp_path)
    layout = '<link rel="stylesheet" href="gone.css"><p><a href="{0}">x</a></p>'
    assert bench.press.kinds(marked(layout, URL)) == {0: "string"}


def test_what_notes_say_is_compared(bench: PressBench) -> None:
    def note(head: str, body: str) -> bytes:
        return pdf(bench.lay_out(f"<head>{head}</head><body>{body}</body>")[0])

    plain = note("", '<p><a href="https://a.example/">x</a></p>')
    assert says_differently(plain, plain) == []
    assert says_differently(plain, note("", '<p><a href="https://b.example/">x</a></p>')) == ["a link leads elsewhere"]
    assert says_differently(plain, note("", "<p>x</p>")) == ["1 and 0 links"]
    assert says_differently(note("", "<h1>a</h1>"), note("", "<h1>b</h1>")) == ["its bookmarks differ"]
    for name, entry in (("author", "Author"), ("keywords", "Keywords"), ("description", "Subject")):
        one, other = (note(f'<meta name="{name}" content="{text}">', "x") for text in "ab")
        assert says_differently(one, other) == [f"its {entry} differs"]

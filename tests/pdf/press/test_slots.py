"""What is told of each value of a note that the press is tried on."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import notes_engine.pdf.press
from notes_engine.pdf import Typesetter
from notes_engine.pdf.press import advice as module
from notes_engine.pdf.press.advice import advice, is_of_value
from notes_engine.pdf.press.slots import examine
from tests.pdf.press.press_bench import marked

if TYPE_CHECKING:
    from notes_engine.pdf.press.slots import NoteSlots

PAGE = "<style>@page { size: 100mm 60mm; margin: 5mm } p { margin: 0 } %s</style>"


@pytest.fixture(scope="module")
def typesetter(tmp_path_factory: pytest.TempPathFactory) -> Typesetter:
    return Typesetter([tmp_path_factory.mktemp("slots")])


def looked_at(typesetter: Typesetter, body: str, *values: str, style: str = "") -> NoteSlots:
    return examine(marked(PAGE % style + body, *values), typesetter)


def test_text_on_a_line_of_its_own_is_stamped_and_may_break(typesetter: Typesetter) -> None:
    found = looked_at(typesetter, "<p>Carrier: {0}<p>{1} of {2}", "Example Post", "1", "2")

    assert found.is_stamped
    assert [found.slots[n].kind for n in (0, 1, 2)] == ["stamped"] * 3
    assert [found.slots[n].may_break for n in (0, 1, 2)] == [True, False, False]
    assert found.slots[0].pages == (1,)
    assert found.slots[0].why == ""


def test_a_value_is_counted_in_every_place_that_it_is_drawn_in(typesetter: Typesetter) -> None:
    style = (
        "@page { @top-left { content: element(head) } } .head { position: running(head) } .next { break-before: page }"
    )
    body = '<div class="head">No. {0}</div><p>{1}<p class="next">{1}<p class="next">x'
    found = looked_at(typesetter, body, "205", "A", style=style)

    assert found.slots[0].pages == (1, 2, 3)
    assert found.slots[1].pages == (1, 2)
    assert not found.slots[1].may_break


def test_long_text_is_where_it_begins(typesetter: Typesetter) -> None:
    found = looked_at(typesetter, "<p>{0}", "word " * 60 + "end")

    assert found.slots[0].pages == (1,)
    assert found.slots[0].may_break


def test_strings_are_told_with_their_places(typesetter: Typesetter) -> None:
    body = '<title>{0}</title><meta name="keywords" content="{1}"><p><a href="{2}">track</a> {3}'
    found = looked_at(typesetter, body, "Note 1", "key", "https://carrier.invalid/1", "x")

    assert [found.slots[n].kind for n in (0, 1, 2, 3)] == ["string", "string", "string", "stamped"]
    assert "in <title>" in found.slots[0].why
    assert "the content attribute of <meta>" in found.slots[1].why
    assert "the href attribute of <a>" in found.slots[2].why
    assert found.is_stamped


@pytest.mark.parametrize(
    ("body", "where"),
    [
        ('<p class="{0}">{1}', "in the class attribute of <p>"),
        ('<p id="a{0}">{1}', "in the id attribute of <p>"),
        ("<style>p { color: {0} }</style><p>{1}", "in <style>"),
        ("<!-- {0} --><p>{1}", "in"),
        ('<p><a href="https://x.invalid/{0}">{1}</a>', "in the href attribute of <a>"),
        ("<svg><text>{0}</text></svg><p>{1}", "in <svg>"),
    ],
)
def test_a_baked_value_is_told_with_its_place_and_a_remedy(typesetter: Typesetter, body: str, where: str) -> None:
    found = looked_at(typesetter, body, "red", "x")

    assert found.slots[0].kind == "baked"
    assert where in found.slots[0].why
    assert "share a plate only where it is the same" in found.slots[0].why
    assert found.slots[0].hint
    assert found.slots[1].kind == "stamped"


@pytest.mark.parametrize(
    ("body", "style", "reason", "remedy"),
    [
        ('<p class="u">{0}<p>{1}', ".u { text-transform: uppercase }", "text-transform", "| upper"),
        ('<p><span class="b">{0}</span><p>{1}', ".b { background: red }", "background", "the cell around it"),
        ('<p class="o">{0}<p>{1}', ".o { opacity: 0.5 }", "see-through", "opacity"),
        ('<p class="f">{0}</p><p>{1}', ".f { float: left; border: 1px solid }", "moves or grows", "fixed width"),
    ],
)
def test_what_reflows_is_told_with_a_remedy(
    typesetter: Typesetter, body: str, style: str, reason: str, remedy: str
) -> None:
    found = looked_at(typesetter, body, "Example", "x", style=style)

    assert found.slots[0].kind == "baked"
    assert reason in found.slots[0].why
    assert remedy in found.slots[0].hint
    assert (found.slots[1].kind, found.is_stamped) == ("stamped", True)


def test_a_value_that_is_drawn_nowhere_is_told_so(typesetter: Typesetter) -> None:
    found = looked_at(typesetter, '<p style="display: none">{0}</p><p>{1}', "Example", "x")

    assert found.slots[0].kind == "baked"
    assert "drawn nowhere" in found.slots[0].why
    assert found.slots[0].hint


def test_a_note_that_its_own_value_keeps_from_the_press_is_told_so(typesetter: Typesetter) -> None:
    found = looked_at(typesetter, "<p>{0}", "two  spaces")

    assert not found.is_stamped
    assert found.is_of_value
    assert "two" not in found.why


def test_a_note_that_no_plate_can_be_made_of_is_the_template_s_fault(typesetter: Typesetter) -> None:
    style = ".b { background: red }"
    found = looked_at(typesetter, '<p><span class="b">{0}</span>', "Example", style=style)

    assert not found.is_stamped
    assert not found.is_of_value
    assert found.hint


def test_every_reason_that_advice_is_given_for_is_one_of_the_press_s() -> None:
    """The press's words are matched by their parts: a changed one must not lose its advice."""
    folder = Path(notes_engine.pdf.press.__file__).parent
    texts = [
        node.value
        for file in folder.glob("*.py")
        if file.name != "advice.py"
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    lost = [part for part, _ in (*module._OF_TEMPLATE, *module._OF_VALUE) if not any(part in text for text in texts)]

    assert lost == []


def test_advice_for_what_nobody_knows_is_none() -> None:
    assert advice("a new reason") == ""
    assert not is_of_value("a new reason")
    assert is_of_value("its value is wider than its place")

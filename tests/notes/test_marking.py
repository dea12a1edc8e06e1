"""Marks: a marked note with its values put back is, byte for byte, what the template prints unmarked."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notes_engine.notes import LOCALES, NoteRenderer, Workspace
from notes_engine.notes.marks import MARKS, MOST_MARKS, MarkedHtml, Marks, holds_mark, mark_of
from notes_engine.notes.runtime import marking
from notes_engine.orders import OrderLine
from tests.notes.example_shop import FACTS, NOW, order
from tests.notes.foreign_templates import CAPTURES, PARTS, page

if TYPE_CHECKING:
    from pathlib import Path

    from notes_engine.notes import Locale, RenderedNote
    from notes_engine.orders import Order


def rendered(folder: Path, template: str, of: Order) -> tuple[RenderedNote, RenderedNote]:
    """Return an order's note, unmarked and marked."""
    (folder / "templates").mkdir(parents=True, exist_ok=True)
    (folder / "notes.toml").write_text(FACTS, "utf-8")
    (folder / "templates" / "fr.html").write_text(template, "utf-8")
    workspace = Workspace.open(folder)
    plain, marking = (NoteRenderer(workspace, now=NOW, locale="fr", marks=marks) for marks in (False, True))
    return plain.render(of), marking.render(of)


@pytest.fixture(scope="module")
def renderers(tmp_path_factory: pytest.TempPathFactory) -> tuple[NoteRenderer, NoteRenderer]:
    folder = tmp_path_factory.mktemp("shop")
    (folder / "notes.toml").write_text(FACTS, "utf-8")
    workspace = Workspace.open(folder)
    return NoteRenderer(workspace, now=NOW), NoteRenderer(workspace, now=NOW, marks=True)


_TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30)


@settings(max_examples=60, deadline=None)
@given(locale=st.sampled_from(LOCALES), title=_TEXTS, sku=_TEXTS, name=_TEXTS, carrier=_TEXTS, lines=st.integers(1, 4))
def test_the_five_notes_keep_the_law(
    renderers: tuple[NoteRenderer, NoteRenderer],
    locale: Locale,
    title: str,
    sku: str,
    name: str,
    carrier: str,
    lines: int,
) -> None:
    base = order()
    assert base.delivery is not None
    changed = replace(
        base,
        vendor=carrier,
        delivery=replace(base.delivery, full_name=name or "X"),
        lines=(OrderLine(sku=sku, title=title or "X"), *base.lines) * lines,
    )
    plain, marking = (renderer.for_locale(locale).render(changed) for renderer in renderers)
    assert marking.html == plain.html
    if marking.marked is None:
        assert holds_mark(changed)
    else:
        assert marking.marked.html() == plain.html
        assert len(set(MARKS.findall(marking.marked.skeleton))) <= len(marking.marked.values)


def test_notes_that_differ_in_values_share_a_skeleton(renderers: tuple[NoteRenderer, NoteRenderer]) -> None:
    one, other = order(), order(secondary_reference="bm-1234567", reference_num="1234567", vendor="Another")
    first, second = (renderers[1].for_locale("fr").render(each).marked for each in (one, other))
    assert first is not None
    assert second is not None
    assert first.skeleton == second.skeleton
    assert first.values != second.values
    assert "205894893" not in first.skeleton


def test_company_facts_are_not_marked(renderers: tuple[NoteRenderer, NoteRenderer]) -> None:
    note = renderers[1].for_locale("fr").render(order()).marked
    assert note is not None
    assert "Example Shop" in note.skeleton


@pytest.mark.parametrize("name", CAPTURES)
def test_what_a_template_looks_into_is_not_marked(tmp_path: Path, name: str) -> None:
    (tmp_path / "templates").mkdir()
    for part, text in PARTS.items():
        (tmp_path / "templates" / part).write_text(text, "utf-8")
    of = order(vendor="Colis <b> Exemple")
    plain, marking = rendered(tmp_path, page(CAPTURES[name]), of)
    assert marking.html == plain.html
    assert plain.marked is None


def test_an_order_with_a_private_character_is_not_marked(tmp_path: Path) -> None:
    plain, marking = rendered(tmp_path, page("{{ order.carrier }}"), order(vendor="Apple \uf8ff \ue000"))
    assert (marking.marked, marking.html) == (None, plain.html)


def test_a_template_with_a_private_character_is_not_marked(tmp_path: Path) -> None:
    plain, marking = rendered(tmp_path, page("\ue000 {{ order.carrier }}"), order())
    assert (marking.marked, marking.html) == (None, plain.html)


def test_values_are_escaped_when_they_are_put_back() -> None:
    assert MarkedHtml(f"<p>{mark_of(0)}</p>", ("<&>",)).html() == "<p>&lt;&amp;&gt;</p>"


def test_marks_end_where_the_private_characters_end() -> None:
    marks = Marks(["x"] * MOST_MARKS)
    assert marks.mark("one more") == "one more"
    assert Marks().mark("") == ""
    put = marking(Marks(["x"] * (MOST_MARKS - 1)))
    assert [put("last"), put("one <more>")] == [mark_of(MOST_MARKS - 1), "one &lt;more&gt;"]


def test_private_characters_are_found_however_deep() -> None:
    assert holds_mark(order(notes=("fine", "not \ue123")))
    assert holds_mark({"a": [("b", "\uf8ff")]})
    assert not holds_mark(order())
    assert not holds_mark((1, None, OrderLine))

"""Outlines: they stand where a reader of the PDF finds the values and the company's facts."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

import pypdfium2
import pytest

from notes_engine.notes import LITERALS, LOCALES
from notes_engine.orders import OrderLine
from notes_engine.pdf import NoteInfo, Typesetter
from notes_engine.pdf.outlines import drawn_facts, value_outlines
from notes_engine.pdf.write import notes_pdf
from tests.notes.example_shop import NUMBER, Shop, order

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from notes_engine.notes import Locale, NoteRenderer
    from notes_engine.notes.marks import MarkedHtml
    from notes_engine.orders import Order
    from notes_engine.pdf import TypesetNote
    from notes_engine.pdf.outlines import DrawnFact, Outline

LONG = (
    "Livre exemple de 13 pouces, huit cœurs, 512 Go de stockage, clavier azerty, gris, avec une housse et deux câbles"
)
SEVERAL_PAGES = order(
    lines=tuple(OrderLine(sku=f"L-{number}", title=f"Livre {number}", line_total=Decimal(1)) for number in range(60))
)


@pytest.fixture(scope="module")
def renderer(tmp_path_factory: pytest.TempPathFactory) -> NoteRenderer:
    return Shop(tmp_path_factory.mktemp("shop")).renderer(marks=True)


@pytest.fixture(scope="module")
def typesetter(renderer: NoteRenderer) -> Typesetter:
    return Typesetter(renderer.workspace.asset_roots)


class Outlined:
    """A note whose values are outlined, and its PDF to find them in."""

    def __init__(self, typesetter: Typesetter, marked: MarkedHtml) -> None:
        self.values = marked.values
        self.outlines: Mapping[int, Sequence[Outline]] = value_outlines(marked, typesetter)
        info = NoteInfo("Bon", "1", "fr-fr", "fr")
        self._document = pypdfium2.PdfDocument(bytes(notes_pdf([(typesetter.typeset(marked.html()), info)], "a note")))
        self._texts = [page.get_textpage() for page in self._document]

    @property
    def pages(self) -> int:
        return len(self._texts)

    def of(self, value: str) -> Sequence[Outline]:
        """The outlines of the drawn value of that text."""
        [found] = [each for number, each in self.outlines.items() if self.values[number] == value]
        return found

    def text_in(self, outline: Outline) -> str:
        """What the PDF says inside an outline."""
        width, height = self._document[outline.page - 1].get_size()
        left, right = outline.left * width - 1, (outline.left + outline.width) * width + 1
        # One point in: the lines above and below are close.
        top, bottom = height - outline.top * height - 1, height - (outline.top + outline.height) * height + 1
        text: str = self._texts[outline.page - 1].get_text_bounded(left, bottom, right, top)
        return text


def outlined(renderer: NoteRenderer, typesetter: Typesetter, locale: Locale, of: Order) -> Outlined:
    marked = renderer.for_locale(locale).render(of).marked
    assert marked is not None
    return Outlined(typesetter, marked)


def unspaced(texts: Iterable[str]) -> str:
    return "".join("".join(texts).split())


@pytest.mark.parametrize("locale", LOCALES)
def test_a_value_is_outlined_where_the_pdf_draws_it(
    renderer: NoteRenderer, typesetter: Typesetter, locale: Locale
) -> None:
    note = outlined(renderer, typesetter, locale, order())
    values = {note.values[number] for number in note.outlines}
    assert {"Camille Exemple", "Téléphone 64 Go", "EX123"} <= values
    for number, outlines in note.outlines.items():
        assert unspaced([note.values[number]]) in unspaced(map(note.text_in, outlines))


def test_a_value_broken_over_lines_has_an_outline_for_each(renderer: NoteRenderer, typesetter: Typesetter) -> None:
    note = outlined(renderer, typesetter, "fr", order(lines=(OrderLine(sku="L-1", title=LONG),)))
    outlines = note.of(LONG)
    assert len(outlines) > 1
    assert unspaced(map(note.text_in, outlines)) == unspaced([LONG])
    assert all(above.top + above.height <= below.top for above, below in pairwise(outlines))
    # What follows it is not taken for one of its lines.
    assert unspaced(map(note.text_in, note.of("L-1"))).startswith("L-1")


def test_a_value_in_a_running_footer_is_outlined_on_each_page(renderer: NoteRenderer, typesetter: Typesetter) -> None:
    note = outlined(renderer, typesetter, "fr", SEVERAL_PAGES)
    outlines = note.of("Bon de livraison 205894893")
    assert note.pages > 1
    assert [outline.page for outline in outlines] == list(range(1, note.pages + 1))
    assert all("205894893" in note.text_in(outline) for outline in outlines)


def test_a_value_that_is_not_drawn_has_no_outline(tmp_path: Path) -> None:
    shop = Shop(tmp_path)
    shop.template(
        f"<p>{NUMBER}</p><img alt='{{{{ order.lines[0].title }}}}'><i hidden>{{{{ order.tracking_number }}}}</i>"
    )
    marked = shop.renderer(marks=True).render(order()).marked
    assert marked is not None
    note = Outlined(Typesetter(shop.open().asset_roots), marked)
    assert [note.values[number] for number in note.outlines] == ["bm-205894893"]


@pytest.mark.parametrize("locale", LOCALES)
def test_a_note_of_several_pages_draws_the_name_three_times_and_the_month_once(
    renderer: NoteRenderer, typesetter: Typesetter, locale: Locale
) -> None:
    pages = typesetter.typeset(renderer.for_locale(locale).render(SEVERAL_PAGES).html)
    assert pages.pages > 1
    facts = list(drawn_facts(pages))
    assert sorted(fact.name for fact in facts) == ["live_since", "name", "name", "name"]
    assert not any(fact.is_literal for fact in facts)
    assert all(0 <= side <= 1 for fact in facts for side in (fact.outline.left, fact.outline.top))


@pytest.fixture
def facts_in(tmp_path: Path) -> Callable[..., list[DrawnFact]]:
    """The facts that a template of one body draws."""

    def typeset(body: str, settings: str | None = None) -> list[DrawnFact]:
        shop = Shop(tmp_path)
        shop.template(f"<p>{NUMBER}</p>{body}")
        if settings is not None:
            shop.settings(settings)
        note: TypesetNote = Typesetter(shop.open().asset_roots).typeset(shop.renderer(draft=True).render(order()).html)
        return list(drawn_facts(note))

    return typeset


def test_a_fact_broken_over_lines_is_drawn_once(facts_in: Callable[..., list[DrawnFact]]) -> None:
    [fact] = facts_in("<p style='width: 12mm'>{{ company.name }}</p>")
    assert (fact.name, fact.is_literal) == ("name", False)


def test_a_fact_that_is_not_set_is_drawn_as_a_fact(facts_in: Callable[..., list[DrawnFact]]) -> None:
    facts = facts_in("<p>{{ company.name }}, {{ company.live_since }}</p>", "[company]\n")
    assert [(fact.name, fact.is_literal) for fact in facts] == [("name", False), ("live_since", False)]


@pytest.mark.parametrize(
    ("body", "names"),
    [
        (f"<p>von {LITERALS['name']}.</p>", ["name"]),
        (f"<p style='width: 40mm'>seit {LITERALS['live_since']}</p>", ["live_since"]),
        ("<p>YOUR <b>COMPANY</b> NAME, YOUR COMPANY NAME</p>", ["name", "name"]),
        (f"<p>{LITERALS['live_since']}</p><p>{{{{ company.name }}}}, {LITERALS['name']}", ["live_since", "name"]),
        ("<p>YOUR COMPANY</p><p>NAME</p>", []),
    ],
)
def test_a_literal_typed_into_a_template_is_found_as_one(
    facts_in: Callable[..., list[DrawnFact]], body: str, names: list[str]
) -> None:
    assert [fact.name for fact in facts_in(body) if fact.is_literal] == names


def test_a_literal_is_outlined_where_it_begins(facts_in: Callable[..., list[DrawnFact]]) -> None:
    body = f"<p style='width: 40mm; margin: 0'>first<br>second<br>{LITERALS['live_since']}</p>"
    [literal] = facts_in(body)
    [fact] = facts_in("<p style='width: 40mm; margin: 0'>first<br>second<br>{{ company.live_since }}</p>")
    assert literal.is_literal
    assert (literal.outline.left, literal.outline.top) == (fact.outline.left, fact.outline.top)

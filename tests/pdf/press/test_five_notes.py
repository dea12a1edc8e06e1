"""The five notes: stamped, they are what the typesetter makes of them, whatever the order."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from notes_engine.assets import asset_root
from notes_engine.notes import LOCALES, NoteRenderer, Workspace
from notes_engine.orders import OrderLine
from tests.notes.example_shop import FACTS, NOW, order
from tests.pdf.press.press_bench import SAME, PressBench

if TYPE_CHECKING:
    from notes_engine.notes import Locale
    from notes_engine.notes.marks import MarkedHtml
    from notes_engine.orders import Order


@pytest.fixture(scope="module")
def renderer(tmp_path_factory: pytest.TempPathFactory) -> NoteRenderer:
    folder = tmp_path_factory.mktemp("shop")
    (folder / "notes.toml").write_text(FACTS, "utf-8")
    return NoteRenderer(Workspace.open(folder), now=NOW, marks=True)


@pytest.fixture(scope="module")
def notes_bench() -> PressBench:
    return PressBench(asset_root("templates"))


def marked(renderer: NoteRenderer, locale: Locale, of: Order) -> MarkedHtml:
    note = renderer.for_locale(locale).render(of).marked
    assert note is not None
    return note


@pytest.mark.parametrize("locale", LOCALES)
def test_an_ordinary_order_is_stamped(renderer: NoteRenderer, notes_bench: PressBench, locale: Locale) -> None:
    assert notes_bench.compare_marked(marked(renderer, locale, order())) == SAME


def test_another_order_uses_the_same_plate(renderer: NoteRenderer, notes_bench: PressBench) -> None:
    first, second = order(), order(secondary_reference="bm-77", vendor="DHL", tracking_number="T-9")
    plates = []
    for each in (first, second):
        stamped = notes_bench.press.stamp(marked(renderer, "fr", each))
        plates.append(getattr(stamped, "cast", None))
    assert plates[0] is plates[1] is not None


def test_a_long_title_breaks_as_the_typesetter_breaks_it(renderer: NoteRenderer, notes_bench: PressBench) -> None:
    title = "Example Book 13 pouces, processeur huit coeurs, 512 Go de stockage, 8 Go de mémoire, clavier azerty, gris"
    long = order(lines=(OrderLine(sku="B-1", title=title),))
    assert notes_bench.compare_marked(marked(renderer, "fr", long)) == SAME


@pytest.mark.parametrize("text", ["Łódź Świętokrzyska", "Œuvre ½ № 5"])
def test_letters_of_the_font_are_stamped(renderer: NoteRenderer, notes_bench: PressBench, text: str) -> None:
    assert notes_bench.compare_marked(marked(renderer, "de", order(vendor=text))) == SAME


@pytest.mark.parametrize("text", ["Αθήνα Παπαδοπούλου", "שלום", "漢字", "مرحبا 12", "two  spaces", "😀"])
def test_what_needs_more_is_typeset(renderer: NoteRenderer, notes_bench: PressBench, text: str) -> None:
    why = notes_bench.compare_marked(marked(renderer, "de", order(vendor=text)))
    assert isinstance(why, str)
    assert why != SAME
    assert text not in why


_WORDS = st.text(st.sampled_from("AVTo Wifflé-.,’0123456789äß€Éčđąłim\u0301\u00a0\u00ad"), min_size=1, max_size=110)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    locale=st.sampled_from(LOCALES),
    title=_WORDS,
    name=_WORDS.map(lambda text: text[:60]),
    sku=_WORDS.map(lambda text: text[:20]),
    lines=st.sampled_from([1, 1, 1, 2, 3]),
    quantity=st.sampled_from([1, 1, 2]),
)
def test_no_order_is_ever_stamped_differently(
    renderer: NoteRenderer,
    notes_bench: PressBench,
    locale: Locale,
    title: str,
    name: str,
    sku: str,
    lines: int,
    quantity: int,
) -> None:
    base = order()
    assert base.delivery is not None
    changed = replace(
        base,
        delivery=replace(base.delivery, full_name=name),
        lines=(OrderLine(sku=sku, title=title, quantity=quantity, line_total=base.total),) * lines,
    )
    note = renderer.for_locale(locale).render(changed).marked
    assert note is not None
    assert isinstance(notes_bench.compare_marked(note), str)  # same, or why not

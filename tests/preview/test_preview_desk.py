"""Which notes are drafts: those made of anything in which a placeholder is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from notes_engine.errors import RenderError
from notes_engine.notes import LITERALS, LOCALES
from notes_engine.pdf import Typesetter
from notes_engine.preview.desk import Desk
from tests.notes.example_shop import FACTS, NUMBER, Shop, order

if TYPE_CHECKING:
    from pathlib import Path

PLAIN = f"<p>{NUMBER}</p>"


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    shop = Shop(tmp_path / "shop")
    for locale in LOCALES:
        shop.template(PLAIN, f"{locale}.html")
    return shop


def drafts(shop: Shop) -> list[str]:
    workspace = shop.open()
    desk = Desk(workspace, Typesetter(workspace.asset_roots))
    notes = {locale: desk.render(order(), locale) for locale in LOCALES}
    assert all(note.draft == bool(note.watermark) for note in notes.values())
    return [locale for locale, note in notes.items() if note.draft]


def test_with_both_facts_no_note_is_a_draft(shop: Shop) -> None:
    assert drafts(shop) == []


@pytest.mark.parametrize(
    "settings",
    [
        "",
        '[company]\nname = "A"\n',
        '[company]\nlive_since = "2018-12"\n',
        f'[company]\nname = "{LITERALS["name"]}"\nlive_since = "2018-12"\n',
        FACTS + f'registration = "{LITERALS["name"]}"\n',
    ],
)
def test_with_an_open_fact_every_note_is_one(shop: Shop, settings: str) -> None:
    shop.settings(settings)
    assert drafts(shop) == list(LOCALES)


def test_a_text_typed_for_one_locale_makes_its_notes_drafts(shop: Shop) -> None:
    shop.template(PLAIN + LITERALS["name"], "de.html")
    shop.template(PLAIN + "<link rel=stylesheet href=es.css>", "es.html")
    shop.write("templates/es.css", f'p::after {{ content: "{LITERALS["name"]}" }}')
    shop.template(PLAIN + f"<!-- {LITERALS['name']} -->", "it.html")
    assert drafts(shop) == ["de", "es"]


def test_a_template_included_by_a_name_put_together_counts_too(shop: Shop) -> None:
    shop.template(PLAIN + "{% include order.currency ~ '.html' %}")
    shop.template(f"<p>{LITERALS['name']}</p>", "EUR.html")
    assert drafts(shop) == ["fr"]
    workspace = shop.open()
    desk = Desk(workspace, Typesetter(workspace.asset_roots))
    assert "YOUR COMPANY NAME" in desk.render(order(), "fr").html
    assert [found.name for found in desk.literals("fr")] == ["name"]


def test_an_order_that_gets_no_note_gets_none_as_a_draft_either(shop: Shop) -> None:
    workspace = shop.open()
    with pytest.raises(RenderError):
        Desk(workspace, Typesetter(workspace.asset_roots)).render(order(secondary_reference=""), "fr")

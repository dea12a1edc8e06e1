from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pypdf
import pytest

from notes_engine.orders import Address
from tests.notes.example_shop import FACTS, Shop, order
from tests.preview.shop_page import ShopPage

if TYPE_CHECKING:
    from pathlib import Path

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"


@pytest.fixture
def page(tmp_path: Path) -> ShopPage:
    shop = Shop(tmp_path)
    shop.settings(FACTS)
    hostile = order(secondary_reference="bm-2", delivery=Address(full_name=HOSTILE, town=HOSTILE, country_code="FR"))
    return ShopPage(shop, {"o1": order(), "o2": hostile, "r1": "it is cancelled"})


def test_a_note_is_told_with_its_pages_and_drawn(page: ShopPage) -> None:
    found = page.ask("GET", "/ui/note", params={"order": "o1", "locale": "de"})
    assert 'data-printed="de"' in found.text
    look = found.headers["x-note"]
    picture = page.ask("GET", "/pages/o1/de/1.png", params={"look": look, "width": 300})
    assert (picture.status_code, picture.headers["content-type"]) == (200, "image/png")
    assert "immutable" in picture.headers["cache-control"]
    # A picture asked for by another look may not be kept under its name.
    assert page.ask("GET", "/pages/o1/de/1.png", params={"look": "x"}).headers["cache-control"] == "no-store"
    assert page.ask("GET", "/pages/o1/de/9.png").status_code == 404


def test_the_pdf_is_the_order_s_under_its_number(page: ShopPage) -> None:
    found = page.ask("GET", "/notes/o1.pdf", params={"download": "true"})
    assert found.headers["content-disposition"].startswith("attachment; filename*=UTF-8''")
    assert found.headers["content-disposition"].endswith("-fr.pdf")
    assert len(pypdf.PdfReader(io.BytesIO(found.content)).pages) == 1


def test_an_order_that_gets_no_note_says_why(page: ShopPage) -> None:
    found = page.ask("GET", "/ui/note", params={"order": "r1"})
    assert found.headers["x-note"] == "error"
    assert "it is cancelled" in found.text
    assert page.ask("GET", "/notes/r1.pdf").status_code == 422
    assert page.ask("GET", "/notes/nobody.pdf").status_code == 404


def test_a_mistake_in_a_template_has_its_place(page: ShopPage) -> None:
    page.shop.template("{% label number %}EVAL{BEGIN}IFF[1]{END}{% endlabel %}")
    page.studio.changed(workspace=True)
    found = page.ask("GET", "/ui/note", params={"order": "o1", "locale": "fr"}).text
    assert "fr.html:1:" in found
    assert "^^^" in found
    # The note that was shown before may still ask for its places: that is no second mistake.
    assert page.ask("GET", "/ui/places", params={"order": "o1", "locale": "fr"}).json() == []


def test_what_an_order_holds_is_text_wherever_it_is_shown(page: ShopPage) -> None:
    for path in ("/ui/note", "/ui/orders"):
        found = page.ask("GET", path, params={"order": "o2", "q": ""}).text
        assert "<script>alert" not in found
        assert "<img src=x" not in found
    searched = page.ask("GET", "/ui/orders", params={"q": HOSTILE, "market": ""}).text
    assert "<script>alert" not in searched


def test_places_tell_the_label_and_where_it_stands(page: ShopPage) -> None:
    places = page.ask("GET", "/ui/places", params={"order": "o1", "locale": "fr"}).json()
    label = next(place for place in places if place["label"])
    assert label["template"] == "fr.html"
    assert label["line"] > 0
    assert label["column"] > 0
    _, left, top, width, height = label["outlines"][0]
    assert 0 <= left < left + width <= 1
    assert 0 <= top < top + height <= 1


def test_steps_stay_within_the_orders(page: ShopPage) -> None:
    def step(order: str, by: int) -> str:
        answer: dict[str, str] = page.ask("GET", "/ui/step", params={"order": order, "by": by}).json()
        return answer["order"]

    assert (step("o1", 1), step("o2", -1)) == ("o2", "o1")
    assert (step("o1", -1), step("r1", 1)) == ("o1", "r1")
    assert page.ask("GET", "/ui/step", params={"q": "nobody is called that"}).json() == {"order": None}


@pytest.mark.parametrize("path", ["/", "/ui/orders", "/static/preview.js", "/nowhere"])
def test_every_answer_has_the_safety_headers(page: ShopPage, path: str) -> None:
    headers = page.ask("GET", path).headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"

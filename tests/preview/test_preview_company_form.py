"""The form for the company's facts: opened, refused, saved, undone; and the draft that ends with it."""

from __future__ import annotations

import html
import io
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pypdf
import pytest

from notes_engine.orders import OrderLine
from tests.notes.example_shop import Shop, order
from tests.preview.shop_page import HOST, ShopPage

if TYPE_CHECKING:
    from pathlib import Path

    from notes_engine.preview.security import Access
    from notes_engine.preview.tasks import NotePages

SETTINGS = '# The shop.\n[company]\n# name = "Example Shop"\n# email = "…"\n\n[orders]\nprefix = "bm-"  # ours\n'
FACTS = {"name": "Encore & Fils <SAS>", "live_since": "December 2018"}
LINES = tuple(OrderLine(sku=f"L-{number}", title=f"Livre {number}", line_total=Decimal(1)) for number in range(60))


@pytest.fixture
def page(tmp_path: Path) -> ShopPage:
    shop = Shop(tmp_path / "shop")
    shop.settings(SETTINGS)
    return ShopPage(shop, {"o1": order(), "o60": order(lines=LINES)})


def settings_of(page: ShopPage) -> str:
    return (page.shop.root / "notes.toml").read_text()


def values_in(form: str) -> dict[str, str]:
    """What stands in the fields of the form that are written into."""
    found = re.findall(r'<input id="company-(\w+)" name="\1" value="([^"]*)"', form)
    return {name: html.unescape(value) for name, value in found}


def post(page: ShopPage, fields: dict[str, str], status: int = 200, hash: str | None = None) -> Any:
    read = re.search(r'data-hash="(\w+)"', page.html("/ui/company"))
    assert read is not None
    answer = page.ask("POST", "/ui/company", json={"hash": hash or read[1], "fields": fields})
    assert answer.status_code == status, answer.text
    assert status == 200 or answer.headers["content-type"] == "application/problem+json"
    return answer.json()


def test_the_form_shows_what_stands_there(page: ShopPage) -> None:
    page.shop.settings('[company]\nname = "A \\"B\\" <i>"\naddress = ["1 <b>", "2"]\nlogo = "gone.svg"\n')
    form = page.html("/ui/company")
    assert values_in(form)["name"] == 'A "B" <i>'
    assert "\n1 &lt;b&gt;\n2</textarea>" in form
    assert '<option value="gone.svg" selected>' in form
    assert "<i>" not in form
    assert "<b>" not in form


def test_an_address_that_begins_with_an_empty_line_is_shown_whole(page: ShopPage) -> None:
    page.shop.settings('[company]\naddress = ["", "2"]\n')
    # HTML leaves out the first newline of a textarea.
    assert ">\n\n2</textarea>" in page.html("/ui/company")


def test_a_broken_file_is_told_with_its_place_and_gets_no_form(page: ShopPage) -> None:
    page.shop.settings('[company]\nname = "A\n')
    shown = page.html("/ui/company")
    assert "notes.toml:2:" in shown
    assert "company-form" not in shown


def test_facts_are_saved_with_everything_else_as_it_was(page: ShopPage) -> None:
    done = post(page, FACTS)
    assert done["saved"]
    assert settings_of(page) == SETTINGS.replace(
        'Shop"\n', 'Shop"\nname = "Encore & Fils <SAS>"\nlive_since = "2018-12"\n'
    )
    assert "+live_since" in done["diff"]
    assert values_in(page.html("/ui/company"))["name"] == FACTS["name"]


def test_a_save_can_be_undone(page: ShopPage) -> None:
    post(page, FACTS)
    assert page.ask("POST", "/ui/undo", json={}).status_code == 200
    assert settings_of(page) == SETTINGS


def test_saving_what_stands_there_writes_nothing(page: ShopPage) -> None:
    assert post(page, {"name": "", "email": ""})["saved"] is False
    assert page.studio.saves.last is None


def test_each_mistake_is_told_at_its_field_and_nothing_is_saved(page: ShopPage) -> None:
    told = post(page, {"name": "A", "live_since": "Smarch", "country": "Atlantis"}, 422)
    assert [error["field"] for error in told["errors"]] == ["live_since", "country"]
    assert all(error["what"] for error in told["errors"])
    assert settings_of(page) == SETTINGS


def test_what_someone_else_has_written_meanwhile_is_not_lost(page: ShopPage) -> None:
    opened = re.search(r'data-hash="(\w+)"', page.html("/ui/company"))
    assert opened is not None
    page.shop.settings(SETTINGS + "# elsewhere\n")
    told = post(page, FACTS, 409, hash=opened[1])
    assert "changed elsewhere" in told["title"]
    assert settings_of(page) == SETTINGS + "# elsewhere\n"


def test_a_file_that_broke_meanwhile_is_left_alone(page: ShopPage) -> None:
    page.shop.settings("[company\n")
    answer = page.ask("POST", "/ui/company", json={"hash": "", "fields": FACTS})
    assert (answer.status_code, answer.json()["line"]) == (422, 1)
    assert settings_of(page) == "[company\n"


@pytest.mark.parametrize(
    "body",
    [
        {"hash": "", "fields": {"password": "x"}},
        {"hash": "", "fields": {"name": 5}},
        {"hash": "", "fields": {"name": "x" * 5001}},
        {"hash": "", "fields": {}, "file": "/etc/passwd"},
        {"fields": {}},
    ],
)
def test_another_form_than_ours_is_refused(page: ShopPage, body: dict[str, Any]) -> None:
    answer = page.ask("POST", "/ui/company", json=body)
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    assert settings_of(page) == SETTINGS


def test_half_a_character_is_refused(page: ShopPage) -> None:
    content = b'{"hash": "", "fields": {"name": "\\ud800"}}'
    answer = page.ask("POST", "/ui/company", content=content)
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")


def test_nothing_is_written_without_our_own_page_or_read_only(page: ShopPage) -> None:
    body = {"hash": "", "fields": FACTS}
    assert page.ask("POST", "/ui/company", csrf="", json=body).status_code == 403
    access: Access = type(page.access)(frozenset((HOST,)), read_only=True)
    reading = ShopPage(page.shop, page.orders, access)
    assert reading.ask("POST", "/ui/company", json=body).status_code == 403
    assert settings_of(page) == SETTINGS


def words(pages: NotePages) -> list[str]:
    """The text of each page, without spaces."""
    return ["".join(each.extract_text().split()) for each in pypdf.PdfReader(io.BytesIO(pages.pdf)).pages]


def test_every_page_is_a_draft_until_the_form_has_both_facts(page: ShopPage) -> None:
    def note() -> NotePages:
        return page.note("o60", "fr")

    open_note = note()
    assert open_note.is_draft
    assert len(open_note.sizes) > 1
    assert all("BROUILLON" in text for text in words(open_note))
    post(page, {"name": FACTS["name"]})
    half = note()
    assert all("BROUILLON" in text for text in words(half))
    assert {fact.name for fact in half.facts if fact.is_open} == {"live_since"}
    post(page, {"live_since": FACTS["live_since"]})
    done = note()
    assert not done.is_draft
    assert not any("BROUILLON" in text for text in words(done))
    post(page, {"name": ""})
    assert note().is_draft

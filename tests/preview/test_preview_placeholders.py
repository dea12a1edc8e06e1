"""The placeholders of the five notes: counted, found on their pages, and a sign while one is open."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING

import pytest

from notes_engine.notes import LITERALS, LOCALES
from notes_engine.preview.placeholders import Facts, facts_of
from tests.notes.example_shop import FACTS, NUMBER, Shop, order
from tests.preview.shop_page import ShopPage

if TYPE_CHECKING:
    from pathlib import Path

NAME, SINCE = "{{ company.name }}", "{{ company.live_since }}"
GOOD = f"<p>{NUMBER}</p><p>{NAME}, {NAME}</p><p>{NAME}, since {SINCE}</p>"


@pytest.fixture
def page(tmp_path: Path) -> ShopPage:
    """A shop whose five templates are short."""
    shop = Shop(tmp_path / "shop")
    for locale in LOCALES:
        shop.template(GOOD, f"{locale}.html")
    return ShopPage(shop, {"r1": "it is cancelled", "o1": order(), "o2": order(secondary_reference="bm-2")})


def facts(page: ShopPage, key: str = "o1") -> Facts:
    async def never() -> bool:
        return False

    return asyncio.run(facts_of(page.studio, key, never))


def wrong(found: Facts) -> dict[str, list[str]]:
    return {each.locale: [count.wrong for count in each.counts] for each in found.locales}


def test_a_note_holds_the_name_three_times_and_the_month_once(page: ShopPage) -> None:
    found = facts(page)
    assert [each.locale for each in found.locales] == list(LOCALES)
    for each in found.locales:
        assert [(count.name, count.found, count.expected) for count in each.counts] == [
            ("name", 3, 3),
            ("live_since", 1, 1),
        ]
    assert found.are_right
    assert (found.sign, found.error) == ("", None)


@pytest.mark.parametrize(
    ("company", "sign"),
    [
        ('live_since = "2018-12"', "Draft: 15 places in 5 notes still say YOUR COMPANY NAME"),
        ('name = "A"', "Draft: 5 places in 5 notes still say DATE WHEN YOUR COMPANY…"),
        ("", "Draft: 20 places in 5 notes still to be filled in"),
    ],
)
def test_facts_that_are_not_set_are_open_in_every_note(page: ShopPage, company: str, sign: str) -> None:
    page.shop.settings(f"[company]\n{company}\n")
    found = facts(page)
    assert found.sign == sign
    assert not found.are_right
    assert all(each.is_draft for each in found.locales)


def test_a_text_typed_into_one_template_is_open_there(page: ShopPage) -> None:
    page.shop.template(GOOD.replace("{{ company.name }}, {{", f"{LITERALS['name']}, {{{{"), "de.html")
    found = facts(page)
    assert wrong(found) == {locale: ["1 open", ""] if locale == "de" else ["", ""] for locale in LOCALES}
    assert found.sign == "Draft: 1 place in the German note still says YOUR COMPANY NAME"
    german = found.locales[LOCALES.index("de")]
    assert german.is_draft
    assert [re.sub(".*/", "", place) for place in german.typed] == ["de.html:1"]
    assert [each.locale for each in found.locales if each.is_draft] == ["de"]


def test_a_text_that_this_note_does_not_print_makes_it_a_draft_all_the_same(page: ShopPage) -> None:
    page.shop.template(GOOD + f"{{% if false %}}{LITERALS['name']}{{% endif %}}", "it.html")
    found = facts(page)
    assert wrong(found)["it"] == ["", ""]
    assert re.fullmatch("Draft: a placeholder text stands in .*it.html:1", found.sign)


def test_a_text_typed_where_another_setting_prints_is_told(page: ShopPage) -> None:
    page.shop.settings(FACTS + f'email = "{LITERALS["name"]}"\n')
    found = facts(page)
    assert [re.sub(".*/", "", place) for place in found.typed] == ["notes.toml:4"]
    assert found.sign.endswith("notes.toml:4")


@pytest.mark.parametrize(
    ("printed", "said"),
    [
        ("{{ company.name }}", ["2 missing", "1 missing"]),
        ("{{ company.live_since }} {{ company.live_since }}", ["3 missing", "1 too many"]),
    ],
)
def test_a_fact_printed_too_seldom_or_too_often_is_told(page: ShopPage, printed: str, said: list[str]) -> None:
    page.shop.template(f"<p>{NUMBER}</p>{printed}", "es.html")
    found = facts(page)
    assert wrong(found)["es"] == said
    assert (found.sign, found.are_right) == ("", False)


def test_a_locale_that_fails_says_why_and_the_others_stay(page: ShopPage) -> None:
    page.shop.template(f"<p>{NUMBER}</p>{{{{ company.nam }}}}", "fr.html")
    found = facts(page)
    assert [each.locale for each in found.locales if each.error] == ["fr"]
    assert found.error is None
    assert not found.are_right
    shown = page.html("/ui/placeholders", order="o1")
    assert "fr.html:1" in shown
    assert shown.count("3 / 3 ok") == 4


def test_a_mistake_of_all_locales_is_told_once(page: ShopPage) -> None:
    page.shop.settings("[company\n")
    assert facts(page).error is not None
    shown = page.html("/ui/placeholders", order="o1")
    assert shown.count("notes.toml:1") == 1
    assert "<table>" not in shown


@pytest.mark.parametrize("key", ["r1", "unknown", ""])
def test_for_an_order_without_a_note_the_first_with_one_is_counted(page: ShopPage, key: str) -> None:
    found = facts(page, key)
    assert (found.order, found.is_other) == ("o1", True)
    assert "On the notes of order" in page.html("/ui/placeholders", order=key)


def test_without_any_order_nothing_is_counted(page: ShopPage) -> None:
    empty = ShopPage(page.shop, {"r1": "it is cancelled"})
    assert facts(empty) == Facts()
    assert "no order here gets one" in empty.html("/ui/placeholders", order="r1")


def test_who_went_away_is_not_waited_for(page: ShopPage) -> None:
    asked: list[bool] = []

    async def gone_after_two() -> bool:
        asked.append(True)
        return len(asked) > 2

    found = asyncio.run(facts_of(page.studio, "o1", gone_after_two))
    assert [each.locale for each in found.locales] == list(LOCALES[:2])


def test_each_place_is_a_link_to_its_part_of_its_note(page: ShopPage) -> None:
    shown = page.html("/ui/placeholders", order="o2")
    links = re.findall(r'data-order="(\w+)" data-in="(\w+)" data-page="(\d+)" data-outline="([^"]*)"', shown)
    assert len(links) == 20
    assert {order for order, *_ in links} == {"o2"}
    assert [locale for _, locale, *_ in links] == [locale for locale in LOCALES for _ in range(4)]
    drawn = page.note("o2", "fr").facts
    assert [links[0][2], *links[0][3].split()] == [
        str(drawn[0].outline.page),
        *(
            f"{side:.6f}"
            for side in (drawn[0].outline.left, drawn[0].outline.top, drawn[0].outline.width, drawn[0].outline.height)
        ),
    ]


def test_what_files_say_is_escaped(page: ShopPage) -> None:
    page.shop.template(f"<p>{NUMBER}</p>{{% include '<script>alert(1)</script>.html' %}}", "fr.html")
    assert "<script>" not in page.html("/ui/placeholders", order="o1")

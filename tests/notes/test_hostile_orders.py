"""Orders are written by strangers: whatever stands in them is text on the note, or refuses the order quickly."""

from __future__ import annotations

import re
import time
from dataclasses import fields, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from notes_engine.errors import NotesError, RenderError
from notes_engine.notes import LOCALES, NoteRenderer
from notes_engine.notes.typography import clean_text
from notes_engine.orders import Address, Order, OrderLine
from tests.notes.example_shop import NUMBER, order, read_html

if TYPE_CHECKING:
    from tests.notes.example_shop import Shop

ADDRESS = ("full_name", "company", "address1", "address2", "address3", "town", "region", "post_code", "country")
LINE = ("sku", "title", "imei", "serial_number")
ORDER = ("vendor", "tracking_number")
HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</title></head></table></div></body></html>",
    "{{ company.name }}{% raw %}{# x #}",
    "EVAL{BEGIN}now[]{END} [{Source}] [{SecondaryReference}]]",
    "%(company)s %s %% %",
    "&lt;b&gt; &amp; &#60;",
    "\x00\x01\x1b[31m\x7f\x85",
    "\u202eevil\u202c\u2066x\u2069\u200f",
    "\ud800 half \udfff",
    "<!-- --><![CDATA[x]]><?php ?>",
    "YOUR COMPANY NAME",
    '<span class="fact" data-fact="name">Example Shop</span>',
    "'; DROP TABLE orders; --",
    "line\u2028separator\u2029paragraph\x0bvertical\x0cfeed",
    "\ufeffbom\ufffe\uffff",
    "😀👩‍👩‍👧‍👦🇫🇷 שלום مرحبا ไทย",
    "https://example.invalid/?a=1&b=<2>",
]


def with_texts(text: Any) -> Order:
    """An order whose every text is `text(name)`; each begins with its own name, so that none is empty or repeated."""
    address = Address(**{name: f"{name} {text(name)}" for name in ADDRESS})
    billing = Address(**{name: f"billing {name} {text(name)}" for name in ADDRESS})
    own: dict[str, Any] = {name: f"{name} {text(name)}" for name in LINE}
    parts: dict[str, Any] = {name: f"part {name} {text(name)}" for name in LINE}
    line, part = replace(order().lines[0], **own), OrderLine(**parts)
    return order(
        **{name: f"{name} {text(name)}" for name in ORDER},
        secondary_reference=f"bm-{text('reference')}1",
        delivery=address,
        billing=billing,
        lines=(replace(line, parts=(part,)),),
        notes=(f"note {text('note')}",),
    )


def shape(html: str) -> list[str]:
    """Tags and attribute names; a long address is set in smaller type, which is no harm."""
    return [tag.replace("<address class>", "<address >") for tag in read_html(html)[0]]


def check(renderer: NoteRenderer, text: Any) -> None:
    hostile, plain = renderer.render(with_texts(text)), renderer.render(with_texts(lambda name: "x"))
    assert shape(hostile.html) == shape(plain.html)
    _, printed, attributes = read_html(hostile.html)
    seen = "".join(printed.split())
    for name in (*ADDRESS, *LINE, *ORDER, "note", "reference"):
        whole = f"{name} {text(name)}" if name != "reference" else f"{text(name)}1"
        expected = clean_text(whole) if name not in ("town", "post_code") else ""
        assert "".join(expected.split()).casefold() in seen.casefold()
    assert not [value for value in attributes if "x onerror" in value and value.startswith("x ")]
    assert hostile.html.count('<span class="fact" data-fact="name">') == 3


@pytest.fixture
def renderer(shop: Shop) -> NoteRenderer:
    made = shop.renderer(locale="fr")
    made.preflight()
    return made


@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_text_in_every_field_stays_text(renderer: NoteRenderer, value: str) -> None:
    check(renderer, lambda name: value)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(max_size=40), min_size=16, max_size=16))
def test_any_text_in_any_field_stays_text(renderer: NoteRenderer, texts: list[str]) -> None:
    names = dict(zip((*ADDRESS, *LINE, *ORDER, "reference"), texts, strict=True))
    check(renderer, lambda name: names.get(name, texts[0]))


@pytest.mark.parametrize("locale", LOCALES)
def test_in_every_language(shop: Shop, locale: str) -> None:
    check(shop.renderer(locale=locale), lambda name: " ".join(HOSTILE)[:150])


def test_hostile_text_in_fields_without_a_place_on_the_note_does_not_get_there(renderer: NoteRenderer) -> None:
    others = [
        field.name
        for field in fields(Order)
        if isinstance(getattr(order(), field.name), str)
        and field.name not in (*ORDER, "secondary_reference", "reference_num", "market", "currency", "tracking_url")
    ]
    assert len(others) > 15
    hostile = renderer.render(order(**dict.fromkeys(others, "<b>hostile</b>")))
    assert "hostile" not in hostile.html
    assert hostile.html == renderer.render(order()).html


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        *[(name, name) for name in ADDRESS],
        ("title", "title"),
        ("SKU", "sku"),
        ("imei", "imei"),
        ("serial number", "serial_number"),
        ("carrier", "vendor"),
        ("tracking number", "tracking_number"),
        ("order number", "secondary_reference"),
        ("note", "notes"),
    ],
)
def test_a_megabyte_in_a_field_refuses_the_order_quickly_and_repeats_nothing_of_it(
    renderer: NoteRenderer, field: str, changes: str
) -> None:
    huge = "bm-" + "9" * 1_000_000
    plain = order()
    change: dict[str, Any] = {changes: huge}
    if changes in ADDRESS:
        given_order = replace(plain, delivery=replace(plain.delivery or Address(), **change))
    elif changes in LINE:
        given_order = replace(plain, lines=(replace(plain.lines[0], **change),))
    else:
        given_order = order(**{changes: (huge,) if changes == "notes" else huge})
    started = time.perf_counter()
    with pytest.raises(NotesError) as caught:
        renderer.render(given_order)
    assert time.perf_counter() - started < 2
    assert "999" not in str(caught.value)
    assert len(str(caught.value)) < 2000


def test_a_megabyte_in_a_tag_of_a_label_refuses_the_order(shop: Shop) -> None:
    shop.template(f"{NUMBER}{{% label %}}[{{ChannelBuyerName}}]{{% endlabel %}}")
    with pytest.raises(NotesError) as caught:
        shop.render(channel_buyer_name="<b>" * 400_000)
    assert "<b>" not in str(caught.value)


def test_a_megabyte_in_a_sub_source_does_not_reach_a_hint(renderer: NoteRenderer) -> None:
    note = renderer.render(order(market="", sub_source="x" * 1_000_000))
    assert all(len(warning.hint) < 500 for warning in note.warnings)


def test_as_many_lines_as_fit_and_not_one_more(renderer: NoteRenderer) -> None:
    line = OrderLine(title="x", line_total=Decimal(1))
    assert renderer.render(order(lines=(line,) * 1000)).html.count('<tr class="whole">') == 1000
    with pytest.raises(RenderError, match="more than 1,000 lines"):
        renderer.render(order(lines=(replace(line, parts=(line,) * 1000),)))


def test_parts_in_parts_without_end_refuse_the_order(renderer: NoteRenderer) -> None:
    line = OrderLine(title="x")
    for _ in range(900):
        line = OrderLine(title="x", parts=(line,))
    with pytest.raises(NotesError):
        renderer.render(order(lines=(line,)))


def test_no_error_of_an_order_repeats_its_buyer(shop: Shop) -> None:
    shop.template(f"{NUMBER}{{% label %}}EVAL{{BEGIN}}substring[[{{cFullName}}],90,5]{{END}}{{% endlabel %}}")
    with pytest.raises(NotesError) as caught:
        shop.render()
    assert "Camille" not in re.sub(r"\s", "", str(caught.value))
    assert "Camille" not in str(caught.value.as_dict())

"""The quick reading of plain JSON orders makes what the careful one makes, and leaves everything else to it."""

from __future__ import annotations

import copy
import io
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from notes_engine.orders import (
    Order,
    OrderSettings,
    Source,
    backmarket_json,
    backmarket_plain,
    json_stream,
    linnworks_json,
    linnworks_plain,
)
from notes_engine.orders.json_stream import Element, json_elements, looks_like_order
from notes_engine.orders.refusal import RefusalError
from tests.orders.conftest import BACKMARKET, LINNWORKS

if TYPE_CHECKING:
    from collections.abc import Callable

SAMPLES = Path(__file__).parents[2] / "samples" / "orders"
SETTINGS = OrderSettings()
READERS: dict[str, tuple[Any, Any]] = {
    "linnworks.json": (linnworks_plain.plain_order, linnworks_json.read_order),
    "backmarket.json": (backmarket_plain.plain_order, backmarket_json.read_order),
}
LINE_EXTRAS = {
    "AdditionalInfo": [{"Property": "Serial Number", "Value": "S1"}, {"Property": "grade", "Value": "Good"}],
    "BinRacks": [{"BinRack": "A1"}, {"BinRack": None}],
    "CompositeSubItems": [{"SKU": "PART", "Quantity": 4.0, "CostIncTax": 0.0}],
    "IsService": False,
    "PartShipped": False,
    "PartShippedQty": 0,
    "Weight": 0.31,
}
FULL: dict[str, dict[str, Any]] = {
    "linnworks.json": {
        **LINNWORKS,
        "Items": [{**LINNWORKS["Items"][0], **LINE_EXTRAS}],
        "Notes": [{"Note": "Ring twice", "Internal": False, "NoteDate": "2026-03-01T09:15:02Z"}],
        "FolderName": ["A", ""],
        "TaxInfo": {"TaxNumber": "X1"},
        "GeneralInfo": {**LINNWORKS["GeneralInfo"], "Identifiers": [{"Name": "", "Tag": "B"}], "Marker": 0},
    },
    "backmarket.json": BACKMARKET,
}
ODD: st.SearchStrategy[Any] = st.one_of(
    st.sampled_from([None, "", " ", 0, 1, 2, -1, True, False, "0", "1.0", "12,5", "yes", "true", "Deleted", {}, []]),
    st.sampled_from([0.0, -0.0, 1.5, 2.0, 1e30, 1e-30, 10**15, 10**50, float("nan"), "NaN", "0001-01-01"]),
    st.sampled_from(["2026-02-30", "MERGED", [{}], [None], [[]], {"Name": 1}, [{"Name": "x", "Value": 1}], "\ud83d"]),
    st.text(max_size=4),
    st.integers(),
    st.floats(),
    st.decimals(allow_nan=False, allow_infinity=False, places=2).map(str),
)


def both(plain: Callable[..., Order | None], careful: Callable[..., Order], element: Element) -> None:
    """Whatever the quick reading makes of the element, the careful one makes too, to the last digit."""
    place = Source("orders.json", element.path)
    quick = plain(element.value, place, SETTINGS)
    if quick is not None:
        order = careful(element.value, place, SETTINGS)
        assert quick == order
        assert repr(quick) == repr(order)


def elements(content: bytes) -> list[Element]:
    return [item for item in json_elements(io.BytesIO(content)) if isinstance(item, Element)]


@pytest.mark.parametrize("name", sorted(READERS))
def test_nearly_every_order_of_the_samples_is_plain(name: str) -> None:
    plain, careful = READERS[name]
    missed = []
    for element in elements((SAMPLES / name).read_bytes()):
        if not looks_like_order(element.value):
            continue
        both(plain, careful, element)
        place = Source(name, element.path)
        if not element.plain or plain(element.value, place, SETTINGS) is None:
            missed.append(element)
    assert len(missed) <= 6, "only part-shipped and refused orders are left to the careful reading"


@pytest.mark.parametrize("name", sorted(READERS))
def test_an_order_with_everything_in_it_is_plain(name: str) -> None:
    plain, careful = READERS[name]
    (element,) = elements(json.dumps([FULL[name]]).encode())

    assert element.plain
    assert plain(element.value, Source("a", "[0]"), SETTINGS) is not None
    both(plain, careful, element)


@pytest.mark.parametrize("name", sorted(READERS))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_anything_in_any_field_is_read_alike(name: str, data: st.DataObject) -> None:
    plain, careful = READERS[name]
    order = json.loads(json.dumps(FULL[name]))
    for _ in range(data.draw(st.integers(1, 3))):
        put(order, data)
    for element in elements(json.dumps([order]).encode()):
        if element.plain and looks_like_order(element.value):
            both(plain, careful, element)


def put(order: dict[str, Any], data: st.DataObject) -> None:
    """Put something odd under a key somewhere, or take the key out."""
    at: Any = order
    while True:
        key = data.draw(st.sampled_from(sorted(at) if isinstance(at, dict) else range(len(at))))
        inner = at[key]
        if isinstance(inner, (dict, list)) and inner and data.draw(st.integers(0, 4)):
            at = inner
            continue
        if isinstance(at, dict) and data.draw(st.integers(0, 5)) == 0:
            del at[key]
        else:
            at[key] = copy.deepcopy(data.draw(ODD))  # the next change may go into it
        return


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("backmarket.json", b'"quantity": 2', b'"quantity": 0'),
        ("backmarket.json", b'"state": 1', b'"state": 77'),
        ("backmarket.json", b'"2026-03-01T09:15:02', b'"01/03/2026 09:15:02'),
        ("linnworks.json", b'"Quantity": 2', b'"Quantity": 1.5'),
        ("linnworks.json", b'"Status": 1', b'"Status": "perhaps"'),
        ("linnworks.json", b'"2026-03-01T09:15:02', b'"01/03/2026 09:15:02'),
        ("linnworks.json", b'"PartShipped": false', b'"PartShipped": true'),
        ("linnworks.json", b'"PartShippedQty": 0', b'"PartShippedQty": 1'),
        ("linnworks.json", b'"Internal": false', b'"Internal": "perhaps"'),
    ],
)
def test_what_will_be_refused_is_left_to_the_careful_reading(name: str, old: bytes, new: bytes) -> None:
    content = json.dumps([FULL[name]]).encode()
    assert old in content
    plain, careful = READERS[name]
    (element,) = elements(content.replace(old, new, 1))

    assert plain(element.value, Source("a", "[0]"), SETTINGS) is None
    if b"Part" not in old:
        with pytest.raises(RefusalError):
            careful(element.value, Source("a", "[0]"), SETTINGS)


@pytest.mark.parametrize("number", ["1e3", "1E-9", "123456789012345.5", "1234567890123456", "NaN", "9" * 50])
def test_a_number_that_needs_a_closer_look_is_not_plain_however_often_it_comes(number: str) -> None:
    first, second, third = elements(f'[{{"a": {number}}}, {{"a": {number}}}, {{"a": 1.5}}]'.encode())

    assert (first.plain, second.plain, third.plain) == (False, False, True)


WRAPPERS = (
    "[{order}, {order}]",
    '{{"Data": [{order}, {order}], "Total": 1e5}}',
    '{{"first": {{"Items": []}}, "second": {order}}}',
    "{order}\n{order}\n",
    '[{{"Other": [{order}], "NumOrderId": 7}}, {order}]',
    '[{{"NumOrderId": 7, "Other": [{order}], "NumOrderId": 7}}, {order}]',
    '[{{"NumOrderId": 7, "Items": [], "NumOrderId": 8}}, [{order}], 5, {{}}, {order}]',
    '[{{"Notes": "\\ud83d", "OrderId": "1", "Items": []}}, {{"OrderId": "\\ud83d\\ude00", "Items": []}}]',
    '[{{"x\\ud83d": 1, "x\\ufffd": 2, "NumOrderId": 7}}]',
    '{{"OrderId": "1", "List": [{order}], "Items": [{order}]}}',
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_elements_taken_at_once_are_those_that_are_found_step_by_step(data: st.DataObject) -> None:
    order = '{"NumOrderId": 5, "GeneralInfo": {"Source": "S", "b": [1.5, "\\u00e9"]}, "Items": [{"SKU": "A"}]}'
    content = bytearray(data.draw(st.sampled_from(WRAPPERS)).format(order=order).encode())
    for _ in range(data.draw(st.integers(0, 3))):
        at = data.draw(st.integers(0, len(content)))
        content[at : at + data.draw(st.integers(0, 3))] = data.draw(
            st.sampled_from([b"", b'"', b"{", b"}", b"[", b"]", b",", b":", b"\xff", b"\\", b"1", b' "Items": [], '])
        )

    assert shown(bytes(content)) == shown(bytes(content), at_once=False)


def shown(content: bytes, *, at_once: bool = True) -> list[str]:
    """Return all that is found, without what only the quick way asks."""
    with pytest.MonkeyPatch.context() as patch:
        if not at_once:
            patch.setattr(json_stream, "_is_one_order", lambda _: False)
        found = list(json_elements(io.BytesIO(content)))
    return [
        repr((item.path, item.value, item.repeated, item.damaged)) if isinstance(item, Element) else repr(item)
        for item in found
    ]

"""The shapes in which JSON exports come, whole and broken."""

from __future__ import annotations

import contextlib
import json
from typing import TYPE_CHECKING

import pytest

from notes_engine.errors import InputError
from notes_engine.orders import OrderSettings, read_orders

if TYPE_CHECKING:
    from pathlib import Path

    from tests.orders.conftest import MakeJson, Read, ReadBytes


def ids(found: Read) -> list[str]:
    return [order.order_id for order in found.orders]


@pytest.fixture
def two(linnworks: MakeJson) -> list[dict[str, object]]:
    return [linnworks(OrderId="a"), linnworks(OrderId="b")]


@pytest.mark.parametrize("key", ["Data", "Results", "orders", "ProcessedOrders", "whatever"])
def test_a_wrapper_is_looked_through(read: ReadBytes, two: list[object], key: str) -> None:
    found = read({"TotalEntries": 2, "Filters": [1], key: two, "Next": None})
    assert ids(found) == ["a", "b"]
    assert str(found.orders[1].source_place).endswith(f" {key}[1]")


def test_wrappers_nest(read: ReadBytes, two: list[object]) -> None:
    assert ids(read({"ProcessedOrders": {"PageNumber": 1, "Data": two}})) == ["a", "b"]
    assert ids(read([{"Data": two[:1]}, {"Data": two[1:]}])) == ["a", "b"]
    assert ids(read([two[:1], two[1:]])) == ["a", "b"]
    assert ids(read({"response": two[0]})) == ["a"]


def test_an_order_in_a_wrapper_keeps_its_path(read: ReadBytes, two: list[object]) -> None:
    found = read([{"Data": [two[0]]}, two[1]])
    assert [order.source_place.where for order in found.orders] == ["[0].Data[0]", "[1]"]


@pytest.mark.parametrize("empty", [[], {"Data": []}, {"count": 0, "results": []}])
def test_no_orders_are_no_mistake(read: ReadBytes, empty: object) -> None:
    found = read(empty)
    assert (found.orders, found.rejects) == ([], [])


def test_pages_may_follow_each_other(read: ReadBytes, two: list[object]) -> None:
    pages = "\n".join(json.dumps({"Data": [order]}, indent=1) for order in two).encode()
    found = read(pages)
    assert ids(found) == ["a", "b"]
    assert found.orders[1].source_place.where == "document 2 Data[0]"
    assert ids(read(b"\xef\xbb\xbf" + json.dumps(two[:1]).encode() + b"\n\xef\xbb\xbf" + json.dumps(two[1:]).encode()))


def test_one_object_a_line(read: ReadBytes, two: list[object]) -> None:
    lines = b"\n".join(json.dumps(order).encode() for order in two) + b"\n\n"
    found = read(lines)
    assert ids(found) == ["a", "b"]
    assert found.orders[1].source_place.where == "line 2"


def test_a_bad_line_costs_one_reject(read: ReadBytes, two: list[object]) -> None:
    good = [json.dumps(order).encode() for order in two]
    found = read(b"\n".join([good[0], good[0][:40], b"", good[1], b'{"x": 1}', b"nonsense"]))
    assert ids(found) == ["a", "b"]
    assert [(reject.code, reject.source_place.where) for reject in found.rejects] == [
        ("broken-row", "line 2"),
        ("not-an-order", "line 5"),
        ("broken-row", "line 6"),
    ]


def test_a_wrong_field_in_a_line_has_its_path(read: ReadBytes, linnworks: MakeJson) -> None:
    bad = linnworks(Items__0__Quantity=0)
    found = read(b"\n".join(json.dumps(order).encode() for order in (bad, bad)))
    assert found.rejects[1].source_place.where == "line 2 Items[0].Quantity"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_every_unicode_encoding(read: ReadBytes, linnworks: MakeJson, encoding: str) -> None:
    data = json.dumps([linnworks(Items__0__Title="Téléphone 📱")], ensure_ascii=False).encode(encoding)
    assert read(data).order.lines[0].title == "Téléphone 📱"


def test_bytes_that_are_no_text_cost_one_order(read: ReadBytes, linnworks: MakeJson) -> None:
    orders = [linnworks(OrderId="a", Items__0__Title="Téléphone"), linnworks(OrderId="b")]
    found = read(json.dumps(orders, ensure_ascii=False).replace("’", "'").encode("cp1252"))
    assert ids(found) == ["b"]
    assert found.codes == ["broken-row"]
    assert "UTF-8" in found.rejects[0].hint


def test_half_a_surrogate_pair_never_leaves_the_reader(read: ReadBytes, linnworks: MakeJson) -> None:
    data = json.dumps([linnworks(Items__0__Title="TITLE", FolderName=["x"])]).replace(
        "TITLE", "a\\ud83d b \\ud83d\\ude00"
    )
    assert read(data.encode()).order.lines[0].title == "a\N{REPLACEMENT CHARACTER} b 😀"


@pytest.mark.parametrize("cut", [10, 700, 1200])
def test_a_cut_file_gives_its_whole_orders_and_says_where_it_breaks(
    read: ReadBytes, two: list[object], cut: int
) -> None:
    whole = json.dumps({"Data": two}).encode()
    found = read(whole[: len(whole) - cut])
    assert ids(found) == ["a"]
    assert found.codes == ["broken-file"]
    assert "after Data[0] (order a)" in found.rejects[0].reason
    assert "not read" in found.rejects[0].reason


def test_a_file_cut_in_its_first_order(read: ReadBytes, two: list[object]) -> None:
    with pytest.raises(InputError, match="before the first order ends"):
        read(json.dumps(two).encode()[:300])


@pytest.mark.parametrize("junk", [b"]", b"]x", b",]", b' {"a" 1}]', b", {1: 2}]", b', "open'])
def test_junk_after_an_order_is_said(read: ReadBytes, two: list[object], junk: bytes) -> None:
    found = read(b"[" + json.dumps(two[0]).encode() + junk)
    assert ids(found) == ["a"]
    assert found.codes == ([] if junk == b"]" else ["broken-file"])


@pytest.mark.parametrize(
    "value", [b"1", b"null", b'"text"', b'{"x": 1}', b"[[1]]"], ids=["number", "null", "text", "object", "list"]
)
def test_a_stranger_in_the_list_is_refused(read: ReadBytes, two: list[object], value: bytes) -> None:
    found = read(b"[" + json.dumps(two[0]).encode() + b"," + value + b"]")
    assert ids(found) == ["a"]
    assert found.codes == ["not-an-order"]


def test_orders_of_both_kinds_do_not_mix(read: ReadBytes, linnworks: MakeJson, backmarket: MakeJson) -> None:
    found = read([linnworks(), backmarket()])
    assert found.codes == ["not-an-order"]
    assert "another kind" in found.rejects[0].reason
    found = read([{"x": 1}, backmarket(), linnworks()])
    assert ids(found) == ["90000001"]
    assert found.codes == ["not-an-order", "not-an-order"]


def test_a_key_twice_with_different_values_is_a_contradiction(read: ReadBytes, linnworks: MakeJson) -> None:
    text = json.dumps(linnworks())
    assert read(text.replace('"Tax": 0.0', '"Tax": 0.0, "Tax": 0.0').encode()).order
    assert read(text.replace('"Tax": 0.0', '"Tax": 0.0, "Tax": 9.0').encode()).reject.code == "contradiction"
    assert read(text.replace('"Processed"', '"OrderId": "z", "Processed"').encode()).reject.code == "contradiction"


@pytest.mark.parametrize(
    "number", ["1e999999", "1e99999999999999999999", "NaN", "-Infinity", "9" * 5000, "0." + "9" * 5000]
)
def test_a_monstrous_number_costs_one_order(read: ReadBytes, linnworks: MakeJson, number: str) -> None:
    bad = json.dumps(linnworks(OrderId="bad")).replace("103.99", number)
    found = read(f"[{bad}, {json.dumps(linnworks(OrderId='good'))}]".encode())
    assert ids(found) == ["good"]
    assert found.codes == ["bad-number"]


@pytest.mark.parametrize("deep", ["[" * 100_000, '{"a":' * 100_000, "[" * 50 + "]" * 50])
def test_deep_nesting_ends_in_a_reject(read: ReadBytes, linnworks: MakeJson, deep: str) -> None:
    found = read(b"[" + json.dumps(linnworks()).encode() + b"," + deep.encode() + b"]")
    assert len(found.orders) == 1
    assert set(found.codes) <= {"broken-file", "not-an-order"}
    assert found.codes
    inside = json.dumps(linnworks(Extra="DEEP")).replace('"DEEP"', deep)
    with contextlib.suppress(InputError):  # the only order of the file cannot be read
        assert read(inside.encode())


def test_orders_longer_than_what_is_read_at_once(read: ReadBytes, linnworks: MakeJson) -> None:
    orders = [linnworks(OrderId=str(number), Items__0__Title="x" * 700_000) for number in range(5)]
    assert ids(read(orders)) == ["0", "1", "2", "3", "4"]


def test_a_file_given_up_half_read_leaves_nothing_open(tmp_path: Path, linnworks: MakeJson) -> None:
    path = tmp_path / "many.json"
    path.write_text(json.dumps([linnworks(OrderId=str(number)) for number in range(500)]))
    orders = read_orders(path, settings=OrderSettings())
    assert next(orders)
    orders.close()  # type: ignore[attr-defined]  # it is a generator


@pytest.mark.parametrize("second", [b"nonsense", b"[1", b"]", b'"x', b"{"])
def test_a_broken_second_line_does_not_end_one_object_a_line(read: ReadBytes, two: list[object], second: bytes) -> None:
    good = [json.dumps(order).encode() for order in two]
    found = read(b"\n".join([good[0], b"", second, good[1]]))
    assert ids(found) == ["a", "b"]
    assert [(reject.code, reject.source_place.where) for reject in found.rejects] == [("broken-row", "line 3")]


def test_one_object_on_one_line_is_a_file_of_one(read: ReadBytes, two: list[object]) -> None:
    found = read(json.dumps(two[0]).encode() + b"\n\n")
    assert [order.source_place.where for order in found.orders] == [""]


NO_ORDERS = [b'[{"x": 1}, 2, null]', b'{"x": 1}', b'{"x": 1}\n{"x": 2}\n', b"[1, 2", b'{"Data": [{"x": 1}]}']


@pytest.mark.parametrize("data", NO_ORDERS)
@pytest.mark.parametrize("format", [None, "linnworks-json", "backmarket-json"])
def test_a_file_without_any_order_is_one_error(read: ReadBytes, data: bytes, format: str | None) -> None:
    with pytest.raises(InputError, match="holds no orders") as caught:
        read(data, format=format)
    assert "xport" in (caught.value.hint or "")


def test_the_orders_of_the_other_marketplace_are_one_error(
    read: ReadBytes, linnworks: MakeJson, backmarket: MakeJson
) -> None:
    with pytest.raises(InputError, match="Back Market's") as caught:
        read([backmarket(), backmarket(order_id=2)], format="linnworks-json")
    assert "--format backmarket-json" in (caught.value.hint or "")
    with pytest.raises(InputError, match="no orders of Back Market"):
        read([linnworks()], format="backmarket-json")


def test_what_stands_before_the_first_order_is_told_in_bounds(read: ReadBytes, linnworks: MakeJson) -> None:
    found = read([*range(1200), linnworks()])
    assert len(found.orders) == 1
    assert found.codes == ["not-an-order"] * 1001
    assert "200 further" in found.rejects[-1].reason
    assert found.rejects[0].source_place.where == "[0]"

"""On arbitrary bytes a reader gives orders, rejects, or one InputError: never anything else."""

from __future__ import annotations

import contextlib
import json
import tracemalloc
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from notes_engine.errors import InputError
from notes_engine.orders import FORMATS, Order, Reject, read_orders

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.orders.conftest import MakeCsv, MakeJson, ReadBytes

    MakeRow = Callable[..., dict[str, str]]

SAMPLES = Path(__file__).parents[2] / "samples" / "orders"
TOKENS = (b'"', b"\\", b",", b";", b"\n", b"{", b"}", b"[", b"]", b"null", b"\x00", b"\xff", b"\xc3", b"NaN", b'""')
FIXTURES = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


def read_through(path: Path, name: str | None) -> None:
    with contextlib.suppress(InputError):
        for item in read_orders(path, format=name):
            assert isinstance(item, (Order, Reject))
            str(item.source_place).encode()


@settings(max_examples=80, suppress_health_check=FIXTURES, deadline=None)
@given(data=st.binary(min_size=1, max_size=300), name=st.sampled_from([None, *FORMATS]))
def test_arbitrary_bytes(tmp_path: Path, data: bytes, name: str | None) -> None:
    path = tmp_path / "bytes"
    path.write_bytes(data)
    read_through(path, name)


@pytest.fixture(scope="module")
def seeds() -> dict[str, bytes]:
    files = ("linnworks.json", "backmarket.json", "linnworks-open.csv", "linnworks.xlsx", "linnworks.parquet")
    whole = {name: (SAMPLES / name).read_bytes() for name in files}
    return {name: data if name.endswith(("x", "t")) else data[:12_000] for name, data in whole.items()}


@pytest.mark.parametrize("name", ["linnworks.json", "backmarket.json", "linnworks-open.csv"])
@settings(max_examples=30, suppress_health_check=FIXTURES, deadline=None)
@given(data=st.data())
def test_mutated_text_exports(tmp_path: Path, seeds: dict[str, bytes], name: str, data: st.DataObject) -> None:
    mutate(tmp_path / "mutated", bytearray(seeds[name]), data)


@pytest.mark.parametrize("name", ["linnworks.xlsx", "linnworks.parquet"])
@settings(max_examples=8, suppress_health_check=FIXTURES, deadline=None)
@given(data=st.data())
def test_mutated_binary_exports(tmp_path: Path, seeds: dict[str, bytes], name: str, data: st.DataObject) -> None:
    mutate(tmp_path / "mutated", bytearray(seeds[name]), data)


def mutate(path: Path, content: bytearray, data: st.DataObject) -> None:
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(content)))
        if data.draw(st.booleans()):
            content[at:at] = data.draw(st.sampled_from(TOKENS))
        else:
            del content[at : at + data.draw(st.integers(1, 30))]
    path.write_bytes(content or b"x")
    read_through(path, None)


@settings(max_examples=60, suppress_health_check=FIXTURES, deadline=None)
@given(
    value=st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
        max_leaves=5,
    ),
    data=st.data(),
)
def test_any_value_in_any_field(
    tmp_path: Path, linnworks: MakeJson, backmarket: MakeJson, value: object, data: st.DataObject
) -> None:
    make = data.draw(st.sampled_from([linnworks, backmarket]))
    paths = data.draw(st.sampled_from([p for p in field_paths(make()) if p]))
    path = tmp_path / "field"
    path.write_text(json.dumps([make(**{"__".join(paths): value})]))
    read_through(path, None)


def field_paths(value: object, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    found = [path]
    if isinstance(value, dict):
        for key, inner in value.items():
            found += field_paths(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            if isinstance(inner, dict):
                found += field_paths(inner, (*path, str(index)))
    return found


def test_hostile_text_stays_text(read: ReadBytes, as_csv: MakeCsv, row: MakeRow) -> None:
    title = "<b>{{ 7*7 }}</b> =SUM(A1) \u202e EVAL{BEGIN}1{END} [{SKU}]\x07"
    assert read(as_csv([row(Item_title=title)])).order.lines[0].title == title


@pytest.mark.parametrize("kind", ["json", "ndjson", "csv", "scattered"])
def test_memory_is_bounded(tmp_path: Path, linnworks: MakeJson, as_csv: MakeCsv, row: MakeRow, kind: str) -> None:
    """Ten times the orders may cost their ids and places, not their content."""
    peaks = {}
    padding = "x" * 2000
    for count in (400, 4000):
        path = tmp_path / f"{count}"
        if kind.endswith("json"):
            order = json.dumps(linnworks(OrderId="ID", Items__0__Title=padding))
            lines = (order.replace('"ID"', f'"{number:036d}"') for number in range(count))
            path.write_text("\n".join(lines) if kind == "ndjson" else "[" + ",".join(lines) + "]")
        else:
            rows = [row(Order_Id=str(number), Item_title=padding) for number in range(count)]
            if kind == "scattered":
                rows += [row(Order_Id=str(number), SKU="B", Item_title=padding) for number in range(count)]
            path.write_bytes(as_csv(rows))
            del rows
        tracemalloc.start()
        assert sum(isinstance(item, Order) for item in read_orders(path)) == count
        peaks[count] = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert peaks[4000] - peaks[400] < 3600 * 800 + 2_500_000, "2000 characters of title an order must not stay"

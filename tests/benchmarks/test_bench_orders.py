"""The benchmark's orders: the same every time, none like another, and each of them gets its note."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from pathlib import Path

import pytest

from benchmarks import orders as invented
from benchmarks.goods import CATALOGUE
from notes_engine import Order, Workspace, read_orders
from notes_engine.notes.markets import locale_for, resolve_market

COUNT = 400
WORKSPACE = Workspace.find(Path(__file__).resolve().parents[2] / "samples" / "workspace")
NAMES = ("orders.csv", "orders.json", "orders-backmarket.json")


def written(folder: Path, name: str, count: int = COUNT, seed: int = invented.SEED) -> Path:
    target = folder / name
    invented.main([str(count), str(target), "--seed", str(seed)])
    return target


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("invented")
    return {name: written(folder, name) for name in NAMES}


@pytest.mark.parametrize("name", NAMES)
def test_every_order_is_read_and_none_refused(files: dict[str, Path], name: str) -> None:
    found = list(read_orders(files[name], settings=WORKSPACE.orders))

    assert [type(item) for item in found] == [Order] * COUNT


def test_the_three_formats_hold_the_same_orders(files: dict[str, Path]) -> None:
    def told(name: str) -> list[tuple[object, ...]]:
        return [
            (order.reference, order.delivery and order.delivery.full_name, order.total, [x.title for x in order.lines])
            for order in read_orders(files[name], settings=WORKSPACE.orders)
            if isinstance(order, Order)
        ]

    assert told("orders.csv") == told("orders.json") == told("orders-backmarket.json")


def test_no_market_is_guessed_and_all_five_locales_come(files: dict[str, Path]) -> None:
    markets = WORKSPACE.settings.markets
    locales: Counter[str] = Counter()
    for order in read_orders(files["orders.csv"], settings=WORKSPACE.orders):
        assert isinstance(order, Order)
        choice = resolve_market(order, markets.sub_sources)
        assert not choice.guessed
        locales[locale_for(choice.market, markets.locales)] += 1

    assert [locale for locale, _ in locales.most_common(2)] == ["fr", "de"]
    assert set(locales) == {"fr", "de", "it", "es", "en"}


@pytest.mark.parametrize("name", NAMES)
def test_the_same_seed_writes_the_same_bytes(files: dict[str, Path], tmp_path: Path, name: str) -> None:
    assert written(tmp_path, name).read_bytes() == files[name].read_bytes()


def test_another_seed_writes_other_orders(files: dict[str, Path], tmp_path: Path) -> None:
    assert written(tmp_path, "orders.csv", seed=1).read_bytes() != files["orders.csv"].read_bytes()


def test_fewer_orders_are_the_first_of_more(files: dict[str, Path], tmp_path: Path) -> None:
    fewer = written(tmp_path, "orders.csv", 50).read_bytes()

    assert files["orders.csv"].read_bytes().startswith(fewer)


def test_names_addresses_and_references_do_not_repeat() -> None:
    found = list(islice(invented.orders(20_000), 20_000))

    for kind in (
        [order.buyer.full_name for order in found],
        [order.buyer.street for order in found],
        [order.reference for order in found],
        [order.order_id for order in found],
    ):
        assert [value for value, times in Counter(kind).most_common(1) if times > 1] == []


def test_most_orders_have_one_line_and_a_few_have_many() -> None:
    lines = Counter(len(order.items) for order in invented.orders(20_000))

    assert 0.80 < lines[1] / 20_000 < 0.84
    assert 0.11 < lines[2] / 20_000 < 0.13
    assert 8 < max(lines) <= 20


def test_the_catalogue_has_four_hundred_articles_of_25_to_110_characters() -> None:
    lengths = {len(title) for article in CATALOGUE for title in article.titles.values()}

    assert 390 <= len({article.sku for article in CATALOGUE}) <= 410
    assert min(lengths) >= 25
    assert max(lengths) <= 110


def test_another_ending_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"orders\.xlsx"):
        written(tmp_path, "orders.xlsx")

    assert list(tmp_path.iterdir()) == []

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.batch.conftest import Shop


def test_a_sort_key_that_no_order_has_is_told_once(shop: Shop) -> None:
    shop.orders({"ref": "bm-1"}, {"ref": "bm-2"})

    shop.run(sort="BinRack")

    assert shop.heard.said == ["warning: --sort: no order has a BinRack: the notes come in the export's order"]


def test_the_other_keys_count_all_the_same(shop: Shop) -> None:
    shop.orders({"ref": "bm-1", "skus": ["B"]}, {"ref": "bm-2", "skus": ["A"]})

    shop.run(sort="BinRack,ShippedDate,SKU")

    assert shop.heard.said == ["warning: --sort: no order has a BinRack or ShippedDate: the other keys of --sort count"]
    assert [note["reference"] for note in shop.manifest()] == ["bm-2", "bm-1"]


def test_one_order_with_a_value_is_enough_and_no_order_is_no_reason(shop: Shop) -> None:
    shop.orders({"ref": "bm-1", "total": "1"}, {"ref": "bm-2"})
    shop.run(sort="TotalCharge")
    assert shop.heard.said == []

    shop.orders({"ref": "bm-1", "reject": "unpaid"})
    shop.run(sort="BinRack")
    assert not [said for said in shop.heard.said if "--sort" in said]

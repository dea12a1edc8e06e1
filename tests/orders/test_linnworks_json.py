from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.orders.conftest import MakeJson, ReadBytes


def test_an_order_is_read_whole(read: ReadBytes, linnworks: MakeJson) -> None:
    order = read(linnworks()).order
    assert order.order_id == "11111111-aaaa-4bbb-8ccc-000000000001"
    assert order.num_order_id == "100001"
    assert order.secondary_reference == "bm-205894893"
    assert order.reference == "bm-205894893"
    assert order.received_at == datetime(2026, 3, 1, 9, 15, 2, 123456, tzinfo=UTC)
    assert order.processed_at == datetime(2026, 3, 2, 16, 0, tzinfo=UTC)
    assert order.despatch_by is None
    assert order.processed
    assert order.is_paid is True
    assert (order.total, order.postage_cost, order.currency) == (Decimal("103.99"), Decimal("4.0"), "EUR")
    assert order.delivery is not None
    assert order.delivery.full_name == "Ada Esempio"
    assert order.delivery.post_code == "00100"
    assert order.market == ""
    assert order.extended == (("Gift", "yes"),)
    assert order.warnings == ()
    line = order.lines[0]
    assert (line.sku, line.title, line.quantity) == ("PHONE-A", "Example Phone 64GB", 2)
    assert (line.line_total, line.unit_price) == (Decimal("99.99"), Decimal("49.995"))


def test_an_open_order_has_no_processed_and_its_tax_number_elsewhere(read: ReadBytes, linnworks: MakeJson) -> None:
    order = read(linnworks(Processed=..., ProcessedDateTime=..., TaxInfo={"TaxNumber": "IT000"})).order
    assert not order.processed
    assert order.tax_id == "IT000"


def test_internal_notes_are_not_read(read: ReadBytes, linnworks: MakeJson) -> None:
    notes = [
        {"OrderNoteId": "a", "Note": "margin is thin", "Internal": True},
        {"OrderNoteId": "b", "Note": "leave with neighbour", "Internal": False, "NoteDate": "2026-03-01T10:00:00Z"},
        {"OrderNoteId": "c", "Note": "  ", "Internal": False},
    ]
    order = read(linnworks(Notes=notes)).order
    assert order.notes == ("leave with neighbour",)
    assert order.first_note is not None
    assert order.first_note.note_id == "b"


def test_a_composite_carries_its_parts(read: ReadBytes, linnworks: MakeJson) -> None:
    part = {"SKU": "PAD", "Title": "Pad", "Quantity": 4, "CostIncTax": 0.0, "CompositeSubItems": []}
    inner = {**part, "SKU": "CELL", "Quantity": 8, "CostIncTax": 1.5}
    order = read(linnworks(Items__0__CompositeSubItems=[{**part, "CompositeSubItems": [inner]}])).order
    pad = order.lines[0].parts[0]
    assert (pad.sku, pad.quantity, pad.line_total, pad.parent_sku) == ("PAD", 4, None, "PHONE-A")
    assert pad.parts[0].line_total == Decimal("1.5")
    assert order.warnings == ()


def test_what_a_line_says_beside_its_title(read: ReadBytes, linnworks: MakeJson) -> None:
    info = [
        {"Property": "IMEI", "Value": "350000000000001"},
        {"Property": "Serial Number", "Value": "SN1"},
        {"Property": "Condition", "Value": "11"},
    ]
    racks = [{"BinRack": "A1"}, {"BinRack": ""}, {"BinRack": "B2"}]
    line = read(linnworks(Items__0__AdditionalInfo=info, Items__0__BinRacks=racks)).order.lines[0]
    assert (line.imei, line.serial_number, line.grade, line.bin_rack) == ("350000000000001", "SN1", 11, "A1, B2")
    assert line.additional[0] == ("IMEI", "350000000000001")


def test_a_null_sku_is_no_sku(read: ReadBytes, linnworks: MakeJson) -> None:
    assert read(linnworks(Items__0__SKU=None)).order.lines[0].sku == ""


def test_postage_may_stand_in_either_block(read: ReadBytes, linnworks: MakeJson) -> None:
    order = read(linnworks(TotalsInfo__PostageCost=..., ShippingInfo__PostageCost=4.0)).order
    assert order.postage_cost == Decimal("4.0")


@pytest.mark.parametrize(("status", "said"), [(2, "return"), (3, "pending")])
def test_an_odd_status_is_a_warning(read: ReadBytes, linnworks: MakeJson, status: int, said: str) -> None:
    order = read(linnworks(GeneralInfo__Status=status)).order
    assert said in order.warnings[0]


def test_a_status_that_is_not_there_says_nothing(read: ReadBytes, linnworks: MakeJson) -> None:
    assert read(linnworks(GeneralInfo__Status=...)).order.is_paid is None


@pytest.mark.parametrize(
    ("changes", "code", "where"),
    [
        ({"GeneralInfo__Source": ["BACKMARKET"]}, "broken-row", "GeneralInfo.Source"),
        ({"GeneralInfo__Source": True}, "broken-row", "GeneralInfo.Source"),
        ({"GeneralInfo__Source": {"a": 1}}, "broken-row", "GeneralInfo.Source"),
        ({"GeneralInfo": "text"}, "broken-row", "GeneralInfo"),
        ({"GeneralInfo__HoldOrCancel": "perhaps"}, "broken-row", "GeneralInfo.HoldOrCancel"),
        ({"GeneralInfo__ReceivedDate": "01/03/2026"}, "bad-date", "GeneralInfo.ReceivedDate"),
        ({"GeneralInfo__ReceivedDate": 20260301}, "bad-date", "GeneralInfo.ReceivedDate"),
        ({"Items": {"SKU": "A"}}, "broken-row", "Items"),
        ({"Items": ["A"]}, "broken-row", "Items[0]"),
        ({"Items__0__Quantity": 0}, "bad-number", "Items[0].Quantity"),
        ({"Items__0__Quantity": 1.5}, "bad-number", "Items[0].Quantity"),
        ({"Items__0__Quantity": "x"}, "bad-number", "Items[0].Quantity"),
        ({"Items__0__Quantity": ...}, "bad-number", "Items[0].Quantity"),
        ({"Items__0__CostIncTax": "1,234.56"}, "bad-number", "Items[0].CostIncTax"),
        ({"Items__0__CostIncTax": " "}, "bad-number", "Items[0].CostIncTax"),
        ({"Items__0__CostIncTax": [1]}, "broken-row", "Items[0].CostIncTax"),
        ({"Items__0__CostIncTax": float("nan")}, "bad-number", "Items[0].CostIncTax"),
        ({"TotalsInfo__TotalCharge": float("inf")}, "bad-number", "TotalsInfo.TotalCharge"),
        ({"TotalsInfo__TotalCharge": 10**20}, "bad-number", "TotalsInfo.TotalCharge"),
        ({"FolderName": "x"}, "broken-row", "FolderName"),
        ({"FolderName": [["x"]]}, "broken-row", "FolderName[0]"),
        ({"OrderId": 1e300}, "bad-number", "OrderId"),
    ],
)
def test_a_wrong_field_is_named_by_its_path(
    read: ReadBytes, linnworks: MakeJson, changes: dict[str, Any], code: str, where: str
) -> None:
    reject = read([linnworks(), linnworks(**{"OrderId": "second", **changes})]).rejects[0]
    assert reject.code == code
    assert reject.source_place.where == f"[1].{where}"
    assert reject.reference == ("bm-205894893" if changes != {"GeneralInfo": "text"} else "100001")


def test_numbers_may_be_texts_and_texts_numbers(read: ReadBytes, linnworks: MakeJson) -> None:
    changes = {"Items__0__CostIncTax": "99.99", "GeneralInfo__ReferenceNum": 7, "GeneralInfo__Marker": 1.5}
    order = read(linnworks(GeneralInfo__HoldOrCancel="false", GeneralInfo__IsParked=0, **changes)).order
    assert order.lines[0].line_total == Decimal("99.99")
    assert (order.reference_num, order.marker) == ("7", "1.5")


def test_a_flag_without_a_word_says_nothing(read: ReadBytes, linnworks: MakeJson) -> None:
    assert read(linnworks(GeneralInfo__LabelPrinted=" ")).order.label_printed is None


@pytest.mark.parametrize("order_id", [["x"], {"x": 1}, True])
def test_an_id_of_a_wrong_type_is_refused_without_one(read: ReadBytes, linnworks: MakeJson, order_id: object) -> None:
    reject = read(linnworks(OrderId=order_id, GeneralInfo__SecondaryReference=[1])).reject
    assert reject.order_id == ""
    assert reject.reference == "205894893"


def test_a_folder_is_a_text(read: ReadBytes, linnworks: MakeJson) -> None:
    order = read(linnworks(FolderName=["Ready", "", None], GeneralInfo__Identifiers=[{"Name": "Gift"}])).order
    assert order.folders == ("Ready",)
    assert order.identifiers == ("Gift",)


@pytest.mark.parametrize("status", [0, 0.0, "0", " 0", "0.0", "UNPAID", "unpaid", "Awaiting payment", "no"])
def test_not_paid_as_a_number_or_a_word(read: ReadBytes, linnworks: MakeJson, status: object) -> None:
    assert read(linnworks(GeneralInfo__Status=status)).reject.code == "unpaid"


@pytest.mark.parametrize("status", [-1, 5, 0.5, "abc"])
def test_a_status_that_is_not_understood_never_counts_as_paid(
    read: ReadBytes, linnworks: MakeJson, status: object
) -> None:
    reject = read(linnworks(GeneralInfo__Status=status)).reject
    assert (reject.code, reject.source_place.where) == ("broken-row", "GeneralInfo.Status")
    assert "Status" in reject.reason


def test_whole_numbers_in_text_fields_have_no_point(read: ReadBytes, linnworks: MakeJson) -> None:
    changes = {"GeneralInfo__SecondaryReference": 205894893.0, "CustomerInfo__Address__PostCode": 10115.0}
    order = read(linnworks(NumOrderId=100001.0, **changes)).order
    assert (order.reference, order.num_order_id) == ("205894893", "100001")
    assert order.delivery is not None
    assert order.delivery.post_code == "10115"
    refused = read(linnworks(**changes, GeneralInfo__Status=0, NumOrderId=1.0, OrderId=None)).reject
    assert (refused.order_id, refused.reference) == ("1", "205894893")


@pytest.mark.parametrize("blank", ["", " ", "\t\u00a0"])
def test_a_reference_of_spaces_counts_as_missing(read: ReadBytes, linnworks: MakeJson, blank: str) -> None:
    changes = {"GeneralInfo__SecondaryReference": blank, "GeneralInfo__ReferenceNum": " R 1 "}
    assert read(linnworks(**changes)).order.reference == " R 1 ", "what is kept is exactly as read"
    assert read(linnworks(**changes, Items__0__Quantity=0)).reject.reference == " R 1 "
    none = read(linnworks(**{**changes, "GeneralInfo__ReferenceNum": blank, "NumOrderId": None})).reject
    assert none.code == "no-reference"


@pytest.mark.parametrize("internal", [None, ..., True])
def test_a_note_that_does_not_say_it_is_for_the_buyer_is_internal(
    read: ReadBytes, linnworks: MakeJson, internal: object
) -> None:
    note = {"Note": "margin is thin"} if internal is ... else {"Note": "margin is thin", "Internal": internal}
    order = read(linnworks(Notes=[note, {"Note": "Merci !", "Internal": False}])).order
    assert order.notes == ("Merci !",)

"""Which orders get a note, and what a packer is told about the others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.orders.conftest import MakeJson, ReadBytes

EMPTY = dict.fromkeys(("FullName", "Company", "Address1", "Town", "PostCode", "Country"), "")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"GeneralInfo__Status": 0}, "unpaid"),
        ({"GeneralInfo__HoldOrCancel": True}, "held"),
        ({"GeneralInfo__IsParked": True}, "held"),
        ({"GeneralInfo__ReferenceNum": "merged "}, "merged"),
        ({"Items": []}, "no-lines"),
        ({"Items": None}, "no-lines"),
        ({"CustomerInfo__Address__FullName": "DELETED"}, "anonymised"),
        ({"CustomerInfo__Address__Address1": " deleted "}, "anonymised"),
        ({"CustomerInfo__Address": {**EMPTY, "Country": "France"}}, "empty-address"),
        ({"CustomerInfo__Address": None}, "empty-address"),
        ({"CustomerInfo__Address": ...}, "no-address-columns"),
        ({"TotalsInfo__Currency": ""}, "no-currency"),
        ({"TotalsInfo__Currency": "EURO"}, "no-currency"),
        ({"OrderId": None, "NumOrderId": None}, "no-order-id"),
    ],
)
def test_an_order_that_gets_no_note(read: ReadBytes, linnworks: MakeJson, changes: dict[str, Any], code: str) -> None:
    reject = read([linnworks(**changes), linnworks(OrderId="other")]).rejects[0]
    assert reject.code == code
    assert reject.kind == "refused"
    assert reject.source_place.where == "[0]"
    assert reject.reason
    assert reject.hint


def test_no_reference_at_all(read: ReadBytes, linnworks: MakeJson) -> None:
    changes = {"NumOrderId": ..., "GeneralInfo__SecondaryReference": "", "GeneralInfo__ReferenceNum": None}
    assert read(linnworks(**changes)).reject.code == "no-reference"
    assert read(linnworks(**{**changes, "NumOrderId": 5})).order.reference == "5"


@pytest.mark.parametrize(
    ("changes", "allowed"),
    [
        ({"GeneralInfo__Status": 0}, "unpaid"),
        ({"GeneralInfo__HoldOrCancel": True}, "held"),
        ({"GeneralInfo__IsParked": True}, "held"),
        ({"GeneralInfo__ReferenceNum": "MERGED"}, "merged"),
    ],
)
def test_three_reasons_can_be_lifted(
    read: ReadBytes, linnworks: MakeJson, changes: dict[str, Any], allowed: str
) -> None:
    assert read(linnworks(**changes), allow=[allowed]).order
    others = {"unpaid", "held", "merged"} - {allowed}
    assert read(linnworks(**changes), allow=list(others)).reject


def test_a_name_that_holds_the_word_is_a_name(read: ReadBytes, linnworks: MakeJson) -> None:
    assert read(linnworks(CustomerInfo__Address__FullName="Deleted Scene Ltd")).order


def test_an_export_without_addresses_may_be_allowed(read: ReadBytes, linnworks: MakeJson) -> None:
    order = read(linnworks(CustomerInfo__Address=...), allow_no_address=True).order
    assert order.delivery is None
    assert "no address columns" in order.warnings[0]
    gone = linnworks(CustomerInfo__Address=..., CustomerInfo__ChannelBuyerName="Deleted")
    assert read(gone, allow_no_address=True).reject.code == "anonymised"


def test_a_deleted_billing_address_is_left_out(read: ReadBytes, linnworks: MakeJson) -> None:
    order = read(linnworks(CustomerInfo__BillingAddress__FullName="Deleted")).order
    assert order.billing is None
    assert "billing" in order.warnings[0]


def test_no_amounts_need_no_currency(read: ReadBytes, linnworks: MakeJson) -> None:
    order = read(linnworks(TotalsInfo=..., Items__0__CostIncTax=...)).order
    assert order.currency == ""
    assert order.total is None


class TestWarnings:
    def test_parts_that_do_not_make_the_total(self, read: ReadBytes, linnworks: MakeJson) -> None:
        assert read(linnworks(TotalsInfo__TotalCharge=104.0)).order.warnings == ()
        assert "do not add up" in read(linnworks(TotalsInfo__TotalCharge=104.01)).order.warnings[0]

    def test_an_amount_that_is_not_there_proves_nothing(self, read: ReadBytes, linnworks: MakeJson) -> None:
        assert read(linnworks(Items__0__CostIncTax=...)).order.warnings == ()

    def test_no_name(self, read: ReadBytes, linnworks: MakeJson) -> None:
        assert "no name" in read(linnworks(CustomerInfo__Address__FullName="")).order.warnings[0]

    def test_no_title(self, read: ReadBytes, linnworks: MakeJson) -> None:
        order = read(linnworks(Items__0__Title=" ", Items__0__SKU=None)).order
        assert "neither a title nor a SKU" in order.warnings[0]

    @pytest.mark.parametrize(
        ("code", "country", "short"),
        [("1000", "France", True), ("1067", "DE", True), ("1000", "Belgium", False), ("ABCD", "Italy", False)],
    )
    def test_a_postcode_that_lost_its_zero(
        self, read: ReadBytes, linnworks: MakeJson, code: str, country: str, *, short: bool
    ) -> None:
        order = read(linnworks(CustomerInfo__Address__PostCode=code, CustomerInfo__Address__Country=country)).order
        assert bool(order.warnings) is short


class TestDuplicates:
    def test_the_first_wins_across_files_and_the_second_names_it(self, read: ReadBytes, linnworks: MakeJson) -> None:
        found = read([linnworks(OrderId="A"), linnworks(OrderId="b")], [linnworks(OrderId="a")])
        assert [order.order_id for order in found.orders] == ["A", "b"]
        assert found.codes == ["duplicate"]
        assert "export-0 [0]" in found.rejects[0].reason
        assert str(found.rejects[0].source_place).endswith("export-1 [0]")

    def test_an_order_that_was_refused_does_not_block_its_mended_export(
        self, read: ReadBytes, linnworks: MakeJson
    ) -> None:
        found = read(linnworks(GeneralInfo__Status=0), linnworks())
        assert found.codes == ["unpaid"]
        assert len(found.orders) == 1

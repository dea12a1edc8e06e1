"""Which orders get a note, and what a packer is told about the others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from notes_engine.orders import Address, TagValues

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.orders.conftest import MakeCsv, MakeJson, ReadBytes

    MakeRow = Callable[..., dict[str, str]]

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
    assert order.warnings == (), "the note itself warns, once"
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
        found = read([linnworks(OrderId="A"), linnworks(OrderId="b")], [linnworks(OrderId="A")])
        assert [order.order_id for order in found.orders] == ["A", "b"]
        assert found.codes == ["duplicate"]
        assert "export-0 [0]" in found.rejects[0].reason
        assert str(found.rejects[0].source_place).endswith("export-1 [0]")

    @pytest.mark.parametrize(
        ("bad", "code"),
        [
            ({"GeneralInfo__Status": 0}, "unpaid"),
            ({"Items__0__Quantity": 0}, "bad-number"),
            ({"GeneralInfo__Status": "abc"}, "broken-row"),
        ],
    )
    def test_a_second_copy_never_prints_even_when_the_first_was_refused(
        self, read: ReadBytes, linnworks: MakeJson, bad: dict[str, Any], code: str
    ) -> None:
        found = read([linnworks(**bad)], [linnworks(), linnworks(**bad)])
        assert found.orders == []
        assert found.codes == [code, "duplicate", "duplicate"]
        for reject in found.rejects[1:]:
            assert "export-0" in reject.reason
            assert "refused" in reject.reason
            assert "Nothing is missing" not in reject.hint

    def test_ids_compare_exactly_as_written(self, read: ReadBytes, linnworks: MakeJson) -> None:
        assert len(read([linnworks(OrderId="A"), linnworks(OrderId="a")]).orders) == 2

    def test_linnworks_and_back_market_number_their_orders_apart(
        self, read: ReadBytes, linnworks: MakeJson, backmarket: MakeJson, as_csv: MakeCsv, row: MakeRow
    ) -> None:
        ours = as_csv([row(Order_Id="7")])
        assert len(read(backmarket(order_id=7), ours).orders) == 2
        assert read(linnworks(OrderId="7"), ours).codes == ["duplicate"]

    def test_two_broken_rows_of_one_order_are_no_duplicates(
        self, read: ReadBytes, as_csv: MakeCsv, row: MakeRow
    ) -> None:
        broken = as_csv([row()]) + b"55,x\n55,y\n"
        assert read(broken).codes == ["broken-row", "broken-row"]
        assert read(broken, as_csv([row(Order_Id="55")])).codes == ["broken-row", "broken-row", "duplicate"]


@pytest.mark.parametrize("left", [{}, {"FullName": "Ada", "Company": "ACME", "Region": "RM", "EmailAddress": "a@b"}])
def test_a_name_in_a_country_is_no_address(read: ReadBytes, linnworks: MakeJson, left: dict[str, str]) -> None:
    address = {**EMPTY, "Country": "France", "Address2": " ", **left}
    assert read(linnworks(CustomerInfo__Address=address)).reject.code == "empty-address"


def test_an_address_without_its_street_is_a_warning(read: ReadBytes, linnworks: MakeJson) -> None:
    address = {**EMPTY, "FullName": "Ada", "Town": "Roma", "PostCode": "00100", "Country": "Italy"}
    order = read(linnworks(CustomerInfo__Address=address)).order
    assert order.warnings == ("the delivery address has no street",)
    address = {**EMPTY, "FullName": "Ada", "Address3": "Via 1", "Country": "Italy"}
    order = read(linnworks(CustomerInfo__Address=address)).order
    assert order.warnings == ("the delivery address has neither a town nor a postcode",)


def test_the_country_of_an_export_without_addresses_is_kept(read: ReadBytes, as_csv: MakeCsv, row: MakeRow) -> None:
    bare = {name: cell for name, cell in row().items() if not name.startswith("Shipping ") or "cost" in name}
    data = as_csv([{**bare, "Shipping country": "Italy", "Shipping country code": "IT"}])
    assert read(data).reject.code == "no-address-columns"
    order = read(data, allow_no_address=True).order
    assert order.delivery == Address(country="Italy", country_code="IT")
    assert TagValues(order)["ccountry"] == "Italy"
    assert order.warnings == ()
    assert read(as_csv([bare]), allow_no_address=True).order.delivery is None
    gone = as_csv([{**bare, "Shipping country": "Italy", "Channel buyer name": "Deleted"}])
    assert read(gone, allow_no_address=True).reject.code == "anonymised"

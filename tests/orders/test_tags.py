"""The table of tags: what a seller may write in [{…}]."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from notes_engine.orders import TAGS, TagValues, find_tag, suggest_tag
from notes_engine.orders.columns import LINE_COLUMNS, ORDER_COLUMNS
from notes_engine.orders.model import Address, Order, OrderLine, OrderNote, Source

if TYPE_CHECKING:
    from notes_engine.orders import Value

ATTESTED = """SecondaryReference Source SubSource cCountry ReceivedDate ShippingMethod ShippingVendor
PostalTrackingNumber TaxRate pkOrderID nOrderId nStatus ReferenceNum ExternalReference AccountName ChannelBuyerName
dReceivedDate dProcessedOn dPaidOn cFullName cEmailAddress BuyerPhoneNumber Company Address1 Address2 Address3 Town
Region cPostCode cShippingAddress cBillingAddress BillingName BillingCompany BillingAddress1 BillingAddress2
BillingAddress3 BillingTown BillingRegion BillingPostCode BillingCountryName BillingPhoneNumber BillingEmailAddress
cCurrency Subtotal fPostageCost PostageCostExTax fTax fTotalCharge TotalDiscount CountryTaxRate PostalServiceName
PostalServiceCode Vendor PackageCategory ItemWeight TotalWeight HoldOrCancel TaxId FulfilmentLocationName
OrderId NumOrderId Processed ProcessedDateTime FulfilmentLocationId FolderName PaidDateTime Status
ExternalReferenceNum SiteCode DespatchByDate Location NumItems Marker IsParked InvoicePrinted LabelPrinted
PickListPrinted PartShipped Identifiers TrackingNumber PackageType PostageCost FullName PostCode Country Continent
CountryId EmailAddress PhoneNumber Tax TotalCharge PaymentMethod Currency ConversionRate ItemNumber SKU Title ItemName
ChannelSKU ChannelTitle Quantity PricePerUnit UnitCost Discount DiscountValue Cost CostIncTax TaxCostInclusive
CompositeSubItems IsService BinRack BinRacks BarcodeNumber Weight AdditionalInfo RowId OrderNoteId NoteDate Internal
Note CreatedBy NoteTypeId TaxNumber ItemTitle Grade IMEI SerialNumber ExtendedProperties""".split()  # noqa: SIM905

LINE = OrderLine(
    item_number="1",
    sku="PHONE",
    title="Phone",
    quantity=2,
    line_total=Decimal("99.99"),
    tax=Decimal("1.00"),
    tax_rate=Decimal(20),
    grade=10,
    imei="35",
    additional=(("IMEI", "35"), ("Colour", "Black")),
    parts=(OrderLine(sku="PAD"), OrderLine(sku="BOX")),
)
ORDER = Order(
    order_id="1",
    source_place=Source("made"),
    secondary_reference="bm-1",
    total=Decimal("103.99"),
    tax=Decimal("7.00"),
    country_tax_rate=Decimal(19),
    received_at=datetime(2026, 3, 1, 23, 30, tzinfo=UTC),
    delivery=Address(full_name="Ada", address1="Via 1", town="Roma", country="Italy", region=" "),
    hold_or_cancel=True,
    notes=("first", "second"),
    first_note=OrderNote("n1", datetime(2026, 3, 2, tzinfo=UTC), "Bo", "3"),
    extended=(("Gift", "yes"), ("gift", "no")),
    lines=(LINE,),
)


@pytest.mark.parametrize("name", ATTESTED)
def test_every_attested_name_is_known_in_any_case(name: str) -> None:
    tag = find_tag(name)
    assert tag is not None
    assert find_tag(name.upper()) is tag
    assert find_tag(f" {name.lower()} ") is tag


def test_every_header_of_the_csv_is_a_tag() -> None:
    own = [headers[0] for headers in (*ORDER_COLUMNS.values(), *LINE_COLUMNS.values())]
    assert [header for header in own if find_tag(header) is None] == ["Shipped quantity"]


def test_no_two_tags_claim_a_name() -> None:
    claims = Counter(name.casefold() for tag in TAGS for name in {tag.name, *tag.aliases} if name)
    assert [name for name, count in claims.items() if count > 1] == []


def test_every_tag_has_a_meaning_that_reads_as_a_sentence() -> None:
    assert all(tag.meaning[0].isupper() and tag.meaning.rstrip(".") != tag.meaning for tag in TAGS)


def test_every_tag_is_null_or_a_value_for_every_order() -> None:
    for order in (ORDER, Order(order_id="", source_place=Source(""))):
        for line in (LINE, OrderLine(), None):
            values = TagValues(order, line=line)
            for tag in TAGS:
                assert isinstance(values[tag.key], (str, Decimal, bool, date, type(None)))
                assert values[tag.key] != ""


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SecondaryReference", "bm-1"),
        ("fTotalCharge", Decimal("103.99")),
        ("dReceivedDate", date(2026, 3, 2)),
        ("HoldOrCancel", True),
        ("cShippingAddress", "Ada\nVia 1\nRoma\nItaly"),
        ("cBillingAddress", None),
        ("BillingTown", None),
        ("cFullName", "Ada"),
        ("Tax", Decimal("7.00")),
        ("LineTax", Decimal("1.00")),
        ("TaxRate", Decimal(20)),
        ("CountryTaxRate", Decimal(19)),
        ("Order Notes", "first\nsecond"),
        ("NoteDate", date(2026, 3, 2)),
        ("CreatedBy", "Bo"),
        ("Internal", False),
        ("ExtendedProperties", "Gift: yes\ngift: no"),
        ("UnitPrice", Decimal("49.995")),
        ("Grade", Decimal(10)),
        ("CompositeSubItems", "PAD, BOX"),
        ("AdditionalInfo", "IMEI: 35\nColour: Black"),
        ("ReferenceNum", None),
    ],
)
def test_values(name: str, value: Value) -> None:
    tag = find_tag(name)
    assert tag is not None
    found = TagValues(ORDER, line=LINE, zone=ZoneInfo("Europe/Paris"))[tag.key]
    assert found == value
    assert type(found) is type(value)


def test_line_tags_mean_nothing_outside_a_line() -> None:
    assert TagValues(ORDER)["sku"] is None
    assert TagValues(None)["source"] is None


def test_an_extended_property_is_found_by_its_name_and_the_first_counts() -> None:
    assert TagValues(ORDER)["gift"] == "yes"
    assert TagValues(ORDER)["nothing"] is None


def test_overrides_win_under_any_name() -> None:
    values = TagValues(ORDER, overrides={"Channel Reference": "x", "GIFT": "maybe"})
    assert values["secondaryreference"] == "x"
    assert values["gift"] == "maybe"


def test_did_you_mean() -> None:
    assert suggest_tag("SecondaryReferense") == "SecondaryReference"
    assert suggest_tag("Gft", ["Gift"]) == "Gift"
    assert suggest_tag("xyzzy-plugh") is None

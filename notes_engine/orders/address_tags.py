"""Tags of the buyer: the delivery address and the billing address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notes_engine.orders.tag import Tag

if TYPE_CHECKING:
    from collections.abc import Callable

    from notes_engine.orders.model import Address, Order

_Part = tuple[str, str, str, tuple[str, ...]]
"""(field of the address, tag, meaning, other names)."""

_DELIVERY: tuple[_Part, ...] = (
    ("full_name", "cFullName", "The name on the delivery address.", ("FullName", "Shipping customer name")),
    ("company", "Company", "The company on the delivery address.", ("Customer company", "Shipping company")),
    ("address1", "Address1", "The first line of the delivery address.", ("Shipping address 1", "street")),
    ("address2", "Address2", "The second line of the delivery address.", ("Shipping address 2", "street2")),
    ("address3", "Address3", "The third line of the delivery address.", ("Shipping address 3",)),
    ("town", "Town", "The town of the delivery address.", ("Shipping town", "city")),
    ("region", "Region", "The region of the delivery address.", ("Shipping region", "state_or_province")),
    (
        "post_code",
        "cPostCode",
        "The postcode of the delivery address.",
        ("PostCode", "Shipping post code", "postal_code"),
    ),
    ("country", "cCountry", "The delivery country, as the export writes it.", ("Country", "Shipping country")),
    (
        "country_code",
        "CountryCode",
        "The delivery country's ISO code, where the export has it.",
        ("Shipping country code", "ShippingCountryCode"),
    ),
    ("continent", "Continent", "The delivery country's continent.", ()),
    ("country_id", "CountryId", "Linnworks' id of the delivery country.", ()),
    (
        "email",
        "cEmailAddress",
        "The buyer's email address.",
        ("EmailAddress", "Customer email address", "Shipping email address", "email"),
    ),
    (
        "phone",
        "BuyerPhoneNumber",
        "The buyer's telephone number.",
        ("PhoneNumber", "Customer buyer phone number", "Shipping phone number", "phone"),
    ),
)
_BILLING: tuple[_Part, ...] = (
    ("full_name", "BillingName", "The name on the billing address.", ("Billing name", "Billing customer name")),
    ("company", "BillingCompany", "The company on the billing address.", ("Billing company",)),
    ("address1", "BillingAddress1", "The first line of the billing address.", ("Billing address 1",)),
    ("address2", "BillingAddress2", "The second line of the billing address.", ("Billing address 2",)),
    ("address3", "BillingAddress3", "The third line of the billing address.", ("Billing address 3",)),
    ("town", "BillingTown", "The town of the billing address.", ("Billing town",)),
    ("region", "BillingRegion", "The region of the billing address.", ("Billing region",)),
    ("post_code", "BillingPostCode", "The postcode of the billing address.", ("Billing post code",)),
    (
        "country",
        "BillingCountryName",
        "The billing country, as the export writes it.",
        ("BillingCountry", "Billing country", "Billing country name"),
    ),
    (
        "country_code",
        "BillingCountryCode",
        "The billing country's ISO code, where the export has it.",
        ("Billing country code",),
    ),
    (
        "email",
        "BillingEmailAddress",
        "The email address on the billing address.",
        ("Billing email address", "BillingEmail"),
    ),
    (
        "phone",
        "BillingPhoneNumber",
        "The telephone number on the billing address.",
        ("Billing phone number", "BillingPhone"),
    ),
)


def _delivery(field: str) -> Callable[[Order], str | None]:
    return lambda order: None if order.delivery is None else str(getattr(order.delivery, field))


def _billing(field: str) -> Callable[[Order], str | None]:
    return lambda order: None if order.billing is None else str(getattr(order.billing, field))


def whole_address(address: Address | None) -> str | None:
    """Return the address as one text, a line for each part that is not empty; None without one."""
    if address is None:
        return None
    parts = (
        address.full_name,
        address.company,
        address.address1,
        address.address2,
        address.address3,
        address.town,
        address.region,
        address.post_code,
        address.country or address.country_code,
    )
    return "\n".join(part for part in parts if part.strip())


ADDRESS_TAGS: tuple[Tag, ...] = (
    Tag(
        "ChannelBuyerName",
        "The buyer's name on the channel.",
        ("Channel buyer name", "BuyerName"),
        order_value=lambda order: order.channel_buyer_name,
    ),
    Tag(
        "cShippingAddress",
        "The whole delivery address, one part a line.",
        ("ShippingAddress", "Address", "DeliveryAddress", "shipping_address"),
        order_value=lambda order: whole_address(order.delivery),
    ),
    *(Tag(name, meaning, aliases, order_value=_delivery(field)) for field, name, meaning, aliases in _DELIVERY),
    Tag(
        "cBillingAddress",
        "The whole billing address, one part a line.",
        ("BillingAddress", "billing_address"),
        order_value=lambda order: whole_address(order.billing),
    ),
    *(Tag(name, meaning, aliases, order_value=_billing(field)) for field, name, meaning, aliases in _BILLING),
)

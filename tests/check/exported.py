"""Exported orders for a check to look at: Linnworks JSON, written by a test."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path


def exported(folder: Path, *orders: dict[str, Any], name: str = "orders.json") -> Path:
    """Write the orders to a file; each says only what is special about it (see `one`)."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps([one(number, **order) for number, order in enumerate(orders, start=1)]), "utf-8")
    return path


def one(
    number: int,
    *,
    reference: str = "bm-205894893",
    sub_source: str = "Back Market FR",
    country: str = "France",
    post_code: str = "69002",
    name: str = "Camille Exemple",
    title: str = "Téléphone 64 Go",
    status: int = 1,
    billing: dict[str, str] | None = None,
) -> dict[str, Any]:
    """One order as Linnworks' API gives it."""
    address = {
        "FullName": name,
        "Address1": "12 rue de l’Exemple",
        "Town": "Lyon",
        "PostCode": post_code,
        "Country": country,
    }
    return {
        "OrderId": f"00000000-0000-0000-0000-{number:012}",
        "NumOrderId": number,
        "GeneralInfo": {
            "Status": status,
            "ReceivedDate": "2026-03-01T09:00:00Z",
            "ReferenceNum": str(number),
            "SecondaryReference": reference,
            "Source": "BACKMARKET",
            "SubSource": sub_source,
            "HoldOrCancel": False,
        },
        "ShippingInfo": {"Vendor": "Colis Exemple", "PostageCost": 0, "TrackingNumber": ""},
        "CustomerInfo": {"Address": address, "BillingAddress": billing or address},
        "TotalsInfo": {"Subtotal": 199, "TotalCharge": 199, "Tax": 0, "Currency": "EUR"},
        "Items": [{"SKU": "PH-1", "Title": title, "Quantity": 1, "CostIncTax": 199}],
    }

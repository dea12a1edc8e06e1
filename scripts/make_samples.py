"""Writes `samples/`: the invented orders in every export format, and what a reader must find in them.

    python scripts/make_samples.py [FOLDER]

Everything is fixed, so that two runs write the same bytes. The workspace in `samples/workspace` is kept by hand.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from sample_orders.backmarket_json import backmarket_json
from sample_orders.catalogue import PRINTABLE
from sample_orders.expected import expected_json
from sample_orders.flat_rows import ADDRESS_COLUMNS, ITEM_COLUMNS, OPEN_COLUMNS, PROCESSED_COLUMNS
from sample_orders.linnworks_json import linnworks_json
from sample_orders.prefixes import OTHER_PREFIX, WITHOUT_PREFIX
from sample_orders.refused import flawed
from sample_orders.tables import delimited, parquet, workbook

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sample_orders.shape import SampleOrder

ADDRESSED = PROCESSED_COLUMNS + ADDRESS_COLUMNS
RICH = ADDRESSED + ITEM_COLUMNS


def sample_files() -> dict[str, bytes]:
    """Return every generated file by its path inside `samples/`."""
    written: dict[str, bytes] = {}
    known: dict[str, tuple[str, Sequence[SampleOrder]]] = {}

    def add(path: str, form: str, content: bytes, orders: Sequence[SampleOrder]) -> None:
        written[path] = content
        known[path] = (form, orders)

    def shown(form: str) -> tuple[SampleOrder, ...]:
        return PRINTABLE + flawed(form, PRINTABLE)

    orders = shown("linnworks-json")
    add("orders/linnworks.json", "linnworks-json", linnworks_json(orders), orders)
    orders = shown("linnworks-csv")
    add("orders/linnworks-processed.csv", "linnworks-csv", delimited(orders, ADDRESSED), orders)
    # As a German or French spreadsheet saves it: semicolons, decimal commas, a byte order mark.
    semicolons = delimited(orders, OPEN_COLUMNS, delimiter=";", comma=",", bom=True)
    add("orders/linnworks-open.csv", "linnworks-csv", semicolons, orders)
    orders = shown("excel")
    add("orders/linnworks.xlsx", "excel", workbook(orders, RICH), orders)
    orders = shown("parquet")
    add("orders/linnworks.parquet", "parquet", parquet(orders, RICH), orders)
    orders = shown("backmarket-json")
    add("orders/backmarket.json", "backmarket-json", backmarket_json(orders), orders)
    add("orders/prefix-bmfr.json", "linnworks-json", linnworks_json(OTHER_PREFIX), OTHER_PREFIX)
    add("orders/no-prefix.json", "linnworks-json", linnworks_json(WITHOUT_PREFIX), WITHOUT_PREFIX)
    bare = tuple(replace(order, flaw="no-address-columns") for order in PRINTABLE[:4])
    add("rejects/processed-without-addresses.csv", "linnworks-csv", delimited(bare, PROCESSED_COLUMNS), bare)
    written["expected.json"] = expected_json(known)
    return written


def main(arguments: Sequence[str]) -> int:
    """Write the files into the folder named, by default the checkout's `samples`; return the exit status."""
    target = Path(arguments[0]) if arguments else Path(__file__).resolve().parent.parent / "samples"
    for path, content in sample_files().items():
        file = target / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
        print(f"{len(content):>8}  {file}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

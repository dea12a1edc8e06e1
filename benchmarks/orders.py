"""Orders to measure with: any number of realistic Back Market orders, as Linnworks and Back Market export them.

    python benchmarks/orders.py 10000 orders.csv [--seed S]

The name's end says the format: `.csv` is Linnworks' table with the seller's columns, `.json` Linnworks' JSON,
`-backmarket.json` Back Market's. The same number and seed write the same bytes, a smaller number writes the first
orders of a larger one, and the orders are written one by one, so a hundred thousand need no more memory than ten.

The shares, of 100 orders (a shop at home in France that sells on most of Back Market's European markets; our estimate):

* language: French 38 (France 34, Belgium 4), German 25 (Germany 21, Austria 4), Spanish 13, Italian 12, English 12
  (United Kingdom 7, Ireland 2, Netherlands 1.5, Portugal 1, Sweden 0.5);
* sent to another country than the market's: 1;
* lines: one in 82, two in 12, three in 4, four to eight in 1.9, nine to twenty in 0.1;
* a second address line 17, a company 6 (half of them billed elsewhere), in care of someone 2;
* shipping paid by the buyer 25; sent already, so with a tracking number, 85; paid on a later day 3.

References, order ids, names and addresses do not repeat; titles do, as they do in a shop. All of it can be printed in
the font that the notes are set in, and none of it wants a warning with the sample workspace.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, TextIO

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
sys.path.insert(1, str(Path(__file__).resolve().parent.parent / "scripts"))

from sample_orders.backmarket_json import backmarket_json
from sample_orders.flat_rows import ADDRESS_COLUMNS, ITEM_COLUMNS, PROCESSED_COLUMNS, rows
from sample_orders.linnworks_json import linnworks_json
from sample_orders.shape import SampleOrder, cents, fake_imei
from sample_orders.trade import HABITS

from benchmarks import goods, people

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sample_orders.flat_rows import Cell
    from sample_orders.shape import Person

SEED = 2026
FIRST_NUMBER = 206_000_000
COLUMNS = (*PROCESSED_COLUMNS, *ADDRESS_COLUMNS, *ITEM_COLUMNS)
START, DAYS = datetime(2026, 1, 19, 6, tzinfo=UTC), 42

# (market, language, weight, other countries that its parcels go to)
MARKETS: tuple[tuple[str, str, float, tuple[str, ...]], ...] = (
    ("fr-fr", "fr", 34, ("BE", "CH")),
    ("fr-be", "fr", 4, ("FR",)),
    ("de-de", "de", 21, ("AT",)),
    ("de-at", "de", 4, ("DE",)),
    ("it-it", "it", 12, ("CH",)),
    ("es-es", "es", 13, ("PT",)),
    ("en-gb", "en", 7, ("IE",)),
    ("en-ie", "en", 2, ("GB",)),
    ("nl-nl", "en", 1.5, ("BE",)),
    ("pt-pt", "en", 1, ("ES",)),
    ("sv-se", "en", 0.5, ("DE",)),
)
LINE_COUNTS: tuple[tuple[range, float], ...] = (
    (range(1, 2), 82),
    (range(2, 3), 12),
    (range(3, 4), 4),
    (range(4, 9), 1.9),
    (range(9, 21), 0.1),
)
ABROAD, BILLED_ELSEWHERE, PAID_SHIPPING, SENT, PAID_LATER = 0.01, 0.5, 0.25, 0.85, 0.03
SHIPPING = ("2.99", "3.99", "4.99", "5.90", "7.90", "9.99")


def orders(count: int, seed: int = SEED) -> Iterator[SampleOrder]:
    """Yield the first `count` orders of the seed."""
    draw = Random(seed)
    seen: Counter[str] = Counter()
    for place in range(count):
        market, language, _, abroad = draw.choices(MARKETS, [weight for _, _, weight, _ in MARKETS])[0]
        country = draw.choice(abroad) if draw.random() < ABROAD else market[3:].upper()
        yield _order(place, market, people.buyer(language, country, seen[language], draw), language, draw)
        seen[language] += 1


def _order(place: int, market: str, buyer: Person, language: str, draw: Random) -> SampleOrder:
    habits = HABITS[market]
    number = FIRST_NUMBER + place
    counts = draw.choices(LINE_COUNTS, [weight for _, weight in LINE_COUNTS])[0][0]
    items = [goods.line(language, draw, first=not at) for at in range(draw.choice(counts))]
    for at, item in enumerate(items):
        if item.quantity == 1 and item.numbered == "imei":
            items[at] = replace(item, imei=fake_imei(draw.randrange(1_000_000)))
        elif item.quantity == 1 and item.numbered == "serial":
            items[at] = replace(item, serial=f"EXSN{draw.randrange(100_000_000):08d}")
    received = START + timedelta(seconds=draw.randrange(DAYS * 86_400))
    sent = draw.random() < SENT
    tracking = f"EX{number}{buyer.country}" if sent else ""
    billing = None
    if buyer.company and draw.random() < BILLED_ELSEWHERE:
        payer = people.buyer(language, buyer.country, place % 40_000, draw)
        billing = replace(payer, company=buyer.company, street2="")
    return SampleOrder(
        number=number,
        market=market,
        buyer=buyer,
        items=tuple(items),
        received=received,
        paid=received + timedelta(days=draw.randrange(1, 4) if draw.random() < PAID_LATER else 0),
        despatched=received + timedelta(hours=draw.randrange(5, 60)) if sent else None,
        due=(received + timedelta(days=2)).replace(hour=22, minute=0, second=0),
        billing=billing,
        shipping=Decimal(draw.choice(SHIPPING)) if draw.random() < PAID_SHIPPING else Decimal(0),
        currency=habits.currency,
        tax_rate=habits.tax_rate,
        carrier=habits.carrier,
        service=habits.service,
        tracking=tracking,
        tracking_url=f"https://track.example.invalid/{tracking}" if tracking else "",
    )


def write(found: Iterable[SampleOrder], count: int, target: Path) -> None:
    """Write the orders into `target`, in the format that its name ends in; raises ValueError for another ending."""
    if target.suffix not in {".csv", ".json"}:
        raise ValueError(f"{target.name}: a name that ends in .csv, .json or -backmarket.json is wanted")
    with target.open("w", encoding="utf-8", newline="") as out:
        if target.suffix == ".csv":
            _write_table(found, out)
        elif target.stem.endswith("-backmarket"):
            out.write(f'{{"count":{count},"next":null,"previous":null,"results":[\n')
            _write_objects((json.loads(backmarket_json([order]))["results"][0] for order in found), out)
            out.write("]}\n")
        else:
            out.write("[\n")
            _write_objects((json.loads(linnworks_json([order]))[0] for order in found), out)
            out.write("]\n")


def _write_objects(found: Iterable[object], out: TextIO) -> None:
    for place, value in enumerate(found):
        if place:
            out.write(",\n")
        json.dump(value, out, ensure_ascii=False, separators=(",", ":"))
    out.write("\n")


def _write_table(found: Iterable[SampleOrder], out: TextIO) -> None:
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for order in found:
        for row in rows(order):
            writer.writerow([_cell(row.get(column)) for column in COLUMNS])


def _cell(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S")
    return f"{cents(value):f}" if isinstance(value, Decimal) else str(value)


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the file that the arguments ask for."""
    parser = argparse.ArgumentParser(description="Write realistic invented orders.")
    parser.add_argument("count", type=int, help="how many orders")
    parser.add_argument("target", type=Path, help="OUT.csv, OUT.json or OUT-backmarket.json")
    parser.add_argument("--seed", type=int, default=SEED)
    asked = parser.parse_args(arguments)
    write(orders(asked.count, asked.seed), asked.count, asked.target)


if __name__ == "__main__":
    main()

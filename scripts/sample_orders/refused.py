"""One invented order for every reason to refuse one, each healthy but for its flaw."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sample_orders.goods import bundle, extra, phone
from sample_orders.shape import Person, SampleOrder
from sample_orders.trade import order

JSON = ("linnworks-json", "backmarket-json")
LINNWORKS = ("linnworks-json", "linnworks-csv", "excel", "parquet")
TABLES = ("linnworks-csv", "excel", "parquet")
EVERY = (*LINNWORKS, "backmarket-json")


@dataclass(frozen=True, slots=True)
class Flaw:
    """One thing that can be wrong with an order: its name, the code of its reject, the formats that can say it."""

    name: str
    code: str
    formats: tuple[str, ...] = EVERY


FLAWS = (
    Flaw("no-order-id", "no-order-id", JSON),
    # A row without an order id cannot be told from a broken one.
    Flaw("no-order-id", "broken-row", TABLES),
    Flaw("no-reference", "no-reference", LINNWORKS),
    Flaw("bad-number", "bad-number", ("linnworks-json", "linnworks-csv", "excel", "backmarket-json")),
    Flaw("bad-quantity", "bad-number"),
    Flaw("bad-date", "bad-date", ("linnworks-json", "linnworks-csv", "excel", "backmarket-json")),
    Flaw("no-lines", "no-lines"),
    Flaw("no-currency", "no-currency"),
    Flaw("anonymised", "anonymised"),
    Flaw("empty-address", "empty-address"),
    Flaw("unpaid", "unpaid"),
    Flaw("pending", "unpaid", ("backmarket-json",)),
    Flaw("not-paid", "unpaid", ("backmarket-json",)),
    Flaw("on-hold", "held", LINNWORKS),
    Flaw("parked", "held", ("linnworks-json",)),
    Flaw("merged", "merged", LINNWORKS),
    Flaw("contradiction", "contradiction", TABLES),
    Flaw("half-a-bundle", "part-shipped", ("linnworks-json", "excel", "parquet")),
    Flaw("all-cancelled", "cancelled", ("backmarket-json",)),
    Flaw("duplicate", "duplicate"),
    Flaw("broken", "broken-row", ("linnworks-json", "linnworks-csv", "backmarket-json")),
    Flaw("not-an-order", "not-an-order", JSON),
)

DELETED = Person("Deleted", "Deleted", "Deleted", "Deleted", "Deleted", "FR", phone="Deleted", email="Deleted")
NOBODY = Person("", "", "", "", "", "FR", phone="", email="")


def code(flaw: str, form: str) -> str:
    """Return the code of the reject that a flaw leads to in a format."""
    return next((known.code for known in FLAWS if known.name == flaw and form in known.formats), flaw)


def flawed(form: str, printable: tuple[SampleOrder, ...]) -> tuple[SampleOrder, ...]:
    """Return the refused orders of a format, one for each flaw that it can say."""
    return tuple(_with(flaw.name, place, printable) for place, flaw in enumerate(FLAWS, 1) if form in flaw.formats)


def _with(flaw: str, place: int, printable: tuple[SampleOrder, ...]) -> SampleOrder:
    if flaw == "duplicate":
        return replace(printable[0], flaw=flaw)
    sound = order(
        "fr-fr",
        205_890_000 + place,
        Person("Rebut", f"Numéro-{place}", f"{place} rue du Refus", "75000", "Paris", "FR"),
        phone("fr", "Example Phone 8", 64, "GRY", "100.00"),
        received=f"03-20 10:{place:02d}:00",
        despatched="03-21 10:00:00",
        shipping="4.99",
    )
    if flaw == "no-lines":
        sound = replace(sound, items=())
    elif flaw == "no-currency":
        sound = replace(sound, currency="")
    elif flaw == "bad-quantity":
        sound = replace(sound, items=(replace(sound.items[0], quantity=-1),))
    elif flaw == "anonymised":
        sound = replace(sound, buyer=DELETED)
    elif flaw == "empty-address":
        sound = replace(sound, buyer=NOBODY)
    elif flaw in ("unpaid", "pending", "not-paid"):
        sound = replace(sound, paid=None, despatched=None, tracking="", tracking_url="")
    elif flaw == "contradiction":
        sound = replace(sound, items=(*sound.items, extra("fr", "GLASS", "9.99")))
    elif flaw == "half-a-bundle":
        # Three parts cannot be split over two bundles, of which one has left.
        odd = replace(bundle("fr", "400.00", 2), shipped=1)
        sound = replace(sound, items=(replace(odd, parts=(replace(odd.parts[0], quantity=3),)),))
    elif flaw == "all-cancelled":
        first = replace(sound.items[0], gone=4)
        sound = replace(sound, items=(first, replace(first, gone=5)), despatched=None, tracking="", tracking_url="")
    return replace(sound, flaw=flaw)

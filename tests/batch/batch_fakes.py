"""A bench of wood: orders from a small JSON Lines file, "PDFs" of text. Importable by worker processes."""

from __future__ import annotations

import errno
import json
import os
import signal
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from notes_engine.errors import InputError, RenderError, TypesetError
from notes_engine.orders import Address, Order, OrderLine, Reject, Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from notes_engine.batch.bench import Pages
    from notes_engine.batch.job import Job
    from notes_engine.batch.proof import Printed
    from notes_engine.errors import NotesError
    from notes_engine.notes import RenderedNote


NOW = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)


@dataclass(frozen=True)
class FakeRemark:
    code: str
    what: str
    hint: str


@dataclass(frozen=True)
class FakeNote:
    html: str
    order_id: str
    reference: str
    number: str
    market: str
    market_guessed: bool
    locale: str
    template: str
    language: str
    title: str
    warnings: tuple[FakeRemark, ...]
    marker: str
    pages: int


@dataclass(frozen=True)
class FakePages:
    pages: int
    findings: tuple[FakeRemark, ...]
    text: str
    is_heavy: bool = False


def order_from(row: dict[str, Any], place: Source) -> Order:
    return Order(
        order_id=row.get("id", "id-" + row["ref"]),
        source_place=place,
        secondary_reference=row["ref"],
        market=row.get("market", ""),
        source=row.get("source", "BACKMARKET"),
        total=Decimal(row["total"]) if "total" in row else None,
        marker=row.get("marker", ""),
        delivery=Address(full_name="Zoé Exemple", town="Lyon", country="France"),
        lines=tuple(OrderLine(sku=sku) for sku in row.get("skus", ["S1"])),
        warnings=tuple(row.get("warnings", ())),
    )


FINDINGS = {
    "glyph": (FakeRemark("fallback-glyph", "a letter is from another font", "add a font"),),
    "no-address": (FakeRemark("no-address", "printed without an address", ""),),
}


class FakeBench:
    """Its orders misbehave as their `marker` says."""

    extended = ("Gift",)
    title = "Shop: delivery notes"

    def __init__(self, job: Job) -> None:
        self.job = job
        self.settings = (job.workspace / "notes.toml").read_text()

    def fingerprint(self) -> dict[str, str]:
        return {"notes.toml": self.settings}

    def preflight(self) -> None:
        if "broken" in self.settings:
            raise RenderError("the template is broken")

    def read(self) -> Iterable[Order | Reject]:
        for name in self.job.inputs:
            for number, line in enumerate(Path(name).read_text().splitlines(), start=1):
                place = Source(Path(name).name, f"line {number}")
                row = json.loads(line)
                if row.get("broken") == "disk":
                    raise OSError(errno.EIO, "Input/output error")
                if "broken" in row:
                    raise InputError("the file breaks off here")
                if "reject" in row:
                    yield Reject(place, row["reject"], "pay it", "unpaid", row["ref"], row["ref"])
                else:
                    yield order_from(row, place)

    def locale_of(self, order: Order) -> str:
        if order.marker == "nowhere":
            raise RenderError("a condition fails")
        return order.market.partition("-")[0] or "en"

    def prove(self, locale: str, orders: Sequence[Order]) -> NotesError | None:
        if f"stopped {locale}" in self.settings:
            raise RenderError(f"no {locale} note can be made, as {len(orders)} orders show")
        return RenderError(f"a literal in {locale}") if f"refused {locale}" in self.settings else None

    def market_of(self, order: Order) -> str:
        return order.market

    def render(self, order: Order) -> RenderedNote:
        match order.marker:
            case "bug":
                raise ZeroDivisionError(f"secret of {order.delivery}")
            case "refuse":
                raise RenderError("the label is empty", hint="look at the prefix")
            case "die":
                os.kill(os.getpid(), signal.SIGKILL)
            case "slow":
                time.sleep(0.05)
        locale = order.market.partition("-")[0] or "en"
        note = FakeNote(
            html=f"<p>{order.reference} {self.job.now}",
            order_id=order.order_id,
            reference=order.reference,
            number=order.reference.removeprefix("bm-"),
            market=order.market,
            market_guessed=order.marker == "guessed",
            locale=locale,
            template=f"{locale}.html",
            language=locale,
            title=f"Note {order.reference}",
            warnings=(),
            marker=order.marker,
            pages=len(order.lines),
        )
        return cast("RenderedNote", note)

    def expect(self, notes: Sequence[RenderedNote]) -> None:
        self.expected = [note.reference for note in notes]

    def typeset(self, note: RenderedNote) -> Pages:
        assert note.reference in self.expected
        fake = cast("FakeNote", note)
        if fake.marker == "untypesettable":
            raise TypesetError("a box without end")
        text = fake.html.upper() if fake.marker == "misprint" else fake.html
        return FakePages(fake.pages, FINDINGS.get(fake.marker, ()), text)

    def write(
        self,
        notes: Sequence[tuple[RenderedNote, Any]],
        target: Path,
        *,
        title: str | None,
        language: str | None,
        whole: bool,
    ) -> None:
        markers = {cast("FakeNote", note).marker for note, _ in notes}
        if "unwritable" in markers:
            raise ValueError("cannot serialise")
        if "disk-full" in markers:
            raise OSError(errno.ENOSPC, "No space left on device")
        body = "".join(f"{pages.text}\n" for _, pages in notes)
        target.write_text(f"title={title} language={language} variant={self.job.pdf_variant}\n{body}", errors="replace")

    def join(self, parts: Sequence[Path], target: Path, *, title: str | None, language: str | None) -> None:
        bodies = [part.read_text() for part in parts]
        target.write_text(f"joined title={title} language={language}\n" + "".join(bodies))

    def renew(self) -> None:
        pass

    def turn_to(self, wave: int) -> None:
        pass

    def settle(self, wave: int) -> None:
        pass

    def compare(self, file: Path, notes: Iterable[Printed]) -> Iterator[Sequence[str]]:
        printed = [line for line in file.read_text().splitlines() if line.startswith(("<p>", "<P>"))]
        for note in notes:
            text = f"<p>{note.order.reference} {self.job.now}"
            yield [] if printed[note.position] == text else ["page 1: the letters differ"]

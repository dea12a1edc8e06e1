"""What is told of a locale's notes and the press: each printed value, each layout, and both together."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from notes_engine.errors import Place, shown_path
from notes_engine.visible import LONGEST_NAME, clip
from notes_engine.wording import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from notes_engine.notes.sites import Printed, SitedNote
    from notes_engine.pdf.press.slots import NoteSlots

NOT_MARKED = "not marked"
_HTML = (
    "it comes as HTML of its own (| safe, | urlize, a join with HTML), and its value stays in the page",
    "print the text alone, and write the HTML around it in the template",
)
_CAPTURED = "print what it captures as it is: no filter, no test and no condition on it"
_SPECIAL = "it holds a character of Unicode's private use area, or the note prints more values than can be marked"


@dataclass(frozen=True, slots=True)
class PrintedValue:
    """An expression of a template, and what becomes of what it prints: one for each thing that becomes of it."""

    place: Place
    expression: str
    each_of: str
    """Of a loop's variable: what the loop goes over."""
    kind: str
    """`stamped`, `string`, `baked` or `not marked`."""
    why: str
    hint: str
    may_break: bool
    """A long value may break into several lines."""
    pages: tuple[int, ...]
    """The page of each place that it is drawn in, from 1, in the first layout that has it."""
    values: tuple[str, ...]
    """What it printed there; empty for the user's own orders, but for the order number."""

    def as_dict(self) -> dict[str, Any]:
        """Return it for JSON."""
        return {
            "file": shown_path(self.place.file),
            "line": self.place.line,
            "expression": self.expression,
            "each_of": self.each_of,
            "kind": self.kind,
            "why": self.why,
            "hint": self.hint,
            "may_break": self.may_break,
            "places": len(self.pages),
            "pages": sorted(set(self.pages)),
            "values": list(self.values),
        }


@dataclass(frozen=True, slots=True)
class Layout:
    """Notes that differ in marked values only."""

    orders: int
    example: str
    """The reference of the first of them, on which it was tried."""
    is_stamped: bool
    why: str = ""
    hint: str = ""
    is_of_value: bool = False
    """A value of the example is the reason, not the template."""

    def as_dict(self) -> dict[str, Any]:
        """Return it for JSON."""
        return {
            "orders": self.orders,
            "example": self.example,
            "stamped": self.is_stamped,
            "why": self.why,
            "hint": self.hint,
            "only_its_values": self.is_of_value,
        }


@dataclass(frozen=True, slots=True)
class SlotReport:
    """What the press makes of the notes of one locale."""

    locale: str
    template: str
    are_samples: bool
    """The orders are the package's own."""
    orders: int
    """Orders that have a note in this locale."""
    refused: int
    """Orders that would have one, and are refused."""
    layouts: int
    """How many layouts they have; of these, the commonest were looked at."""
    looked_at: tuple[Layout, ...]
    values: tuple[PrintedValue, ...]

    @property
    def can_be_stamped(self) -> bool:
        """True when no layout is out of reach because of its template, and at least one note was stamped."""
        stamped = [layout.is_stamped for layout in self.looked_at]
        return any(stamped) and all(layout.is_stamped or layout.is_of_value for layout in self.looked_at)

    def as_dict(self) -> dict[str, Any]:
        """Return the report for JSON."""
        return {
            "locale": self.locale,
            "template": self.template,
            "samples": self.are_samples,
            "orders": self.orders,
            "refused": self.refused,
            "can_be_stamped": self.can_be_stamped,
            "layouts": self.layouts,
            "looked_at": [layout.as_dict() for layout in self.looked_at],
            "values": [value.as_dict() for value in self.values],
        }


class ValueRows:
    """The values of the layouts that were looked at, together."""

    def __init__(self, *, shows_values: bool) -> None:
        self._shows_values = shows_values
        self._found: dict[tuple[Any, ...], PrintedValue] = {}

    def add(self, sited: SitedNote, slots: NoteSlots) -> None:
        """Take a layout's values; those of an expression that was met before are not counted again."""
        mine: dict[tuple[Any, ...], PrintedValue] = {}
        for printed in sited.printed:
            row = self._row(printed, sited, slots)
            key = (row.place, row.expression, row.kind, row.why)
            if (before := mine.get(key)) is not None:
                others = tuple(value for value in row.values if value not in before.values)
                may_break = before.may_break or row.may_break
                pages, values = before.pages + row.pages, before.values + others
                row = replace(row, may_break=may_break, pages=pages, values=values)
            mine[key] = row
        for key, row in mine.items():
            self._found.setdefault(key, row)

    def _row(self, printed: Printed, sited: SitedNote, slots: NoteSlots) -> PrintedValue:
        site = printed.site
        may_show = self._shows_values or site.is_number
        values = (clip(printed.text, LONGEST_NAME),) if may_show else ()
        place = Place(site.file, site.line)
        slot = slots.slots.get(printed.mark) if printed.mark is not None else None
        if slot is None:
            why, hint = _why_not_marked(printed, sited, slots)
            return PrintedValue(place, site.expression, site.each_of, NOT_MARKED, why, hint, False, (), values)
        return PrintedValue(
            place, site.expression, site.each_of, slot.kind, slot.why, slot.hint, slot.may_break, slot.pages, values
        )

    def values(self, templates: Sequence[str]) -> list[PrintedValue]:
        """Return the values by template, the page's order of templates first, and by line."""
        names = {name: number for number, name in enumerate(templates)}

        def rank(row: PrintedValue) -> tuple[int, str, int]:
            name = next((name for name in names if row.place.file.replace("\\", "/").endswith(f"/{name}")), "")
            return names.get(name, len(names)), row.place.file, row.place.line or 0

        return sorted(self._found.values(), key=rank)


def _why_not_marked(printed: Printed, sited: SitedNote, slots: NoteSlots) -> tuple[str, str]:
    site = printed.site
    if sited.unmarked:
        return sited.unmarked, slots.hint
    if site.captured_by:
        return f"{site.captured_by} captures it, and the template then filters, compares or tests that", _CAPTURED
    if printed.mark is not None:
        return slots.why, slots.hint
    return _HTML if "<" in printed.text or "&" in printed.text else (_SPECIAL, "")


def described(report: SlotReport) -> str:
    """Return what was looked at, in one sentence."""
    whose = "sample " if report.are_samples else ""
    layouts = counted(report.layouts, "layout")
    if report.layouts > len(report.looked_at):
        covered = sum(layout.orders for layout in report.looked_at)
        layouts += f", of which the {len(report.looked_at)} commonest were looked at ({covered:,} orders)"
    refused = f"; {report.refused:,} more are refused" if report.refused else ""
    return f"{report.template}: {counted(report.orders, whose + 'order')}, {layouts}{refused}"

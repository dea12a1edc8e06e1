"""One table from tag names to values: every name a seller may write in `[{…}]`, ignoring case.

`find_tag` resolves a name, `TagValues` gives one order's (or one line's) values to a formula.
"""

from __future__ import annotations

import difflib
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from notes_engine.orders.tag_table import TAGS, Tag, Value

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import tzinfo

    from notes_engine.orders.model import Order, OrderLine

_BY_NAME: Mapping[str, Tag] = {name.casefold(): tag for tag in TAGS for name in (tag.name, *tag.aliases)}


def find_tag(name: str) -> Tag | None:
    """Return the tag that `name` means, ignoring case and surrounding space, or None."""
    return _BY_NAME.get(name.strip().casefold())


def extended_tags(names: Iterable[str]) -> tuple[Tag, ...]:
    """Return a tag for each extended property that the settings declare, but for those that are tags already."""
    return tuple(Tag(name, "Extended property, declared in the settings.") for name in names if find_tag(name) is None)


def suggest_tag(name: str, extended: Iterable[str] = ()) -> str | None:
    """Return the known tag name most like `name` ("did you mean"), or None when nothing is near."""
    known = {alias.casefold(): alias for tag in TAGS for alias in (tag.name, *tag.aliases)}
    known.update({extra.casefold(): extra for extra in extended})
    near = difflib.get_close_matches(name.strip().casefold(), known, n=1, cutoff=0.6)
    return known[near[0]] if near else None


class TagValues(dict[str, Value]):
    """The values of one order by canonical tag name (casefolded), computed when first asked for.

    A date is the calendar day in `zone`. `line` gives line tags their meaning; without it they are null.
    Extended properties are found under their own name, casefolded; when a name repeats, the first counts.
    `overrides` (names in any case) win over the order: `explain --set`, previews and tests use them.
    """

    __slots__ = ("line", "order", "zone")

    def __init__(
        self,
        order: Order | None,
        *,
        line: OrderLine | None = None,
        zone: tzinfo = UTC,
        overrides: Mapping[str, Value] | None = None,
    ) -> None:
        """Keep the sources; nothing is computed yet, but for the overrides."""
        super().__init__()
        self.order = order
        self.line = line
        self.zone = zone
        for name, value in (overrides or {}).items():
            tag = find_tag(name)
            self[tag.key if tag else name.strip().casefold()] = value

    def __missing__(self, key: str) -> Value:
        value = self._compute(key)
        self[key] = value
        return value

    def _compute(self, key: str) -> Value:
        if self.order is None:
            return None
        tag = _BY_NAME.get(key)
        if tag is None:
            return next((value for name, value in self.order.extended if name.strip().casefold() == key), None)
        if tag.scope == "line":
            value = None if self.line is None else tag.line_value(self.line)
        else:
            value = tag.order_value(self.order)
        if isinstance(value, datetime):
            return value.astimezone(self.zone).date()
        # An empty text is a field without a value: null, which prints nothing.
        return None if value == "" else value


__all__ = ["TAGS", "Tag", "TagValues", "Value", "find_tag", "suggest_tag"]

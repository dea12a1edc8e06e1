"""Values for tags that people give as text, without an order: `explain --set`, the API's `values`."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from notes_engine.errors import UsageError
from notes_engine.orders.tags import find_tag, suggest_tag
from notes_engine.visible import clip, visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from notes_engine.orders.tag import Tag, Value

_NUMBER = re.compile(r"-?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)")


def given_values(given: Mapping[str, str], extended: Iterable[str] | None, *, where: str) -> dict[str, Value]:
    """Return the values for the tags: text, or what the tag's kind makes of it where it reads as one.

    `extended` are the workspace's extended properties; None (no workspace): any other name is one. `where` says where
    they were given.

    Raises:
        UsageError: a name is neither a tag nor a declared extended property.
    """
    names = None if extended is None else [name.strip() for name in extended]
    declared = None if names is None else {name.casefold() for name in names}
    values: dict[str, Value] = {}
    for name, text in given.items():
        tag = find_tag(name)
        if tag is None and declared is not None and name.casefold() not in declared:
            shown = visible(clip(name))
            near = suggest_tag(name, names or ())
            hint = f"did you mean {near}? " if near else ""
            raise UsageError(
                f"{where} {shown}: there is no such tag",
                hint=f'{hint}An extended property is declared in notes.toml: [orders] extended = ["{shown}"]',
            )
        values[name] = typed(tag, text)
    return values


def typed(tag: Tag | None, text: str) -> Value:
    """Return the text as the tag's kind, where it reads as one; an empty text is null, as in an order."""
    if not text:
        return None
    value: Value = text
    if tag and tag.kind in ("number", "money") and _NUMBER.fullmatch(text):
        value = Decimal(text)
    elif tag and tag.kind == "date":
        try:
            value = date.fromisoformat(text)
        except ValueError:
            value = text
    elif tag and tag.kind == "flag":
        value = {"true": True, "false": False}.get(text.lower(), text)
    return value

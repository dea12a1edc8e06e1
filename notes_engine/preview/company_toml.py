"""Changing `[company]` in the text of notes.toml: comments, order, blank lines and line ends stay."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, Any

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import Array, Comment, Item, SingleKey, Table, Trivia

from notes_engine.notes.toml import quoted

if TYPE_CHECKING:
    from collections.abc import Mapping, MutableMapping, Sequence

    from tomlkit.items import Key

    Body = list[tuple[Key | None, Item]]
    Value = str | list[str] | None

_TABLE = "company"


def with_company(source: str, changes: Mapping[str, Value], *, order: Sequence[str]) -> str | None:
    """Return the TOML `source` with these settings of `[company]`; None: that is not certain.

    None for a value takes the setting away; a comment behind it stays, on a line of its own. A new setting comes after
    the commented example of it where there is one, else after the settings that are before it in `order`. The result
    is read again, and must differ in these settings and nothing else.
    """
    wanted = _read(source)
    table = {**wanted[_TABLE], **changes}
    wanted[_TABLE] = {name: value for name, value in table.items() if value is not None}
    try:
        edited = _edited(source, changes, order)
        return edited if edited is not None and _read(edited) == wanted else None
    except (TOMLKitError, tomllib.TOMLDecodeError, RecursionError, ValueError):
        return None


def _read(text: str) -> dict[str, Any]:
    """Return what a text says; an empty table says what none does."""
    return {_TABLE: {}, **tomllib.loads(_lines(text))}


def _edited(source: str, changes: Mapping[str, Value], order: Sequence[str]) -> str | None:
    newline = "\r\n" if "\r\n" in source else "\n"
    document = tomlkit.parse(source)
    if document.as_string() != source:
        return None
    table: Any = document.get(_TABLE)
    if table is None:
        added = "".join(f"{name} = {_plain(changes[name])}{newline}" for name in order if changes.get(name))
        if not added:
            return source
        end = "" if not source or source.endswith("\n") else newline
        return f"{source}{end}{newline if source else ''}[{_TABLE}]{newline}{added}"
    if isinstance(table, Table) and not table.is_super_table():
        if "\n" not in table.trivia.trail:  # the header is the end of the file
            table.trivia.trail += newline
        _change_lines(table.value.body, changes, order, newline)
    else:
        _change_table(table, changes)
    return document.as_string()


def _change_table(table: MutableMapping[str, Any], changes: Mapping[str, Value]) -> None:
    """Change a table that is written inline, in dotted keys, or in several places."""
    for name, value in changes.items():
        if value is not None:
            table[name] = tomlkit.value(_plain(value))
        elif name in table:
            del table[name]


def _change_lines(body: Body, changes: Mapping[str, Value], order: Sequence[str], newline: str) -> None:
    """Change the lines under a header."""
    for name in (name for name in order if name in changes):
        value, at = changes[name], _line_of(body, name)
        if at is not None:
            key, old = body[at]
            if value is not None:
                body[at] = (key, _replaced(old, value, newline))
            elif old.trivia.comment:
                body[at] = (None, Comment(Trivia(old.trivia.indent, "", old.trivia.comment, old.trivia.trail)))
            else:
                del body[at]
        elif value is not None:
            _insert(body, name, value, order, newline)


def _replaced(old: Item, value: str | list[str], newline: str) -> Item:
    """Return a value in the place of another, with the comment behind it; of a list, the lines that stay are kept."""
    if isinstance(old, Array) and isinstance(value, list):
        for number, (before, line) in enumerate(zip(list(old), value, strict=False)):
            if before != line:
                old[number] = tomlkit.value(quoted(line))
        for line in value[len(old) :]:
            old.append(tomlkit.value(quoted(line)))
        del old[len(value) :]
        new: Item = tomlkit.value(_lines(old.as_string()).replace("\n", newline))
    else:
        new = tomlkit.value(_plain(value))
    _dress(new, old.trivia)
    return new


def _dress(item: Item, trivia: Trivia) -> None:
    """Give an item what stands around another."""
    item.trivia.indent, item.trivia.trail = trivia.indent, trivia.trail
    item.trivia.comment_ws, item.trivia.comment = trivia.comment_ws, trivia.comment


def _insert(body: Body, name: str, value: str | list[str], order: Sequence[str], newline: str) -> None:
    before = order[: order.index(name)]
    places = (_example_of(body, name), *(at for each in reversed(before) for at in _places_of(body, each)))
    at = next((place + 1 for place in places if place is not None), 0)
    if at:
        trivia = body[at - 1][1].trivia
        trivia.trail = trivia.trail if "\n" in trivia.trail else trivia.trail + newline
    item = tomlkit.value(_plain(value))
    item.trivia.indent = next((other.trivia.indent for key, other in body if key is not None), "")
    item.trivia.trail = newline
    body.insert(at, (SingleKey(name), item))


def _places_of(body: Body, name: str) -> tuple[int | None, int | None]:
    return _line_of(body, name), _example_of(body, name)


def _line_of(body: Body, name: str) -> int | None:
    return next((at for at, (key, _) in enumerate(body) if key is not None and key.key == name), None)


def _example_of(body: Body, name: str) -> int | None:
    """Return where a comment shows how the setting is written, as `# email = "…"`."""
    example = re.compile(rf"#[# \t]*{re.escape(name)}[ \t]*=")
    return next(
        (at for at, (_, item) in enumerate(body) if isinstance(item, Comment) and example.match(item.trivia.comment)),
        None,
    )


def _plain(value: Value) -> str:
    """Return a value as TOML writes it."""
    return f"[{', '.join(map(quoted, value))}]" if isinstance(value, list) else quoted(value or "")


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n")

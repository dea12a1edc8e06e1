"""Changing one text in a TOML file, with its comments and everything else byte for byte as it was."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, Any

from notes_engine.notes.toml import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

_TEXT = r"""(?:"(?:[^"\\]|\\.)*"|'[^']*')"""


def with_text(source: str, table: str, key: str, value: str) -> str | None:
    """Return the TOML `source` with the text `value` at `key` of a top-level `table`; None: that is not certain.

    Every edit is tried by reading the result, which must differ in this one value and nothing else.
    """
    wanted = tomllib.loads(source.replace("\r\n", "\n"))
    if not isinstance(wanted.setdefault(table, {}), dict):
        return None
    wanted[table][key] = value
    return next((edited for edited in _edits(source, table, key, quoted(value)) if _reads(edited) == wanted), None)


def _edits(source: str, table: str, key: str, value: str) -> Iterator[str]:
    name, above = (rf"""["']?{re.escape(word)}["']?""" for word in (key, table))
    for found in re.finditer(rf"(?m)^([ \t]*(?:{above}[ \t]*\.[ \t]*)?{name}[ \t]*=[ \t]*){_TEXT}", source):
        yield f"{source[: found.end(1)]}{value}{source[found.end() :]}"
    newline = "\r\n" if "\r\n" in source else "\n"
    for found in re.finditer(rf"(?m)^[ \t]*\[[ \t]*{above}[ \t]*\][^\r\n]*(\r?\n|\Z)", source):
        begin = "" if found[1] else newline
        yield f"{source[: found.end()]}{begin}{key} = {value}{newline}{source[found.end() :]}"
    end = "" if not source or source.endswith("\n") else newline
    yield f"{source}{end}{newline}[{table}]{newline}{key} = {value}{newline}"


def _reads(source: str) -> dict[str, Any] | None:
    try:
        return tomllib.loads(source.replace("\r\n", "\n"))
    except (tomllib.TOMLDecodeError, RecursionError, ValueError):
        return None

"""Reading notes.toml: TOML in, validated tables out, and every mistake with its line and column."""

from __future__ import annotations

import re
import tomllib
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, ValidationError

from notes_engine.errors import Place, SettingsError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

_Model = TypeVar("_Model", bound=BaseModel)
_SYNTAX_PLACE = re.compile(r"^(?P<what>.*) \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)$")


class SettingsFile:
    """One notes.toml: its text, for places in errors, and its tables."""

    def __init__(self, path: Path, name: str | None = None) -> None:
        """Read and parse `path`; `name` is how errors call the file.

        Raises:
            SettingsError: the file cannot be read, is not UTF-8, or is not TOML.
        """
        self.path = path
        self.name = name or str(path)
        try:
            raw = path.read_bytes()
            self.text = raw.decode("utf-8-sig").replace("\r\n", "\n")
        except OSError as error:
            raise SettingsError(
                f"cannot read {self.name}: {error.strerror}", hint="check that the file exists and may be read"
            ) from None
        except UnicodeDecodeError as error:
            line = raw[: error.start].count(b"\n") + 1
            raise SettingsError(
                "the settings are not UTF-8 text",
                place=Place(self.name, line),
                hint="save the file as UTF-8 in your editor",
            ) from None
        try:
            self.data: dict[str, Any] = tomllib.loads(self.text)
        except tomllib.TOMLDecodeError as error:
            raise self._syntax_error(str(error)) from None

    def _syntax_error(self, message: str) -> SettingsError:
        found = _SYNTAX_PLACE.match(message)
        lines = self.text.split("\n")
        line = int(found["line"]) if found and found["line"] else len(lines)
        column = int(found["column"]) if found and found["column"] else len(lines[-1]) + 1
        return SettingsError(
            f"this is not valid TOML: {found['what'] if found else message}",
            place=self.place(line, column),
            hint='texts stand in quotes, as in name = "Example Shop"; lists in square brackets',
        )

    def place(self, line: int, column: int = 1, length: int = 1) -> Place:
        """Return the place of a line and column (from 1) of this file, with its source line."""
        lines = self.text.split("\n")
        source = lines[line - 1] if 0 < line <= len(lines) else None
        return Place(self.name, line, column, length, source)

    def find(self, path: Sequence[str | int]) -> Place:
        """Return the place of the key at `path`, as near as the text tells: the key, else its table, else the file."""
        names = [part for part in path if isinstance(part, str)]
        best = Place(self.name)
        table: list[str] = []
        for number, line in enumerate(self.text.split("\n"), start=1):
            header = re.match(r"\s*\[\[?\s*([^\]]+?)\s*\]", line)
            if header:
                table = [part.strip().strip("\"'") for part in header[1].split(".")]
                if table == names[: len(table)]:
                    best = self.place(number, header.start(1) + 1, len(header[1]))
                if table == names:
                    return best
                continue
            key = re.match(r"\s*((?:[\w-]+|\"[^\"]*\"|'[^']*')(?:\s*\.\s*(?:[\w-]+|\"[^\"]*\"|'[^']*'))*)\s*=", line)
            if key:
                whole = [*table, *(part.strip().strip("\"'") for part in key[1].split("."))]
                if whole == names[: len(whole)]:
                    best = self.place(number, key.start(1) + 1, len(key[1]))
                    if whole == names:
                        return best
        return best

    def load(self, model: type[_Model], tables: Iterable[str] | None = None) -> _Model:
        """Validate into `model` the named top-level tables, or (None) the whole file as one model's data.

        Raises:
            SettingsError: an unknown key or a value that is not allowed, at its place.
        """
        data = {name: self.data[name] for name in tables or () if name in self.data}
        try:
            return model.model_validate(data)
        except ValidationError as error:
            raise self._invalid(error, model, ()) from None

    def load_table(self, name: str, model: type[_Model]) -> _Model:
        """Validate one top-level table into `model`; a missing table is an empty one.

        Raises:
            SettingsError: as `load`.
        """
        try:
            return model.model_validate(self.data.get(name, {}))
        except ValidationError as error:
            raise self._invalid(error, model, (name,)) from None

    def _invalid(self, error: ValidationError, model: type[BaseModel], above: tuple[str, ...]) -> SettingsError:
        first = error.errors(include_url=False)[0]
        path: list[str | int] = [*above, *(part for part in first["loc"] if part != "[key]")]
        dotted = ".".join(str(part) for part in path)
        if first["type"] == "extra_forbidden":
            near = get_close_matches(str(path[-1]), _known_keys(model, path[len(above) : -1]), n=1)
            hint = f"did you mean {near[0]!r}?" if near else "remove it, or look the name up in docs/settings.md"
            return SettingsError(f"unknown setting {dotted!r}", place=self.find(path), hint=hint)
        message = str(first["msg"]).removeprefix("Value error, ")
        return SettingsError(
            f"{dotted}: {message[:1].lower()}{message[1:]}",
            place=self.find(path),
            hint="docs/settings.md shows every setting with an example",
        )


def _known_keys(model: type[BaseModel], path: Sequence[str | int]) -> list[str]:
    """Return the keys that the (nested) model at `path` knows, for "did you mean"."""
    current: Any = model
    for part in path:
        field = getattr(current, "model_fields", {}).get(part)
        if field is None:
            return []
        current = field.annotation
    return list(getattr(current, "model_fields", {}))

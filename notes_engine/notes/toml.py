"""Reading notes.toml: TOML in, validated tables out, and every mistake with its line and column."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from notes_engine.errors import Place, SettingsError, shown_path
from notes_engine.notes.mistakes import plain_hint, plain_message

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

_Model = TypeVar("_Model", bound=BaseModel)
_NAME = r"""(?:[\w-]+|"(?:[^"\\]|\\.)*"|'[^']*')"""
_NAMES = rf"({_NAME}(?:\s*\.\s*{_NAME})*)"
_HEADER = re.compile(rf"\s*(\[\[?)\s*{_NAMES}\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(rf"\s*{_NAMES}\s*=")
_SHORT_ESCAPES = {'"': '"', "\\": "\\", "\n": "n", "\t": "t"}
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
                f"cannot read {shown_path(self.name)}: {error.strerror}",
                hint="check that the file exists and may be read",
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
        except (RecursionError, ValueError):  # lists thousands deep, numbers of thousands of digits
            raise SettingsError(
                "the settings cannot be read: a value in them is far too large", place=Place(self.name)
            ) from None

    def _syntax_error(self, message: str) -> SettingsError:
        found = _SYNTAX_PLACE.match(message)
        lines = self.text.split("\n")
        line = int(found["line"]) if found and found["line"] else len(lines)
        column = int(found["column"]) if found and found["column"] else len(lines[-1]) + 1
        what = found["what"] if found else message
        repeated = what.startswith(
            "Cannot "
        )  # declare twice, overwrite: all that tomllib says of what is there already
        return (repeated and self._twice(line)) or SettingsError(
            f"this is not valid TOML: {what}",
            place=self.place(line, column),
            hint="the table or the setting is there already: keep one of the two"
            if repeated
            else 'texts stand in quotes, as in name = "Example Shop"; lists in square brackets',
        )

    def _twice(self, line: int) -> SettingsError | None:
        """Return the error for the table or the setting at `line` that stands above it already; None: for neither."""
        *above, last = self.text.split("\n")[:line]
        if header := _HEADER.match(last):
            first = _lines_with(_HEADER, 2, _names(header[2]), above)
            what, hint = f"the table [{header[2]}] stands twice", "put your lines under the first, and remove this one"
            start, end = header.span(2)
        elif key := _KEY.match(last):
            table = max((number for number, text in enumerate(above, start=1) if _HEADER.match(text)), default=0)
            first = [number for number in _lines_with(_KEY, 1, _names(key[1]), above) if number > table]
            what, hint = f"the setting {key[1]!r} stands twice", "keep one of the two"
            start, end = key.span(1)
        else:
            return None
        if not first:
            return None
        return SettingsError(
            f"{what}, first at line {first[0]}", place=self.place(line, start + 1, end - start), hint=hint
        )

    def place(self, line: int, column: int = 1, length: int = 1) -> Place:
        """Return the place of a line and column (from 1) of this file, with its source line."""
        lines = self.text.split("\n")
        source = lines[line - 1] if 0 < line <= len(lines) else None
        return Place(self.name, line, column, length, source)

    def find(self, path: Sequence[str | int]) -> Place:
        """Return the place of the key at `path`, as near as the text tells: the key, else its table, else the file.

        A number in `path` counts, from 0, the tables of one name, as in `[[notes.rules]]`.
        """
        best, depth = Place(self.name), 0
        table: list[str | int] = []
        seen: Counter[tuple[str, ...]] = Counter()
        for number, line in enumerate(self.text.split("\n"), start=1):
            header = _HEADER.match(line)
            key = None if header else _KEY.match(line)
            if header:
                whole = table = _counted(_names(header[2]), seen, is_next=header[1] == "[[")
                start, end = header.span(2)
            elif key:
                whole = [*table, *_names(key[1])]
                start, end = key.span(1)
            else:
                continue
            if len(whole) > depth and whole == list(path[: len(whole)]):
                best, depth = self.place(number, start + 1, end - start), len(whole)
            elif best.line is None and whole[: len(path)] == list(path):
                best = self.place(number, start + 1, end - start)  # a table inside the one that is looked for
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
        # A key written wrong is often the reason why another is missing, so it is told first.
        mistakes = sorted(error.errors(include_url=False), key=lambda found: found["type"] != "extra_forbidden")
        first = mistakes[0]
        path: list[str | int] = [*above, *(part for part in first["loc"] if part != "[key]")]
        dotted = ".".join(str(part) for part in path)
        if first["type"] == "extra_forbidden":
            near = get_close_matches(str(path[-1]), _known_keys(model, path[len(above) : -1]), n=1)
            hint = f"did you mean {near[0]!r}?" if near else "remove it, or look the name up in docs/settings.md"
            return SettingsError(f"unknown setting {dotted!r}", place=self.find(path), hint=hint)
        return SettingsError(f"{dotted}: {plain_message(first)}", place=self.find(path), hint=plain_hint(first))


def quoted(text: str) -> str:
    """Return `text` as TOML writes it in quotes, on one line and with nothing in it that a terminal would act on."""
    return f'"{"".join(_escaped(char) for char in text)}"'


def _escaped(char: str) -> str:
    if char in _SHORT_ESCAPES:
        return f"\\{_SHORT_ESCAPES[char]}"
    if unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Zl", "Zp"):
        return char
    if "\ud800" <= char <= "\udfff":
        return "\N{REPLACEMENT CHARACTER}"  # half a character: no TOML file can hold it
    return f"\\u{ord(char):04X}" if ord(char) < 0x10000 else f"\\U{ord(char):08X}"  # noqa: PLR2004  TOML's two forms


def _lines_with(pattern: re.Pattern[str], group: int, names: list[str], lines: Iterable[str]) -> list[int]:
    """Return the numbers (from 1) of the lines that hold a header or a key of this name."""
    return [
        number
        for number, line in enumerate(lines, start=1)
        if (found := pattern.match(line)) and _names(found[group]) == names
    ]


def _names(dotted: str) -> list[str]:
    """Return the parts of a dotted key, their quotes and escapes resolved."""
    try:
        return [next(iter(tomllib.loads(f"{part}=0"))) for part in re.findall(_NAME, dotted)]
    except tomllib.TOMLDecodeError:  # no key after all, but a line of a long text
        return [dotted]


def _counted(names: list[str], seen: Counter[tuple[str, ...]], *, is_next: bool) -> list[str | int]:
    """Return a header's names with the position of each that is a list's; `is_next` begins the last one's next."""
    whole: list[str | int] = []
    for length, name in enumerate(names, start=1):
        above = tuple(names[:length])
        seen[above] += is_next and length == len(names)
        whole += [name, seen[above] - 1] if seen[above] else [name]
    return whole


def _known_keys(model: type[BaseModel], path: Sequence[str | int]) -> list[str]:
    """Return the keys that the (nested) model at `path` knows, for "did you mean"."""
    current: Any = model
    for part in path:
        fields = getattr(current, "model_fields", None)
        if fields is None:
            # A table of tables or a list of them: the model is the last of the annotation's arguments.
            current = next((kind for kind in reversed(get_args(current)) if kind is not Ellipsis), None)
        else:
            current = fields[part].annotation if part in fields else None
    return list(getattr(current, "model_fields", {}))

"""The company's facts on the five notes of one order: found, expected, still open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from notes_engine.errors import NotesError, shown_path
from notes_engine.notes import EXPECTED, LITERALS, LOCALES
from notes_engine.notes.literals import literals_of_settings
from notes_engine.preview.book import Entry
from notes_engine.preview.views import LANGUAGES
from notes_engine.wording import counted

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from notes_engine.notes import FactName, Locale
    from notes_engine.preview.studio import Studio
    from notes_engine.preview.tasks import FactPlace, NotePages

TITLES: dict[FactName, str] = {"name": "Company name", "live_since": "Live since"}
_SAID: dict[FactName, str] = {"name": LITERALS["name"], "live_since": f"{LITERALS['live_since'][:22]}…"}
"""The placeholder texts, as short as a line needs them."""


@dataclass(frozen=True, slots=True)
class FactCount:
    """How often one note prints one fact, and where."""

    name: FactName
    places: tuple[FactPlace, ...]

    @property
    def expected(self) -> int:
        """How often it should."""
        return EXPECTED[self.name]

    @property
    def found(self) -> int:
        """How often it does, or prints the placeholder text in its place."""
        return len(self.places)

    @property
    def open(self) -> int:
        """Places that are still to be filled."""
        return sum(place.is_open for place in self.places)

    @property
    def wrong(self) -> str:
        """What is wrong, in a few words; empty where nothing is."""
        missing = self.expected - self.found
        words = [f"{self.open} open"] if self.open else []
        if missing:
            words.append(f"{missing} missing" if missing > 0 else f"{-missing} too many")
        return ", ".join(words)


@dataclass(frozen=True, slots=True)
class LocaleFacts:
    """The facts on the note of one locale, or why there is none."""

    locale: Locale
    counts: tuple[FactCount, ...] = ()
    typed: tuple[str, ...] = ()
    """Where a placeholder text was typed into a file: file and line."""
    is_draft: bool = False
    error: NotesError | None = None

    @property
    def language(self) -> str:
        """The locale's name."""
        return LANGUAGES[self.locale]


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts on the notes of an order."""

    order: str = ""
    """The order's key; empty where no order gets a note."""
    reference: str = ""
    is_other: bool = False
    """The order that was asked for gets no note: this is the first that does."""
    locales: tuple[LocaleFacts, ...] = ()
    typed: tuple[str, ...] = ()
    """Where a placeholder text was typed into notes.toml."""

    @property
    def error(self) -> NotesError | None:
        """The one mistake that no note can be made for, where it is the same in every locale."""
        errors = [each.error for each in self.locales]
        first = errors[0] if errors else None
        is_same = first is not None and all(each is not None and str(each) == str(first) for each in errors)
        return first if is_same else None

    @property
    def sign(self) -> str:
        """Says that notes are drafts, and why; empty where none is."""
        drafts = [each for each in self.locales if each.is_draft]
        if not drafts:
            return ""
        still_open = {name: sum(_open(each, name) for each in drafts) for name in EXPECTED}
        said = [_SAID[name] for name, times in still_open.items() if times]
        if not said:
            places = [*self.typed, *(place for each in drafts for place in each.typed)]
            return f"Draft: a placeholder text stands in {places[0]}" if places else "Draft: a fact is not set"
        notes = [each for each in drafts if any(_open(each, name) for name in EXPECTED)]
        where = f"the {notes[0].language} note" if len(notes) == 1 else counted(len(notes), "note")
        number = sum(still_open.values())
        verb = ("says" if number == 1 else "say") + f" {said[0]}" if len(said) == 1 else "to be filled in"
        return f"Draft: {counted(number, 'place')} in {where} still {verb}"

    @property
    def are_right(self) -> bool:
        """True where every note prints every fact as often as it should, and none is open."""
        return (
            bool(self.locales)
            and not self.sign
            and not any(each.error or any(count.wrong for count in each.counts) for each in self.locales)
        )


def _open(facts: LocaleFacts, name: FactName) -> int:
    return sum(count.open for count in facts.counts if count.name == name)


async def facts_of(studio: Studio, key: str, is_gone: Callable[[], Awaitable[bool]]) -> Facts:
    """Return the facts on the five notes of an order; of the first that gets a note, where this one does not.

    The notes are made one after the other, so that a worker stays free for who turns to another order; nobody waits
    for the rest once `is_gone` says so.
    """
    asked = studio.book.get(key)
    entry = asked if isinstance(asked, Entry) else None
    if entry is None:
        entry = next((each for each in studio.book.entries if isinstance(each, Entry)), None)
    if entry is None:
        return Facts()
    found = []
    for locale in LOCALES:
        if await is_gone():
            break
        found.append(await _facts_in(studio, entry.key, locale))
    return Facts(entry.key, entry.reference, entry.key != key, tuple(found), _typed_into_settings(studio))


async def _facts_in(studio: Studio, key: str, locale: Locale) -> LocaleFacts:
    try:
        pages = (await studio.note(key, locale)).pages
    except NotesError as error:
        return LocaleFacts(locale, error=error)
    typed = tuple(f"{shown_path(each.file)}:{each.line}" for each in pages.literals)
    return LocaleFacts(locale, _counts(pages), typed, pages.is_draft)


def _counts(pages: NotePages) -> tuple[FactCount, ...]:
    return tuple(FactCount(name, tuple(fact for fact in pages.facts if fact.name == name)) for name in EXPECTED)


def _typed_into_settings(studio: Studio) -> tuple[str, ...]:
    try:
        workspace = studio.workspace()
    except NotesError:  # every locale's note says so
        return ()
    return tuple(f"{shown_path(each.place.file)}:{each.place.line}" for each in literals_of_settings(workspace))

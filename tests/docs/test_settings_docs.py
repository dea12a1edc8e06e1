"""docs/settings.md: it has every setting, none that does not exist, and examples that load."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from notes_engine.notes import LOCALES, Workspace
from notes_engine.notes.markets import MARKETS
from notes_engine.notes.settings import Company, LocaleNotes, Markets, Notes, NotesSettings, Rule, Terms
from notes_engine.orders import OrderSettings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pydantic import BaseModel

PAGE = "docs/settings.md"
TABLES: dict[str, type[BaseModel]] = {
    "company": Company,
    "orders": OrderSettings,
    "notes": Notes,
    "notes.rules": Rule,
    "notes.fr … notes.en": LocaleNotes,
    "markets": Markets,
    "terms": Terms,
}
"""Heading of the page → the model behind it."""


def _documented(section: str) -> set[str]:
    """Return the keys in the first column of a section's table."""
    rows = re.findall(r"^\| (`[^|]*) \|", section, re.MULTILINE)
    return {key for row in rows for key in re.findall(r"`(\w+)`", row)}


@pytest.mark.parametrize("heading", TABLES)
def test_a_section_documents_the_settings_of_its_table_and_no_others(
    heading: str, sections: Callable[[str], dict[str, str]]
) -> None:
    # The five tables of [notes] have a section of their own.
    wanted = set(TABLES[heading].model_fields) - ({*LOCALES} if heading == "notes" else set())

    assert _documented(sections(PAGE)[heading]) == wanted


def test_every_table_that_notes_engine_reads_has_a_section(sections: Callable[[str], dict[str, str]]) -> None:
    assert {*NotesSettings.model_fields, "orders"} <= set(sections(PAGE))


def test_every_example_is_a_workspace_that_opens(
    examples: Callable[[str, str], list[str]], sections: Callable[[str], dict[str, str]], tmp_path: Path
) -> None:
    found = [*examples(PAGE, "toml"), *examples("docs/orders.md", "toml")]

    for example in found:
        (tmp_path / "notes.toml").write_text(example, "utf-8")
        Workspace.open(tmp_path)

    assert len(found) > len(TABLES)


def test_all_markets_are_named(page: Callable[[str], str]) -> None:
    text = page(PAGE)

    assert [market for market in MARKETS if market not in text] == []


@pytest.mark.parametrize(
    ("example", "key", "value"),
    [
        ("[company]", "name", "Example Shop"),
        ("[company]", "live_since", "2018-12"),
        ("[notes]", "window", "la-poste"),
        ("[markets]", "time_zone", "Europe/Paris"),
    ],
)
def test_an_example_means_what_it_shows(
    example: str, key: str, value: str, examples: Callable[[str, str], list[str]], tmp_path: Path
) -> None:
    text = next(block for block in reversed(examples(PAGE, "toml")) if block.startswith(example))
    (tmp_path / "notes.toml").write_text(text, "utf-8")

    settings = Workspace.open(tmp_path).settings

    assert getattr(getattr(settings, example.strip("[]")), key) == value


def test_the_defaults_it_gives_for_terms_hold(page: Callable[[str], str]) -> None:
    text = page(PAGE)

    assert NotesSettings().terms_for("fr-fr", "fr") == (30, 12)
    assert NotesSettings().terms_for("es-es", "es") == (30, 24)
    assert "| 30 |" in text
    assert "| 12; 24 in Spanish notes |" in text

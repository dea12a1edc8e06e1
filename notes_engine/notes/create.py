"""Creating a workspace: notes.toml with everything explained, and the five templates, as Linnworks creates them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from babel.dates import get_month_names
from pydantic import ValidationError

from notes_engine.assets import asset_root
from notes_engine.errors import SettingsError, WorkspaceError
from notes_engine.notes.mistakes import plain_message
from notes_engine.notes.settings import LOCALES, Company
from notes_engine.notes.toml import quoted
from notes_engine.notes.workspace import SETTINGS_NAME
from notes_engine.whole_files import write_whole

if TYPE_CHECKING:
    from pathlib import Path

_YEAR_FIRST = re.compile(r"(?P<year>[0-9]{4})[ ]*[-/. ][ ]*(?P<month>[0-9]{1,2}|[^\W\d]+\.?)")
_YEAR_LAST = re.compile(r"(?P<month>[0-9]{1,2}|[^\W\d]+\.?)[ ]*[-/. ,][ ]*(?P<year>[0-9]{4})")
_SETTINGS = """\
# The settings of this shop's delivery notes. Lines that begin with # are examples: remove the # to use them.
# Every setting is explained in docs/settings.md. After a change: notes-engine check

[company]
# The two facts that every note must hold. Nothing prints until both are set.
{name}
{live_since}

# These are printed under the name where they are set.
# address = ["12 Example Street", "10115 Berlin"]
# country = "DE"                # left out of addresses in the same country
# email = "help@example.invalid"
# phone = "+49 30 0000000"
# website = "www.example.invalid"
# vat_id = "DE000000000"
# registration = "HRB 00000"
# logo = "logo.svg"             # a file in this folder

[orders]
# What your channel settings put before Back Market's order number.
prefix = "bm-"
# Print these orders too: "unpaid", "held", "merged".
# allow = []
# Extended properties that your labels use as tags.
# extended = ["Gift"]
# The time zone of dates in CSV and Excel files, which carry none.
# time_zone = "UTC"
# Columns that your export calls something else.
# [orders.columns]
# "My order number" = "Channel reference"

[notes]
# Where the delivery address stands: "din-5008-b" (left window), "la-poste" (right window) or "none".
# window = "din-5008-b"
# Which note an order gets is decided by its market. Printing conditions come first, if you write any:
# [[notes.rules]]
# locale = "fr"
# when = "[Source] = 'BACKMARKET' AND [cCountry] = 'France'"
# Where each carrier tells about a parcel, so that tracking numbers are links:
# [notes.tracking]
# "Example Post" = "https://example.invalid/track/{{number}}"

[markets.sub_sources]
# Which market an order of each SubSource was placed on. `notes-engine check --orders FILE` proposes the lines.
# "Back Market FR" = "fr-fr"

# What you promise the buyer, by language or by market. Defaults: 30 days, 12 months (24 in Spanish notes).
# [terms.fr]
# change_of_mind_days = 30
# warranty_months = 12
"""


def create_workspace(folder: Path, *, company: str | None = None, live_since: str | None = None) -> list[Path]:
    """Create a workspace in `folder` and return the files written, notes.toml last.

    Templates that already stand there are kept as they are, so a creation that was cut off can be run again.

    Raises:
        WorkspaceError: there is a workspace already, or the folder cannot be written.
        SettingsError: `company` or `live_since` is not something a note can print.
    """
    settings = folder / SETTINGS_NAME
    if settings.exists():
        raise WorkspaceError(
            f"{folder} is a workspace already", hint=f"edit {settings}, or name another folder: notes-engine init DIR"
        )
    facts = checked_facts(company, live_since)
    written: list[Path] = []
    try:
        (folder / "templates").mkdir(parents=True, exist_ok=True)
        for locale in LOCALES:
            target = folder / "templates" / f"{locale}.html"
            if not target.exists():
                write_whole(target, (asset_root("templates") / f"{locale}.html").read_bytes())
                written.append(target)
        write_whole(settings, _settings_text(facts).encode("utf-8"))
    except OSError as error:
        raise WorkspaceError(
            f"cannot create a workspace in {folder}: {error.strerror}", hint="choose a folder you may write to"
        ) from None
    return [*written, settings]


def plain_month(text: str) -> str:
    """Return a month as the settings write it, `2018-12`, from `December 2018`, `12/2018`, `12.2018` or `2018/12`.

    Names of months are read in the languages of the notes. What is none of these is returned as it is.
    """
    found = _YEAR_FIRST.fullmatch(text.strip()) or _YEAR_LAST.fullmatch(text.strip())
    if not found:
        return text
    year, month = found["year"], found["month"].rstrip(".").casefold()
    number = int(month) if month.isdecimal() else _month_names().get(month, 0)
    return f"{year}-{number:02}" if 1 <= number <= 12 else text  # noqa: PLR2004  months of a year


def _month_names() -> dict[str, int]:
    names: dict[str, int] = {}
    for locale in LOCALES:
        for width in ("wide", "abbreviated"):
            for number, name in get_month_names(width, locale=locale).items():
                names.setdefault(name.rstrip(".").casefold(), number)
    return names


def checked_facts(company: str | None = None, live_since: str | None = None) -> Company:
    """Return the facts as the settings hold them. Raises SettingsError when a note cannot print one."""
    try:
        return Company.model_validate(
            {"name": company or None, "live_since": plain_month(live_since) if live_since else None}
        )
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        option = {"name": "--company", "live_since": "--live-since"}[str(first["loc"][0])]
        raise SettingsError(
            f"{option}: {plain_message(first)}", hint='for example: --company "Example Shop" --live-since 2018-12'
        ) from None


def _settings_text(facts: Company) -> str:
    def line(key: str, value: str | None, example: str) -> str:
        return f"{key} = {quoted(value)}" if value else f'# {key} = "{example}"'

    return _SETTINGS.format(
        name=line("name", facts.name, "Example Shop"), live_since=line("live_since", facts.live_since, "2018-12")
    )

"""The company's facts: as templates see them, and what is missing from them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

from notes_engine.errors import SettingsError
from notes_engine.notes.countries import country_name
from notes_engine.notes.dates import format_month
from notes_engine.notes.placeholders import LITERALS, Fact, FactName, is_literal
from notes_engine.notes.typography import clean_text
from notes_engine.notes.view import CompanyView
from notes_engine.visible import can_be_read

if TYPE_CHECKING:
    from notes_engine.notes.settings import Company
    from notes_engine.notes.workspace import Workspace

_KEYS: dict[FactName, str] = {"name": 'name = "Your shop"', "live_since": 'live_since = "2018-12"'}


def _standing(workspace: Workspace, name: FactName) -> str:
    """Return a remark where the fact's line stands in notes.toml already: a second one would be no valid TOML."""
    if name in workspace.file.data.get("company", {}):
        return f" (in place of the {name} that stands there)"
    commented = re.search(rf"^[ \t]*#[# \t]*{name}[ \t]*=", workspace.file.text, re.MULTILINE)
    return f" ({name} stands there already, behind a # to remove)" if commented else ""


def missing_facts(company: Company) -> tuple[FactName, ...]:
    """Return the placeholders that are not filled: not set, nothing to read, or still holding the literal text."""
    values: dict[FactName, str | None] = {"name": company.name, "live_since": company.live_since}
    return tuple(name for name, value in values.items() if not can_be_read(value or "") or is_literal(value))


def has_all_facts(company: Company) -> bool:
    """True when both placeholders are filled."""
    return not missing_facts(company)


def unset_facts(workspace: Workspace) -> SettingsError:
    """Return the error that stops a batch whose company facts are not set."""
    missing = missing_facts(workspace.settings.company)
    written = "".join(f"\n  {_KEYS[name]}" for name in missing)
    remarks = "".join(_standing(workspace, name) for name in missing)
    lines = "these lines" if len(missing) > 1 else "this line"
    what = " and ".join(f"company.{name}" for name in missing)
    return SettingsError(
        f"{what} {'is' if len(missing) == 1 else 'are'} not set: every note would print {LITERALS[missing[0]]!r}",
        place=workspace.file.find(["company", missing[0]]),
        hint=f"write under [company] {lines}{remarks}, or look at a draft with --draft:{written}",
    )


def refuse_literals(workspace: Workspace) -> None:
    """Let no placeholder text through that was typed where another setting of the company prints.

    Raises:
        SettingsError: one stands there.
    """
    company = workspace.settings.company
    for key in ("address", "email", "phone", "website", "vat_id", "registration"):
        value = getattr(company, key)
        text = "\n".join(value) if isinstance(value, tuple) else value
        if text and is_literal(text):
            raise SettingsError(
                f"company.{key} still holds a placeholder text: every note would print it",
                place=workspace.file.find(["company", key]),
                hint="replace it with your own, or remove the line; or look at a draft with --draft",
            )


def company_view(company: Company, cldr_locale: str, language: str) -> CompanyView:
    """Return the company as templates see it; a fact that is not set prints its literal placeholder text."""
    missing = missing_facts(company)
    name = LITERALS["name"] if "name" in missing or company.name is None else clean_text(company.name)
    since = LITERALS["live_since"] if company.live_since is None else format_month(company.live_since, cldr_locale)
    address = tuple(clean_text(line) for line in company.address)
    if address and company.country:
        address = (*address, country_name(company.country, language))
    return CompanyView(
        name=Fact("name", name),
        live_since=Fact("live_since", since),
        address=address,
        email=clean_text(company.email),
        phone=clean_text(company.phone),
        website=clean_text(company.website),
        vat_id=clean_text(company.vat_id),
        registration=clean_text(company.registration),
        logo=quote(company.logo) if company.logo else None,
    )

"""The panel of placeholders, and the form for the company's facts, which stand for them."""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, ConfigDict, Field

from notes_engine.errors import NotesError, shown_path
from notes_engine.preview.company import ADDRESS_LINES, CompanyFile, FieldName
from notes_engine.preview.placeholders import TITLES, facts_of
from notes_engine.preview.problems import Problem
from notes_engine.preview.saves import ConflictError
from notes_engine.preview.views import page

if TYPE_CHECKING:
    from pathlib import Path

    from notes_engine.preview.studio import Studio


class FilledForm(BaseModel):
    """What the form sends: its fields, and the content of notes.toml that it was filled from."""

    model_config = ConfigDict(extra="forbid")

    hash: str = Field(max_length=64)
    fields: dict[FieldName, Annotated[str, Field(max_length=5000)]]


class Saved(BaseModel):
    """What became of it."""

    saved: bool
    """False: the file says so already."""
    file: str
    diff: str = ""


def router(studio: Studio) -> APIRouter:
    """Return the routes of the panel and the form."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/ui/placeholders")
    async def placeholders(request: Request, order: Annotated[str, Query(max_length=40)] = "") -> HTMLResponse:
        facts = await facts_of(studio, order, request.is_disconnected)
        return HTMLResponse(page("placeholders.html", facts=facts, titles=TITLES, shown_path=shown_path))

    @routes.get("/ui/company")
    async def form() -> HTMLResponse:
        error = None
        company = None
        try:
            company = await asyncio.to_thread(_read_with_pictures, studio.root)
        except NotesError as found:
            error = found
        return HTMLResponse(page("company.html", company=company, error=error, address_lines=ADDRESS_LINES))

    @routes.post("/ui/company")
    async def save(filled: FilledForm) -> Saved:
        company = CompanyFile.read(studio.root)
        name = shown_path(company.file.path)
        if filled.hash != company.digest:
            raise ConflictError(
                f"{name} was changed elsewhere in the meantime", hint="look at what it says now, then save again"
            )
        mistakes = company.mistakes(filled.fields)
        if mistakes:
            errors = [{"field": mistake.field, "what": mistake.what} for mistake in mistakes]
            raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "nothing was saved: some facts are not right", errors=errors)
        after = company.written(filled.fields)
        if after == company.content:
            return Saved(saved=False, file=name)
        done = studio.saves.save(company.file.path, company.content, after, "the company's facts")
        await studio.wrote()
        return Saved(saved=True, file=name, diff=done.diff)

    return routes


def _read_with_pictures(root: Path) -> CompanyFile:
    """Return the settings' file, and look through the workspace for pictures, which may have many folders."""
    company = CompanyFile.read(root)
    _ = company.pictures
    return company

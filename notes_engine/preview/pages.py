"""What the browser asks for: the page, its parts, pictures of notes, and news of changes."""

from __future__ import annotations

import json
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query, Request
from fastapi import Path as PathParameter
from fastapi.responses import HTMLResponse, JSONResponse, Response, StreamingResponse

from notes_engine.errors import NotesError, shown_path
from notes_engine.notes import LOCALES
from notes_engine.preview import limits
from notes_engine.preview.book import Entry
from notes_engine.preview.labels import template_name
from notes_engine.preview.problems import Problem
from notes_engine.preview.studio import Studio, known_locale
from notes_engine.preview.views import LANGUAGES, page

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from notes_engine.preview.security import Access

Key = Annotated[str, Query(max_length=40)]
_LOCALE = "^(fr|de|it|es|en|own)$"
LocaleName = Annotated[str, Query(pattern=_LOCALE)]
PathLocale = Annotated[str, PathParameter(pattern=_LOCALE)]


def router(studio: Studio, access: Access) -> APIRouter:
    """Return the routes of the page."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/")
    async def index() -> HTMLResponse:
        return HTMLResponse(
            page(
                "index.html",
                csrf=access.csrf,
                read_only=access.read_only,
                workspace=shown_path(studio.root),
                samples=studio.shows_samples,
                files=[shown_path(name) for name in studio.files],
                locales=LOCALES,
                languages=LANGUAGES,
            )
        )

    @routes.get("/ui/orders")
    async def orders(
        q: Annotated[str, Query(max_length=200)] = "",
        market: Annotated[str, Query(max_length=10)] = "",
        order: Key = "",
        start: Annotated[int, Query(ge=0)] = 0,
    ) -> HTMLResponse:
        book = studio.book
        found = book.find(q, market)
        here = book.at.get(order, -1)
        if not start and here >= limits.LISTED and here in found:
            start = max(0, found.index(here) - limits.LISTED // 2)  # the chosen one is among those shown
        shown = [book.entries[number] for number in found[start : start + limits.LISTED]]
        markets = sorted({entry.market for entry in book.entries if isinstance(entry, Entry) and entry.market})
        return HTMLResponse(
            page(
                "orders.html",
                entries=shown,
                total=len(book.entries),
                found=len(found),
                start=start,
                more=start + len(shown) < len(found),
                markets=markets,
                market=market,
                q=q,
                chosen=order,
                reading=studio.reading,
                problem=book.problem,
                is_cut=book.is_cut,
            )
        )

    @routes.get("/ui/step")
    async def step(
        order: Key = "", by: Annotated[int, Query(ge=-1, le=1)] = 1, q: str = "", market: str = ""
    ) -> Response:
        """Return the order before or after another among those that a search finds."""
        book = studio.book
        found = book.find(q[:200], market[:10])
        if not found:
            return JSONResponse({"order": None})
        here = book.at.get(order, -1)
        near = found.index(here) + by if here in found else 0
        number = found[min(max(near, 0), len(found) - 1)]
        return JSONResponse({"order": book.entries[number].key})

    @routes.get("/ui/note")
    async def note(order: Key, locale: LocaleName = "own") -> HTMLResponse:
        try:
            made = await studio.note(order, known_locale(locale))
        except NotesError as error:
            return HTMLResponse(_error_page(studio, error, order), headers={"x-note": "error"})
        pages = made.pages
        return HTMLResponse(
            page(
                "note.html",
                note=pages,
                order=order,
                locale=locale,
                look=made.look,
                languages=LANGUAGES,
                entry=studio.entry(order),
            ),
            headers={"x-note": made.look},
        )

    @routes.get("/ui/places")
    async def places(order: Key, locale: LocaleName = "own") -> JSONResponse:
        try:
            found = await studio.places(order, known_locale(locale))
        except NotesError:  # a file changed since the note was made: the next one says what is wrong
            found = ()
        roots = studio.workspace().template_roots if found else ()
        return JSONResponse(
            [
                {
                    "outlines": [[each.page, each.left, each.top, each.width, each.height] for each in place.outlines],
                    "label": place.is_label,
                    "file": shown_path(place.file),
                    "template": template_name(place.file, roots),
                    "packaged": not Path(place.file).is_relative_to(studio.root),
                    "line": place.line,
                    "column": place.column,
                    "expression": place.expression,
                    "text": place.text,
                }
                for place in found
            ]
        )

    @routes.get("/pages/{order}/{locale}/{number}.png")
    async def picture(
        order: str,
        locale: PathLocale,
        number: int,
        width: Annotated[int, Query(ge=40, le=limits.WIDEST_PICTURE)] = 1000,
        look: Annotated[str, Query(max_length=40)] = "",
    ) -> Response:
        made = await studio.note(order, known_locale(locale))
        try:
            content = await studio.picture(made, number, width)
        except IndexError:
            raise Problem(HTTPStatus.NOT_FOUND, "the note has no such page") from None
        caching = "private, max-age=3600, immutable" if look == made.look else "no-store"
        return Response(content, media_type="image/png", headers={"cache-control": caching})

    @routes.get("/notes/{order}.pdf")
    async def pdf(order: str, locale: LocaleName = "own", download: bool = False) -> Response:
        made = await studio.note(order, known_locale(locale))
        name = "".join(char if char.isalnum() or char in "-_" else "-" for char in made.pages.number)[:80] or "note"
        kind = "attachment" if download else "inline"
        disposition = f"{kind}; filename*=UTF-8''{quote(name)}-{made.pages.locale}.pdf"
        return Response(made.pages.pdf, media_type="application/pdf", headers={"content-disposition": disposition})

    @routes.get("/events")
    async def events(request: Request) -> StreamingResponse:
        async def stream() -> AsyncIterator[str]:
            yield f"retry: 1000\nevent: hello\ndata: {json.dumps(studio.version.number)}\n\n"
            async for what in studio.listen():
                if await request.is_disconnected():
                    return
                yield f"event: {what}\ndata: {studio.version.number}\n\n" if what else ": still here\n\n"

        return StreamingResponse(stream(), media_type="text/event-stream", headers={"x-accel-buffering": "no"})

    return routes


def _error_page(studio: Studio, error: NotesError, order: str) -> str:
    place = error.place
    entry = studio.book.get(order)
    return page(
        "error.html",
        what=error.what,
        place=str(place) if place else "",
        drawing=place.drawing() if place else "",
        hint=error.hint or "",
        entry=entry,
    )

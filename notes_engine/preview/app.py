"""The web application: routes, what guards them, and how every failure is told."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import TYPE_CHECKING

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.staticfiles import StaticFiles

from notes_engine._version import __version__
from notes_engine.errors import NotesError
from notes_engine.preview import api, pages
from notes_engine.preview.problems import Problem, problem, problem_of
from notes_engine.preview.security import Access, Guard, TooLargeError
from notes_engine.preview.views import STATIC
from notes_engine.preview.watch import watch

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from fastapi import Request
    from fastapi.responses import JSONResponse
    from starlette.types import ASGIApp

    from notes_engine.preview.studio import Studio


def create_app(studio: Studio, access: Access) -> ASGIApp:
    """Return the application of a studio; starting it starts the studio, and stopping it stops both."""

    @asynccontextmanager
    async def living(app: FastAPI) -> AsyncIterator[None]:
        stop = asyncio.Event()
        await studio.start()
        watching = asyncio.ensure_future(watch(studio, stop))
        yield
        stop.set()
        await studio.stop()
        await asyncio.wait([watching], timeout=2)
        watching.cancel()

    app = FastAPI(
        title="notes-engine",
        version=__version__,
        summary="Delivery notes from exported orders.",
        docs_url=None,  # their scripts come from elsewhere
        redoc_url=None,
        openapi_url="/api/openapi.json",
        lifespan=living,
    )
    app.include_router(pages.router(studio, access))
    app.include_router(api.router(studio))
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    _tell_failures(app)
    return Guard(app, access)


def _tell_failures(app: FastAPI) -> None:
    @app.exception_handler(NotesError)
    async def known(request: Request, error: NotesError) -> JSONResponse:
        return problem_of(error)

    @app.exception_handler(Problem)
    async def refused(request: Request, error: Problem) -> JSONResponse:
        return problem(error.status, error.title, error.detail, **error.more)

    @app.exception_handler(TooLargeError)
    async def too_large(request: Request, error: TooLargeError) -> JSONResponse:
        return problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "the request is too large", "send fewer orders at a time")

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> JSONResponse:
        errors = [
            {"where": ".".join(str(part) for part in each["loc"]), "what": each["msg"]} for each in error.errors()
        ]
        return problem(HTTPStatus.UNPROCESSABLE_ENTITY, "the request is not valid", errors=errors)

    @app.exception_handler(HTTPException)
    async def other(request: Request, error: HTTPException) -> JSONResponse:
        answer = problem(HTTPStatus(error.status_code), HTTPStatus(error.status_code).phrase)
        answer.headers.update(error.headers or {})
        return answer

    @app.exception_handler(Exception)
    async def fault(request: Request, error: Exception) -> JSONResponse:
        # Its text may hold an order's values: it is told nowhere but on the server's own terminal.
        return problem(
            HTTPStatus.INTERNAL_SERVER_ERROR, "notes-engine failed", "this is its own fault: please report it"
        )

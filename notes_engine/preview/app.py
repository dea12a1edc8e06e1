"""The web application: routes, what guards them, and how every failure is told."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from fastapi import FastAPI
from starlette.staticfiles import StaticFiles

from notes_engine._version import __version__
from notes_engine.preview import api, company_form, editing, job_routes, pages
from notes_engine.preview.failures import log_faults_of, tell_failures
from notes_engine.preview.jobs import Jobs
from notes_engine.preview.openapi import describe
from notes_engine.preview.security import Access, Guard
from notes_engine.preview.views import STATIC
from notes_engine.preview.watch import watch

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.types import ASGIApp

    from notes_engine.preview.studio import Studio


def create_app(studio: Studio, access: Access) -> ASGIApp:
    """Return the application of a studio; starting it starts the studio, and stopping it stops both."""
    jobs = Jobs(studio.root, studio.inputs, studio.format)

    @asynccontextmanager
    async def living(app: FastAPI) -> AsyncIterator[None]:
        log_faults_of(asyncio.get_running_loop())
        stop = asyncio.Event()
        await studio.start()
        watching = asyncio.ensure_future(watch(studio, stop))
        yield
        stop.set()
        await jobs.stop()
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
    app.include_router(editing.router(studio))
    app.include_router(company_form.router(studio))
    app.include_router(job_routes.router(jobs))
    app.include_router(api.router(studio))
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    tell_failures(app)
    describe(app)
    return Guard(app, access)

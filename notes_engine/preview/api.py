"""The API for programs: notes from orders, the tags, a formula tried out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter

from notes_engine._version import __version__

if TYPE_CHECKING:
    from notes_engine.preview.studio import Studio


def router(studio: Studio) -> APIRouter:
    """Return the routes of the API."""
    routes = APIRouter()

    @routes.get("/healthz")
    async def health() -> dict[str, str]:
        """Say that the server answers."""
        return {"status": "ok", "version": __version__}

    return routes

"""What the browser asks for to make the notes of all orders: to start it, to see how far it is, to have its files."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Annotated, Any, Literal

from fastapi import APIRouter
from fastapi.responses import JSONResponse, StreamingResponse
from pydantic import BaseModel, ConfigDict, Field

from notes_engine.preview.jobs import Wish
from notes_engine.preview.problems import Problem
from notes_engine.preview.studio import known_locale

if TYPE_CHECKING:
    from notes_engine.batch import Summary
    from notes_engine.errors import NotesError
    from notes_engine.preview.jobs import Jobs, State

REASONS = 50
"""Reasons shown on the page; rejects.jsonl has them all."""


class WishForm(BaseModel):
    """How the notes are to be made."""

    model_config = ConfigDict(extra="forbid")

    locale: Literal["own", "fr", "de", "it", "es", "en"] = "own"
    sort: Annotated[str, Field(max_length=300)] = ""
    draft: bool = False


def router(jobs: Jobs) -> APIRouter:
    """Return the routes of the job."""
    routes = APIRouter(include_in_schema=False)

    @routes.post("/ui/job")
    async def start(form: WishForm) -> JSONResponse:
        return JSONResponse(told(jobs.start(Wish(known_locale(form.locale), form.sort, form.draft))))

    @routes.get("/ui/job")
    async def state() -> JSONResponse:
        return JSONResponse(told(jobs.state))

    @routes.delete("/ui/job")
    async def cancel() -> JSONResponse:
        await jobs.cancel()
        return JSONResponse(told(jobs.state))

    @routes.get("/ui/job/notes.pdf")
    async def notes() -> StreamingResponse:
        return _file(jobs, "notes.pdf", "application/pdf")

    @routes.get("/ui/job/rejects.jsonl")
    async def rejects() -> StreamingResponse:
        return _file(jobs, "rejects.jsonl", "application/jsonl")

    return routes


def _file(jobs: Jobs, name: str, media_type: str) -> StreamingResponse:
    file = jobs.state.files.get(name) if jobs.state is not None else None
    if file is None:
        raise Problem(HTTPStatus.NOT_FOUND, f"there is no {name}", "make the notes of all orders first")
    headers = {"content-disposition": f'attachment; filename="{name}"', "content-length": str(file.size)}
    return StreamingResponse(file.content(), media_type=media_type, headers=headers)


def told(state: State | None) -> dict[str, Any]:
    """Return what the page is told of a job."""
    if state is None:
        return {"stage": "none"}
    left = state.seconds_left
    return {
        "stage": state.stage,
        "running": state.is_running,
        "wish": {"locale": state.wish.locale or "own", "sort": state.wish.sort, "draft": state.wish.draft},
        "read": state.read,
        "done": state.done,
        "total": state.total,
        "seconds_left": None if left is None else round(left, 1),
        "drafts_would_do": state.drafts_would_do,
        "error": _error(state.error),
        "result": _result(state.summary) if state.stage == "done" and state.summary is not None else None,
        "files": {name: file.size for name, file in state.files.items()},
    }


def _error(error: NotesError | None) -> dict[str, Any] | None:
    if error is None:
        return None
    place = error.place
    return {
        "what": error.what,
        "hint": error.hint or "",
        "place": str(place) if place else "",
        "drawing": place.drawing() if place else "",
    }


def _result(summary: Summary) -> dict[str, Any]:
    reasons = sorted(summary.reasons.values(), key=lambda reason: -reason[0])
    return {
        "printed": summary.printed,
        "without": summary.refused + summary.failed,
        "seconds": round(summary.seconds, 1),
        "reasons": [
            {"count": count, "what": what, "hint": hint, "examples": examples}
            for count, what, hint, examples in reasons[:REASONS]
        ],
        "more_reasons": max(0, len(reasons) - REASONS),
        "warnings": [
            {"count": count, "what": what, "hint": hint, "examples": examples}
            for _, (count, what, hint, examples, _code) in sorted(summary.warnings.items())
        ][:REASONS],
    }

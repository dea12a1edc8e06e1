"""Every way a request can fail, and the answer that tells it."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import TYPE_CHECKING

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from notes_engine.errors import NotesError
from notes_engine.preview.bodies import BodyError
from notes_engine.preview.faults import fault
from notes_engine.preview.problems import Problem, problem, problem_of

if TYPE_CHECKING:
    import asyncio
    from typing import Any

    from fastapi import FastAPI, Request

    from notes_engine.preview.problems import ProblemResponse

_LOG = logging.getLogger(__name__)
_MOST_ERRORS = 20
"""Errors of one request that are told."""


def tell_failures(app: FastAPI) -> None:
    """Let every failure of the application be told as a problem."""

    @app.exception_handler(NotesError)
    async def known(request: Request, error: NotesError) -> ProblemResponse:
        return problem_of(error)

    @app.exception_handler(Problem)
    async def refused(request: Request, error: Problem) -> ProblemResponse:
        return problem(error.status, error.title, error.detail, **error.more)

    @app.exception_handler(BodyError)
    async def not_taken(request: Request, error: BodyError) -> ProblemResponse:
        return problem(error.status, error.title, error.hint)

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> ProblemResponse:
        errors = [
            {"where": ".".join(str(part) for part in each["loc"]), "what": each["msg"]}
            for each in error.errors()[:_MOST_ERRORS]
        ]
        return problem(HTTPStatus.UNPROCESSABLE_ENTITY, "the request is not valid", errors=errors)

    @app.exception_handler(HTTPException)
    async def other(request: Request, error: HTTPException) -> ProblemResponse:
        status = HTTPStatus(error.status_code)
        answer = problem(status, status.phrase)
        answer.headers.update(error.headers or {})
        return answer

    @app.exception_handler(Exception)
    async def unforeseen(request: Request, error: Exception) -> ProblemResponse:
        return problem_of(fault(error))  # the guard logs it


def log_fault(error: BaseException) -> None:
    """Write down that something failed: its kind and our line, never its text, which may hold an order's values."""
    _LOG.error(fault(error).what)


def log_faults_of(loop: asyncio.AbstractEventLoop) -> None:
    """Let whatever fails with nobody waiting for it be written down in the same way; asyncio would print it whole."""

    def handle(_: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        if error is not None:
            log_fault(error)

    loop.set_exception_handler(handle)

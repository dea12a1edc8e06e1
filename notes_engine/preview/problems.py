"""What went wrong, in the one shape that every answer has: application/problem+json (RFC 9457)."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from starlette.responses import Response

from notes_engine.errors import InputError, NotesError, OutputError, UsageError
from notes_engine.preview.api_tasks import NotInUploadError, TooManyOrdersError
from notes_engine.preview.faults import FaultError
from notes_engine.preview.jobs import JobRunningError
from notes_engine.preview.labels import UnknownTemplateError
from notes_engine.preview.saves import ConflictError
from notes_engine.preview.studio import UnknownOrderError
from notes_engine.preview.workers import BusyError, TookTooLongError, WorkerDiedError

if TYPE_CHECKING:
    from collections.abc import Mapping

MEDIA_TYPE = "application/problem+json"

_STATUSES: Mapping[type[NotesError], HTTPStatus] = {
    UnknownOrderError: HTTPStatus.NOT_FOUND,
    UnknownTemplateError: HTTPStatus.NOT_FOUND,
    ConflictError: HTTPStatus.CONFLICT,
    JobRunningError: HTTPStatus.CONFLICT,
    BusyError: HTTPStatus.SERVICE_UNAVAILABLE,
    WorkerDiedError: HTTPStatus.SERVICE_UNAVAILABLE,
    FaultError: HTTPStatus.INTERNAL_SERVER_ERROR,
    TooManyOrdersError: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    NotInUploadError: HTTPStatus.NOT_FOUND,
    TookTooLongError: HTTPStatus.UNPROCESSABLE_ENTITY,
    InputError: HTTPStatus.UNPROCESSABLE_ENTITY,
    UsageError: HTTPStatus.UNPROCESSABLE_ENTITY,
    OutputError: HTTPStatus.INTERNAL_SERVER_ERROR,
}


class Problem(Exception):  # noqa: N818  RFC 9457's word
    """A request that is refused."""

    def __init__(self, status: HTTPStatus, title: str, detail: str = "", **more: object) -> None:
        """Keep what the answer says; `more` are further members of it."""
        super().__init__(title)
        self.status, self.title, self.detail, self.more = status, title, detail, more


class ProblemResponse(Response):
    """An answer that tells what went wrong."""

    media_type = MEDIA_TYPE

    def __init__(self, body: Mapping[str, Any], status: HTTPStatus) -> None:
        """Write the members as JSON."""
        headers = {"Retry-After": "2"} if status == HTTPStatus.SERVICE_UNAVAILABLE else None
        # In ASCII: half a surrogate pair in an order's text is no UTF-8, and good JSON where it is escaped.
        super().__init__(json.dumps(body), status, headers)


def problem(status: HTTPStatus, title: str, detail: str = "", **more: object) -> ProblemResponse:
    """Return the answer to a request that failed."""
    body: dict[str, Any] = {"type": "about:blank", "status": int(status), "title": title}
    if detail:
        body["detail"] = detail
    return ProblemResponse(body | more, status)


def problem_of(error: NotesError) -> ProblemResponse:
    """Return the answer that tells an error: what, where, and what to do."""
    status = next((found for kind, found in _STATUSES.items() if isinstance(error, kind)), None)
    status = status or HTTPStatus.UNPROCESSABLE_ENTITY
    return problem(status, error.what, error.hint or "", **_place(error))


def _place(error: NotesError) -> dict[str, object]:
    told = error.as_dict()
    return {name: told[name] for name in ("kind", "file", "line", "column") if told[name] is not None}

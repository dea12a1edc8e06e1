"""Failures have one shape, and tell nothing that they should not."""

from __future__ import annotations

import asyncio
import json
import logging
from typing import TYPE_CHECKING

import httpx
import pytest
from fastapi import FastAPI

from notes_engine.errors import InputError, NotesError, OutputError, Place, SettingsError, TemplateError
from notes_engine.preview.failures import log_faults_of, tell_failures
from notes_engine.preview.faults import FaultError
from notes_engine.preview.problems import problem, problem_of
from notes_engine.preview.saves import ConflictError
from notes_engine.preview.security import Access, Guard
from notes_engine.preview.studio import UnknownOrderError
from notes_engine.preview.workers import BusyError, TookTooLongError, WorkerDiedError

if TYPE_CHECKING:
    from collections.abc import Callable

    from notes_engine.preview.problems import ProblemResponse

SECRET = "12 rue des Lilas"


def body(answer: ProblemResponse) -> dict[str, object]:
    told: dict[str, object] = json.loads(bytes(answer.body))
    return told


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (UnknownOrderError("x"), 404),
        (ConflictError("x"), 409),
        (BusyError("x"), 503),
        (WorkerDiedError("x"), 503),
        (FaultError("x"), 500),
        (TookTooLongError("x"), 422),
        (InputError("x"), 422),
        (SettingsError("x"), 422),
        (TemplateError("x"), 422),
        (OutputError("x"), 500),
        (NotesError("x"), 422),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else "",
)
def test_every_kind_of_error_has_its_status(error: NotesError, status: int) -> None:
    answer = problem_of(error)
    assert answer.status_code == body(answer)["status"] == status
    assert ("retry-after" in answer.headers) == (status == 503)


def test_a_problem_tells_what_where_and_what_to_do() -> None:
    error = TemplateError("there is no tag `Nmae`", place=Place("templates/fr.html", 12, 5), hint="did you mean Name?")
    answer = problem_of(error)
    assert answer.media_type == "application/problem+json"
    assert body(answer) == {
        "type": "about:blank",
        "status": 422,
        "title": "there is no tag `Nmae`",
        "detail": "did you mean Name?",
        "kind": "TemplateError",
        "file": "templates/fr.html",
        "line": 12,
        "column": 5,
    }


def test_half_a_character_in_an_order_can_be_told() -> None:
    assert body(problem_of(InputError("the name \ud83d is odd")))["title"] == "the name \ud83d is odd"


def ask(routes: Callable[[FastAPI], None], path: str = "/") -> httpx.Response:
    app = FastAPI()
    routes(app)
    tell_failures(app)
    guarded = Guard(app, Access(frozenset(("preview",))))

    async def answer() -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(guarded), base_url="http://preview") as client:
            return await client.get(path)

    return asyncio.run(answer())


def test_an_unforeseen_error_shows_nothing_of_an_order(caplog: pytest.LogCaptureFixture) -> None:
    def routes(app: FastAPI) -> None:
        @app.get("/")
        async def fail() -> None:
            raise ValueError(SECRET)

    answer = ask(routes)
    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert "ValueError" in answer.text
    assert "content-security-policy" in answer.headers
    assert "ValueError" in caplog.text
    assert "Lilas" not in answer.text + caplog.text


def test_an_error_after_the_answer_has_begun_shows_nothing_either(caplog: pytest.LogCaptureFixture) -> None:
    async def app(scope: object, receive: object, send: Callable[..., object]) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})  # type: ignore[misc]
        raise ValueError(SECRET)

    async def answer() -> None:
        guarded = Guard(app, Access(frozenset(("preview",))))
        sent: list[str] = []

        async def send(message: object) -> None:
            sent.append(str(message))

        scope = {"type": "http", "method": "GET", "path": "/", "query_string": b"", "headers": [(b"host", b"preview")]}
        await guarded(scope, None, send)  # type: ignore[arg-type]
        assert len(sent) == 1

    asyncio.run(answer())
    assert "ValueError" in caplog.text
    assert "Lilas" not in caplog.text


def test_what_fails_with_nobody_waiting_shows_nothing_either(caplog: pytest.LogCaptureFixture) -> None:
    async def fail() -> None:
        raise ValueError(SECRET)

    async def story() -> None:
        log_faults_of(asyncio.get_running_loop())
        task = asyncio.ensure_future(fail())
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        del task  # asyncio tells of it when it is forgotten

    caplog.set_level(logging.DEBUG)
    asyncio.run(story())
    assert "ValueError" in caplog.text
    assert "Lilas" not in caplog.text


def test_an_unknown_address_and_a_wrong_method_are_told_in_the_same_shape() -> None:
    def routes(app: FastAPI) -> None:
        @app.post("/only-post")
        async def fine() -> None: ...

    missing, wrong = ask(routes, "/nowhere"), ask(routes, "/only-post")
    assert (missing.status_code, wrong.status_code) == (404, 405)
    assert wrong.headers["allow"] == "POST"
    for answer in (missing, wrong):
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["status"] == answer.status_code


def test_further_members_are_told_beside_the_usual_ones() -> None:
    from http import HTTPStatus

    told = body(problem(HTTPStatus.CONFLICT, "no", lines=[1, 2]))
    assert told == {"type": "about:blank", "status": 409, "title": "no", "lines": [1, 2]}

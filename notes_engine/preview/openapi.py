"""What OpenAPI tells beyond what FastAPI finds by itself: failures, tokens, and bodies that are no JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from notes_engine.preview.api_models import ProblemDetails
from notes_engine.preview.problems import MEDIA_TYPE

if TYPE_CHECKING:
    from fastapi import FastAPI

_FAILURES = {
    401: "The server was started with a token, and the request does not show it.",
    403: "The request comes from a page of another site.",
    421: "The Host header does not name this server.",
    500: "A fault of notes-engine.",
    503: "The server is busy: try again in a few seconds.",
}
"""What may happen to any request."""
_DESCRIPTION = (
    "Prints delivery notes from exported orders with the templates of one workspace. Every failure is told as "
    "`application/problem+json`. A server that others reach (`--host`) wants its token with every request: "
    "`Authorization: Bearer …`."
)


def failures(**more: str) -> dict[int | str, dict[str, Any]]:
    """Return the responses of a route that fails in these ways (`_413`: why), and in those that any may."""
    told = _FAILURES | {int(status.removeprefix("_")): why for status, why in more.items()}
    return {status: {"model": ProblemDetails, "description": why} for status, why in sorted(told.items())}


def describe(app: FastAPI) -> None:
    """Complete the application's OpenAPI."""
    made = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            _complete(made())
        return made()

    app.description = _DESCRIPTION
    app.openapi = openapi  # type: ignore[method-assign]  # FastAPI's own way


def _complete(schema: dict[str, Any]) -> None:
    parts = schema.setdefault("components", {})
    parts["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    schema["security"] = [{}, {"token": []}]
    for path in schema["paths"].values():
        for operation in path.values():
            for status, response in operation["responses"].items():
                content = response.get("content", {})
                # FastAPI knows one kind of content for all answers of a route.
                if status >= "400" and "application/json" in content:
                    content[MEDIA_TYPE] = content.pop("application/json")

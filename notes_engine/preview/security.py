"""Who may ask for what: the machine itself, or who has the token; never a page of another site.

A web page anywhere can make the browser of whoever visits it send requests to 127.0.0.1. Against that: the Host header
must name this server (DNS rebinding), an Origin header must be this server's, and what writes needs a token that only
our own pages hold (cross-site request forgery).
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass, field
from http import HTTPStatus
from http.cookies import CookieError, SimpleCookie
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlencode

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import RedirectResponse

from notes_engine.preview.limits import FORM_BYTES, UPLOAD_BYTES
from notes_engine.preview.problems import problem

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE = "notes_engine_token"
CSRF_HEADER = "x-notes-engine-csrf"
_READS = frozenset(("GET", "HEAD", "OPTIONS"))
_HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
        "font-src 'self'; manifest-src 'self'; frame-src 'self'; form-action 'self'; frame-ancestors 'self'; "
        "base-uri 'none'; object-src 'none'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=()",
}


@dataclass(frozen=True)
class Access:
    """Who may use this server, and how."""

    hosts: frozenset[str]
    """What a Host header may say, in small letters, with the port."""
    token: str | None = None
    """Asked for with every request; None on loopback, where whoever can ask can read the files as well."""
    read_only: bool = False
    csrf: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    """What our own pages send with everything that writes."""


def access_for(host: str, port: int, *, token: str | None, read_only: bool) -> Access:
    """Return the access to a server that listens at an address."""
    names = {host}
    if is_loopback(host):
        names |= {"localhost", "127.0.0.1", "[::1]"}
    elif host in ("0.0.0.0", "::"):  # noqa: S104  every address of this machine: its names are not known
        names = {"*"}
    named = {f"[{name}]" if ":" in name and not name.startswith("[") else name for name in names}
    hosts = {f"{name.lower()}:{port}" for name in named} | ({name.lower() for name in named} if port == 80 else set())  # noqa: PLR2004
    return Access(frozenset(hosts), token, read_only)


def is_loopback(host: str) -> bool:
    """True for an address that only this machine reaches."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


class Guard:
    """Stands before the application: refuses what may not pass, and puts the safety headers on every answer."""

    def __init__(self, app: ASGIApp, access: Access) -> None:
        """Guard `app`."""
        self._app, self._access = app, access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return

        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("cache-control", "no-store")
            await send(message)

        refusal = self._refusal(scope)
        if refusal is not None:
            await refusal(scope, receive, dressed)
            return
        await self._app(scope, _bounded(scope, receive), dressed)

    def _refusal(self, scope: Scope) -> ASGIApp | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "").lower()
        if not self._is_ours(host):
            return problem(
                HTTPStatus.MISDIRECTED_REQUEST, "this server does not go by that name", "open the address it printed"
            )
        origin = headers.get("origin")
        if origin is not None and origin.lower() not in (f"http://{host}", f"https://{host}"):
            return problem(HTTPStatus.FORBIDDEN, "a page of another site may not ask this server for anything")
        if headers.get("sec-fetch-site") in ("cross-site", "same-site") and not _is_visit(scope, headers):
            return problem(HTTPStatus.FORBIDDEN, "a page of another site may not ask this server for anything")
        length = headers.get("content-length", "0")
        most = _most_bytes(scope["path"])
        if not length.isascii() or not length.isdigit() or len(length) > 15 or int(length) > most:  # noqa: PLR2004
            return problem(
                HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"a request may have {most:,} bytes", "send fewer orders at a time"
            )
        return self._without_token(scope, headers) or self._forged(scope, headers)

    def _is_ours(self, host: str) -> bool:
        if host in self._access.hosts:
            return True
        every = next((name for name in self._access.hosts if name.startswith("*:")), None)
        if every is None:
            return False
        # Listening everywhere: any address of this machine will do, but no name, which a stranger could point here.
        name, _, port = host.rpartition(":")
        try:
            ip_address(name.strip("[]"))
        except ValueError:
            return name == "localhost" and port == every[2:]
        return port == every[2:]

    def _without_token(self, scope: Scope, headers: Headers) -> ASGIApp | None:
        """Return the refusal of a request that lacks the token, or the way on of one that brings it in its address."""
        token = self._access.token
        if token is None:
            return None
        scheme, _, given = headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer" and _same(given.strip(), token):
            return None
        if _same(_cookie(headers), token):
            return None
        query = parse_qs(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        if scope["method"] == "GET" and _same(query.pop("token", [""])[0], token):
            # From the address into a cookie, so that it stays in no history and no log.
            rest = urlencode(query, doseq=True)
            answer = RedirectResponse(scope["path"] + (f"?{rest}" if rest else ""), HTTPStatus.SEE_OTHER)
            answer.set_cookie(COOKIE, token, httponly=True, samesite="strict", path="/")
            return answer
        return problem(
            HTTPStatus.UNAUTHORIZED,
            "this server wants its token",
            "open it once with ?token=… at the end of the address, or send the header Authorization: Bearer …",
        )

    def _forged(self, scope: Scope, headers: Headers) -> ASGIApp | None:
        if scope["method"] in _READS or scope["path"].startswith("/api/"):
            return None  # the API changes nothing
        if self._access.read_only:
            return problem(HTTPStatus.FORBIDDEN, "this preview is read-only", "start it without --read-only")
        if not _same(headers.get(CSRF_HEADER, ""), self._access.csrf):
            return problem(HTTPStatus.FORBIDDEN, "this page is from an earlier preview", "load the page again")
        return None


def _is_visit(scope: Scope, headers: Headers) -> bool:
    """True for a link from elsewhere that someone followed to a page of ours: it only shows it."""
    return scope["method"] in _READS and headers.get("sec-fetch-mode") == "navigate" and scope["path"] == "/"


def _same(given: str, wanted: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "replace"), wanted.encode("utf-8"))


def _cookie(headers: Headers) -> str:
    try:
        found = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
    except CookieError:
        return ""
    return found.value if found is not None else ""


def _most_bytes(path: str) -> int:
    return UPLOAD_BYTES if path == "/api/notes" else FORM_BYTES


class TooLargeError(Exception):
    """A body is longer than it may be, and than its length said."""


def _bounded(scope: Scope, receive: Receive) -> Receive:
    """Return `receive`, which ends a body that goes on beyond its bound: a chunked one says no length."""
    most, got = _most_bytes(scope["path"]), 0

    async def bounded() -> Message:
        nonlocal got
        message = await receive()
        if message["type"] == "http.request":
            got += len(message.get("body", b""))
            if got > most:
                raise TooLargeError
        return message

    return bounded

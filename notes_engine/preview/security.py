"""Who may ask for what: the machine itself, or who has the token; never a page of another site.

A web page anywhere can make the browser of whoever visits it send requests to 127.0.0.1. Against that: the Host header
must name this server (DNS rebinding), an Origin header must be this server's, and what writes needs a token that only
our own pages hold (cross-site request forgery).
"""

from __future__ import annotations

import hmac
import re
import secrets
import socket
from dataclasses import dataclass, field
from functools import cached_property
from http import HTTPStatus
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlencode

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect, cookie_parser
from starlette.responses import RedirectResponse

from notes_engine.preview.asking import asking_for_token
from notes_engine.preview.bodies import bounded, most_bytes, too_large
from notes_engine.preview.failures import log_fault
from notes_engine.preview.faults import fault
from notes_engine.preview.limits import REQUESTS
from notes_engine.preview.problems import problem, problem_of

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE = "notes_engine_token"
CSRF_HEADER = "x-notes-engine-csrf"
_READS = frozenset(("GET", "HEAD", "OPTIONS"))
_API = frozenset(("/api/notes", "/api/formula", "/api/tags", "/api/functions", "/healthz"))
"""What programs ask: nothing of it writes, and a page of another site is known by its Origin."""
_ADDRESS = re.compile(r"(?:\[(?P<v6>[0-9a-f:.]+)\]|(?P<v4>[0-9.]+)):(?P<port>[0-9]+)")
_NAME = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*")
_TRIES = frozenset(("/ui/job", "/ui/label/try"))
"""Posted because a label may be too long for an address, or to start and end a job; they write nothing that stays."""
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
    any_address_at: int | None = None
    """A port at which the Host header may say any address of this machine, which no stranger can know or choose."""

    @cached_property
    def cookie(self) -> str:
        """What a browser shows as a cookie once it has shown the token: other servers of this machine see it too."""
        token = (self.token or "").encode()
        return hmac.new(token, b"a browser that has shown the token", "sha256").hexdigest()

    def names(self, host: str) -> bool:
        """True when a Host header names this server."""
        if host in self.hosts:
            return True
        found = _ADDRESS.fullmatch(host)
        if found is None or found["port"] != str(self.any_address_at):
            return False
        try:
            ip_address(found["v6"] or found["v4"])
        except ValueError:
            return False
        return True


def access_for(host: str, port: int, *, token: str | None, read_only: bool) -> Access:
    """Return the access to a server that listens at an address."""
    names = {host.lower()}
    is_open = host in ("0.0.0.0", "::")  # noqa: S104  every address of this machine, which may have names that it does not know
    if is_loopback(host) or is_open:
        names |= {"localhost", "127.0.0.1", "::1"}
    if is_open:
        names |= own_names()
    named = {f"[{name}]" if ":" in name else name for name in names}
    hosts = {f"{name}:{port}" for name in named}
    if port == 80:  # noqa: PLR2004  browsers leave it out
        hosts |= named
    return Access(frozenset(hosts), token, read_only, any_address_at=port if is_open else None)


def own_names() -> frozenset[str]:
    """Return what this machine is called in its network, in small letters: its name alone, and as mDNS has it."""
    name = socket.gethostname().lower().rstrip(".")
    return frozenset({name, f"{name.partition('.')[0]}.local"}) if _NAME.fullmatch(name) else frozenset()


def is_loopback(host: str) -> bool:
    """True for an address that only this machine reaches."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


class Guard:
    """Stands before the application: refuses what may not pass, and puts the safety headers on every answer.

    Whatever fails inside ends here too, so that nothing of an order comes to the terminal.
    """

    def __init__(self, app: ASGIApp, access: Access) -> None:
        """Guard `app`."""
        self._app, self._access = app, access
        self._open = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        has_begun = False

        async def dressed(message: Message) -> None:
            nonlocal has_begun
            if message["type"] == "http.response.start":
                has_begun = True
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("cache-control", "no-store")
            await send(message)

        self._open += 1
        try:
            refusal = self._refusal(scope)
            if refusal is not None:
                await refusal(scope, receive, dressed)
            else:
                await self._app(_as_get(scope), bounded(scope, receive), dressed)
        except ClientDisconnect:
            pass  # nobody is there to be told
        except Exception as error:
            log_fault(error)
            if not has_begun:
                await problem_of(fault(error))(scope, receive, dressed)
        finally:
            self._open -= 1

    def _refusal(self, scope: Scope) -> ASGIApp | None:
        headers = Headers(scope=scope)
        hosts = [host.lower() for host in headers.getlist("host")]
        if len(hosts) != 1 or not self._access.names(hosts[0]):
            return problem(
                HTTPStatus.MISDIRECTED_REQUEST, "this server does not go by that name", "open the address it printed"
            )
        ours = (f"http://{hosts[0]}", f"https://{hosts[0]}")
        if any(origin.lower() not in ours for origin in headers.getlist("origin")) or _is_foreign(scope, headers):
            return problem(HTTPStatus.FORBIDDEN, "a page of another site may not ask this server for anything")
        return (
            self._without_token(scope, headers, hosts[0])
            or self._too_much(scope, headers)
            or self._forged(scope, headers)
        )

    def _too_much(self, scope: Scope, headers: Headers) -> ASGIApp | None:
        if self._open > REQUESTS:
            return problem(
                HTTPStatus.SERVICE_UNAVAILABLE, "the preview is busy", "close some of its pages, and try again"
            )
        length = headers.get("content-length", "0")
        most = most_bytes(scope["path"])
        if not length.isascii() or not length.isdigit() or len(length) > 15 or int(length) > most:  # noqa: PLR2004
            refusal = too_large(scope["path"])
            return problem(refusal.status, refusal.title, refusal.hint)
        return None

    def _without_token(self, scope: Scope, headers: Headers, host: str) -> ASGIApp | None:
        """Return the refusal of a request that lacks the token, or the way on of one that brings it in its address."""
        token = self._access.token
        if token is None:
            return None
        scheme, _, given = headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer" and _same(given.strip(), token):
            return None
        # Browsers keep one cookie for all ports of a host, on each of which a preview may run.
        name = f"{COOKIE}_{host.rpartition(':')[2].strip(']')}"
        if _same(cookie_parser(headers.get("cookie", "")).get(name, ""), self._access.cookie):
            return None
        query = parse_qs(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        if scope["method"] == "GET" and _same(query.pop("token", [""])[0], token):
            # From the address into a cookie, so that it stays in no history and no log.
            rest = urlencode(query, doseq=True)
            path = "/" + scope["path"].lstrip("/")  # two at the start would lead to another host
            answer = RedirectResponse(path + (f"?{rest}" if rest else ""), HTTPStatus.SEE_OTHER)
            # Lax: with strict, a browser that followed a link from a mail would not show it.
            answer.set_cookie(name, self._access.cookie, httponly=True, samesite="lax", path="/")
            return answer
        return asking_for_token(headers)

    def _forged(self, scope: Scope, headers: Headers) -> ASGIApp | None:
        if scope["method"] in _READS or scope["path"] in _API:
            return None
        if self._access.read_only and scope["path"] not in _TRIES:
            return problem(HTTPStatus.FORBIDDEN, "this preview is read-only", "start it without --read-only")
        if not _same(headers.get(CSRF_HEADER, ""), self._access.csrf):
            return problem(HTTPStatus.FORBIDDEN, "this page is from an earlier preview", "load the page again")
        return None


def _is_foreign(scope: Scope, headers: Headers) -> bool:
    """True for a request that a page of another site makes, but for a link to our page that someone followed."""
    if headers.get("sec-fetch-site", "none") in ("none", "same-origin"):
        return False
    return not (
        scope["method"] in _READS
        and scope["path"] == "/"
        and headers.get("sec-fetch-mode") == "navigate"
        and headers.get("sec-fetch-dest", "document") == "document"
    )


def _as_get(scope: Scope) -> Scope:
    """Return the scope for the application: of a HEAD, the server leaves the body out, whatever it is.

    But the news of changes have no end, and nobody would notice that one who wants no news is gone.
    """
    is_head = scope["method"] == "HEAD" and scope["path"] != "/events"
    return {**scope, "method": "GET"} if is_head else scope


def _same(given: str, wanted: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "replace"), wanted.encode("utf-8"))

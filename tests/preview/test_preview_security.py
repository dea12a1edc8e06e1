"""Who may ask for what: this machine or who has the token, and never a page of another site."""

from __future__ import annotations

import asyncio
import socket
import string
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

import httpx
import pytest
import uvicorn
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.routing import Route

from notes_engine.preview import bodies, connections, limits, security
from notes_engine.preview.app import create_app
from notes_engine.preview.bodies import BodyError
from notes_engine.preview.connections import PromptProtocol
from notes_engine.preview.problems import problem
from notes_engine.preview.security import CSRF_HEADER, Access, Guard, access_for, is_loopback, own_names
from notes_engine.preview.studio import Studio
from tests.preview.conftest import ROOT
from tests.preview.shop_page import Inline

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from starlette.requests import Request

    from notes_engine.preview.workers import Workers

TOKEN = "correct-horse-battery-staple"
PORT = 8420
HERE = f"127.0.0.1:{PORT}"


async def echo(request: Request) -> JSONResponse:
    body = await request.body()
    return JSONResponse({"method": request.method, "path": request.url.path, "body": len(body)})


async def not_taken(request: Request, error: Exception) -> Any:
    assert isinstance(error, BodyError)
    return problem(error.status, error.title, error.hint)


@dataclass
class Guarded:
    """An application of one answer behind the guard."""

    access: Access = field(default_factory=lambda: access_for("127.0.0.1", PORT, token=None, read_only=False))

    @property
    def app(self) -> Guard:
        methods = ["GET", "POST", "PUT", "DELETE"]
        return Guard(
            Starlette(routes=[Route("/{rest:path}", echo, methods=methods)], exception_handlers={BodyError: not_taken}),
            self.access,
        )

    def ask(
        self, method: str = "GET", path: str = "/", *, host: str = HERE, headers: Any = None, **how: Any
    ) -> httpx.Response:
        async def answer() -> httpx.Response:
            transport = httpx.ASGITransport(self.app)
            async with httpx.AsyncClient(transport=transport, base_url=f"http://{HERE}") as client:
                return await client.request(method, path, headers={"host": host, **(headers or {})}, **how)

        return asyncio.run(answer())


@pytest.fixture
def local() -> Guarded:
    return Guarded()


@pytest.fixture
def shared() -> Guarded:
    return Guarded(access_for("0.0.0.0", PORT, token=TOKEN, read_only=False))


# --- the Host header


@pytest.mark.parametrize("host", [HERE, f"localhost:{PORT}", f"LOCALHOST:{PORT}", f"[::1]:{PORT}"])
def test_the_names_of_this_machine_will_do(local: Guarded, host: str) -> None:
    assert local.ask(host=host).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        f"evil.example:{PORT}",
        f"localhost.evil.example:{PORT}",
        f"localhost.:{PORT}",
        f"user@localhost:{PORT}",
        f"127.0.0.1.nip.io:{PORT}",
        "127.0.0.1",
        "127.0.0.1:1",
        f"{HERE}, evil.example",
        f"*:{PORT}",
        "",
    ],
)
def test_any_other_name_is_refused(local: Guarded, host: str) -> None:
    answer = local.ask(host=host)
    assert answer.status_code == 421
    assert answer.headers["content-type"] == "application/problem+json"


@given(st.text(string.ascii_letters + string.digits + ".-:[]@%*/ ", max_size=30))
def test_no_name_but_the_known_ones_is_ever_ours(host: str) -> None:
    access = access_for("127.0.0.1", PORT, token=None, read_only=False)
    assert access.names(host) == (host in {HERE, f"localhost:{PORT}", f"[::1]:{PORT}"})


@pytest.mark.parametrize("hosts", [[], [HERE, HERE], [HERE, "evil.example"], ["evil.example", HERE]])
def test_one_host_header_is_needed_and_no_more(hosts: list[str]) -> None:
    statuses: list[int] = []

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            statuses.append(message["status"])

    headers = [(b"host", host.encode()) for host in hosts]
    scope = {"type": "http", "method": "GET", "path": "/", "query_string": b"", "headers": headers}
    asyncio.run(Guarded().app(scope, cast("Any", None), send))
    assert statuses == [421]


@pytest.mark.parametrize("host", ["192.168.1.5:8420", "[fe80::1]:8420", "10.0.0.1:8420", "localhost:8420"])
def test_listening_everywhere_any_address_will_do(host: str) -> None:
    assert access_for("0.0.0.0", PORT, token=TOKEN, read_only=False).names(host)
    assert access_for("::", PORT, token=TOKEN, read_only=False).names(host)


@pytest.mark.parametrize(
    "host",
    ["evil.example:8420", "192.168.1.5:80", "192.168.1.5", "999.1.1.1:8420", "[::1%eth0]:8420", "*:8420", ":8420"],
)
def test_but_no_name_that_a_stranger_could_point_here(host: str) -> None:
    assert not access_for("0.0.0.0", PORT, token=TOKEN, read_only=False).names(host)


def test_listening_everywhere_the_machines_own_name_will_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "gethostname", lambda: "Packing-Table.shop.invalid")
    everywhere = access_for("0.0.0.0", PORT, token=TOKEN, read_only=False)

    assert everywhere.names("packing-table.shop.invalid:8420")
    assert everywhere.names("packing-table.local:8420")
    assert not everywhere.names("table.shop.invalid:8420")
    assert not access_for("127.0.0.1", PORT, token=None, read_only=False).names("packing-table.local:8420")


@pytest.mark.parametrize("name", ["", "a b", "<b>", "..", "münchen"])
def test_a_machine_with_no_name_for_a_network_has_none(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "gethostname", lambda: name)
    assert own_names() == frozenset()


def test_an_address_is_loopback_only_where_only_this_machine_reaches_it() -> None:
    assert all(map(is_loopback, ("127.0.0.1", "127.9.9.9", "::1", "localhost")))
    assert not any(
        map(is_loopback, ("0.0.0.0", "::", "192.168.1.5", "10.0.0.1", "evil.example", "", "127.0.0.1.nip.io"))
    )


def test_a_server_at_port_80_goes_by_its_name_alone_as_well() -> None:
    access = access_for("127.0.0.1", 80, token=None, read_only=False)
    assert access.names("localhost")
    assert access.names("localhost:80")


# --- pages of other sites


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": f"http://localhost:{PORT}"},  # of this machine, but not the page's own
        {"origin": f"http://{HERE}.evil.example"},
        {"origin": "http://127.0.0.1:1"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "iframe"},
    ],
)
@pytest.mark.parametrize(("method", "path"), [("GET", "/"), ("POST", "/ui/label"), ("POST", "/api/notes")])
def test_a_page_of_another_site_may_ask_for_nothing(
    local: Guarded, headers: dict[str, str], method: str, path: str
) -> None:
    assert local.ask(method, path, headers=headers).status_code == 403


def test_our_own_pages_may_ask(local: Guarded) -> None:
    assert local.ask(headers={"origin": f"http://{HERE}", "sec-fetch-site": "same-origin"}).status_code == 200


def test_a_link_from_elsewhere_may_lead_to_the_page_and_nowhere_else(local: Guarded) -> None:
    visit = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}
    assert local.ask(headers=visit).status_code == 200
    assert local.ask(path="/notes/o1.pdf", headers=visit).status_code == 403
    assert local.ask("POST", headers=visit).status_code == 403


# --- what writes


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "TRACE"])
def test_what_is_no_reading_needs_what_our_pages_hold(local: Guarded, method: str) -> None:
    for wrong in ({}, {CSRF_HEADER: ""}, {CSRF_HEADER: "wrong"}, {CSRF_HEADER: local.access.csrf + "x"}):
        assert local.ask(method, "/ui/company", headers=wrong).status_code == 403


def test_with_it_our_pages_may_write(local: Guarded) -> None:
    assert local.ask("POST", "/ui/company", headers={CSRF_HEADER: local.access.csrf}).status_code == 200


def test_another_method_than_that_of_the_request_is_not_heard(local: Guarded) -> None:
    assert local.ask(path="/ui/company?_method=POST", headers={"x-http-method-override": "POST"}).json() == {
        "method": "GET",
        "path": "/ui/company",
        "body": 0,
    }


def test_a_preview_that_is_read_only_writes_nothing(local: Guarded) -> None:
    looking = Guarded(Access(local.access.hosts, read_only=True))
    answer = looking.ask("POST", "/ui/company", headers={CSRF_HEADER: looking.access.csrf})
    assert (answer.status_code, answer.json()["title"]) == (403, "this preview is read-only")
    assert looking.ask("POST", "/api/formula").status_code == 200


def test_every_route_that_is_no_reading_is_guarded_but_those_that_programs_post_to(tmp_path: Path) -> None:
    access = Access(frozenset((HERE,)))
    app = create_app(Studio(tmp_path, (), cast("Workers", Inline())), access)
    inner = cast("Guard", app)._app

    def posted(routes: Any) -> Iterator[str]:
        for route in routes:
            if set(getattr(route, "methods", None) or ()) - {"GET", "HEAD"}:
                yield route.path
            nested = getattr(route, "original_router", None)
            if nested is not None:
                yield from posted(nested.routes)

    paths = set(posted(cast("Any", inner).routes))
    assert {"/api/notes", "/api/formula"} < paths

    async def ask(path: str) -> int:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=f"http://{HERE}") as client:
            return (await client.post(path)).status_code

    unguarded = {path for path in paths if asyncio.run(ask(path)) != 403}
    assert unguarded == {"/api/notes", "/api/formula"}


# --- the token


@pytest.mark.parametrize("path", ["/", "/healthz", "/api/tags", "/events", "/static/preview.js", "/nowhere"])
def test_with_a_token_nothing_is_to_be_had_without_it(shared: Guarded, path: str) -> None:
    for headers in (
        {},
        {"authorization": f"Bearer {TOKEN}x"},
        {"authorization": f"Basic {TOKEN}"},
        {"authorization": "Bearer "},
        {"cookie": f"notes_engine_token_{PORT}={TOKEN}"},
        {"cookie": "notes_engine_token_8420"},
    ):
        answer = shared.ask(path=path, headers=headers)
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"] == "Bearer"
        assert TOKEN not in answer.text


def test_a_person_without_the_token_is_asked_for_it_on_a_page(shared: Guarded) -> None:
    answer = shared.ask(headers={"accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert answer.status_code == 401
    assert answer.headers["content-type"].startswith("text/html")
    assert 'name="token"' in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]

    program = shared.ask(headers={"accept": "*/*"})
    assert program.headers["content-type"] == "application/problem+json"
    assert "?token=" in program.json()["detail"]


def test_with_the_token_everything_is(shared: Guarded) -> None:
    assert shared.ask(headers={"authorization": f"Bearer {TOKEN}"}).status_code == 200
    assert shared.ask(headers={"authorization": f"bearer  {TOKEN} "}).status_code == 200


def test_the_token_goes_from_the_address_into_a_cookie_that_does_not_show_it(shared: Guarded) -> None:
    answer = shared.ask(path=f"/?order=o1&token={TOKEN}")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/?order=o1"
    cookie = answer.headers["set-cookie"]
    assert TOKEN not in cookie
    assert {"HttpOnly", "Path=/", "SameSite=lax"} <= set(cookie.split("; "))
    shown = cookie.split(";")[0]
    assert shared.ask(headers={"cookie": f'odd="; {shown}'}).status_code == 200
    other = Guarded(access_for("0.0.0.0", PORT, token=TOKEN[::-1], read_only=False))
    assert other.ask(headers={"cookie": shown}).status_code == 401


def test_what_writes_does_not_take_the_token_from_the_address(shared: Guarded) -> None:
    for method in ("POST", "HEAD", "DELETE"):
        assert shared.ask(method, f"/?token={TOKEN}").status_code == 401


def test_the_way_on_never_leads_to_another_host(shared: Guarded) -> None:
    for path in ("//evil.example/", "/\\evil.example/", "/%0d%0aset-cookie:x=y"):
        location = shared.ask(path=f"http://{HERE}{path}?token={TOKEN}").headers["location"]
        assert location.startswith("/")
        assert not location.startswith(("//", "/\\"))
        assert "\n" not in location


def test_the_token_alone_does_not_let_a_page_of_another_site_in(shared: Guarded) -> None:
    headers = {"authorization": f"Bearer {TOKEN}", "origin": "http://evil.example"}
    assert shared.ask("POST", "/api/notes", headers=headers).status_code == 403


# --- what is sent


@pytest.mark.parametrize("path", ["/api/formula", "/api/notes"])
@pytest.mark.parametrize("chunked", [True, False])
def test_more_than_may_be_sent_is_refused(
    local: Guarded, monkeypatch: pytest.MonkeyPatch, path: str, chunked: bool
) -> None:
    monkeypatch.setattr(bodies, "UPLOAD_BYTES", 5000)
    monkeypatch.setattr(bodies, "FORM_BYTES", 3000)
    most = 5000 if path == "/api/notes" else 3000

    def sent(number: int) -> Any:
        async def parts() -> Any:
            for _ in range(number // 100):
                yield b"a" * 100

        return parts() if chunked else b"a" * number

    assert local.ask("POST", path, content=sent(most)).json()["body"] == most
    answer = local.ask("POST", path, content=sent(most + 100))
    assert answer.status_code == 413
    assert f"{most:,}" in answer.json()["title"]


@pytest.mark.parametrize("length", ["-1", "1e3", "99999999999999999999", "٣", ""])
def test_a_length_that_is_none_is_refused(local: Guarded, length: str) -> None:
    raw = [(b"host", HERE.encode()), (b"content-length", length.encode())]
    statuses: list[int] = []

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            statuses.append(message["status"])

    scope = {"type": "http", "method": "POST", "path": "/api/notes", "query_string": b"", "headers": raw}
    asyncio.run(local.app(scope, cast("Any", None), send))
    assert statuses == [413]


def test_what_hardly_arrives_is_not_waited_for(local: Guarded, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "BODY_SECONDS", 0.05)

    async def dripping() -> Any:
        while True:
            yield b"a"
            await asyncio.sleep(0.02)

    assert local.ask("POST", "/api/notes", content=dripping()).status_code == 408


def test_more_requests_at_a_time_than_may_be_are_told_to_come_back(
    local: Guarded, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(security, "REQUESTS", 0)
    answer = local.ask()
    assert answer.status_code == 503
    assert "retry-after" in answer.headers


# --- what is answered


def test_every_answer_has_the_safety_headers(local: Guarded) -> None:
    for answer in (local.ask(), local.ask(host="evil.example"), local.ask("POST")):
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "http" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["cache-control"] == "no-store"
        assert "access-control-allow-origin" not in answer.headers


def test_head_is_answered_as_get_but_where_the_answer_has_no_end() -> None:
    app = create_app(Studio(ROOT / "samples" / "workspace", (), cast("Workers", Inline())), Access(frozenset((HERE,))))

    async def ask(path: str) -> int:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=f"http://{HERE}") as client:
            return (await client.head(path)).status_code

    assert [asyncio.run(ask(path)) for path in ("/", "/healthz", "/nowhere", "/events")] == [200, 200, 404, 405]


# --- no path from a request reaches the file system


@pytest.mark.parametrize(
    "path",
    [
        "/static/..%2f..%2fapp.py",
        "/static/%2e%2e/app.py",
        "/static/%2e%2e%2f%2e%2e%2fapp.py",
        "/static/%2fetc%2fpasswd",
        "/static//etc/passwd",
        "/static/%00",
        "/static/%ff",
        f"/static/{'a' * 5000}",
        "/static/",
        "/notes/..%2f..%2fetc%2fpasswd.pdf",
        "/notes/%00.pdf",
        "/notes/%ED%A0%80.pdf",
        "/pages/..%2f/fr/1.png",
        "/pages/o1/..%2f..%2fetc/1.png",
        "/ui/label?template=..%2f..%2fetc%2fpasswd&line=1&column=1",
        "/ui/label?template=%2fetc%2fpasswd&line=1&column=1",
    ],
)
def test_no_file_is_to_be_had_by_its_path(path: str) -> None:
    studio = Studio(ROOT / "samples" / "workspace", (), cast("Workers", Inline()))
    app = create_app(studio, Access(frozenset((HERE,))))

    async def ask() -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=f"http://{HERE}") as client:
            return await client.get(httpx.URL(f"http://{HERE}", raw_path=path.encode()))

    answer = asyncio.run(ask())
    assert answer.status_code in (404, 405, 422)
    assert answer.headers["content-type"] == "application/problem+json"
    assert "root:" not in answer.text
    assert "import" not in answer.text


# --- connections


@contextmanager
def served() -> Iterator[int]:
    """Serve the guarded application from a thread of this process."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        guarded = Guarded(access_for("127.0.0.1", port, token=None, read_only=False))
        config = uvicorn.Config(
            guarded.app, http=PromptProtocol, ws="none", log_config=None, log_level="critical", lifespan="off"
        )
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            yield port
        finally:
            server.should_exit = True
            thread.join()


def said(port: int, *parts: bytes) -> bytes:
    """Say something, and return all that comes until the connection is closed."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        for part in parts:
            connection.sendall(part)
        answer = b""
        while more := connection.recv(65536):
            answer += more
        return answer


def test_who_says_nothing_or_only_a_part_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "HEADER_SECONDS", 0.2)
    with served() as port:
        head = f"GET / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n".encode()
        assert said(port) == b""
        assert said(port, head) == b""
        # After an answer, too.
        answer = said(port, head + b"\r\n" + head)
        assert answer.count(b"HTTP/1.1 200") == 1
        # And with a body that nobody takes and that does not come.
        forged = head.replace(b"GET", b"POST") + b"Content-Length: 1000\r\n\r\naaa"
        assert said(port, forged).startswith(b"HTTP/1.1 403")


def test_a_slow_answer_is_waited_for_whatever_the_time_for_the_request(monkeypatch: pytest.MonkeyPatch) -> None:
    async def slow(request: Request) -> PlainTextResponse:
        await asyncio.sleep(0.5)
        return PlainTextResponse("at last")

    monkeypatch.setattr(connections, "HEADER_SECONDS", 0.1)
    monkeypatch.setitem(globals(), "echo", slow)
    with served() as port:
        close = f"GET / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n".encode()
        assert said(port, close).endswith(b"at last")


def test_what_is_no_http_is_told_so_in_the_usual_shape() -> None:
    with served() as port:
        for nonsense in (b"\x16\x03\x01\x02\x00 hello\r\n\r\n", b"GET / HTTP/1.1\r\n\r\n", b"GET /\r\n\r\n"):
            head, _, body = said(port, nonsense).partition(b"\r\n\r\n")
            assert head.startswith(b"HTTP/1.1 400")
            assert b"application/problem+json" in head
            assert b'"status": 400' in body


def test_one_connection_too_many_is_closed_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "CONNECTIONS", 1)
    with served() as port, socket.create_connection(("127.0.0.1", port)) as first:
        head = f"GET / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode()
        first.sendall(head)
        assert first.recv(15).startswith(b"HTTP/1.1 200")
        try:
            answer = said(port, head)
        except ConnectionError:
            answer = b""
        assert answer == b""


def test_the_limits_leave_room_for_fifty_viewers() -> None:
    assert limits.REQUESTS >= 50 * 2
    assert limits.CONNECTIONS >= 50 * 7

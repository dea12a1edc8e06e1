"""The job as the page asks for it: started, looked at, cancelled, its files; with --read-only too."""

from __future__ import annotations

import asyncio
import json
import tempfile
from typing import TYPE_CHECKING, Any, cast

import httpx
import pytest

from notes_engine.batch import Summary
from notes_engine.errors import NotesError, Place
from notes_engine.preview.app import create_app
from notes_engine.preview.job_process import Ended, Making
from notes_engine.preview.job_routes import REASONS, told
from notes_engine.preview.jobs import State, Wish
from notes_engine.preview.security import CSRF_HEADER, Access
from notes_engine.preview.studio import Studio
from tests.preview.small_export import export, sample_orders, sample_workspace

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from notes_engine.preview.workers import Workers

    Ask = Callable[..., Awaitable[httpx.Response]]

pytestmark = pytest.mark.real

HOST = "127.0.0.1:8420"


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))


def asking(folder: Path, conversation: Callable[[Ask], Awaitable[None]], *, read_only: bool = False) -> None:
    """Let a conversation ask the preview of a shop with two orders, and one that gets no note."""
    orders = export(folder / "orders.json", [*sample_orders()[:2], {"OrderId": "x"}])
    studio = Studio(sample_workspace(folder / "shop"), (str(orders),), cast("Workers", None))
    access = Access(frozenset((HOST,)), read_only=read_only)

    async def run() -> None:
        transport = httpx.ASGITransport(create_app(studio, access))
        async with httpx.AsyncClient(transport=transport, base_url=f"http://{HOST}") as client:

            async def ask(method: str, path: str, csrf: str = access.csrf, **request: Any) -> httpx.Response:
                return await client.request(method, path, headers={CSRF_HEADER: csrf}, **request)

            try:
                await conversation(ask)
            finally:
                await ask("DELETE", "/ui/job")

    asyncio.run(run())


async def result(ask: Ask) -> dict[str, Any]:
    while (state := (await ask("GET", "/ui/job")).json())["running"]:
        await asyncio.sleep(0.05)
    return cast("dict[str, Any]", state)


@pytest.mark.parametrize("read_only", [False, True])
def test_the_notes_are_made_and_handed_out(tmp_path: Path, read_only: bool) -> None:
    async def conversation(ask: Ask) -> None:
        assert (await ask("GET", "/ui/job")).json() == {"stage": "none"}
        began = await ask("POST", "/ui/job", json={"locale": "it", "sort": "SKU"})
        assert (began.status_code, began.json()["stage"]) == (200, "reading")
        assert began.json()["wish"] == {"locale": "it", "sort": "SKU", "draft": False}
        second = await ask("POST", "/ui/job", json={})
        assert second.status_code == 409
        assert second.headers["content-type"] == "application/problem+json"
        early = await ask("GET", "/ui/job/notes.pdf")
        assert early.status_code == 404

        state = await result(ask)

        assert (state["stage"], state["result"]["printed"], state["result"]["without"]) == ("done", 2, 1)
        assert sum(reason["count"] for reason in state["result"]["reasons"]) == 1
        notes = await ask("GET", "/ui/job/notes.pdf")
        assert notes.content.startswith(b"%PDF-")
        assert notes.headers["content-type"] == "application/pdf"
        assert notes.headers["content-disposition"] == 'attachment; filename="notes.pdf"'
        assert len(notes.content) == int(notes.headers["content-length"]) == state["files"]["notes.pdf"]
        rejects = await ask("GET", "/ui/job/rejects.jsonl")
        assert [json.loads(line)["order_id"] for line in rejects.text.splitlines()] == ["x"]
        assert "content-security-policy" in rejects.headers

    asking(tmp_path, conversation, read_only=read_only)


def test_a_job_is_cancelled_and_the_next_one_begins(tmp_path: Path) -> None:
    async def conversation(ask: Ask) -> None:
        await ask("POST", "/ui/job", json={})
        ended = await ask("DELETE", "/ui/job")
        assert (ended.json()["stage"], ended.json()["running"]) == ("cancelled", False)
        assert (await ask("GET", "/ui/job/notes.pdf")).status_code == 404
        assert (await ask("POST", "/ui/job", json={})).status_code == 200

    asking(tmp_path, conversation)


@pytest.mark.parametrize("method", ["POST", "DELETE"])
def test_no_other_page_starts_or_ends_it(tmp_path: Path, method: str) -> None:
    async def conversation(ask: Ask) -> None:
        assert (await ask(method, "/ui/job", csrf="guessed", json={})).status_code == 403
        assert (await ask("GET", "/ui/job")).json() == {"stage": "none"}

    asking(tmp_path, conversation)


@pytest.mark.parametrize(
    "wish", [{"locale": "pl"}, {"sort": "x" * 301}, {"out": "/etc"}, {"draft": "perhaps"}, [], "fr"]
)
def test_a_wish_that_makes_no_sense_is_refused(tmp_path: Path, wish: object) -> None:
    async def conversation(ask: Ask) -> None:
        answer = await ask("POST", "/ui/job", json=wish)
        assert answer.status_code == 422
        assert answer.headers["content-type"] == "application/problem+json"
        assert (await ask("GET", "/ui/job")).json() == {"stage": "none"}

    asking(tmp_path, conversation)


def test_why_it_failed_is_told_with_its_place() -> None:
    state = State(Wish(), stage="failed")
    state.error = NotesError("it is wrong", place=Place("fr.html", 2, 3, source="{{ x }}"), hint="mend it")
    state.drafts_would_do = True

    found = told(state)

    assert (found["running"], found["result"], found["drafts_would_do"]) == (False, None, True)
    assert found["error"]["what"] == "it is wrong"
    assert found["error"]["place"].endswith("fr.html:2:3")
    assert found["error"]["drawing"].splitlines()[-1].endswith("  ^")
    assert found["error"]["hint"] == "mend it"


def test_of_many_reasons_the_commonest_are_told_and_the_others_counted() -> None:
    reasons = {f"{number}": [number, f"reason {number}", "", ["bm-1"]] for number in range(1, REASONS + 8)}
    state = State(Wish())
    state.hear(Ended(Summary(5, 10, 2, 0, 1, 1.0, reasons=reasons)))
    state.stage = "done"

    found = told(state)["result"]

    assert len(found["reasons"]) == REASONS
    assert found["reasons"][0] == {
        "count": REASONS + 7,
        "what": f"reason {REASONS + 7}",
        "hint": "",
        "examples": ["bm-1"],
    }
    assert (found["more_reasons"], found["without"]) == (7, 12)


def test_how_far_it_is_is_told() -> None:
    state = State(Wish(locale="fr"))
    state.hear(Making(1, 4))

    found = told(state)

    assert (found["stage"], found["running"], found["done"], found["total"]) == ("making", True, 1, 4)
    assert (found["seconds_left"], found["result"], found["error"]) == (None, None, None)

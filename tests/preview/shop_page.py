"""The application of a shop's preview, asked without a network, its workers' tasks done here and now."""

from __future__ import annotations

import asyncio
import pickle
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

import httpx

from notes_engine.orders import Order
from notes_engine.orders.packed import pack_order
from notes_engine.preview.app import create_app
from notes_engine.preview.book import Book, Entry, Refused
from notes_engine.preview.desk import desk
from notes_engine.preview.security import CSRF_HEADER, Access
from notes_engine.preview.studio import Studio

if TYPE_CHECKING:
    from collections.abc import Callable

    from notes_engine.notes import Locale
    from notes_engine.preview.tasks import NotePages
    from notes_engine.preview.workers import Workers
    from tests.notes.example_shop import Shop

HOST = "127.0.0.1:8420"


class Inline:
    """Does what workers do; what goes in and comes out crosses a pickle all the same."""

    async def run(self, task: Callable[..., Any], *arguments: object, **how: object) -> Any:
        task, arguments = pickle.loads(pickle.dumps((task, arguments)))
        return pickle.loads(pickle.dumps(task(*arguments)))


def local() -> Access:
    """Return the access to a server that only this machine reaches."""
    return Access(frozenset((HOST,)))


class Asked:
    """The application of a preview, asked without a network."""

    studio: Studio
    access: Access

    def ask(self, method: str, path: str, csrf: str | None = None, **request: Any) -> httpx.Response:
        headers = {CSRF_HEADER: self.access.csrf if csrf is None else csrf} if method == "POST" else {}

        async def answer() -> httpx.Response:
            transport = httpx.ASGITransport(create_app(self.studio, self.access))
            async with httpx.AsyncClient(transport=transport, base_url=f"http://{HOST}") as client:
                return await client.request(method, path, headers=headers, **request)

        return asyncio.run(answer())


@dataclass
class ShopPage(Asked):
    """The preview of a shop that was read already: orders, and texts for orders that get no note, by their keys."""

    shop: Shop
    orders: dict[str, Order | str]
    access: Access = field(default_factory=local)

    def __post_init__(self) -> None:
        desk.cache_clear()
        self.studio = Studio(self.shop.root, (), cast("Workers", Inline()))
        entries = [
            Entry(key, of.reference, "", "", "", "fr", len(of.lines), pack_order(of), "")
            if isinstance(of, Order)
            else Refused(key, key, "orders.json", of, "", "")
            for key, of in self.orders.items()
        ]
        self.studio.book = Book(entries, {entry.key: number for number, entry in enumerate(entries)})

    def html(self, path: str, **query: str) -> str:
        """The text of a part of the page."""
        answer = self.ask("GET", path, params=query)
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-type"].startswith("text/html")
        return answer.text

    def note(self, key: str, locale: Locale) -> NotePages:
        """An order's note, as the workspace is now."""
        self.studio.changed(workspace=True)
        return asyncio.run(self.studio.note(key, locale)).pages

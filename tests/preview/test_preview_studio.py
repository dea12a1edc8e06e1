"""The studio: what it reads, makes and keeps, and whom it tells of changes."""

from __future__ import annotations

import asyncio
import threading
from contextlib import aclosing
from typing import TYPE_CHECKING, Any, cast

import pytest

from notes_engine.errors import NotesError
from notes_engine.preview import studio as studio_module
from notes_engine.preview.book import Book, Entry, Refused
from notes_engine.preview.studio import Studio, UnknownOrderError, known_locale
from notes_engine.preview.tasks import make_note
from tests.preview.small_export import export, sample_orders, sample_workspace

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable
    from pathlib import Path

    from notes_engine.preview.workers import Workers


class Counting:
    """Does what workers do, here; counts the notes."""

    number = 1

    def __init__(self) -> None:
        self.made: list[object] = []

    async def run(self, task: Callable[..., Any], *arguments: object, **_: object) -> Any:
        await asyncio.sleep(0)
        if task is make_note:
            self.made.append(arguments)
            return make_note(*cast("Any", arguments))
        return ()


@pytest.fixture
def workers() -> Counting:
    return Counting()


@pytest.fixture
def studio(tmp_path: Path, workers: Counting) -> Studio:
    """Of a shop with two orders, and one that gets no note."""
    file = export(tmp_path / "orders.json", [*sample_orders()[:2], {"OrderId": "x"}])
    return Studio(sample_workspace(tmp_path / "shop"), (str(file),), cast("Workers", workers))


async def told(studio: Studio, wanted: str, change: Callable[[], object] = lambda: None) -> list[str]:
    """Make a change, and return what is told up to `wanted`."""
    heard: list[str] = []
    async with aclosing(cast("AsyncGenerator[str, None]", studio.listen())) as news:
        first = asyncio.ensure_future(anext(news))
        await asyncio.sleep(0)
        change()
        heard.append(await asyncio.wait_for(first, 20))
        while heard[-1] != wanted:
            heard.append(await asyncio.wait_for(anext(news), 20))
    return heard


def in_studio(studio: Studio, doing: Callable[[], Awaitable[None]]) -> None:
    """Start the studio, wait for its orders, do something, stop it."""

    async def run() -> None:
        started = asyncio.ensure_future(told(studio, "orders"))
        await asyncio.sleep(0)
        await studio.start()
        await started
        try:
            await doing()
        finally:
            await studio.stop()

    asyncio.run(run())


def test_the_orders_are_read_when_it_starts(studio: Studio) -> None:
    async def doing() -> None:
        assert [type(entry) for entry in studio.book.entries] == [Entry, Entry, Refused]
        assert studio.reading is None
        assert not studio.shows_samples

    in_studio(studio, doing)


def test_without_an_export_the_samples_are_shown(tmp_path: Path, workers: Counting) -> None:
    studio = Studio(sample_workspace(tmp_path / "shop"), (), cast("Workers", workers))

    assert studio.shows_samples
    assert [name.rpartition("/")[2] for name in studio.inputs] == ["linnworks.json"]


def test_a_workspace_that_is_wrong_hides_no_orders(studio: Studio) -> None:
    (studio.root / "notes.toml").write_text("this is no TOML", "utf-8")

    async def doing() -> None:
        assert len(studio.book.entries) == 3

    in_studio(studio, doing)


def test_orders_that_change_while_they_are_read_are_read_once_more(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    readings: list[int | None] = []
    has_begun, may_go_on = threading.Event(), threading.Event()

    def slow(*_: object, read: Callable[[int], None], **__: object) -> Book:
        read(500)
        readings.append(studio.reading)
        has_begun.set()
        may_go_on.wait(20)
        return Book()

    async def doing() -> None:
        monkeypatch.setattr(studio_module, "read_book", slow)
        studio.changed(orders=True)
        while not has_begun.is_set():
            await asyncio.sleep(0.01)
        for _ in range(5):
            studio.changed(orders=True)
        may_go_on.set()
        assert studio._reader is not None
        await studio._reader

    in_studio(studio, doing)
    assert readings == [500, 500]


def test_a_note_is_made_once_however_many_ask_and_again_after_a_change(studio: Studio, workers: Counting) -> None:
    async def doing() -> None:
        key = studio.book.entries[0].key
        first, second, other = await asyncio.gather(studio.note(key), studio.note(key), studio.note(key, "de"))
        assert len(workers.made) == 2
        assert first is second
        assert (first.pages.locale, other.pages.locale) == ("fr", "de")
        assert (await studio.note(key)) is first

        before = studio.version
        assert await told(studio, "workspace", lambda: studio.changed(workspace=True)) == ["workspace"]
        assert studio.version.number == before.number + 1

        again = await studio.note(key)
        assert len(workers.made) == 3
        assert again.look == first.look, "nothing was changed in the files, so it looks the same"

    in_studio(studio, doing)


def test_a_template_that_changes_changes_the_look(studio: Studio) -> None:
    async def doing() -> None:
        key = studio.book.entries[0].key
        before = await studio.note(key)
        template = studio.root / "templates" / "fr.html"
        template.parent.mkdir(exist_ok=True)
        template.write_text("<p>{% label number %}[{SecondaryReference}]{% endlabel %}</p>", "utf-8")
        assert (await studio.note(key)) is before, "nobody has told yet"
        studio.changed(workspace=True)
        assert (await studio.note(key)).look != before.look

    in_studio(studio, doing)


def test_what_the_preview_writes_counts_once_whether_its_watcher_sees_it_or_not(studio: Studio) -> None:
    async def sees() -> None:
        studio.changed(workspace=True, assets=False)

    async def sees_nothing() -> None:
        return

    async def fails() -> None:
        raise RuntimeError("broken")

    async def doing() -> None:
        for look in (None, sees, sees_nothing, fails):
            studio.look = look
            before = studio.version.number
            await studio.wrote()
            assert studio.version.number == before + 1, look

    in_studio(studio, doing)


def test_assets_are_known_to_be_the_same_where_only_texts_have_changed(studio: Studio) -> None:
    async def doing() -> None:
        first = studio.version
        studio.changed(workspace=True, assets=False)
        assert (studio.version.number, studio.version.assets) == (first.number + 1, first.assets)
        studio.changed(workspace=True)
        assert studio.version.assets != first.assets

    in_studio(studio, doing)


def test_an_order_that_gets_no_note_says_why(studio: Studio) -> None:
    async def doing() -> None:
        refused = studio.book.entries[2]
        assert isinstance(refused, Refused)
        with pytest.raises(NotesError) as error:
            await studio.note(refused.key)
        assert (error.value.what, error.value.hint) == (refused.reason, refused.hint)
        assert await studio.places(refused.key) == ()

    in_studio(studio, doing)


def test_an_order_that_is_not_in_the_book_is_unknown(studio: Studio) -> None:
    async def doing() -> None:
        for ask in (studio.note, studio.places):
            with pytest.raises(UnknownOrderError):
                await ask("../../etc/passwd")

    in_studio(studio, doing)


def test_a_page_is_drawn_once_and_a_page_that_is_not_there_is_none(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[tuple[int, int]] = []

    async def doing() -> None:
        real = studio._pictures.draw

        def draw(pdf: bytes, page: int, width: int) -> bytes:
            drawn.append((page, width))
            return real(pdf, page, width)

        monkeypatch.setattr(studio._pictures, "draw", draw)
        made = await studio.note(studio.book.entries[0].key)
        first = await studio.picture(made, 1, 200)
        assert first.startswith(b"\x89PNG")
        assert await studio.picture(made, 1, 200) is first
        assert await studio.picture(made, 1, 300) != first
        with pytest.raises(IndexError):
            await studio.picture(made, 9, 200)

    in_studio(studio, doing)
    assert drawn == [(1, 200), (1, 300), (9, 200)]


def test_everyone_who_looks_hears_of_changes_until_the_end_and_nobody_else_waits_for_them(studio: Studio) -> None:
    async def doing() -> None:
        sleepy = cast("AsyncGenerator[str, None]", studio.listen())
        waiting = asyncio.ensure_future(anext(sleepy))
        await asyncio.sleep(0)
        for _ in range(100):
            studio.tell("workspace")  # more than anyone keeps for who does not listen
        assert await waiting == "workspace"
        await sleepy.aclose()
        assert await told(studio, "bye", lambda: studio.tell("bye")) == ["bye"]

    in_studio(studio, doing)
    assert studio._listeners == set()


def test_stopping_tells_and_ends_a_reading(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    may_end = threading.Event()

    def endless(*_: object, **__: object) -> Book:
        may_end.wait(20)
        return Book()

    monkeypatch.setattr(studio_module, "read_book", endless)

    async def run() -> None:
        await studio.start()
        await asyncio.sleep(0)
        assert await told(studio, "bye", lambda: asyncio.ensure_future(studio.stop())) == ["bye"]

    asyncio.run(run())  # it does not wait for the reading
    may_end.set()


@pytest.mark.parametrize(("name", "locale"), [("fr", "fr"), ("own", None), ("", None), ("pl", None)])
def test_locales_are_known_by_name(name: str, locale: str | None) -> None:
    assert known_locale(name) == locale

"""Watching: what counts as a change, however it is written, and that watching goes on whatever happens."""

from __future__ import annotations

import asyncio
import logging
import shutil
import time
from typing import TYPE_CHECKING, Any, cast

import pytest

from notes_engine.preview import looks
from notes_engine.preview import watch as watch_module
from notes_engine.preview.looks import Changes
from notes_engine.preview.watch import Watched, watch
from notes_engine.whole_files import write_whole

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from notes_engine.preview.studio import Studio

NOTHING, TEXT, ASSET = Changes(), Changes(workspace=True), Changes(workspace=True, assets=True)
ORDERS, SETTINGS = Changes(orders=True), Changes(workspace=True, orders=True)


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    root = tmp_path / "shop"
    (root / "templates" / "parts").mkdir(parents=True)
    (root / "locales" / "fr" / "LC_MESSAGES").mkdir(parents=True)
    (root / "pictures").mkdir()
    (root / "notes.toml").write_text("[company]\n")
    (root / "templates" / "fr.html").write_text("<p>")
    return root


@pytest.fixture
def orders(tmp_path: Path) -> Path:
    file = tmp_path / "exports" / "orders.json"
    file.parent.mkdir()
    file.write_text("[]")
    return file


def changes(root: Path, orders: Path, change: Callable[[], object]) -> Changes:
    """Return what a look finds after a change."""
    watched = Watched(root, [str(orders)])

    async def run() -> Changes:
        assert await watched.changes() == NOTHING, "the first look finds nothing new"
        assert await watched.changes() == NOTHING
        change()
        found = await watched.changes()
        assert await watched.changes() == NOTHING, "each change is told once"
        return found

    return asyncio.run(run())


def replaced(file: Path, text: str) -> None:
    """Write a file as careful editors do: beside it, then in its place."""
    beside = file.with_name(f"{file.name}.new~")
    beside.write_text(text)
    beside.replace(file)


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("templates/fr.html", TEXT),
        ("templates/parts/new.html", TEXT),
        ("locales/fr/LC_MESSAGES/notes.po", TEXT),
        ("templates/note.css", ASSET),
        ("templates/a font", ASSET),
        ("pictures/logo.SVG", ASSET),
    ],
)
@pytest.mark.parametrize("write", [lambda file: file.write_text("new"), lambda file: replaced(file, "new")])
def test_a_file_that_shapes_notes_is_a_change(
    shop: Path, orders: Path, name: str, found: Changes, write: Callable[[Path], object]
) -> None:
    assert changes(shop, orders, lambda: write(shop / name)) == found


def test_a_file_that_is_removed_is_a_change(shop: Path, orders: Path) -> None:
    assert changes(shop, orders, (shop / "templates" / "fr.html").unlink) == TEXT


def test_a_folder_that_is_replaced_by_one_alike_is_a_change(shop: Path, orders: Path) -> None:
    def renew() -> None:
        shutil.copytree(shop / "templates", shop / "copy")
        shutil.rmtree(shop / "templates")
        (shop / "copy").rename(shop / "templates")

    assert changes(shop, orders, renew) == TEXT


def test_settings_say_how_orders_are_read_as_well(shop: Path, orders: Path) -> None:
    assert changes(shop, orders, lambda: (shop / "notes.toml").write_text("[orders]\n")) == SETTINGS


@pytest.mark.parametrize("write", [lambda file: file.write_text("[1]"), lambda file: replaced(file, "[1]")])
def test_an_export_that_is_written_or_replaced_is_a_change(
    shop: Path, orders: Path, write: Callable[[Path], object]
) -> None:
    assert changes(shop, orders, lambda: write(orders)) == ORDERS


@pytest.mark.parametrize(
    "name",
    [
        "templates/.fr.html.swp",
        "templates/.fr.html.123.part",
        "templates/fr.html~",
        "templates/#fr.html#",
        "notes.pdf",
        "manifest.jsonl",
        "pictures/notes.toml",
        ".git/index.css",
        ".notes-engine/parts/00001.pdf",
        "../exports/others.json",
    ],
)
def test_what_shapes_no_note_is_no_change(shop: Path, orders: Path, name: str) -> None:
    def write() -> None:
        (shop / name).parent.mkdir(parents=True, exist_ok=True)
        (shop / name).write_text("passing")

    assert changes(shop, orders, write) == NOTHING


def test_our_own_way_of_saving_is_one_change(shop: Path, orders: Path) -> None:
    assert changes(shop, orders, lambda: write_whole(shop / "templates" / "fr.html", b"saved")) == TEXT


def test_links_are_followed_and_may_be_replaced(shop: Path, orders: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(shop)
    latest = tmp_path / "latest.json"
    latest.symlink_to(orders)
    other = tmp_path / "other.json"
    other.write_text("[2]")

    def relink() -> None:
        latest.unlink()
        latest.symlink_to(other)

    root = tmp_path / "link"
    assert changes(root, latest, lambda: (shop / "templates" / "fr.html").write_text("new")) == TEXT
    assert changes(root, latest, lambda: orders.write_text("[1]")) == ORDERS
    assert changes(root, latest, relink) == ORDERS


def test_templates_in_a_linked_folder_count_and_a_circle_of_links_ends(
    shop: Path, orders: Path, tmp_path: Path
) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    (shop / "templates" / "shared").symlink_to(shared)
    (shared / "round").symlink_to(shop / "templates")

    assert changes(shop, orders, lambda: (shared / "part.html").write_text("new")) == TEXT


def test_a_disk_in_place_of_a_workspace_is_looked_at_in_part(
    shop: Path, orders: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(30):
        (shop / f"folder-{number}").mkdir()
        (shop / f"folder-{number}" / "a.css").write_text("")
    whole = len(looks.look(shop, ()).files)
    monkeypatch.setattr(looks, "_MOST", 40)

    seen = looks.look(shop, ()).files
    assert whole > len(seen) > 2
    assert {str(shop / "notes.toml"), str(shop / "templates" / "fr.html")} <= set(seen)


def test_an_export_that_is_away_for_a_moment_is_not_gone(
    shop: Path, orders: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 100.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    watched = Watched(shop, [str(orders)])
    found = []

    def look() -> None:
        found.append(asyncio.run(watched.changes()))

    look()
    orders.unlink()
    look()
    orders.write_text("[1]")
    look()
    orders.unlink()
    look()
    now += 2
    look()
    assert found == [NOTHING, NOTHING, ORDERS, NOTHING, ORDERS]


def test_a_workspace_that_is_not_there_yet_is_seen_when_it_is(shop: Path, orders: Path, tmp_path: Path) -> None:
    away = tmp_path / "away"
    shop.rename(away)

    assert changes(shop, orders, lambda: away.rename(shop)) == SETTINGS


# --- watching itself


class Heard:
    """Stands for the studio: keeps what it is told."""

    def __init__(self, root: Path, orders: Path) -> None:
        self.root, self.files = root, (str(orders),)
        self.told: list[Changes] = []
        self.look: Callable[[], Awaitable[None]] | None = None

    def changed(self, *, orders: bool, workspace: bool, assets: bool) -> None:
        self.told.append(Changes(workspace, assets, orders))

    async def of(self, change: Callable[[], object], wanted: Changes) -> None:
        """Make a change and wait until it is told."""
        self.told.clear()
        change()
        end = time.monotonic() + 20
        while wanted not in self.told:
            assert time.monotonic() < end, f"not told: {wanted}, but {self.told}"
            await asyncio.sleep(0.01)


def watching(heard: Heard, doing: Callable[[], Any]) -> None:
    async def run() -> None:
        stop = asyncio.Event()
        task = asyncio.ensure_future(watch(cast("Studio", heard), stop))
        await asyncio.sleep(0.3)
        try:
            await doing()
        finally:
            stop.set()
            await asyncio.wait_for(task, 10)

    asyncio.run(run())


def test_changes_are_told_also_of_a_workspace_that_was_deleted_and_made_anew(
    shop: Path, orders: Path, tmp_path: Path
) -> None:
    heard = Heard(shop, orders)

    def change(text: str) -> Callable[[], object]:
        return lambda: replaced(shop / "templates" / "fr.html", text)

    async def doing() -> None:
        await heard.of(change("one"), TEXT)
        await heard.of(lambda: replaced(orders, "[1]"), ORDERS)
        shutil.copytree(shop, tmp_path / "copy")
        await heard.of(lambda: shutil.rmtree(shop), SETTINGS)
        await heard.of(lambda: (tmp_path / "copy").rename(shop), SETTINGS)
        await heard.of(change("two"), TEXT)

    watching(heard, doing)


def test_without_notices_of_the_system_files_are_looked_at_and_that_is_said(
    shop: Path, orders: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refused(*_: object, **__: object) -> Any:
        raise OSError(28, "inotify watch limit reached")

    monkeypatch.setattr(watch_module, "awatch", refused)
    heard = Heard(shop, orders)

    async def doing() -> None:
        await heard.of(lambda: (shop / "templates" / "new.html").write_text("one"), TEXT)
        await heard.of(lambda: shutil.rmtree(shop / "templates"), TEXT)
        await heard.of(lambda: orders.write_text("[1, 2]"), ORDERS)

    with caplog.at_level(logging.WARNING):
        watching(heard, doing)
    (record,) = caplog.records
    assert "inotify watch limit reached" in record.getMessage()


def test_a_look_that_fails_is_said_once_and_the_next_one_sees(
    shop: Path, orders: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    real, fails = looks.look, [True]

    def sometimes(*arguments: Any) -> Any:
        if fails[0]:
            raise RuntimeError("broken")
        return real(*arguments)

    heard = Heard(shop, orders)
    monkeypatch.setattr(watch_module, "LOOK_EVERY_WITHOUT_NOTICES", 0.01)

    async def doing() -> None:
        await heard.of(lambda: (shop / "templates" / "fr.html").write_text("one"), TEXT)
        monkeypatch.setattr(watch_module, "look", sometimes)
        (shop / "templates" / "fr.html").write_text("two")
        while not caplog.records:
            await asyncio.sleep(0.01)
        fails[0] = False
        await heard.of(lambda: (shop / "templates" / "fr.html").write_text("three"), TEXT)

    with caplog.at_level(logging.WARNING):
        watching(heard, doing)
    (record,) = caplog.records
    assert "RuntimeError" in record.getMessage()


def test_what_the_preview_writes_itself_is_told_at_once_and_once(shop: Path, orders: Path) -> None:
    heard = Heard(shop, orders)

    async def doing() -> None:
        for number in range(3):
            (shop / "templates" / "fr.html").write_text("x" * number)
            assert heard.look is not None
            await heard.look()
            assert heard.told == [TEXT] * (number + 1)
            await asyncio.sleep(0.4)  # the system gives notice too

    watching(heard, doing)
    assert heard.told == [TEXT] * 3
    assert heard.look is None

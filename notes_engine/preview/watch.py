"""Watching files: a save is seen within some hundredths of a second.

The system's notices only say that it is time to look; what has changed, two looks tell. So a notice that was lost costs
a second, and a disk that gives none is looked at more often.
"""

from __future__ import annotations

import asyncio
import logging
import os
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from watchfiles import awatch

from notes_engine.preview.looks import PASSING, Changes, Look, changes_between, look
from notes_engine.preview.threads import in_thread

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from watchfiles import Change

    from notes_engine.preview.studio import Studio

_GATHER_MS, _STEP_MS = 60, 15
"""Editors write a file in several steps: changes that follow each other this closely are one."""
LOOK_EVERY, LOOK_EVERY_WITHOUT_NOTICES = 1.0, 0.25
"""Seconds between two looks that nothing gave notice for."""
_GONE_AFTER = 1.0
"""Seconds that an export may be away: a program that writes it anew may remove the old one first."""
_LOG = logging.getLogger(__name__)
"""Its warnings come to standard error."""


async def watch(studio: Studio, stop: asyncio.Event) -> None:
    """Tell the studio of every change of its workspace and its exports, until `stop` is set."""
    watched = Watched(studio.root, studio.files)
    notices = _Notices(watched.exports)
    one_at_a_time = asyncio.Lock()
    is_told = False

    async def look_now() -> None:
        async with one_at_a_time:
            if found := await watched.changes():
                studio.changed(orders=found.orders, workspace=found.workspace, assets=found.assets)

    try:
        while not stop.is_set():
            try:
                await look_now()
                studio.look = look_now
                notices.turn_to(watched.seen.folders)
            except Exception as error:
                if not is_told:
                    _LOG.warning("notes-engine: a look at the files failed (%s): it goes on", type(error).__name__)
                is_told = True
            await notices.wait(stop)
    finally:
        studio.look = None
        notices.end()


class Watched:
    """A workspace and exports, and how they looked when they were last looked at."""

    def __init__(self, root: Path, exports: Sequence[str]) -> None:
        """Look at nothing yet."""
        self._root = root.absolute()
        self.exports = tuple(str(Path(name).absolute()) for name in exports)
        self.seen = Look()
        self._is_first = True
        self._away: dict[str, float] = {}
        """Exports that are not there now, and since when."""

    async def changes(self) -> Changes:
        """Look, and return what has changed since the last look."""
        now = self._without_short_absences(await in_thread(lambda: look(self._root, self.exports), "look"))
        before, self.seen = self.seen, now
        if self._is_first:
            self._is_first = False
            return Changes()
        return changes_between(before, now)

    def _without_short_absences(self, now: Look) -> Look:
        moment = time.monotonic()
        away = {name: self._away.get(name, moment) for name in self.seen.exports if name not in now.exports}
        self._away = away
        kept = {name: self.seen.exports[name] for name, since in away.items() if moment - since < _GONE_AFTER}
        return replace(now, exports={**now.exports, **kept}) if kept else now


class _Notices:
    """The system's notices of changes in some folders."""

    def __init__(self, exports: Sequence[str]) -> None:
        self._exports = exports
        self._folders: Mapping[str, tuple[int, int]] | None = None
        self._due = asyncio.Event()
        self._ended = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._is_told = False

    def turn_to(self, folders: Mapping[str, tuple[int, int]]) -> None:
        """Have notice of changes in these folders, and of the exports."""
        if folders == self._folders:
            return
        self.end()
        self._folders = folders
        self._ended = asyncio.Event()
        self._task = asyncio.ensure_future(self._listen(frozenset(folders), self._ended))

    def end(self) -> None:
        """Have no more."""
        # It ends when its thread has seen this; cancelled, it would end no sooner.
        self._ended.set()

    async def wait(self, stop: asyncio.Event) -> None:
        """Return when there was a notice, or it is time to look without, or `stop` is set."""
        without = self._task is None or self._task.done()
        waiting = [asyncio.ensure_future(event.wait()) for event in (self._due, stop)]
        try:
            every = LOOK_EVERY_WITHOUT_NOTICES if without else LOOK_EVERY
            await asyncio.wait(waiting, timeout=every, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for each in waiting:
                each.cancel()
        self._due.clear()

    async def _listen(self, folders: frozenset[str], ended: asyncio.Event) -> None:
        # Where an export is a link, either can be replaced: the link, or what it leads to.
        exports = {*self._exports, *(os.path.realpath(name) for name in self._exports)}
        above = {os.path.dirname(name) for name in exports}  # noqa: PTH120  texts, as the notices bring them

        def is_ours(_: Change, path: str) -> bool:
            name = os.path.basename(path)  # noqa: PTH119
            is_passing = name.startswith((".", "#")) or name.endswith(PASSING)
            in_workspace = path in folders or os.path.dirname(path) in folders  # noqa: PTH120
            return path in exports or (in_workspace and not is_passing)

        try:
            async for _ in awatch(
                *sorted(folders | {name for name in above if os.path.isdir(name)}),  # noqa: PTH112
                watch_filter=is_ours,
                debounce=_GATHER_MS,
                step=_STEP_MS,
                stop_event=ended,
                recursive=False,
                ignore_permission_denied=True,
            ):
                self._due.set()
        except FileNotFoundError:
            return  # a folder went in this moment: the next look finds others
        except Exception as error:
            self._tell(error)

    def _tell(self, error: Exception) -> None:
        if not self._is_told:
            self._is_told = True
            reason = (isinstance(error, OSError) and error.strerror) or str(error) or type(error).__name__
            _LOG.warning(
                "notes-engine: the system gives no notice of changes (%s): files are looked at instead", reason
            )

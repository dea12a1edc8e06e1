"""Work in threads that nobody waits for."""

from __future__ import annotations

import asyncio
import threading

import pytest

from notes_engine.preview.threads import in_thread


def test_it_returns_what_the_work_returns_and_the_loop_goes_on() -> None:
    may_end = threading.Event()

    async def run() -> str:
        task = asyncio.ensure_future(in_thread(lambda: f"done: {may_end.wait(10)}", "work"))
        await asyncio.sleep(0)
        may_end.set()
        return await task

    assert asyncio.run(run()) == "done: True"


def test_it_raises_what_the_work_raises() -> None:
    def fails() -> None:
        raise LookupError("nothing there")

    with pytest.raises(LookupError, match="nothing there"):
        asyncio.run(in_thread(fails, "work"))


def test_the_end_of_the_loop_does_not_wait_for_it() -> None:
    may_end, has_ended = threading.Event(), threading.Event()

    def work() -> None:
        may_end.wait(10)
        has_ended.set()

    async def run() -> None:
        task = asyncio.ensure_future(in_thread(work, "work"))
        await asyncio.sleep(0)
        task.cancel()

    asyncio.run(run())
    assert not has_ended.is_set()
    may_end.set()
    assert has_ended.wait(10), "and what comes after that disturbs nobody"


def test_who_no_longer_waits_hears_nothing() -> None:
    may_end, has_ended = threading.Event(), threading.Event()

    def work() -> None:
        may_end.wait(10)
        has_ended.set()

    async def run() -> None:
        task = asyncio.ensure_future(in_thread(work, "work"))
        await asyncio.sleep(0)
        task.cancel()
        may_end.set()
        while not has_ended.is_set():
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.01)
        assert task.cancelled()

    asyncio.run(run())

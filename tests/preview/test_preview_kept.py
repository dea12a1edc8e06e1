"""The memory of results: bounded, and nothing is made twice at the same time."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notes_engine.errors import NotesError
from notes_engine.preview.kept import Kept

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable


class Maker:
    """Makes a text for a key, and counts how often."""

    def __init__(self) -> None:
        self.made: list[str] = []
        self.gate = asyncio.Event()
        self.gate.set()

    def of(self, key: str, size: int = 1) -> Callable[[], Awaitable[str]]:
        async def make() -> str:
            self.made.append(key)
            await self.gate.wait()
            return key * size

        return make


def test_what_is_kept_is_not_made_again() -> None:
    async def story() -> None:
        kept, maker = Kept[str](10, 100, len), Maker()
        assert await kept.get("a", maker.of("a")) == "a"
        assert await kept.get("a", maker.of("a")) == "a"
        assert maker.made == ["a"]
        kept.clear()
        assert (len(kept), kept.bytes) == (0, 0)
        await kept.get("a", maker.of("a"))
        assert maker.made == ["a", "a"]

    asyncio.run(story())


def test_those_who_ask_meanwhile_wait_for_the_same_result() -> None:
    async def story() -> None:
        kept, maker = Kept[str](10, 100, len), Maker()
        maker.gate.clear()
        asking = [asyncio.ensure_future(kept.get("a", maker.of("a"))) for _ in range(5)]
        await asyncio.sleep(0)
        asking[0].cancel()  # one who goes away takes nothing from the others
        await asyncio.sleep(0)
        maker.gate.set()
        assert await asyncio.gather(*asking[1:]) == ["a"] * 4
        assert maker.made == ["a"]

    asyncio.run(story())


def test_a_failure_is_told_to_all_who_wait_and_not_kept() -> None:
    async def story() -> None:
        kept = Kept[str](10, 100, len)
        tries = 0

        async def fail() -> str:
            nonlocal tries
            tries += 1
            await asyncio.sleep(0)
            raise NotesError("this cannot be made")

        results = await asyncio.gather(*(kept.get("a", fail) for _ in range(3)), return_exceptions=True)
        assert [str(result) for result in results] == ["this cannot be made"] * 3
        assert tries == 1
        with pytest.raises(NotesError):
            await kept.get("a", fail)
        assert tries == 2

    asyncio.run(story())


@given(st.lists(st.tuples(st.sampled_from("abcdefgh"), st.integers(1, 40)), max_size=40))
def test_it_never_holds_more_than_it_may(asked: list[tuple[str, int]]) -> None:
    async def story() -> None:
        kept, maker = Kept[str](4, 60, len), Maker()
        for key, size in asked:
            await kept.get((key, size), maker.of(key, size))
            assert len(kept) <= 4
            assert kept.bytes <= 60 or len(kept) == 1

    asyncio.run(story())


def test_what_was_asked_for_least_recently_goes_first() -> None:
    async def story() -> None:
        kept, maker = Kept[str](2, 100, len), Maker()
        for key in "aba":
            await kept.get(key, maker.of(key))
        await kept.get("c", maker.of("c"))
        await kept.get("a", maker.of("a"))
        assert maker.made == ["a", "b", "c"]
        await kept.get("b", maker.of("b"))
        assert maker.made == ["a", "b", "c", "b"]

    asyncio.run(story())

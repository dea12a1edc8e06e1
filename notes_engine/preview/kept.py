"""A memory of results that is bounded in number and size; what was asked for least recently goes first."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Hashable

Value = TypeVar("Value")


class Kept(Generic[Value]):
    """Results by key. Who asks for one that is being made waits for it: nothing is made twice at the same time."""

    def __init__(self, most: int, most_bytes: int, size: Callable[[Value], int]) -> None:
        self._most, self._most_bytes, self._size = most, most_bytes, size
        self._found: OrderedDict[Hashable, Value] = OrderedDict()
        self._bytes = 0
        self._being_made: dict[Hashable, asyncio.Task[Value]] = {}

    def __len__(self) -> int:
        return len(self._found)

    @property
    def bytes(self) -> int:
        """The size of all that is kept."""
        return self._bytes

    async def get(self, key: Hashable, make: Callable[[], Awaitable[Value]]) -> Value:
        """Return the result of a key, made if it is not kept; raises as `make`, whose failure is not kept."""
        if key in self._found:
            self._found.move_to_end(key)
            return self._found[key]
        task = self._being_made.get(key)
        if task is None:
            task = asyncio.ensure_future(self._made(key, make))
            self._being_made[key] = task
            task.add_done_callback(lambda done: self._end(key, done))
        # One who goes away must not take the result from the others.
        return await asyncio.shield(task)

    def _end(self, key: Hashable, task: asyncio.Task[Value]) -> None:
        self._being_made.pop(key, None)
        if not task.cancelled():
            task.exception()  # it was told to those who waited; if all went away, nobody needs to hear of it

    async def _made(self, key: Hashable, make: Callable[[], Awaitable[Value]]) -> Value:
        value = await make()
        self._found[key] = value
        self._bytes += self._size(value)
        while len(self._found) > self._most or (self._bytes > self._most_bytes and len(self._found) > 1):
            _, dropped = self._found.popitem(last=False)
            self._bytes -= self._size(dropped)
        return value

    def clear(self) -> None:
        """Forget everything; what is being made is made to its end for those who wait."""
        self._found.clear()
        self._bytes = 0

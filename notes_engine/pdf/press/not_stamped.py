"""Notes that the press does not stamp: they go through the typesetter, and nothing of the batch is lost."""

from __future__ import annotations

import errno
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from notes_engine.pdf.press.stamping import StampedPages


@dataclass(frozen=True, slots=True)
class NotStamped:
    """Why a note goes through the typesetter. The words hold no value of an order."""

    why: str


@contextmanager
def no_harm_to(indices: Iterable[int], found: dict[int, StampedPages | NotStamped]) -> Iterator[None]:
    """Let notes go through the typesetter that the press fails on, whatever it is; not where memory or disk is full."""
    try:
        yield
    except MemoryError:
        raise
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise
        _give_up(indices, found, error)
    except Exception as error:
        _give_up(indices, found, error)


def _give_up(indices: Iterable[int], found: dict[int, StampedPages | NotStamped], error: Exception) -> None:
    for index in indices:
        found.setdefault(index, NotStamped(f"the press failed on it ({type(error).__name__})"))

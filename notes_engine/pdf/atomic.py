"""PDFs that appear whole or not at all, and what to tell when one could not be written."""

from __future__ import annotations

import os
from contextlib import ExitStack, contextmanager, suppress
from typing import TYPE_CHECKING, BinaryIO

from notes_engine.errors import OutputError
from notes_engine.full_disk import FULL
from notes_engine.whole_files import written_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    File = tuple[Path, Callable[[BinaryIO], None]]
    """A file, and what writes its content."""

_AT_ONCE = 32
"""Files that are open together."""


@contextmanager
def written_atomically(target: Path, *, sync: bool = True) -> Iterator[BinaryIO]:
    """Give a binary file that becomes `target` when the block ends, and vanishes when the block raises.

    `sync` is that of `written_whole`.

    Raises:
        OutputError: the folder is missing or not writable, or the disk is full. What was there before is still there.
    """
    with _about(target), written_whole(target, sync=sync) as file:
        yield file


def write_together(files: Sequence[File]) -> None:
    """Write files that appear whole or not at all, in their order: where the last is, the others are.

    The disk is waited for once for many of them, which takes as long as for one.

    Raises:
        OutputError: as `written_atomically`. None of the last files has appeared then; earlier ones may have.
    """
    for first in range(0, len(files), _AT_ONCE):
        _write_some(files[first : first + _AT_ONCE])


def _write_some(files: Sequence[File]) -> None:
    with ExitStack() as stack:
        # What was opened last is closed, and gets its name, first.
        opened = [stack.enter_context(written_atomically(target, sync=False)) for target, _ in reversed(files)]
        for (target, write), file in zip(reversed(files), opened, strict=True):
            with _about(target):
                write(file)
                file.flush()

        def sync(number: int) -> None:
            with _about(files[-1 - number][0]):
                os.fsync(opened[number].fileno())

        if len(opened) == 1:
            sync(0)
        else:
            from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415  one file needs no threads

            with ThreadPoolExecutor(len(opened)) as threads:
                list(threads.map(sync, range(len(opened))))


@contextmanager
def _about(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise output_error(target, error) from error


def write_for_oneself(target: Path, content: bytes) -> None:
    """Write a file that nobody looks at before this process says so: it is not waited for, and a kill may leave half.

    Where one of that name is (an earlier try, or a worker that was given up and still works), it is replaced whole.

    Raises:
        OutputError: as `written_atomically`.
    """
    with _about(target):
        try:
            handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
        except FileExistsError:
            with written_whole(target, sync=False) as file:
                file.write(content)
            return
        try:
            left = memoryview(content)
            while left:
                left = left[os.write(handle, left) :]
            if hasattr(os, "posix_fadvise"):
                # Linux begins at once to write out what it is told to forget: whoever waits for it later waits less.
                with suppress(OSError):
                    os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
        except BaseException:
            target.unlink(missing_ok=True)
            raise
        finally:
            os.close(handle)


def output_error(target: Path, error: OSError) -> OutputError:
    """Return what to tell the user when writing `target` failed."""
    if error.errno in FULL:
        return OutputError(
            f"{target.name} could not be written: the disk is full",
            hint=f"make room where {target.parent} is, then run the same command again",
        )
    return OutputError(
        f"{target.name} could not be written: {error.strerror or type(error).__name__}",
        hint=f"check that the folder {target.parent} exists and that you may write into it",
    )

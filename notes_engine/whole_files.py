"""Files that appear whole or not at all."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def written_whole(target: Path, *, sync: bool = True) -> Iterator[BinaryIO]:
    """Give a binary file that becomes `target` when the block ends, and vanishes when the block raises.

    The content is on the disk before the name is, so not even a power cut leaves half a file under the name. A file
    that was there keeps its permissions. Without `sync` the file may be lost, or empty, after a power cut.

    Raises:
        OSError: it cannot be written; what was there before is still there.
    """
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as file:
            yield file
            file.flush()
            if sync:
                os.fsync(file.fileno())
        if target.exists():
            part.chmod(target.stat().st_mode & 0o777)
        os.replace(part, target)  # noqa: PTH105  the same as Path.replace, and greppable beside fsync
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def write_whole(target: Path, content: bytes) -> None:
    """Write a file whole or not at all, as `written_whole`."""
    with written_whole(target) as file:
        file.write(content)

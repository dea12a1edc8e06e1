"""Files of an earlier batch in the same folder, which a packer might take for today's."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from notes_engine.batch.disk import has_sha256
from notes_engine.batch.manifest import MANIFEST, files_in

if TYPE_CHECKING:
    from collections.abc import Container
    from pathlib import Path

# A merged file *is* its batch, and the next batch replaces it anyway when it has notes for it. A file per order is
# the seller's archive: it is never removed.
_MERGED = re.compile(r"notes(-[^/\\]+)?\.pdf")


@dataclass(frozen=True, slots=True)
class Stale:
    """What an earlier batch left: merged files to remove, relative to OUT, and how many other files stay."""

    remove: tuple[str, ...] = ()
    stay: int = 0


def find_stale(out: Path, written: Container[str]) -> Stale:
    """Return what the last batch's manifest names and this batch does not write.

    Only a merged file that is byte for byte what that batch wrote is to be removed.
    """
    remove, stay = [], 0
    for file, sha256 in files_in(out / MANIFEST):
        if file in written:
            continue
        if _MERGED.fullmatch(file) and has_sha256(out / file, sha256):
            remove.append(file)
        elif (out / file).is_file():
            stay += 1
    return Stale(tuple(remove), stay)

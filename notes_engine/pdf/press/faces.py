"""Faces: the font files that plates draw with, each known by its hash."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class Faces:
    """Font files by the SHA-256 of their content."""

    def __init__(self, find: Callable[[str], bytes | None] = lambda _hash: None) -> None:
        """`find` returns a file that was not added here, or None."""
        self._files: dict[str, bytes] = {}
        self._hashes: dict[int, str] = {}
        self._find = find

    def add(self, content: bytes) -> str:
        """Keep a font file, and return its hash."""
        digest = sha256(content).hexdigest()
        self._files.setdefault(digest, content)
        return digest

    def __getitem__(self, digest: str) -> bytes:
        """Return a font file; raises KeyError when it is nowhere."""
        found = self._files.get(digest)
        if found is None:
            found = self._find(digest)
            if found is None or sha256(found).hexdigest() != digest:
                raise KeyError(digest)
            self._files[digest] = found
        return found

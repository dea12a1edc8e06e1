"""Faces: the font files that plates draw with, each known by its hash."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Protocol

from notes_engine.pdf.press.lone_sets import LoneSigns
from notes_engine.pdf.press.typeface import PLAIN_SIGNS, Typeface

if TYPE_CHECKING:
    from collections.abc import Callable

    from notes_engine.pdf.press.typeface import TypeSpec


class Signs(Protocol):
    """Keeps the lone signs of fonts between runs."""

    def lone(self, name: str) -> LoneSigns | None:
        """Return those kept under a name, or None."""

    def keep_lone(self, name: str, signs: LoneSigns) -> None:
        """Keep them."""


class Faces:
    """Font files by the SHA-256 of their content."""

    def __init__(self, find: Callable[[str], bytes | None] = lambda _hash: None, signs: Signs | None = None) -> None:
        """`find` returns a file that was not added here, or None; `signs` keeps what was found out about fonts."""
        self._files: dict[str, bytes] = {}
        self._hashes: dict[int, str] = {}
        self._find = find
        self._signs = signs
        self._lone: dict[str, LoneSigns] = {}

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

    def typeface(self, spec: TypeSpec) -> Typeface:
        """Return a new typeface; raises KeyError when its font file is nowhere."""
        return Typeface(spec, self[spec.face], self._lone_signs(spec))

    def _lone_signs(self, spec: TypeSpec) -> LoneSigns:
        """Return the lone signs of a typeface's font."""
        features = sorted(name for name, _ in spec.features)
        name = sha256(f"{spec.face} {spec.index} {' '.join(features)}".encode()).hexdigest()[:32]
        found = self._lone.get(name)
        if found is None and self._signs is not None:
            found = self._signs.lone(name)
        if found is None:
            from notes_engine.pdf.press.lone_signs import lone_signs  # noqa: PLC0415  importing fontTools takes 50 ms

            try:
                found = lone_signs(self[spec.face], spec.index, features, PLAIN_SIGNS)
            except Exception:  # fontTools raises anything about a table that it cannot read
                found = LoneSigns()
            if self._signs is not None:
                self._signs.keep_lone(name, found)
        self._lone[name] = found
        return found

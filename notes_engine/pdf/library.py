"""The library of assets: the only files a note can reach, found by URL under the roots and nowhere else.

Knows nothing of WeasyPrint: `pdf/fetcher.py` hands what is found here to it.
"""

from __future__ import annotations

import base64
import binascii
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, unquote_to_bytes, urlsplit

from notes_engine.errors import AssetError
from notes_engine.pdf.fonts import FONT_SCHEME, check_font, package_font
from notes_engine.pdf.images import IMAGE_TYPES, check_image
from notes_engine.pdf.metadata import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

BASE_URL = "https://notes.invalid/"
"""Where a note's HTML says it lives. `.invalid` is reserved (RFC 2606): no such host can exist."""

_HOST = "notes.invalid"
_FONT_TYPES = {".ttf": "font/ttf", ".otf": "font/otf", ".woff": "font/woff", ".woff2": "font/woff2"}
_TYPES = {".css": "text/css", **IMAGE_TYPES, **_FONT_TYPES}
_SIZE_LIMIT = 20_000_000
"""Bytes of one asset: our decision; a logo is a thousandth of it, a font of all Chinese about this."""
_SHOWN = 100
"""Characters of a name or an address that a message shows."""
_DATA_LIMIT = 1_000_000
"""Characters of one `data:` URL: our decision; a barcode or a logo fits."""


@dataclass(frozen=True, slots=True)
class Asset:
    """A file's content and media type."""

    content: bytes
    media_type: str


class MissingAssetError(Exception):
    """An allowed place holds no such file, or one that cannot be used: the text says which and why."""


class AssetLibrary:
    """Finds assets by URL under `roots`, the first root that has the file winning, and remembers them.

    What was read once is used for the whole batch, so a file edited meanwhile cannot make its notes differ.
    """

    def __init__(self, roots: Sequence[Path]) -> None:
        """Resolve the roots once, so that a link inside them can be told from one that leads out."""
        self._roots = tuple(root.resolve() for root in roots)
        self._found: dict[str, Asset] = {}

    def find(self, url: str) -> Asset:
        """Return the asset that `url` names.

        Raises:
            AssetError: the URL leads out of the roots, to the network, or to a kind of file no note needs.
            MissingAssetError: the URL is allowed, but there is no such file or it is damaged.
        """
        if url[:5].lower() == "data:":
            return _data_image(url)
        if url not in self._found:
            self._found[url] = self._read(url)
        return self._found[url]

    def _read(self, url: str) -> Asset:
        if url.startswith(FONT_SCHEME):
            name = unquote(url.removeprefix(FONT_SCHEME))
            path = package_font(name)
            if path is None:
                raise MissingAssetError(f"the font package has no file {_short(name)!r}")
            return Asset(path.read_bytes(), _FONT_TYPES[path.suffix.lower()])
        name = _relative_path(url)
        suffix = Path(name).suffix.lower()
        if suffix not in _TYPES:
            raise AssetError(
                f"the template asks for {_short(name)!r}, which is no stylesheet, image or font",
                hint=f"a note can use files ending in {', '.join(_TYPES)}",
            )
        asset = Asset(_read_file(self._locate(name), name), _TYPES[suffix])
        _check(asset, repr(_short(name)))
        return asset

    def _locate(self, name: str) -> Path:
        for root in self._roots:
            try:
                path = (root / name).resolve()
                found = path.exists()
            except (OSError, RuntimeError):  # a name too long for the file system, or a circle of links
                continue
            if not found:
                continue
            if not path.is_relative_to(root):
                raise AssetError(
                    f"{_short(name)!r} is a link that leads out of the folder {root.name!r}",
                    hint="put a copy of the file into the workspace instead of the link",
                )
            return path
        raise MissingAssetError(f"there is no file {_short(name)!r} in the workspace")


def _relative_path(url: str) -> str:
    """Return the path a URL names under the roots, decoded once."""
    try:
        parts = urlsplit(url)
        if parts.scheme.lower() == "file" and Path(parts.path).suffix.lower() in _FONT_TYPES:
            # What `src: local("…")` comes to where that font is installed: the next source is tried, as elsewhere.
            raise MissingAssetError("fonts of this machine are not loaded by a stylesheet")
    except ValueError:
        raise _refusal(url, "it is no valid address") from None
    if parts.scheme.lower() != "https" or parts.netloc.lower() != _HOST:
        raise _refusal(url, "it is outside the workspace")
    try:
        name = unquote(parts.path, errors="strict").removeprefix("/")
    except UnicodeDecodeError:
        raise _refusal(url, "its name is not UTF-8") from None
    steps = name.split("/")
    if not name or "\\" in name or any(ord(char) < 32 or ord(char) == 127 for char in name):  # noqa: PLR2004  ASCII
        raise _refusal(url, "it names no file")
    if any(step in ("", ".", "..") for step in steps):
        raise _refusal(url, "it leads out of the workspace")
    return name


def _refusal(url: str, why: str) -> AssetError:
    return AssetError(
        f"the template asks for {_short(url)!r}: {why}",
        hint="notes are made without the network: put the file into the workspace and name it relative to it",
    )


def _read_file(path: Path, name: str) -> bytes:
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise MissingAssetError(f"{_short(name)!r} is not a file")
        if path.stat().st_size > _SIZE_LIMIT:
            raise MissingAssetError(f"{_short(name)!r} is larger than {_SIZE_LIMIT // 1_000_000} MB")
        return path.read_bytes()
    except OSError as error:
        raise MissingAssetError(f"{_short(name)!r} cannot be read: {error.strerror}") from None


def _check(asset: Asset, name: str) -> None:
    problem = ""
    if asset.media_type in IMAGE_TYPES.values():
        problem = check_image(asset.content, asset.media_type)
    elif asset.media_type in _FONT_TYPES.values():
        problem = check_font(asset.content)
    if problem:
        raise MissingAssetError(f"{name} {problem}")


def _short(name: str) -> str:
    """Return a name as a message can show it."""
    name = plain(name)
    return name if len(name) <= _SHOWN else f"{name[:_SHOWN]}…"


def _data_image(url: str) -> Asset:
    """Return the image inside a `data:` URL (RFC 2397)."""
    head, comma, body = url[5:].partition(",")
    media_type, *parameters = head.lower().split(";")
    if media_type.strip() not in IMAGE_TYPES.values():
        raise AssetError(
            f"the template asks for a data: address of the kind {media_type[:40]!r}, which is no image",
            hint=f"data: addresses can hold {', '.join(sorted(set(IMAGE_TYPES.values())))}",
        )
    if len(url) > _DATA_LIMIT:
        raise MissingAssetError(f"an image inside the template is larger than {_DATA_LIMIT // 1_000_000} MB")
    content = unquote_to_bytes(body)
    if "base64" in (parameter.strip() for parameter in parameters):
        try:
            content = base64.b64decode(content, validate=False)
        except binascii.Error:
            raise MissingAssetError("an image inside the template is no valid base64") from None
    if not comma or not content:
        raise MissingAssetError("an image inside the template is empty")
    asset = Asset(content, media_type.strip())
    _check(asset, "an image inside the template")
    return asset

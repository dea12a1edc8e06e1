"""The font package: its files, how a stylesheet names them, and which characters they have.

The package `font-source-sans-pro` (Source Sans Pro 2.020 upright, 1.075 italic, by Adobe, SIL Open Font License) has
Latin, Greek and Cyrillic upright; its italics have Latin only. It is found without being imported.
"""

from __future__ import annotations

import importlib.util
import re
import unicodedata
from functools import cache
from io import BytesIO
from pathlib import Path

from fontTools.ttLib import TTFont

FONT_FAMILY = "Source Sans Pro"
FONT_SCHEME = "notes-font:"
"""`notes-font:SourceSansPro-Regular.ttf` in a stylesheet is that file of the font package."""

_NAMED_LIMIT = 8
"""Characters that one finding names."""
_PACKAGE = "font_source_sans_pro"
_FACES = (
    ("Regular", 400, "normal"),
    ("It", 400, "italic"),
    ("Semibold", 600, "normal"),
    ("SemiboldIt", 600, "italic"),
    ("Bold", 700, "normal"),
    ("BoldIt", 700, "italic"),
)


@cache
def font_folder() -> Path:
    """Return the folder that holds the font package's files.

    Raises:
        FileNotFoundError: the package is not installed, so the installation is damaged.
    """
    spec = importlib.util.find_spec(_PACKAGE)
    if spec is None or spec.origin is None:
        raise FileNotFoundError("the font package font-source-sans-pro is missing; install notes-engine again")
    return Path(spec.origin).parent / "files"


def package_font(name: str) -> Path | None:
    """Return the path of the font package's file `name`, or None when it has no such font."""
    if not re.fullmatch(r"[A-Za-z0-9-]+\.(ttf|otf)", name):
        return None
    path = font_folder() / name
    return path if path.is_file() else None


def font_face_css() -> str:
    """Return the `@font-face` rules that load the package's upright and italic faces in three weights."""
    return "\n".join(
        f'@font-face {{ font-family: "{FONT_FAMILY}"; src: url("{FONT_SCHEME}SourceSansPro-{face}.ttf"); '
        f"font-weight: {weight}; font-style: {style} }}"
        for face, weight, style in _FACES
    )


@cache
def package_characters() -> frozenset[int]:
    """Return the code points that every upright face of `font_face_css` has."""
    found: set[int] | None = None
    for face, _, style in _FACES:
        if style != "normal":
            continue
        with TTFont(font_folder() / f"SourceSansPro-{face}.ttf", lazy=True) as font:
            points = set(font.getBestCmap())
        found = points if found is None else found & points
    return frozenset(found or ())


def missing_characters(text: str) -> set[str]:
    """Return the characters of `text` that the package's fonts lack; those that print nothing do not count."""
    have = package_characters()
    return {char for char in set(text) if ord(char) not in have and not prints_nothing(char)}


_IGNORABLE = (
    (0x034F, 0x034F),
    (0x115F, 0x1160),
    (0x17B4, 0x17B5),
    (0x180B, 0x180F),
    (0x2065, 0x2065),
    (0x3164, 0x3164),
    (0xFE00, 0xFE0F),
    (0xFFA0, 0xFFA0),
    (0xFFF0, 0xFFF8),
    (0xE0000, 0xE0FFF),
)
"""Default_Ignorable_Code_Point of Unicode's DerivedCoreProperties.txt, but for category Cf."""


def prints_nothing(char: str) -> bool:
    """True for characters without a picture of their own: spaces, joiners, variation selectors. Controls have one."""
    return (
        char.isspace()
        or char == "\0"  # HTML drops it
        or unicodedata.category(char) == "Cf"
        or any(first <= ord(char) <= last for first, last in _IGNORABLE)
    )


def character_name(char: str) -> str:
    """Return how a finding names a character: `U+05D0 HEBREW LETTER ALEF`."""
    name = unicodedata.name(char, "") or _NAMELESS.get(unicodedata.category(char), "no character")
    return f"U+{ord(char):04X} {name}"


def named(chars: set[str]) -> str:
    """Return the names of characters, in code point order, for a finding: never the text they stand in."""
    ordered = sorted(chars)
    more = len(ordered) - _NAMED_LIMIT
    names = ", ".join(character_name(char) for char in ordered[:_NAMED_LIMIT])
    return f"{names} and {more} more" if more > 0 else names


_NAMELESS = {"Cc": "a control character", "Co": "a private-use character", "Cs": "half a character"}


def check_font(content: bytes) -> str:
    """Return what is wrong with a font file, as the end of a sentence, or an empty text when it can be loaded.

    Fontconfig says nothing of a file it cannot read, and WeasyPrint asks it only once for each rule of a stylesheet.
    """
    try:
        with TTFont(BytesIO(content), lazy=True) as font:
            usable = bool(font.getBestCmap()) and font["head"].unitsPerEm > 0
    except Exception:  # fontTools raises what it likes: TTLibError, struct.error, AssertionError, KeyError
        usable = False
    return "" if usable else "is not a font, or a damaged one"

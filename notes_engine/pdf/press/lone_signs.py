"""Lone signs: the characters whose glyphs a font changes for nothing that stands beside them, but for kerning.

A text of such characters is its pairs put together, and a pair is shaped once. What a font may do is read off its
layout tables (OpenType 1.9, "GSUB" and "GPOS"): wherever a rule could meet characters of plain texts only, those that
it begins with are not lone. Rules for other scripts, languages and marks can meet none of them. A character that begins
nothing but ligatures is lone wherever what follows it is the second of none of them.
"""

from __future__ import annotations

import io
from enum import IntEnum
from typing import TYPE_CHECKING, Any

import uharfbuzz
from fontTools.ttLib import TTFont

from notes_engine.pdf.press.lone_sets import LoneSigns

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

# What HarfBuzz switches on for a horizontal text from left to right (its `hb-ot-shape.cc`). Fractions are not among
# them: it makes them around a fraction slash alone, which no plain text holds.
_USUAL = frozenset(
    (
        *("rvrn", "ltra", "ltrm", "rand", "abvm", "blwm", "ccmp", "locl", "mark", "mkmk", "rlig", "calt", "clig"),
        *("curs", "dist", "kern", "liga", "rclt", "Harf", "HARF", "Buzz", "BUZZ"),
    )
)
_OTHER_SHAPERS = ("morx", "mort", "kerx", "Silf")


class _Substitution(IntEnum):
    """Types of lookups in GSUB; the others are contextual."""

    SINGLE = 1
    MULTIPLE = 2
    ALTERNATE = 3
    LIGATURE = 4


class _Position(IntEnum):
    """Types of lookups in GPOS; the others are contextual, but for cursive letters, which are taken as such."""

    SINGLE = 1
    PAIR = 2
    MARK_TO_BASE = 4
    MARK_TO_LIGATURE = 5
    MARK_TO_MARK = 6


_IGNORES = 0x2 | 0x4
"""Of a lookup's flags: bases, or ligatures, are passed over."""
_MARK = 3
"""The class of glyphs that stand above or below others (GDEF)."""


def lone_signs(font_file: bytes, index: int, features: Iterable[str], signs: Iterable[str]) -> LoneSigns:
    """Return which of the signs are lone in a font, with these features on; none where the font tells too little.

    `signs` must be all characters that may ever stand beside each other.
    """
    font = TTFont(io.BytesIO(font_file), fontNumber=index, lazy=True)
    if any(table in font for table in _OTHER_SHAPERS):
        return LoneSigns()
    nominal = uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob(font_file), index)).get_nominal_glyph
    glyphs = {sign: font.getGlyphName(glyph) for sign in signs if (glyph := nominal(ord(sign))) is not None}
    tags = _USUAL | set(features)
    tables = {name: font[name].table for name in ("GSUB", "GPOS") if name in font}
    if any(getattr(table, "FeatureVariations", None) for table in tables.values()):
        return LoneSigns()
    substitutions, positions = (list(_lookups(tables.get(name), tags)) for name in ("GSUB", "GPOS"))
    if "kern" in font and not _has(tables.get("GPOS"), "kern"):
        return LoneSigns()  # HarfBuzz kerns with the older table then
    becomes = _becomes(frozenset(glyphs.values()), substitutions)
    near = frozenset().union(*becomes.values()) if becomes else frozenset()
    held = _marks(font, near)
    joined: dict[str, set[str]] = {}
    for kind, flags, subtable in substitutions:
        if kind == _Substitution.LIGATURE:
            held |= _held_by_ligatures(flags, subtable, near, joined)
        else:
            held |= _held_by_substitution(kind, subtable, near)
    for kind, flags, subtable in positions:
        held |= _held_by_position(kind, flags, subtable, near)
    free = {sign: becomes[glyph] for sign, glyph in glyphs.items() if becomes[glyph].isdisjoint(held)}
    always = frozenset(sign for sign, forms in free.items() if joined.keys().isdisjoint(forms))
    parted = free.keys() - always
    joining = set()
    for first in parted:
        following = {glyph for form in free[first] for glyph in joined.get(form, ())}
        joining |= {first + sign for sign, glyph in glyphs.items() if not following.isdisjoint(becomes[glyph])}
    return LoneSigns(always, frozenset(parted), frozenset(joining))


def _has(table: Any, tag: str) -> bool:  # noqa: ANN401  fontTools has no types
    return table is not None and any(record.FeatureTag == tag for record in table.FeatureList.FeatureRecord)


def _lookups(table: Any, tags: frozenset[str]) -> Iterator[tuple[int, int, Any]]:  # noqa: ANN401
    """Yield type, flags and subtable of what a table does under one of these features, in any script or language."""
    if table is None or table.LookupList is None or table.FeatureList is None:
        return
    records = table.FeatureList.FeatureRecord
    languages = [
        language
        for script in table.ScriptList.ScriptRecord
        for language in (script.Script.DefaultLangSys, *(each.LangSys for each in script.Script.LangSysRecord))
        if language is not None
    ]
    required = {language.ReqFeatureIndex for language in languages} - {0xFFFF}
    asked = {number for number, record in enumerate(records) if record.FeatureTag in tags or number in required}
    numbers = {lookup for number in asked for lookup in records[number].Feature.LookupListIndex}
    for number in sorted(numbers):
        lookup = table.LookupList.Lookup[number]
        for subtable in lookup.SubTable:
            inner = getattr(subtable, "ExtSubTable", subtable)
            yield inner.LookupType, lookup.LookupFlag, inner


def _becomes(glyphs: frozenset[str], lookups: Iterable[tuple[int, int, Any]]) -> dict[str, frozenset[str]]:
    """Return for each glyph what it may be after glyphs were exchanged one for one, itself among them."""
    exchanged: list[Mapping[str, str]] = [
        subtable.mapping for kind, _, subtable in lookups if kind == _Substitution.SINGLE
    ]
    found = {}
    for glyph in glyphs:
        reached, waiting = {glyph}, [glyph]
        while waiting:
            now = waiting.pop()
            new = {mapping[now] for mapping in exchanged if now in mapping} - reached
            reached |= new
            waiting += new
        found[glyph] = frozenset(reached)
    return found


def _marks(font: TTFont, near: frozenset[str]) -> frozenset[str]:
    classes = font["GDEF"].table.GlyphClassDef if "GDEF" in font else None
    kinds: Mapping[str, int] = {} if classes is None else classes.classDefs
    return frozenset(glyph for glyph in near if kinds.get(glyph) == _MARK)


def _held_by_ligatures(
    flags: int,
    subtable: Any,  # noqa: ANN401
    near: frozenset[str],
    joined: dict[str, set[str]],
) -> frozenset[str]:
    """Put the first of each ligature of near glyphs into `joined`, with what its second may be.

    Return the first of those whose second may stand elsewhere than right behind it, or that have none.
    """
    held = set()
    for first, ligatures in subtable.ligatures.items():
        for ligature in ligatures:
            if first not in near or not near.issuperset(ligature.Component):
                continue
            if flags & _IGNORES or not ligature.Component:
                held.add(first)
            else:
                joined.setdefault(first, set()).add(ligature.Component[0])
    return frozenset(held)


def _held_by_substitution(kind: int, subtable: Any, near: frozenset[str]) -> frozenset[str]:  # noqa: ANN401
    """Return the glyphs with which a substitution may begin that more than one of the near glyphs take part in."""
    if kind == _Substitution.SINGLE:
        return frozenset()
    if kind == _Substitution.MULTIPLE:
        return near & frozenset(subtable.mapping)
    if kind == _Substitution.ALTERNATE:
        return near & frozenset(subtable.alternates)
    return _held_in_context(subtable, near)


def _held_by_position(kind: int, flags: int, subtable: Any, near: frozenset[str]) -> frozenset[str]:  # noqa: ANN401
    """Return the glyphs with which a rule of position may begin that does more than kern two neighbours."""
    if kind == _Position.SINGLE:
        return frozenset()  # the same beside anything: it shows in every pair
    if kind == _Position.PAIR:
        is_kerning = not subtable.ValueFormat2 and not flags & _IGNORES
        return frozenset() if is_kerning else near & frozenset(subtable.Coverage.glyphs)
    if kind == _Position.MARK_TO_MARK:
        return near & frozenset(subtable.Mark1Coverage.glyphs)
    if kind in (_Position.MARK_TO_BASE, _Position.MARK_TO_LIGATURE):
        return near & frozenset(subtable.MarkCoverage.glyphs)
    return _held_in_context(subtable, near)


def _held_in_context(subtable: Any, near: frozenset[str]) -> frozenset[str]:  # noqa: ANN401
    """Return the near glyphs that a contextual rule begins with, unless it needs others than these around."""
    begins = getattr(subtable, "InputCoverage", None) or getattr(subtable, "Coverage", None)
    if begins is None:
        return near
    begins = begins if isinstance(begins, list) else [begins]
    before, behind = (getattr(subtable, f"{where}Coverage", None) or () for where in ("Backtrack", "LookAhead"))
    if any(near.isdisjoint(coverage.glyphs) for coverage in (*begins, *before, *behind)):
        return frozenset()
    return near & frozenset(begins[0].glyphs)

"""Lone signs: a text of them is its pairs put together, whatever rules its font has."""

from __future__ import annotations

import io
import string
from functools import cache
from typing import TYPE_CHECKING

import pytest
from fontTools.feaLib.builder import addOpenTypeFeaturesFromString
from fontTools.ttLib import TTFont, newTable
from hypothesis import given
from hypothesis import strategies as st

from notes_engine.pdf.fonts import font_folder
from notes_engine.pdf.press.faces import Faces
from notes_engine.pdf.press.lone_sets import LoneSigns
from notes_engine.pdf.press.lone_signs import lone_signs
from notes_engine.pdf.press.typeface import PLAIN_SIGNS, Typeface, TypeSpec
from tests.pdf.press.press_type import set_or_refused

if TYPE_CHECKING:
    from pathlib import Path

    from notes_engine.pdf.press.typeface import SetText

RULES = {
    "nothing": ("", ""),
    "kerning": ("feature kern { pos a b -50; pos [c d] e 30; pos a' 20 b; } kern;", "a"),
    "kerning of both": ("feature kern { pos a <0 0 -20 0> b <0 0 10 0>; pos c d -10; } kern;", "a"),
    "a ligature": ("feature liga { sub a b by c; sub d e f by g; } liga;", "ad"),
    "ligatures of two and three": ("feature liga { sub a b c by d; sub a e by f; } liga;", "a"),
    "a ligature of what was exchanged": (
        "feature ccmp { sub a by d; sub b by e; } ccmp; feature liga { sub d e by c; } liga;",
        "ad",
    ),
    "a ligature of one": ("feature liga { sub a by b; sub a c by d; } liga;", "a"),
    "a ligature over others": ("feature liga { lookupflag IgnoreBaseGlyphs; sub a b by c; } liga;", "a"),
    "a ligature that begins a rule": (
        "feature liga { sub a b by c; } liga; feature calt { sub a' d by e; } calt;",
        "a",
    ),
    "a ligature with what is no plain sign": ("feature liga { sub a uni0301 by c; } liga;", ""),
    "an exchange": ("feature ccmp { sub a by b; } ccmp;", ""),
    "an exchange before a ligature": ("feature ccmp { sub a by b; } ccmp; feature liga { sub b c by d; } liga;", "ab"),
    "one becomes two": ("feature ccmp { sub a by b c; } ccmp;", "a"),
    "alternates": ("feature calt { sub a from [b c]; } calt;", "a"),
    "after another": ("feature calt { sub a b' by c; } calt;", "b"),
    "before another": ("feature calt { sub a' b by c; } calt;", "a"),
    "before a mark": ("feature ccmp { sub a' uni0301 by c; } ccmp;", ""),
    "by class, three in a row": ("@x = [a b]; feature calt { sub @x @x' @x by c; } calt;", "ab"),
    "backwards": ("feature calt { rsub a b' by c; } calt;", "b"),
    "a place by itself": ("feature kern { pos a <10 0 10 0>; } kern;", ""),
    "cursive": ("feature curs { pos cursive a <anchor 0 0> <anchor 500 100>; } curs;", "a"),
    "switched off": ("feature dlig { sub a b by c; } dlig;", ""),
    "of another language": ("feature locl { script latn; language TRK; sub a by b; } locl;", ""),
    "passes bases over": ("feature kern { lookupflag IgnoreBaseGlyphs; pos a b -70; } kern;", "a"),
    "a mark class": ("markClass [b] <anchor 0 0> @m; feature mark { pos base a <anchor 9 9> mark @m; } mark;", "b"),
}
"""OpenType rules, and the letters that are not lone under them, of the first seven."""
LETTERS = "abcdefg"
FONT_FILES = sorted(font_folder().glob("SourceSansPro-*.ttf"))


@cache
def font(rules: str) -> bytes:
    """Return a font with these rules and no others."""
    made = TTFont(font_folder() / "SourceSansPro-Regular.ttf")
    for table in ("GSUB", "GPOS", "GDEF", "kern"):
        if table in made:
            del made[table]
    addOpenTypeFeaturesFromString(made, rules)
    content = io.BytesIO()
    made.save(content)
    return content.getvalue()


@cache
def both(rules: str) -> tuple[Typeface, Typeface]:
    """Return a typeface that puts pairs together, and one that shapes every text."""
    faces = Faces()
    spec = TypeSpec(faces.add(font(rules)), 0, "F", 12.5, "fr", ())
    return faces.typeface(spec), Typeface(spec, faces[spec.face])


def same(one: SetText | None, other: SetText | None) -> bool:
    if one is None or other is None:
        return one is other
    return (one.width, one.show, tuple(one.glyphs), list(one.moves), list(one.chars), one.is_collapsing) == (
        other.width,
        other.show,
        tuple(other.glyphs),
        list(other.moves),
        list(other.chars),
        other.is_collapsing,
    )


@pytest.mark.parametrize("name", RULES)
def test_what_a_rule_begins_with_is_not_lone(name: str) -> None:
    rules, held = RULES[name]
    found = lone_signs(font(rules), 0, [], PLAIN_SIGNS)
    assert set(LETTERS) - found.always == set(held)


@given(name=st.sampled_from(sorted(RULES)), text=st.text(st.sampled_from(LETTERS + " é1"), min_size=1, max_size=9))
def test_texts_under_any_rule_are_set_alike(name: str, text: str) -> None:
    together, shaped = both(RULES[name][0])
    assert same(set_or_refused(together, text), set_or_refused(shaped, text))


@given(
    file=st.sampled_from(sorted(FONT_FILES)),
    language=st.sampled_from(["fr", "tr", "ro", "ca", "nl", ""]),
    text=st.text(st.sampled_from(PLAIN_SIGNS) | st.sampled_from(string.ascii_letters + " .,1-"), min_size=1),
)
def test_the_packages_fonts_set_any_text_alike(file: Path, language: str, text: str) -> None:
    together, shaped = made(file, language)
    assert same(set_or_refused(together, text), set_or_refused(shaped, text))


@cache
def made(file: Path, language: str) -> tuple[Typeface, Typeface]:
    faces = Faces()
    spec = TypeSpec(faces.add(file.read_bytes()), 0, "F", 10.25, language, (("kern", 1),))
    return faces.typeface(spec), Typeface(spec, faces[spec.face])


def test_nearly_all_that_notes_print_is_lone() -> None:
    for file in FONT_FILES:
        assert (
            set(string.ascii_letters + string.digits + " .,-/'’€éèüßñ") - {"f"}
            <= lone_signs(file.read_bytes(), 0, [], PLAIN_SIGNS).always
        )


@pytest.mark.parametrize(
    ("rules", "parted", "joining"),
    [
        ("feature liga { sub a b c by d; sub a e by f; } liga;", "a", {"ab", "ae"}),
        ("feature ccmp { sub b by e; } ccmp; feature liga { sub a e by c; } liga;", "a", {"ab", "ae"}),
        ("feature liga { sub a b by c; } liga; feature calt { sub a' d by e; } calt;", "", set()),
        ("feature liga { lookupflag IgnoreBaseGlyphs; sub a b by c; } liga;", "", set()),
        ("feature liga { sub a uni0301 by c; } liga;", "", set()),
    ],
)
def test_what_only_begins_ligatures_is_lone_without_their_second_signs(
    rules: str, parted: str, joining: set[str]
) -> None:
    found = lone_signs(font(rules), 0, [], PLAIN_SIGNS)
    assert (found.parted, found.joining) == (frozenset(parted), frozenset(joining))


@pytest.mark.parametrize(("text", "are_lone"), [("Café neuf", True), ("fin", True), ("offre", False), ("f", True)])
def test_a_text_is_shaped_as_a_whole_where_letters_may_join(text: str, are_lone: bool) -> None:
    together, shaped = made(font_folder() / "SourceSansPro-Regular.ttf", "fr")
    assert (together.set(text).lone_signs_of is not None) is are_lone
    assert same(together.set(text), shaped.set(text))


def test_a_font_that_kerns_with_the_older_table_has_none() -> None:
    made = TTFont(io.BytesIO(font("")))
    made["kern"] = table = newTable("kern")
    table.version, table.kernTables = 0, []
    content = io.BytesIO()
    made.save(content)
    assert lone_signs(content.getvalue(), 0, [], PLAIN_SIGNS) == LoneSigns()


def test_pairs_are_forgotten_and_learnt_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("notes_engine.pdf.press.typeface._MOST_PAIRS", 3)
    together, shaped = both(RULES["kerning"][0])
    for text in ("cede", "abab", "gecd", "cede 1", "bedc"):
        assert same(set_or_refused(together, text), set_or_refused(shaped, text))

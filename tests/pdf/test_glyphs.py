"""Glyphs: which characters the fonts have, whatever the template's fonts are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notes_engine.pdf import Coverage, missing_characters
from notes_engine.pdf.fonts import character_name, font_face_css, font_folder, package_characters, package_font

if TYPE_CHECKING:
    from tests.pdf.pdf_workshop import Workshop

LATIN_GREEK_CYRILLIC = "Ægypten ßüéèçñł Őrség Αθήνα Παπαδόπουλος Санкт-Петербург Щука € № « ’ … – —"


def test_the_package_prints_the_texts_of_europe(shop: Workshop) -> None:
    assert missing_characters(LATIN_GREEK_CYRILLIC) == set()
    assert shop.codes(f"<p>{LATIN_GREEK_CYRILLIC}</p><p><b>{LATIN_GREEK_CYRILLIC}</b></p>") == []


def test_spaces_and_joiners_are_never_odd(shop: Workshop) -> None:
    text = "a\u00a0b\u202fc\u2009d\u00ade\u200bf\u200dg\u2060h\ufeffi\tj\nk"

    assert missing_characters(text) == set()
    assert shop.codes(f"<p>{text}</p>") == []


def test_hebrew_and_emoji_are_printed_in_a_font_of_the_machine(shop: Workshop) -> None:
    (finding,) = shop.set("<p>Monsieur לוי, 😀</p>").findings

    assert finding.code == "fallback-glyph"
    assert finding.page == 1
    assert finding.what.startswith(
        "U+05D5 HEBREW LETTER VAV, U+05D9 HEBREW LETTER YOD, U+05DC HEBREW LETTER LAMED, U+1F600 GRINNING FACE: "
    )
    assert "'DejaVu Sans' of this machine" in finding.what


@pytest.mark.parametrize("style", ["position: absolute", "position: fixed", "float: left", "position: relative"])
def test_text_is_looked_at_wherever_it_is_placed(shop: Workshop, style: str) -> None:
    assert shop.codes(f"<div style='{style}; top: 1mm'><p>\ue000</p></div>") == ["missing-glyph"]


def test_a_finding_names_characters_never_the_text(shop: Workshop) -> None:
    findings = shop.set("<p>Madame Żółć שרה</p>").findings

    said = " ".join(finding.what + finding.hint for finding in findings)
    assert "שרה" not in said
    assert "Madame" not in said


def test_many_characters_are_named_in_part(shop: Workshop) -> None:
    (finding,) = shop.set("<p>אבגדהוזחטיכל</p>").findings

    assert finding.what.count("HEBREW LETTER") == 8
    assert "and 4 more" in finding.what


def test_a_private_character_prints_an_empty_box(shop: Workshop) -> None:
    (finding,) = shop.set("<p>x\ue000</p><p style='break-before: page'>\ue000</p>").findings

    assert (finding.code, finding.page) == ("missing-glyph", 1)
    assert "U+E000 a private-use character" in finding.what


def test_a_letter_that_is_drawn_in_parts_is_named_as_it_was_written(shop: Workshop) -> None:
    for _ in range(2):
        (finding,) = shop.set("<p>a\u0e33</p>").findings
        assert finding.what.startswith("U+0E33 THAI CHARACTER SARA AM: no font")


def test_a_mark_that_is_missing_is_named_without_its_letter(shop: Workshop) -> None:
    (finding,) = shop.set("<p>x\u1ac1</p>").findings

    assert "U+1AC1" in finding.what
    assert "U+0078" not in finding.what


def test_a_control_character_prints_an_empty_box_too(shop: Workshop) -> None:
    assert missing_characters("a\x01b\x7f") == {"\x01", "\x7f"}
    (finding,) = shop.set("<p>a\x01b</p>").findings
    assert (finding.code, "U+0001 a control character" in finding.what) == ("missing-glyph", True)


def test_each_note_is_told_again(shop: Workshop) -> None:
    assert [shop.codes("<p>\ue000 ש</p>") for _ in range(3)] == [["fallback-glyph", "missing-glyph"]] * 3


def test_text_made_by_a_stylesheet_counts(shop: Workshop) -> None:
    assert shop.codes("<p>x</p>", "@page { @bottom-left { content: 'ש' } }") == ["fallback-glyph"]
    assert shop.codes("<p>x</p>", "p::after { content: '\\E000' }") == ["missing-glyph"]


def test_text_inside_an_svg_counts_when_no_font_has_it(shop: Workshop) -> None:
    assert shop.codes('<svg width="90" height="20"><text y="10">\ue000</text></svg>') == ["missing-glyph"]


@pytest.mark.parametrize("style", ["visibility: hidden", "font-size: 0", "display: none"])
def test_text_that_is_not_printed_does_not_count(shop: Workshop, style: str) -> None:
    assert shop.codes(f'<p>x</p><p style="{style}">\ue000ש</p>') == []


def test_a_template_with_a_font_of_the_machine_asked_for_it(shop: Workshop) -> None:
    assert shop.codes("<p>Bonjour שלום</p>", "p { font-family: 'DejaVu Sans' }") == []
    assert shop.codes("<p>Bonjour</p>", "p { font-family: sans-serif }") == []
    assert shop.codes("<p>שלום</p>", "p { font-family: 'Source Sans Pro', 'DejaVu Sans' }") == []


def test_a_template_with_a_loaded_font_of_its_own(shop: Workshop) -> None:
    css = """@font-face { font-family: Brand; src: url(notes-font:SourceSansPro-Light.ttf) }
             p { font-family: Brand, sans-serif }"""

    assert shop.codes("<p>Bonjour</p>", css) == []
    assert shop.codes("<p>Bonjour ש</p>", css) == ["fallback-glyph"]


def test_a_font_that_is_not_there_at_all_is_told(shop: Workshop) -> None:
    for _ in range(2):
        (finding,) = shop.set("<p>Bonjour</p>", "p { font-family: 'Brand Sans', sans-serif }").findings

        assert finding.code == "fallback-font"
        assert finding.what == "the font 'Brand Sans' is not there; 'DejaVu Sans' of this machine is printed instead"


def test_what_a_character_prints_like_is_known_before_any_note(shop: Workshop) -> None:
    assert shop.typesetter.coverage("Jean Dupont <&> é\t\n") == Coverage(frozenset(), frozenset())
    assert shop.typesetter.coverage("Jean ש\ue000\x01") == Coverage(frozenset("ש"), frozenset("\ue000\x01"))


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cf", "Mn", "Mc", "Me"]), max_size=12))
def test_coverage_by_the_font_s_table_agrees_with_what_is_drawn(shared: Workshop, text: str) -> None:
    # Marks, which may be composed into letters the font has, are left out.
    coverage = shared.typesetter.coverage(text)

    assert coverage.fallback | coverage.missing == missing_characters(text)
    assert not coverage.fallback & coverage.missing


def test_the_font_package_is_found() -> None:
    assert (font_folder() / "SourceSansPro-Regular.ttf").is_file()
    assert package_font("SourceSansPro-Regular.ttf") == font_folder() / "SourceSansPro-Regular.ttf"
    assert package_font("../__init__.py") is None
    assert {ord(char) for char in "aéßłωЖ€"} <= package_characters()
    assert font_face_css().count("@font-face") == 6


def test_a_damaged_installation_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    font_folder.cache_clear()
    try:
        with pytest.raises(FileNotFoundError, match="font-source-sans-pro is missing"):
            font_folder()
    finally:
        monkeypatch.undo()
        font_folder.cache_clear()


@pytest.mark.parametrize(
    ("char", "name"),
    [
        ("é", "U+00E9 LATIN SMALL LETTER E WITH ACUTE"),
        ("\U0010fffe", "U+10FFFE no character"),
        ("\ud800", "U+D800 half a character"),
    ],
)
def test_every_character_has_a_name(char: str, name: str) -> None:
    assert character_name(char) == name

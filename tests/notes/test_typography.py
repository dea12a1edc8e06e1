"""Texts as they are set: order values made safe, our own texts dressed."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import font_source_sans_pro
import pytest
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as st

from notes_engine.notes import typography
from notes_engine.notes.typography import NBSP, NNBSP, capitals, clean_text, clip, typeset_text

LANGUAGES = ("fr", "de", "it", "es", "en")
ANYTHING = st.text(st.characters(codec=None, exclude_categories=()), max_size=40)


class TestCleanText:
    @pytest.mark.parametrize(
        ("text", "printed"),
        [
            ("Ada Exemple", "Ada Exemple"),
            ("Zoë Ελένη Łucja 😀 محمد", "Zoë Ελένη Łucja 😀 محمد"),
            ("a\x00b\x07c\x7fd\x85e\x9bf", "abcd ef"),
            ("evil\u202egnp.exe\u202c", "evilgnp.exe"),
            ("\u200ea\u200fb\u061cc\u2066d\u2069e", "abcde"),
            ("\ufeffa\ud800b\udfffc\ufffed\uffffe\U0010fffff\ufdd0", "abcdef"),
            ("one\r\ntwo\nthree\rfour\u2028five\vsix", "one two three four five six"),
            ("a\tb", "a b"),
            ("a  b", "a  b"),
            ("می\u200cخواهم 👩\u200d🚀 Donau\u00addampf", "می\u200cخواهم 👩\u200d🚀 Donau\u00addampf"),
            ("<b>&amp; {{ x }} EVAL{BEGIN}", "<b>&amp; {{ x }} EVAL{BEGIN}"),
            ("", ""),
        ],
    )
    def test_only_what_must_not_reach_a_page_goes(self, text: str, printed: str) -> None:
        assert clean_text(text) == printed

    def test_newlines_stay_in_a_text_of_several_lines(self) -> None:
        assert clean_text("one\r\ntwo\rthree\u2029\tfour\x00", multiline=True) == "one\ntwo\nthree\n four"

    @given(ANYTHING, st.booleans())
    @settings(max_examples=100, deadline=None)
    def test_nothing_hidden_is_left_and_twice_is_once(self, text: str, multiline: bool) -> None:
        cleaned = clean_text(text, multiline=multiline)
        assert clean_text(cleaned, multiline=multiline) == cleaned
        assert {unicodedata.category(char) for char in cleaned.replace("\n", "")}.isdisjoint({"Cc", "Cs", "Zl", "Zp"})
        assert {unicodedata.bidirectional(char) for char in cleaned}.isdisjoint(
            {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
        )
        assert multiline or "\n" not in cleaned
        cleaned.encode("utf-8")

    def test_a_megabyte_is_cleaned_too(self) -> None:
        assert clean_text("é\u202e" * 500_000) == "é" * 500_000


class TestClip:
    def test_a_text_that_fits_stays(self) -> None:
        assert clip("12345", 5) == ("12345", False)

    @pytest.mark.parametrize(
        ("text", "limit", "printed"),
        [
            ("123456", 5, "1234…"),
            ("one two", 5, "one…"),
            ("ab", 1, "…"),
            ("cafe\u0301s", 5, "caf…"),
            ("xy👩\u200d🚀z", 5, "xy…"),
            ("x👍🏽yz", 3, "x…"),
        ],
    )
    def test_a_longer_one_is_cut_between_letters(self, text: str, limit: int, printed: str) -> None:
        assert clip(text, limit) == (printed, True)

    @given(st.text(max_size=30), st.integers(1, 30))
    @settings(max_examples=100, deadline=None)
    def test_it_never_exceeds_the_limit_and_twice_is_once(self, text: str, limit: int) -> None:
        clipped, was_cut = clip(text, limit)
        assert len(clipped) <= limit
        assert was_cut == (len(text) > limit)
        assert clip(clipped, limit) == (clipped, False)
        assert text.startswith(clipped.removesuffix("…") if was_cut else clipped)


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Paris", "PARIS"),
        ("Saint-Étienne-de-l'Œuvre", "SAINT-ÉTIENNE-DE-L'ŒUVRE"),
        ("Gießen", "GIESSEN"),
        ("Αθήνα", "ΑΘΗΝΑ"),
        ("Μαΐου", "ΜΑΪΟΥ"),
        ("Ἀθῆναι", "ΑΘΗΝΑΙ"),
        ("თბილისი", "თბილისი"),
        ("Łódź", "ŁÓDŹ"),
        ("東京", "東京"),
    ],
)
def test_capitals(text: str, printed: str) -> None:
    assert capitals(text) == printed


@given(st.text(st.characters(max_codepoint=0x500), max_size=20))
def test_capitals_are_those_of_each_letter(text: str) -> None:
    assert capitals(text) == "".join(map(typography._capital, text))


class TestFrench:
    @pytest.mark.parametrize(
        ("text", "printed"),
        [
            ("Merci !", f"Merci{NNBSP}!"),
            ("Merci!", f"Merci{NNBSP}!"),
            ("Vraiment ?!", f"Vraiment{NNBSP}?!"),
            ("Un ; deux", f"Un{NNBSP}; deux"),
            ("Total : 5", f"Total{NBSP}: 5"),
            ("Total:", f"Total{NBSP}:"),
            ("« Mes commandes »", f"«{NBSP}Mes commandes{NBSP}»"),
            ("«Mes commandes»", f"«{NBSP}Mes commandes{NBSP}»"),
            ('"Mes commandes"', f"«{NBSP}Mes commandes{NBSP}»"),
            ("Ouvrez « Obtenir de l'aide » !", f"Ouvrez «{NBSP}Obtenir de l’aide{NBSP}»{NNBSP}!"),
            ("le %(date)s : %(time)s ?", f"le %(date)s{NBSP}: %(time)s{NNBSP}?"),
            ("l'%(thing)s", "l’%(thing)s"),
            ("(!)", "(!)"),
            ("! en tête", "! en tête"),
        ],
    )
    def test_spaces_and_guillemets(self, text: str, printed: str) -> None:
        assert typeset_text(text, "fr") == printed

    @pytest.mark.parametrize(
        "text",
        [
            "https://example.invalid/a?b;c!d:e",
            "12:30",
            "à 9:05:00 et 12:30",
            "%(name)s",
            "{{ a if b else 'c' ; }}",
            "{name}",
            "<a href=\"x\" title='y'>",
            "R&amp;D",
            "ada@example.invalid",
            "page?x=1",
            "C:\\x",
        ],
    )
    def test_what_is_no_prose_stays(self, text: str) -> None:
        assert typeset_text(text, "fr") == text

    def test_belgian_french_is_french(self) -> None:
        assert typeset_text("Merci !", "fr_BE") == typeset_text("Merci !", "fr")

    @pytest.mark.parametrize("style", sorted(Path(font_source_sans_pro.__file__).parent.rglob("*.ttf")))
    def test_every_style_of_the_font_has_the_characters_we_set(self, style: Path) -> None:
        with TTFont(style) as font:
            covered = font.getBestCmap()
        assert [char for char in f"{NBSP}{NNBSP}«»„“”’…" if ord(char) not in covered] == []


@pytest.mark.parametrize(
    ("language", "text", "printed"),
    [
        ("de", 'Öffnen Sie "Meine Bestellungen"!', "Öffnen Sie „Meine Bestellungen“!"),
        ("de", "Öffnen Sie „Meine Bestellungen“!", "Öffnen Sie „Meine Bestellungen“!"),
        ("it", 'Apri "I miei ordini".', "Apri «I miei ordini»."),
        ("it", "Apri « I miei ordini » nell'area", "Apri «I miei ordini» nell’area"),
        ("es", "Abra «Mis pedidos»: ¡gracias!", "Abra «Mis pedidos»: ¡gracias!"),
        ("es", '("Pedir ayuda")', "(«Pedir ayuda»)"),
        ("en", 'Open "Orders", please; it\'s there', "Open “Orders”, please; it’s there"),
        ("en", 'a 6.1" screen', 'a 6.1" screen'),
        ("en", "sellers' 'x'", "sellers' 'x'"),
        ("sv", 'Öppna "Order" !', 'Öppna "Order" !'),
    ],
)
def test_the_other_languages(language: str, text: str, printed: str) -> None:
    assert typeset_text(text, language) == printed


PIECES = (
    *"aB1 \n\"'’«»“”„():;!?.,-/<>&",
    NBSP,
    NNBSP,
    "  ",
    "%(x)s",
    "{{ y }}",
    "{z}",
    "12:30",
    "https://e.invalid/?a;b",
    "<b>",
)
PROSE = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)


@given(st.one_of(PROSE, st.text(max_size=30)), st.sampled_from(LANGUAGES))
@settings(max_examples=300, deadline=None)
def test_setting_a_text_twice_is_setting_it_once(text: str, language: str) -> None:
    once = typeset_text(text, language)
    assert typeset_text(once, language) == once


@given(PROSE, st.sampled_from(LANGUAGES))
@settings(max_examples=100, deadline=None)
def test_only_spaces_and_quotes_change(text: str, language: str) -> None:
    def words(prose: str) -> str:
        return "".join(char for char in prose if not char.isspace() and char not in "\"'’«»“”„")

    assert words(typeset_text(text, language)) == words(text)

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notes_engine.visible import HIDDEN, LONGEST_NAME, clip, visible


def test_nothing_of_an_order_can_steer_a_terminal() -> None:
    assert visible("bm-\x1b[2J\u202e1\r\nnext\x9b\u2028\ud800") == "bm-�[2J�1��next���"
    assert visible("Zoë 😀 [ok]") == "Zoë 😀 [ok]"


def test_what_a_drawing_needs_may_stay() -> None:
    assert visible("a\tb\n\x07", keep="\t\n") == "a\tb\n�"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("é 😀", "é 😀"),
        ("\n\x00", "␊␀"),
        ("\x85\ud800", "<U+0085><U+D800>"),
        ("a\tb", "a␉b"),
        ("\x1b[2J", "␛[2J"),
        ("\x7f", "␡"),
        ("\x9b", "<U+009B>"),
        ("\u202e", "<U+202E>"),
        ("\ue000", "<U+E000>"),
    ],
)
def test_spelled_a_hidden_character_says_what_it_is(text: str, shown: str) -> None:
    assert visible(text, spell=True) == shown


@given(st.text(), st.booleans())
def test_nothing_hidden_is_left(text: str, spell: bool) -> None:
    assert not any(unicodedata.category(char) in HIDDEN for char in visible(text, spell=spell))


def test_a_long_name_ends_with_an_ellipsis() -> None:
    assert clip("bm-" + "1" * 1_000_000) == "bm-" + "1" * (LONGEST_NAME - 4) + "…"
    assert clip("x" * LONGEST_NAME) == "x" * LONGEST_NAME

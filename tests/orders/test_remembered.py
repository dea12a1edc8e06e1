"""What was read once is not read again, and what is remembered stays small."""

from __future__ import annotations

import pytest

from notes_engine.orders import remembered
from notes_engine.orders.remembered import Remembered


def test_a_text_is_read_once() -> None:
    read: list[str] = []

    def length(text: str) -> int:
        read.append(text)
        return len(text)

    lengths = Remembered(length)

    assert [lengths[text] for text in ("a", "bb", "a", "", "")] == [1, 2, 1, 0, 0]
    assert read == ["a", "bb", ""]


def test_what_raises_raises_each_time() -> None:
    numbers = Remembered[str, int](int)

    for _ in range(2):
        with pytest.raises(ValueError, match="invalid literal"):
            numbers["x"]
    assert not numbers


def test_long_texts_and_more_than_it_holds_are_read_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembered, "_MOST", 3)
    texts = Remembered[str, str](str.upper)
    several = Remembered[tuple[str, ...], int](len)

    assert [texts[text] for text in "abcdefg"] == [*"ABCDEFG"]
    assert len(texts) <= 3
    assert texts["x" * 41] == "X" * 41
    assert several["x", "y" * 41] == 2
    assert not several
    assert several["x", "y" * 40] == 2
    assert len(several) == 1

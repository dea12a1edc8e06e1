"""Counts in sentences."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from notes_engine.wording import counted

PACKAGE = Path(__file__).resolve().parents[1] / "notes_engine"


@pytest.mark.parametrize(
    ("number", "what", "plural", "text"),
    [
        (0, "order", "", "0 orders"),
        (1, "order", "", "1 order"),
        (2, "order", "", "2 orders"),
        (12345, "note", "", "12,345 notes"),
        (1, "copy", "copies", "1 copy"),
        (3, "copy", "copies", "3 copies"),
    ],
)
def test_a_noun_agrees_with_its_number(number: int, what: str, plural: str, text: str) -> None:
    assert counted(number, what, plural) == text


def test_no_message_counts_in_brackets() -> None:
    found = {path.name: re.findall(r"\b[a-z]+\(s\)", path.read_text("utf-8")) for path in PACKAGE.rglob("*.py")}
    assert {name: words for name, words in found.items() if set(words) - {"http(s)"}} == {}

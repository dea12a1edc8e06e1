"""The prefixes of many references: counted, shown with examples, and never more than memory holds."""

from __future__ import annotations

import pytest

from notes_engine.check.references import SeenPrefixes


def seen(*references: str) -> SeenPrefixes:
    found = SeenPrefixes()
    for reference in references:
        found.add(reference)
    return found.settled()


@pytest.mark.parametrize(
    ("references", "shown"),
    [
        (["bm-205894893", "bm-205894894"], "'bm-' (2)"),
        (["205894893"], "no prefix (1)"),
        (
            ["bm-205894893", "bm-205894894", "bm-205894895", "FR205894896", "205894897"],
            "'bm-' (3: such as bm-205894893, bm-205894894), 'FR' (1: FR205894896), no prefix (1: 205894897)",
        ),
        (["bm2-205894893", "bm2-7"], "'bm2-' (2)"),
        (["bm-205894893", "bm-7-1"], "'bm-' (2)"),
        (["bm2-7", "bm2-8"], "'bm2-' (2)"),
        (["bm\u202e-205894893"], "'bm-' (1)"),
        (["x" * 100 + "7"], f"'{'x' * 59}…' (1)"),
    ],
)
def test_prefixes_are_counted_and_several_are_shown_with_examples(references: list[str], shown: str) -> None:
    assert seen(*references).shown() == shown


def test_of_many_prefixes_the_commonest_are_shown() -> None:
    assert seen(*(f"{letter}-205894893" for letter in "abcdefgh")).shown().endswith("'e-' (1: e-205894893) and 3 more")


def test_what_tells_no_prefix_stays_unclear() -> None:
    found = seen("AB-12-34", "CD-12-34", "", "x" * 201 + "7")
    assert (found.counts, found.unclear) == ({}, ["AB-12-34", "CD-12-34"])


def test_memory_does_not_grow_with_the_orders() -> None:
    letters = [
        f"{chr(65 + number // 26 % 26)}{chr(65 + number // 676)}{chr(65 + number % 26)}" for number in range(3000)
    ]
    found = seen(*(f"{letter}-205894893" for letter in letters), *(f"{letter}-12-34" for letter in letters))
    assert len(found.counts) == 1000
    assert len(found.unclear) <= 1000

"""What the proof of a plate sees: colours, whatever their grey."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from notes_engine.pdf.press.proof import differences
from tests.pdf.press.press_bench import pdf

if TYPE_CHECKING:
    from tests.pdf.press.press_bench import PressBench


def drawn(bench: PressBench, fill: str) -> bytes:
    document, _ = bench.lay_out(f'<p style="background:{fill};color:#000">Camille</p>')
    return pdf(document)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("#ffffc0", "#ffffff"),  # a light yellow: 7 of 255 apart in grey
        ("#f0f0ff", "#ffffdd"),
        ("#ff0000", "#4c4c4c"),  # grey 76, both
        ("#0000ff", "#1d1d1d"),
    ],
)
def test_colours_of_nearly_the_same_grey_are_told_apart(bench: PressBench, one: str, other: str) -> None:
    found = differences(drawn(bench, one), drawn(bench, other))
    assert [what.partition(" by ")[0] for what in found] == ["page 1: a pixel differs"]


def test_the_same_drawing_is_the_same(bench: PressBench) -> None:
    assert differences(drawn(bench, "#ffffc0"), drawn(bench, "#ffffc0")) == []


def test_a_shade_that_nobody_sees_is_let_through(bench: PressBench) -> None:
    assert differences(drawn(bench, "#ffffff"), drawn(bench, "#f0f0f0")) == []

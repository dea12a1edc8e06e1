"""A stamped note is one of which the typesetter has nothing to say: what it would warn of, it typesets."""

from __future__ import annotations

from itertools import pairwise

import pytest

from notes_engine.pdf.press.stamping import StampedPages
from tests.pdf.press.press_bench import SAME, PressBench, marked

LAYOUTS = {
    "a block wider than the page": '<p style="width: 900px">{0}</p><p>{1}</p>',
    "a line wider than its box": '<div data-fit style="width: 100px"><p style="width: 300px">{0}</p></div><p>{1}</p>',
    "a box of fixed size": '<div style="width: 90px; height: 30px"><p style="width: 400px">{0}</p></div><p>{1}</p>',
    "a clipped box": (
        '<div style="width: 90px; height: 60px; overflow: hidden"><p style="width: 400px">{0}</p></div><p>{1}</p>'
    ),
    "an unbroken line in a box": '<div data-fit style="width: 90px; white-space: nowrap">{0}</div><p>{1}</p>',
    "a cell": (
        '<table style="table-layout: fixed; width: 200px"><tr><td><p style="width: 300px">{0}</p></td><td>{1}</td></tr>'
        "</table>"
    ),
    "two on one line": '<div data-fit style="width: 150px"><p style="width: 300px">{0} and {1}</p></div>',
    "aligned to the right": '<div style="margin-left: -200px; text-align: right; width: 300px">{0}</div><p>{1}</p>',
    "half off the paper": '<div style="position: absolute; left: 300px; width: 500px">{0}</div><p>{1}</p>',
    "broken lines": '<div data-fit style="width: 100px"><p style="width: 130px">{0}</p></div><p>{1}</p>',
}

_PAGE = "<style>@page { size: 600px 800px; margin: 20px } html { font: 10pt DejaVu Sans }</style>"


def missed(bench: PressBench, layout: str, *values: str) -> bool:
    """Return whether a note is stamped of which the typesetter has something to say."""
    note = marked(_PAGE + layout, *values)
    stamped = bench.press.stamp(note)
    return isinstance(stamped, StampedPages) and bool(bench.lay_out(note.html())[1])


@pytest.mark.parametrize("name", LAYOUTS)
def test_no_warning_of_a_stamped_note_is_lost(bench: PressBench, name: str) -> None:
    words = ["x" * count for count in (1, 4, 8, 11, 12, 13, 14, 20, 30, 40, 60, 70, 80, 90, 100, 110)]
    words += [
        "one two three four five six",
        "one two threefourfive",
        "m" * 9 + " " + "m" * 10,
        "m" * 9 + " " + "m" * 12,
    ]
    assert not [first for first, second in pairwise(words) if missed(bench, LAYOUTS[name], first, second)]


@pytest.mark.parametrize("name", ["a block wider than the page", "a line wider than its box", "a clipped box"])
def test_values_that_stay_in_their_box_are_stamped(bench: PressBench, name: str) -> None:
    assert (
        bench.compare(_PAGE + LAYOUTS[name], "Camille", "Beispielgerät mit zwei Wörtern, in einer ganzen Zeile") == SAME
    )

"""What stands beside a value, or was met before it, changes nothing about how it is stamped."""

from __future__ import annotations

import shutil
import string
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notes_engine.pdf.press.not_stamped import NotStamped
from notes_engine.pdf.press.press import Press
from notes_engine.pdf.press.stamping import _SAFE, _target
from notes_engine.pdf.press.store import Store
from tests.pdf.press.press_bench import SAME, marked

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from notes_engine.notes.marks import MarkedHtml
    from notes_engine.pdf.press.stamping import StampedPages
    from tests.pdf.press.press_bench import PressBench

BREAKS = '<p style="width: 150px">{0}</p><p>{1}</p>'
LONG = "one two three four five six seven eight nine ten eleven twelve thirteen"


@pytest.mark.parametrize("beside", ["©", "co\u00adop", "1\u200b2", "\u200e", "e\u0301"])
def test_a_constant_that_no_typeface_sets_is_a_reason_and_no_crash(bench: PressBench, beside: str) -> None:
    why = bench.compare(f"<p><b>{beside}</b> {{0}}</p>", "Camille")
    assert "a text beside it needs another font or another direction" in why


def test_other_slots_are_stamped_beside_it(bench: PressBench) -> None:
    assert bench.compare("<p><b>©</b> {0}</p><p>{1}</p>", "Camille", "Lyon") == SAME


@pytest.mark.parametrize(
    "layout", ["<p>{0} </p>", "<p> {0} {1} </p>", "<p><b>{0}</b> <i>{1}</i> </p>", "<p>{0}<b> </b></p>"]
)
def test_collapsed_white_space_around_values_is_no_reason(bench: PressBench, layout: str) -> None:
    assert bench.compare(layout, "Camille", "Lyon") == SAME


@pytest.mark.parametrize(
    "layout",
    [
        '<p>{0}</p><img src="{1}.png">',
        '<p>{0}</p><img src="file:///{1}">',
        '<p>{0}</p><p style="color: {1}">x</p>',
        "<p>{0}</p><style>p { font-family: '{1}' }</style>",
        '<p>{0}</p><link rel="stylesheet" href="{1}.css">',
        '<p>{0}</p><a href="#{1}">x</a>',
    ],
)
def test_reasons_name_no_value(bench: PressBench, tmp_path: Path, layout: str) -> None:
    press = Press(bench.lay_out, Store(tmp_path, "x"))
    found = press.stamp_all([marked(layout, "Camille", "SKU-10450107")] * 3, least=3)
    assert all(isinstance(each, NotStamped) and "10450107" not in each.why for each in found)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert files
    assert not [path for path in files if b"10450107" in path.read_bytes()]


def stamped(press: Press, notes: Sequence[MarkedHtml]) -> list[tuple[bytes, ...] | None]:
    found: list[StampedPages | NotStamped] = press.stamp_all(notes, least=3)
    return [None if isinstance(each, NotStamped) else each.contents for each in found]


def test_what_a_process_met_in_this_run_decides_nothing(bench: PressBench, tmp_path: Path) -> None:
    """Else another number of workers would stamp other notes."""
    earlier = Store(tmp_path / "one", "x", "0")
    Press(bench.lay_out, earlier).stamp_all([marked(BREAKS, "Ida", "x")], least=3)
    earlier.take_over()
    shutil.copytree(tmp_path / "one", tmp_path / "other")
    few = [marked(BREAKS, "Zoé", "y")]
    many = [*(marked(BREAKS, name, "z") for name in ("Ida", "Zoé", "Camille")), marked(BREAKS, LONG, "z")]
    one = Press(bench.lay_out, Store(tmp_path / "one", "x", "1"))
    other = Press(bench.lay_out, Store(tmp_path / "other", "x", "1"))
    assert [stamped(one, few), stamped(one, many)] == [stamped(other, many), stamped(other, few)][::-1]


@given(path=st.text(st.sampled_from(string.printable) | st.characters(codec="utf-8")))
def test_an_address_is_written_as_it_is_where_quoting_it_changes_nothing(path: str) -> None:
    url = f"https:{path}".strip()
    assert _target(0, [url]) == quote(url, safe=_SAFE)


@pytest.mark.parametrize(
    ("values", "why"),
    [
        (("Ж", " x"), "spaces"),
        ((" x", "Ж"), "spaces"),
        (("Ж", "x"), "another font"),
        (("x", "Ж"), "another font"),
        (("x" * 400, "Ж"), "another font"),
        (("", "x  x"), "spaces"),
    ],
)
@pytest.mark.parametrize("layout", ["<p>{0} <b>{1}</b></p>", "<p>n° {0}: <i>{1}</i></p>"])
def test_of_several_reasons_on_a_line_the_first_is_told(
    bench: PressBench, layout: str, values: tuple[str, str], why: str
) -> None:
    press = Press(bench.lay_out)
    found = press.stamp(marked(layout, *values))
    assert isinstance(found, NotStamped)
    assert why in found.why

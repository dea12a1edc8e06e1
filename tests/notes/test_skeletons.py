"""Skeletons: remembered once, and doubted where a value may be more than a value."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from notes_engine.notes.marks import MARKS, MarkedHtml, mark_of
from notes_engine.notes.placeholders import fact_count, one_full_stop
from notes_engine.notes.skeletons import Skeletons
from notes_engine.notes.typography import clean_text
from tests.notes.example_shop import order
from tests.notes.foreign_templates import page
from tests.notes.test_marking import rendered

if TYPE_CHECKING:
    from pathlib import Path

FACT = '<span class="fact" data-fact="name">{}</span>'
A, B = mark_of(0), mark_of(1)


def test_equal_skeletons_are_one_object() -> None:
    skeletons = Skeletons()
    first = skeletons.settled(f"<p>{A}</p>{FACT.format('Shop Ltd.')}.")
    again = skeletons.settled("".join(("<p>", A, f"</p>{FACT.format('Shop Ltd.')}.")))
    assert first is not None
    assert first is again
    assert first.text == f"<p>{A}</p>{FACT.format('Shop Ltd.')}"
    assert first.facts == {"name": 1, "live_since": 0}


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        (f"{FACT.format('Shop Ltd.')}{A}", ".x"),
        (f"{FACT.format('Shop Ltd.')}.{A}", "."),
        (f"{FACT.format(A)}.", "Ltd."),
        (f'<span class="fact" data-fact="{A}">x</span>', "name"),
        (f'<span class="{A}" data-fact="name">x</span>', "fact"),
        (f'<{A}"fact"{B}"name">x</span>', "span class="),
    ],
)
def test_a_value_that_may_change_what_is_counted_or_settled_is_put_back_first(printed: str, value: str) -> None:
    assert Skeletons().settled(printed) is None


@pytest.mark.parametrize(
    "printed",
    [
        f'<a class="x" href="{A}">{B}</a>',
        f'<p title="{A}" class="{B}">{FACT.format("Shop")}</p>',
        f"{FACT.format('Shop')}, {A}.",
        f'<meta name="author" content="{A}"><span class="fact" data-fact="name">x</span>',
    ],
)
@pytest.mark.parametrize("value", [".", "fact", "name", "Ltd.", '"><span class="fact" data-fact="name">'])
def test_elsewhere_a_value_changes_neither(printed: str, value: str) -> None:
    skeleton = Skeletons().settled(printed)
    assert skeleton is not None
    whole = one_full_stop(MarkedHtml(printed, (value, value)).html())
    assert MarkedHtml(skeleton.text, (value, value)).html() == whole
    assert skeleton.facts["name"] == fact_count(whole, "name")


def test_only_so_many_are_remembered() -> None:
    skeletons = Skeletons()
    first = skeletons.settled("first")
    for number in range(1000):
        skeletons.settled(f"{number}")
    assert skeletons.settled("first") == first


@pytest.mark.parametrize(
    "body",
    [
        "{{ company.name }}{{ order.carrier }}",
        '<span class="fact" data-fact="{{ order.carrier }}">x</span>',
        "{{ '&#xe000;' | striptags }}{{ order.carrier }}",
        "{% label %}[{ChannelBuyerName}]{% endlabel %}",
        "{% set x %}{% label %}[{ChannelBuyerName}]{% endlabel %}{% endset %}{{ x | upper }}",
    ],
)
@pytest.mark.parametrize("value", [".", "name", "&#xe000;", "\ue000", "x"])
def test_notes_keep_the_law_whatever_their_values_are(tmp_path: Path, body: str, value: str) -> None:
    plain, marking = rendered(tmp_path, page(body), order(vendor=value, channel_buyer_name=value))
    assert marking.html == plain.html
    assert marking.facts == plain.facts
    assert marking.warnings == plain.warnings


def test_what_python_calls_printable_is_clean_and_holds_no_mark() -> None:
    printable = "".join(filter(str.isprintable, map(chr, range(sys.maxunicode + 1))))
    assert len(printable) > 100_000
    assert not MARKS.search(printable)
    # Cleaned with a character that is not printable, so that every one is looked at.
    assert clean_text(printable + "\t") == printable + " "

"""Layouts that nobody here designed: each is stamped identically, or refused; never different."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.pdf.press.press_bench import SAME, PressBench

_FACE = """@font-face { font-family: N; src: url(notes-font:SourceSansPro-Regular.ttf) }
@font-face { font-family: N; font-weight: 700; src: url(notes-font:SourceSansPro-Bold.ttf) }
html { font: 10pt/1.4 N } @page { size: A5; margin: 15mm }"""

LAYOUTS = {
    "a block": "<p>{0}</p>",
    "a constant before and after": "<p>No. {0} of this shop</p><p>{1}</p>",
    "two on a line": "<p><b>{0}</b> and <i>{1}</i></p>",
    "right and centred": '<p style="text-align:right">{0}</p><p style="text-align:center">{1}</p>',
    "flex": '<div style="display:flex;gap:4mm"><div style="flex:1">{0}</div><div style="flex:2">{1}</div></div>',
    "flex shrink to fit": '<div style="display:flex"><div>{0}</div><div>{1}</div><div>end</div></div>',
    "grid": '<div style="display:grid;grid-template-columns:auto 1fr"><b>{0}</b><span>{1}</span><b>x</b><i>y</i></div>',
    "automatic table": "<table><tr><td>{0}</td><td>right</td></tr><tr><td>Twelve letters</td><td>{1}</td></tr></table>",
    "fixed table": (
        '<table style="table-layout:fixed;width:100%">'
        '<tr><td>{0}</td><td style="text-align:right">{1}</td></tr></table>'
    ),
    "floats": '<div style="float:right;width:30mm">{0}</div><p>{1}</p><p>beside the float</p>',
    "shrinking float": '<div style="float:left">{0}</div><p>{1}</p>',
    "columns": '<div style="columns:2"><p>{0}</p><p>one two three</p><p>{1}</p><p>four five six</p></div>',
    "running header": (
        "<style>@page { @top-left { content: element(h); width: 100% } @bottom-right { content: counter(page) } }"
        ".h { position: running(h) }</style><div class=h>{0}</div><p>{1}</p>"
        '<p style="break-before:page">second page</p>'
    ),
    "string-set": (
        "<style>h1 { string-set: t content() } @page { @top-center { content: string(t); width: 100% } }</style>"
        "<h1>{0}</h1><p>{1}</p>"
    ),
    "upper case": '<p style="text-transform:uppercase">{0}</p><p>{1}</p>',
    "letter-spacing": '<p style="letter-spacing:.1em">{0}</p><p style="word-spacing:3pt">{1}</p>',
    "justified": '<p style="text-align:justify;width:60mm">Words before it, {0}, and some words after it. {1}</p>',
    "first letter": "<style>p::first-letter { font-size: 2em }</style><p>{0}</p><p>{1}</p>",
    "first line": "<style>p::first-line { font-weight: 700 }</style><p>{0}</p><p>{1}</p>",
    "background behind it": '<p><span style="background:#eee">{0}</span> beside</p><p>{1}</p>',
    "border around it": '<p><span style="border:1pt solid">{0}</span></p><p style="border:1pt solid">{1}</p>',
    "inline block": '<p><span style="display:inline-block;width:40mm">{0}</span> {1}</p>',
    "shrinking inline block": '<p><span style="display:inline-block">{0}</span> {1}</p>',
    "hidden overflow": (
        '<p style="overflow:hidden;white-space:nowrap;width:30mm;text-overflow:ellipsis">{0}</p><p>{1}</p>'
    ),
    "transformed": '<p style="transform:rotate(5deg)">{0}</p><p>{1}</p>',
    "see-through": '<p style="opacity:.4">{0}</p><p>{1}</p>',
    "covered": '<p>{0}</p><div style="position:absolute;top:0;left:0;width:50mm;height:4mm;background:#999"></div>{1}',
    "underlined": "<p><u>{0}</u> <s>{1}</s></p>",
    "a link": '<p><a href="https://shop.example/">{0}</a> after</p><p>{1}</p>',
    "covered by what comes later": (
        '<p>{0}</p><div style="position:absolute;top:0;left:0;width:50mm;height:9mm;background:#999"></div><p>{1}</p>'
    ),
    "hidden": '<p style="visibility:hidden">{0}</p><p>{1}</p>',
    "not displayed": '<p style="display:none">{0}</p><p>{1}</p>',
    "content from an attribute": '<style>p::after { content: attr(title) }</style><p title="{0}">x</p><p>{1}</p>',
    "a list": "<ol><li>{0}</li><li>{1}</li></ol>",
    "indented": '<p style="text-indent:8mm">{0}</p><p>{1}</p>',
    "small box": '<p style="width:9mm">{0}</p><p>{1}</p>',
    "preserved": '<pre>{0}</pre><p style="white-space:pre-line">{1}</p>',
    "hyphenated": '<p lang="de" style="hyphens:auto;width:30mm">{0}</p><p>{1}</p>',
    "right to left": '<p dir="rtl">{0}</p><p>{1}</p>',
    "small capitals": '<p style="font-variant:small-caps">{0}</p><p>{1}</p>',
    "old figures": '<p style="font-variant-numeric:oldstyle-nums">{0}</p><p>{1}</p>',
    "an id and a link to it": '<p id="a">{0}</p><p><a href="#a">to {1}</a></p>',
    "middle of a taller row": (
        '<table style="width:100%;table-layout:fixed"><tr><td style="vertical-align:middle">{0}</td>'
        "<td>one two three four five six seven eight nine ten eleven twelve thirteen</td><td>{1}</td></tr></table>"
    ),
    "bottom of a taller row": (
        '<table style="width:100%;table-layout:fixed"><tr><td style="vertical-align:bottom">{0}</td>'
        '<td style="height:30mm">tall</td><td>{1}</td></tr></table>'
    ),
    "fixed height": '<div style="height:6mm;width:30mm">{0}</div><p>{1}</p>',
    "fixed height, cut off": '<div style="height:6mm;width:30mm;overflow:hidden">{0}</div><p>{1}</p>',
    "fixed window": (
        '<div style="height:30mm;width:40mm;border:1pt solid">'
        '<span style="display:block">{0}</span><span style="display:block">{1}</span></div><p>after it</p>'
    ),
    "least height": '<div style="min-height:20mm;border-bottom:1pt solid">{0}</div><p>{1}</p>',
    "most height": '<div style="max-height:9mm;width:30mm;background:#eee">{0}</div><p>{1}</p>',
    "badge": '<p><span style="background:#111;color:#fff;border-radius:1mm;padding:0 1.5mm">{0}</span></p><p>{1}</p>',
    "badge of a fixed size": (
        '<p><span style="display:inline-block;width:30mm;height:6mm;overflow:visible;text-align:center;background:#ddd;'
        'border-radius:2mm">{0}</span></p><p>{1}</p>'
    ),
    "flex column": (
        '<div style="display:flex;flex-direction:column;gap:3mm;height:60mm;justify-content:center">'
        "<div>{0}</div><div>{1}</div></div>"
    ),
    "stretched flex": (
        '<div style="display:flex;gap:4mm;align-items:center;width:100mm">'
        '<div style="flex:1 0 0">{0}</div><div style="width:20mm;height:20mm;background:#eee"></div>'
        '<div style="flex:1 0 0">{1}</div></div>'
    ),
    "right in a narrow box": '<div style="width:35mm;text-align:right">{0}</div><p>{1}</p>',
    "centre of a narrow box": '<div style="width:35mm;text-align:center">{0}</div><p>{1}</p>',
    "beside a float": '<div style="float:right;width:60mm;height:8mm;background:#eee"></div><p>{0}</p><p>{1}</p>',
    "with fixed ends": "<div style='width:45mm'><p>No. {0}, paid</p><p>({1})</p></div>",
    "joiners around it": "<p>i\u200c\u200d\u200c{0}\u200c\u200d</p><p>fi{1}fi</p>",
    "long text around": f"<p>{'word ' * 60}{{0}} {'more ' * 60}</p><p>{{1}}</p>",
}

STAMPED = {
    "a block",
    "a constant before and after",
    "two on a line",
    "right and centred",
    "flex",
    "fixed table",
    "running header",
    "string-set",
    "underlined",
    "a link",
    "a list",
    "old figures",
    "middle of a taller row",
    "least height",
    "stretched flex",
    "beside a float",
}
"""Layouts that a press must be able to stamp, or it is of no use."""

VALUES = ["AV To Ta 12,50 €", "fi ffl office", "X", "Wolfgang Amadeus", "1.234,56"]


def page(body: str) -> str:
    return f'<html lang="en"><head><style>{_FACE}</style><title>t</title></head><body>{body}</body></html>'


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_foreign_layout_is_stamped_identically_or_refused(bench: PressBench, name: str) -> None:
    results = [bench.compare(page(LAYOUTS[name]), first, second) for first, second in pairwise(VALUES)]
    assert not [result for result in results if isinstance(result, list)]
    if name in STAMPED:
        assert results == [SAME] * len(results)


LONGER = [
    "Beispielgerät mit zwei Wörtern",
    "Example Book 13 inches, eight cores, grey",
    "one two three four five six seven eight nine ten eleven twelve thirteen",
    "Rue de l’Échantillon",
]


@pytest.mark.parametrize("name", LAYOUTS)
def test_longer_values_are_stamped_identically_or_refused(bench: PressBench, name: str) -> None:
    results = [bench.compare(page(LAYOUTS[name]), first, second) for first, second in pairwise(LONGER)]
    assert not [result for result in results if isinstance(result, list)]


@pytest.mark.parametrize("text", ["m", "i", "Tova"])
def test_a_text_that_just_fits_and_one_that_does_not(bench: PressBench, text: str) -> None:
    layout = page('<div style="width:30mm;border:1pt solid">{0}</div><p>after it</p>')
    words = [f"{text * count} {text * tail}" for count in range(2, 10) for tail in (5, 9)] + [text * 7, text * 40]
    assert not [word for word in words if isinstance(bench.compare(layout, word), list)]


def test_a_value_as_wide_as_its_line_is_stamped(bench: PressBench) -> None:
    layout = page('<div style="width:60mm"><p>{0}</p></div>')
    fitting = ["i" * narrow + "m" * wide for narrow in range(40, 46) for wide in range(3, 9)]
    results = [bench.compare(layout, text) for text in fitting]
    assert not [result for result in results if isinstance(result, list)]
    assert results.count(SAME) >= len(results) / 2


_WORDS = st.text(
    st.sampled_from(
        "AVToWiflé-./,’'0123456789 \u00a0\u00adäß€ÉčđąłΑθήναI|mW\u0301\u0308א漢😀\u200d\u200b<>&\"\ue000\u2028\t\n"
    ),
    min_size=1,
    max_size=60,
)


@settings(max_examples=60, deadline=None)
@given(layout=st.sampled_from(sorted(LAYOUTS)), first=_WORDS, second=_WORDS)
def test_no_text_is_ever_stamped_differently(bench: PressBench, layout: str, first: str, second: str) -> None:
    assert isinstance(bench.compare(page(LAYOUTS[layout]), first, second), str)  # same, or why not

"""Boxes: text that its box cannot hold is found, and nothing else is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

if TYPE_CHECKING:
    from tests.pdf.pdf_workshop import Workshop

LONG_WORD = "Donaudampfschifffahrtsgesellschaftskapitänswitwenrentenauszahlungsstellenleiterin"
ADDRESS = "Jean Dupont<br>Résidence des Lilas<br>1 rue des Écoles<br>75005 Paris<br>FRANCE"
WORDS = "un deux trois quatre cinq six sept huit neuf dix " * 12


def overfull(shop: Workshop, body: str, css: str = "") -> list[str]:
    return [finding.what for finding in shop.set(body, css).findings if finding.code == "overfull"]


@pytest.mark.parametrize(
    "body",
    [
        f"<h1>Bon de livraison</h1><p>{WORDS}</p>",
        f'<p style="text-align: justify; letter-spacing: 0.5mm">{WORDS}</p>',
        f'<p style="text-indent: -5mm">{WORDS}</p>',
        f'<p dir="rtl">{WORDS}</p>',
        f'<div style="margin: 0 -8mm">{WORDS}</div>',
        f'<div style="column-count: 2">{WORDS}</div>',
        "<ul><li>a<li>b</ul><ol><li>c<ol><li>d</ol></ol>",
        f'<table style="width: 100%"><tr><th>Article<th>Prix<tr><td>{WORDS}<td>1,00 €</table>',
        '<table style="table-layout: fixed; width: 100%"><tr><td>iPhone<td style="text-align: right">399,00 €</table>',
        f'<div style="display: flex"><div style="flex: 1">{WORDS}</div><div>399,00 €</div></div>',
        '<div style="display: flex; align-items: center; height: 8mm">Une ligne</div>',
        '<div style="display: grid; grid-template-columns: 1fr 1fr"><p>a</p><p>b</p></div>',
        f'<div style="height: 30mm; width: 70mm">{ADDRESS}</div>',
        f'<div style="max-height: 40mm">{ADDRESS}</div>',
        '<div style="height: 10pt; line-height: 10pt">Ägypten, Île-de-France, gjpqy</div>',
        '<div style="height: 12pt; line-height: 1; font-size: 12pt">ÀÉÎ gjpqy</div>',
        '<div style="height: 1px; background: black"></div>',
        f'<div style="float: right; width: 40mm">{ADDRESS}</div><p>{WORDS}</p>',
        "<p>a</p>" * 60,
        "<p data-fit>Une ligne</p><table><tr><td data-fit>Une cellule</table>",
        '<p style="position: relative; left: 30mm">moved</p>',
    ],
)
def test_ordinary_notes_are_not_overfull(shop: Workshop, body: str) -> None:
    assert overfull(shop, body) == []


@pytest.mark.parametrize(
    "body",
    [
        '<span style="position: absolute; width: 1px; height: 1px; overflow: hidden">for screen readers only</span>',
        '<p style="position: absolute; left: -9999px">for screen readers only</p>',
        f'<div style="position: absolute; clip: rect(0, 0, 0, 0); height: 2mm">{WORDS}</div>',
        '<div style="position: fixed; left: -5mm; top: 30mm; font-size: 60pt; transform: rotate(-30deg)">DRAFT</div>',
        f'<div aria-hidden="true" style="position: fixed; left: 5mm; white-space: nowrap">{LONG_WORD * 2}</div>',
        f'<p style="width: 30mm; height: 5mm; overflow: hidden; text-overflow: ellipsis; white-space: nowrap">{WORDS}',
        f'<div style="overflow: hidden; white-space: nowrap">{WORDS}</div>',
        f'<p style="visibility: hidden; white-space: nowrap">{WORDS}</p>',
    ],
)
def test_what_a_template_hides_on_purpose_is_left_alone(shop: Workshop, body: str) -> None:
    assert overfull(shop, "<p>x</p>" + body) == []


@pytest.mark.parametrize("css", ["html, body { height: 100% }", "body { height: 60mm }", "html { overflow: hidden }"])
def test_a_root_as_high_as_the_page_holds_many_pages(shop: Workshop, css: str) -> None:
    assert overfull(shop, "<p>mot</p>" * 60, css) == []


def test_running_headers_and_footers_are_not_overfull(shop: Workshop) -> None:
    css = """@page { @top-center { content: "Un titre courant assez long pour deux lignes au moins, peut-être trois" }
             @bottom-right { content: "Page " counter(page) " / " counter(pages) } }"""

    assert overfull(shop, "<p>mot</p>" * 60, css) == []


def test_an_address_too_high_for_its_window_is_told_by_its_name(shop: Workshop) -> None:
    for name in ("address window", "the address window"):
        (what,) = overfull(shop, f'<div data-box="{name}" style="height: 15mm; width: 70mm">{ADDRESS}</div>')

        assert what.endswith("too high for the address window")


def test_the_name_of_an_outer_box_serves_the_inner_ones(shop: Workshop) -> None:
    (what,) = overfull(shop, f'<div data-box="label"><p style="height: 10mm">{ADDRESS}</p></div>')

    assert what.endswith("for the label")


def test_a_box_without_a_name_is_described(shop: Workshop) -> None:
    (by_class,) = overfull(shop, f'<div class="address {{0}}" style="height: 10mm">{ADDRESS}</div>')
    (bare,) = overfull(shop, f'<div style="height: 10mm">{ADDRESS}</div>')

    assert by_class.endswith("for the box <div address {0}>")
    assert bare.endswith("for the box <div>")


def test_a_cell_that_grows_with_its_text_is_told_when_it_has_to_fit(shop: Workshop) -> None:
    cell = '<div data-box="address window" {} style="display: table-cell; height: 12mm; padding-bottom: 9mm">{}</div>'

    (what,) = overfull(shop, cell.format("data-fit", ADDRESS))

    assert what.endswith("too high for the address window")
    assert overfull(shop, cell.format("", ADDRESS)) == []
    assert overfull(shop, cell.format("data-fit", "mot")) == []


def test_a_box_broken_at_the_end_of_a_page_is_still_too_small(shop: Workshop) -> None:
    found = overfull(shop, f'<div data-box="address window" style="height: 20mm">{ADDRESS * 10}</div>')

    assert any("too high for the address window" in what for what in found)


def test_a_box_that_weasyprint_stretches_to_the_page_s_end_is_measured_as_the_template_has_it(shop: Workshop) -> None:
    body = f'<div data-fit style="height: 10mm; padding-bottom: 45mm">{"mot<br>" * 5}</div>'

    assert overfull(shop, body)[0].endswith("too high for the box <div>")


@pytest.mark.parametrize("lines", [1, 3])
def test_a_border_box_counts_its_padding(shop: Workshop, lines: int) -> None:
    style = "box-sizing: border-box; height: 20mm; padding: 6mm 0; line-height: 5mm"
    body = f'<div data-fit style="{style}">{"<br>".join(["mot"] * lines)}</div>'

    assert bool(overfull(shop, body)) == (lines * 5 > 8)


def test_how_much_does_not_fit_is_measured(shop: Workshop) -> None:
    # Five lines of 5 mm; the last one's baseline is about 1.3 mm above its end.
    body = f'<div style="height: 15mm; line-height: 5mm">{ADDRESS}</div>'

    (what,) = overfull(shop, body)

    assert 8.0 < float(what.split()[2]) < 10.0


@pytest.mark.parametrize(
    ("style", "text"),
    [
        ("height: 15mm", ADDRESS),
        ("max-height: 15mm", ADDRESS),
        ("position: absolute; top: 10mm; bottom: 35mm", ADDRESS),
        ("height: 15mm; overflow: hidden", ADDRESS),
        ("height: 15mm; display: flex; align-items: center", f"<p>{ADDRESS}</p>"),
        ("display: inline-block; height: 15mm", ADDRESS),
    ],
)
def test_every_kind_of_fixed_height_holds_its_text(shop: Workshop, style: str, text: str) -> None:
    (what,) = overfull(shop, f'<div style="{style}; width: 60mm">{text}</div>')

    assert "too high" in what


def test_a_fixed_box_is_too_narrow_for_a_long_word(shop: Workshop) -> None:
    (what,) = overfull(shop, f'<div style="height: 15mm; width: 40mm">{LONG_WORD}</div>')

    assert "too wide for the box" in what


def test_an_element_marked_to_fit_is_held_in_both_directions(shop: Workshop) -> None:
    (wide,) = overfull(shop, f'<p data-fit style="width: 40mm">{LONG_WORD}</p>')
    padded = f'<div data-fit style="height: 12mm; padding: 15mm 0">{ADDRESS}</div>'

    assert "too wide for the box <p>" in wide
    assert "too high" in overfull(shop, padded)[0]
    assert overfull(shop, padded.replace("data-fit", "")) == []


def test_a_word_wider_than_its_cell_prints_over_the_next_one(shop: Workshop) -> None:
    body = '<table style="table-layout: fixed; width: 100%"><tr><td{}>{}<td>1<td>2</table>'

    assert overfull(shop, body.format("", LONG_WORD))[0].endswith("wider than its table cell")
    assert overfull(shop, body.format(' data-box="title"', LONG_WORD))[0].endswith("wider than the title")


def test_a_line_wider_than_the_text_area_is_told_once_a_page(shop: Workshop) -> None:
    body = f"<p>{LONG_WORD}</p><p>{LONG_WORD}{LONG_WORD}</p>"

    (what,) = overfull(shop, body)

    assert what.startswith("a line is ")
    assert what.endswith("wider than the page's text area")


def test_a_line_from_right_to_left_leaves_on_the_left(shop: Workshop) -> None:
    assert len(overfull(shop, f'<p dir="rtl">{LONG_WORD}</p>')) == 1


def test_text_that_runs_off_the_paper_is_told(shop: Workshop) -> None:
    stamp = '<div data-box="stamp" style="position: absolute; top: 5mm; left: 70mm; white-space: nowrap">{}</div>'

    (what,) = overfull(shop, stamp.format(LONG_WORD))

    assert what.endswith("off the paper (the stamp)")
    assert overfull(shop, stamp.format("court")) == []


def test_what_cannot_be_split_runs_over_the_end_of_the_page(shop: Workshop) -> None:
    body = f'<div style="display: flex; break-inside: avoid">{"<div style=height:70mm></div>"}</div>'
    tall = f'<div style="display: inline-block">{"ligne<br>" * 30}</div>'

    assert overfull(shop, body) == []
    assert any("over the end of the page" in what for what in overfull(shop, f"<p>{tall}</p>"))


def test_the_page_is_told(shop: Workshop) -> None:
    note = shop.set(f'<p>1</p><div style="break-before: page; height: 9mm">{ADDRESS}</div>')

    assert [finding.page for finding in note.findings] == [2]


@settings(max_examples=40)
@given(st.integers(1, 40), st.integers(5, 60))
def test_a_box_is_overfull_exactly_when_its_lines_are_higher(shared: Workshop, lines: int, height: int) -> None:
    body = f'<div style="height: {height}mm; line-height: 5mm">{"<br>".join(["mot"] * lines)}</div>'

    found = shared.set(body, "@page { size: 100mm 300mm }").findings

    # The last baseline is 5 mm lines less about 1.3 mm; a whole line too many is always seen, none is never.
    if lines * 5 <= height:
        assert found == ()
    elif (lines - 1) * 5 >= height:
        assert [finding.code for finding in found] == ["overfull"]

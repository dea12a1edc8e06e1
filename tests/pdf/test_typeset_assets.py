"""What a template may refer to, by every road HTML, CSS and SVG have."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest

from notes_engine.errors import AssetError, NotesError
from notes_engine.pdf import Typesetter
from notes_engine.pdf.fonts import font_folder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.pdf.pdf_workshop import Workshop

OUTSIDE = "file:///etc/passwd"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="9" height="9">{}</svg>'

ROADS = [
    '<img src="{}">',
    '<object data="{}"></object>',
    '<embed src="{}">',
    '<link rel="stylesheet" href="{}">',
    "<style>@import url({});</style>",
    "<style>@import '{}';</style>",
    "<style>@font-face {{ font-family: X; src: url({}) }}</style>",
    "<style>@page {{ background: url({}) }}</style>",
    "<style>@page {{ @top-left {{ content: url({}) }} }}</style>",
    "<style>@color-profile --x {{ src: url({}) }}</style>",
    "<style>p::before {{ content: url({}) }}</style>",
    '<p style="background: url({})">',
    '<p style="border-image: url({}) 1">',
    '<ul style="list-style-image: url({})"><li>a</ul>',
    '<svg width="9" height="9"><image href="{}" width="9" height="9"/></svg>',
]


@pytest.mark.parametrize("road", ROADS)
@pytest.mark.parametrize("url", [OUTSIDE, "http://example.invalid/x.css", "https://example.invalid/x.png"])
def test_no_road_leads_out(shop: Workshop, road: str, url: str) -> None:
    with pytest.raises(AssetError, match="outside the workspace"):
        shop.set("<p>text</p>" + road.format(url))


@pytest.mark.parametrize(
    "road",
    [
        '<base href="file:///etc/"><img src="passwd.png">',
        '<base href="http://example.invalid/"><img src="red.png">',
        '<img src="//example.invalid/red.png">',
        '<base href="http://example.invalid/"><link rel="stylesheet" href="note.css">',
    ],
)
def test_a_base_address_moves_nothing_out(shop: Workshop, road: str) -> None:
    with pytest.raises(AssetError, match="outside the workspace"):
        shop.typesetter.typeset(road)


def test_a_base_address_inside_is_followed(shop: Workshop) -> None:
    note = shop.typesetter.typeset('<base href="templates/"><link rel="stylesheet" href="../red.svg"><p>x')

    assert [finding.code for finding in note.findings] == ["weasyprint"]


@pytest.mark.parametrize(
    "road",
    [
        '<link rel="attachment" href="{}">',
        '<a rel="attachment" href="{}">x</a>',
    ],
)
@pytest.mark.parametrize("url", [OUTSIDE, "red.png"])
def test_a_note_carries_no_files(shop: Workshop, road: str, url: str) -> None:
    with pytest.raises(AssetError, match="rel=attachment"):
        shop.set("<p>text</p>" + road.format(url))


@pytest.mark.parametrize(
    "inside",
    [
        '<image xlink:href="{}" width="5" height="5"/>',
        '<image href="{}" width="5" height="5"/>',
        "<style>@font-face {{ font-family: X; src: url({}) }}</style><rect width='5' height='5'/>",
    ],
)
def test_an_svg_file_leads_nowhere_out_either(shop: Workshop, inside: str) -> None:
    (shop.workspace / "leads-out.svg").write_text(SVG.format(inside.format(OUTSIDE)))
    typesetter = Typesetter([shop.workspace])

    for _ in range(2):
        with pytest.raises(AssetError, match="outside the workspace"):
            typesetter.typeset('<img src="leads-out.svg">')


def test_an_svg_that_imports_a_stylesheet_is_a_finding(shop: Workshop) -> None:
    (shop.workspace / "imports.svg").write_text(
        SVG.format("<style>@import url(http://example.invalid/x.css);</style><rect width='5' height='5'/>")
    )

    assert shop.codes('<img src="imports.svg">') == ["missing-image"]


def test_an_image_missing_inside_an_svg_is_told_for_every_note(shop: Workshop) -> None:
    (shop.workspace / "refers.svg").write_text(SVG.format('<image href="gone.png" width="5" height="5"/>'))

    for _ in range(3):
        findings = shop.set('<img src="refers.svg">').findings
        assert [finding.code for finding in findings] == ["missing-image"]
        assert "gone.png" in findings[0].what


def test_a_missing_image_is_told_for_every_note(shop: Workshop) -> None:
    for _ in range(2):
        note = shop.set('<p>Bonjour <img src="logo.png"></p>')

        assert [(finding.code, finding.what) for finding in note.findings] == [
            ("missing-image", "an image is missing: there is no file 'logo.png' in the workspace")
        ]
        assert note.findings[0].hint
        assert note.pages == 1


@pytest.mark.parametrize("name", ["half-noise.png", "half-noise.jpg", "half-noise.gif", "half-noise.webp"])
def test_a_damaged_image_is_missing_and_the_file_can_still_be_written(shop: Workshop, name: str) -> None:
    body = f'<p>Bonjour <img src="{name}"></p>'

    assert shop.codes(body) == ["missing-image"]
    assert shop.write(body).read_bytes().startswith(b"%PDF")


def test_what_weasyprint_cannot_draw_is_a_finding(shop: Workshop) -> None:
    (shop.workspace / "odd.svg").write_text(SVG.format('<g transform="rotate(a)"><rect width="x" height="5"/></g>'))
    (shop.workspace / "odd.svg").write_text(SVG.format('<g transform="rotate(a)"><rect width="x" height="5"/></g>'))

    (finding,) = shop.set('<img src="odd.svg">').findings
    assert (finding.code, finding.what) == ("missing-image", "the SVG image 'odd.svg' could not be drawn")
    (finding,) = shop.set(
        '<svg width="9" height="9"><g transform="rotate(a)"><rect width="5" height="5"/></g></svg>'
    ).findings
    assert finding.code == "missing-image"


def test_an_inline_svg_is_drawn_and_proved(shop: Workshop) -> None:
    assert shop.codes('<svg width="9" height="9"><rect width="9" height="9"/></svg>') == []
    assert shop.codes('<svg width="9" height="9"><image href="gone.png" width="9" height="9"/></svg>') == [
        "missing-image"
    ]


def test_a_missing_stylesheet_stops_the_note(shop: Workshop) -> None:
    for road in ('<link rel="stylesheet" href="gone.css">', "<style>@import 'gone.css';</style>"):
        with pytest.raises(AssetError, match=r"stylesheet is missing.*gone\.css"):
            shop.set("<p>x</p>" + road)


@pytest.mark.parametrize(
    "source", ["url(gone.ttf)", "url(bad.ttf)", "url(notes-font:Gone.ttf)", 'local("DejaVu Sans")']
)
def test_a_font_that_cannot_be_loaded_stops_every_note(shop: Workshop, source: str) -> None:
    (shop.workspace / "bad.ttf").write_bytes(b"no font")
    for body in ("<p>x</p>", "<p>y</p><style>p {}</style>", "<p>x</p>"):
        with pytest.raises(AssetError, match="the font 'Brand' could not be loaded"):
            shop.set(body, f"@font-face {{ font-family: Brand; src: {source} }}")


def test_a_font_in_the_workspace_is_loaded(shop: Workshop) -> None:
    for name in ("SourceSansPro-Black.ttf", "SourceSansPro-Black.otf"):
        (shop.workspace / name).write_bytes((font_folder() / name).read_bytes())
        css = f"@font-face {{ font-family: {name[-3:]}; src: url({name}) }} p {{ font-family: {name[-3:]} }}"
        assert shop.codes("<p>x</p>", css) == []


def test_the_next_source_of_a_font_is_tried(shop: Workshop) -> None:
    css = """@font-face { font-family: Tried; src: local("DejaVu Sans"), url(gone.woff2),
             url(notes-font:SourceSansPro-Black.ttf) } p { font-family: Tried }"""

    assert shop.codes("<p>x</p>", css) == []


def test_nothing_but_styles_and_images_is_ever_fetched(shop: Workshop) -> None:
    body = """<script src="http://example.invalid/x.js"></script><iframe src="file:///etc/passwd"></iframe>
    <video src="http://example.invalid/v"></video><form action="http://example.invalid/"></form>
    <meta http-equiv="refresh" content="0;url=http://example.invalid/"><p>x</p>"""

    assert shop.codes(body) == []


def test_links_of_the_text_may_lead_anywhere(shop: Workshop) -> None:
    assert shop.codes('<a href="https://tracking.example.invalid/?id=1&x=[y]">Suivi</a>') == []


def test_the_error_of_one_note_says_nothing_of_the_next(shop: Workshop) -> None:
    with pytest.raises(AssetError):
        shop.set(f'<img src="{OUTSIDE}">')

    assert shop.codes("<p>x</p>") == []


def test_an_asset_error_can_travel_between_processes(shop: Workshop) -> None:
    import pickle

    with pytest.raises(AssetError) as caught:
        shop.set(f'<img src="{OUTSIDE}">')

    copy = pickle.loads(pickle.dumps(caught.value))
    assert isinstance(copy, AssetError)
    assert copy.as_dict() == caught.value.as_dict()


@pytest.mark.parametrize(
    ("broken", "code"),
    [
        (lambda shop: shop.set("<p>x</p>", "p { colour: red; width: -3px }"), "weasyprint"),
        (lambda shop: shop.set("<p id=a>x</p><p id=a>y</p>"), "weasyprint"),
        (lambda shop: shop.set('<a href="#nowhere">x</a>'), "weasyprint"),
    ],
)
def test_what_weasyprint_says_of_a_template_is_a_finding_each_time(
    shop: Workshop, broken: Callable[[Workshop], object], code: str
) -> None:
    for _ in range(2):
        assert {finding.code for finding in broken(shop).findings} == {code}  # type: ignore[attr-defined]


def test_a_link_to_nowhere_names_its_page(shop: Workshop) -> None:
    finding = shop.set('<p>1</p><p style="break-before: page"><a href="#nowhere">x</a>').findings[0]

    assert (finding.page, "#nowhere" in finding.what) == (2, True)


def test_an_order_s_own_address_is_not_repeated(shop: Workshop) -> None:
    findings = shop.set('<a href="http://[Jean-Dupont">x</a>').findings

    assert [finding.code for finding in findings] == ["weasyprint"]
    assert "Dupont" not in findings[0].what + findings[0].hint


def test_the_program_s_own_log_handlers_are_left_as_they_were(shop: Workshop) -> None:
    logger = logging.getLogger("weasyprint")
    before = (logger.propagate, list(logger.handlers))

    shop.set('<img src="gone.png">')
    with pytest.raises(NotesError):
        shop.set(f'<img src="{OUTSIDE}">')

    assert (logger.propagate, logger.handlers) == before


def test_an_empty_folder_is_enough(tmp_path: Path) -> None:
    assert Typesetter([tmp_path]).typeset("").pages == 1
    assert Typesetter([]).typeset("<p>x").pages == 1

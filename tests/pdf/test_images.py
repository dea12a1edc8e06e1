"""Images: printable whole and without harm, or not at all."""

from __future__ import annotations

import warnings
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageFile

from notes_engine.pdf.images import check_image

if TYPE_CHECKING:
    from tests.pdf.pdf_workshop import Workshop

SVG = '<svg xmlns="http://www.w3.org/2000/svg">{}</svg>'


def svg_problem(body: str) -> str:
    return check_image(SVG.format(body).encode(), "image/svg+xml")


@pytest.mark.parametrize("name", ["noise.png", "noise.jpg", "noise.gif", "noise.webp"])
def test_a_whole_image_is_fine_and_half_of_it_is_not(shop: Workshop, name: str) -> None:
    assert check_image((shop.workspace / name).read_bytes(), "image/png") == ""
    assert "damaged" in check_image((shop.workspace / f"half-{name}").read_bytes(), "image/png")


def test_the_check_leaves_pillow_as_weasyprint_wants_it(shop: Workshop) -> None:
    before = ImageFile.LOAD_TRUNCATED_IMAGES

    check_image((shop.workspace / "half-noise.png").read_bytes(), "image/png")

    assert before == ImageFile.LOAD_TRUNCATED_IMAGES


@pytest.mark.parametrize("size", [(20_000, 20_000), (8_000, 6_000)])
def test_an_image_of_too_many_pixels_is_never_decoded(size: tuple[int, int]) -> None:
    content = BytesIO()
    Image.new("1", size).save(content, "PNG")

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        problem = check_image(content.getvalue(), "image/png")

    assert "more than a page can show" in problem or "more pixels" in problem
    assert len(content.getvalue()) < 100_000


def test_a_format_no_browser_knows_is_no_image() -> None:
    content = BytesIO()
    Image.new("RGB", (4, 4)).save(content, "PPM")

    assert "not an image" in check_image(content.getvalue(), "image/png")


@given(st.binary(max_size=200), st.sampled_from(["image/png", "image/svg+xml"]))
def test_any_bytes_get_a_reason_never_an_exception(content: bytes, media_type: str) -> None:
    assert check_image(content, media_type)


@given(st.integers(0, 2000), st.binary(min_size=1, max_size=8))
def test_a_png_damaged_anywhere_never_raises(place: int, damage: bytes) -> None:
    whole = BytesIO()
    Image.effect_noise((40, 40), 50).save(whole, "PNG")
    content = bytearray(whole.getvalue())
    content[place : place + len(damage)] = damage

    assert isinstance(check_image(bytes(content), "image/png"), str)


def test_a_drawing_is_fine() -> None:
    assert svg_problem('<defs><g id="a"><path d="M0 0"/></g></defs><use href="#a"/><use href="#b"/><use/>') == ""


@pytest.mark.parametrize("content", [b"", b"<svg", b"<html/>", b"\xff\xfe", b"<svg xmlns='x'/>"])
def test_what_is_no_svg_is_told(content: bytes) -> None:
    assert "not an SVG" in check_image(content, "image/svg+xml")


def test_entities_are_never_read() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa">]><svg xmlns="http://www.w3.org/2000/svg"><text>&a;</text></svg>'
    leak = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>'

    assert "entities" in check_image(bomb.encode(), "image/svg+xml")
    assert "entities" in check_image(leak.encode(), "image/svg+xml")


def test_use_of_use_of_use_is_counted_before_it_is_drawn() -> None:
    levels = "".join(f'<g id="l{n + 1}">{f"""<use href="#l{n}"/>""" * 10}</g>' for n in range(9))

    assert "draws more than" in svg_problem(f'<g id="l0"/>{levels}<use href="#l9"/>')


@pytest.mark.parametrize("body", ["<g>" * 5000 + "</g>" * 5000, '<g id="a"><use href="#a"/></g>'])
def test_endless_nesting_is_told(body: str) -> None:
    assert "nested too deeply" in svg_problem(body)


def test_a_huge_svg_is_not_parsed() -> None:
    assert "larger than 2 MB" in svg_problem("<g/>" * 600_000)

"""Log records of WeasyPrint: caught, and told as findings."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

import pytest

from notes_engine.errors import AssetError
from notes_engine.pdf.records import caught_records
from notes_engine.pdf.reported import record_findings

if TYPE_CHECKING:
    from notes_engine.pdf import PageFinding

LOGGER = logging.getLogger("weasyprint")


def findings(message: str, *arguments: object) -> list[PageFinding]:
    with caught_records() as records:
        LOGGER.warning(message, *arguments)
    return list(record_findings(records))


def test_warnings_of_both_libraries_are_caught_and_nothing_else(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)

    with caught_records() as records:
        LOGGER.error("one")
        logging.getLogger("fontTools.subset").warning("two")
        LOGGER.info("progress")
        logging.getLogger("elsewhere").warning("three")

    assert [record.getMessage() for record in records] == ["one", "two"]
    assert [record.getMessage() for record in caplog.records] == ["three"]


def test_another_thread_s_records_are_not_this_note_s() -> None:
    with caught_records() as records:
        thread = threading.Thread(target=LOGGER.error, args=("theirs",))
        thread.start()
        thread.join()

    assert records == []


def test_one_inside_another_leaves_the_loggers_as_they_were() -> None:
    before = (LOGGER.propagate, list(LOGGER.handlers))

    with caught_records() as outer, caught_records() as inner:
        LOGGER.error("both")

    assert (len(outer), len(inner)) == (1, 1)
    assert (LOGGER.propagate, LOGGER.handlers) == before


def test_what_is_no_finding_is_not_told() -> None:
    assert findings("No anchor #%s for internal URI reference", "x") == []
    assert findings('Using fontTools instead of HarfBuzz-Subset for font "%s". …', "x") == []


def test_anything_else_is_told_on_one_line_and_in_short() -> None:
    (finding,) = findings("Ignored `%s`", "a\n\x1b[31mb" + "c" * 5000)

    assert finding.what.startswith("WeasyPrint: Ignored `a [31mbccc")
    assert len(finding.what) < 300


def test_an_address_from_an_order_is_not_repeated() -> None:
    (finding,) = findings("Malformed URL: %s", "http://[Jean-Dupont")

    assert finding.what == "WeasyPrint: Malformed URL"


@pytest.mark.parametrize(
    ("message", "arguments", "what"),
    [
        (
            "Failed to load image at %r: %s",
            ("https://notes.invalid/a.png", "URLFetchingError: MissingAssetError: there is no file 'a.png'"),
            "an image is missing: there is no file 'a.png'",
        ),
        (
            "Failed to load image at %r: %s",
            ("https://notes.invalid/a.png", "ImageLoadingError: "),
            "an image is missing: 'a.png' is not an image, or a damaged one",
        ),
        (
            "Failed to load image at %r: %s",
            ("data:image/png;base64,SmVhbg==", ""),
            "an image is missing: inside the template is not an image, or a damaged one",
        ),
        ("Failed to render SVG image %s", ("https://notes.invalid/a.svg",), "the SVG image 'a.svg' could not be drawn"),
        ("Failed to load inline SVG: %s", ("x",), "an <svg> in the template could not be drawn"),
        ("Failed to load image at %r: %s", (), "an image is missing: inside the template is not an image"),
    ],
)
def test_images_are_told_by_their_names(message: str, arguments: tuple[str, ...], what: str) -> None:
    (finding,) = findings(message, *arguments) if arguments else findings(message.replace("%r: %s", "?"))

    assert finding.code == "missing-image"
    assert finding.what.startswith(what)


def test_a_font_that_was_not_loaded_stops_the_note() -> None:
    with pytest.raises(AssetError, match="the font 'Brand' could not be loaded"):
        findings("Font-face %r cannot be loaded", "Brand")

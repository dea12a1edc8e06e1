"""A reference note per locale, compared as a picture: a change of the page's look is seen, and must be meant."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops

from notes_engine.notes import LOCALES, Locale

ROOT = Path(__file__).resolve().parents[2]
REFERENCES = Path(__file__).parent / "references"

# Anti-aliasing differs a little between versions of Pango and HarfBuzz. A pixel counts as different from a quarter of
# the range; text moved by half a millimetre changes more than one in a thousand.
PIXEL = 64
SHARE = 0.001


def reference_notes() -> Any:
    spec = importlib.util.spec_from_file_location("reference_notes", ROOT / "scripts" / "reference_notes.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def different(one: Image.Image, other: Image.Image) -> float:
    """Return the share of pixels that differ."""
    histogram = ImageChops.difference(one.convert("L"), other.convert("L")).histogram()
    return sum(histogram[PIXEL:]) / (one.width * one.height)


@pytest.mark.parametrize("locale", LOCALES)
def test_the_note_looks_like_its_reference(locale: Locale, tmp_path: Path) -> None:
    picture = reference_notes().draw(locale)
    reference = Image.open(REFERENCES / f"{locale}.png")
    assert picture.size == reference.size
    share = different(picture, reference)
    picture.save(tmp_path / f"{locale}.png")
    assert share < SHARE, (
        f"{share:.2%} of the pixels differ; compare {tmp_path / f'{locale}.png'} with the reference. "
        "If the change is meant: python scripts/reference_notes.py"
    )


def test_the_comparison_sees_a_move_of_half_a_millimetre() -> None:
    reference = Image.open(REFERENCES / "fr.png").convert("L")
    moved = ImageChops.offset(reference, 0, 2)
    assert different(reference, moved) > SHARE

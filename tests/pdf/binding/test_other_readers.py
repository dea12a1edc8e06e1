"""qpdf and poppler find nothing wrong in what is bound, and read the same texts."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pypdfium2
import pytest
from PIL import Image

from notes_engine.pdf.press.stamped_note import StampedNote
from tests.pdf.binding.section_bench import LAYOUT, NAMES, bind, note, sections

if TYPE_CHECKING:
    from pathlib import Path

    from tests.pdf.press.press_bench import PressBench


@pytest.mark.parametrize("kinds", [("sts", "ts", "s"), ("ss", "s"), ("single",)])
def test_other_readers_find_nothing_wrong_and_the_same_texts(
    bench: PressBench, tmp_path: Path, kinds: tuple[str, ...]
) -> None:
    file = tmp_path / "notes.pdf"
    layout = LAYOUT.replace("{2}", "Total\xa0: {2} – {0}")
    if kinds == ("single",):
        stamped, info = note(bench, 0, typeset=False, layout=layout)
        assert isinstance(stamped, StampedNote)
        with file.open("wb") as opened:
            bench.press.singles.write(opened, stamped.stamped, info)
        count = 1
    else:
        bind(sections(bench, tmp_path, *kinds, layout=layout))
        count = len("".join(kinds))
    checked = ran("qpdf", "--check", file)
    assert "No syntax or stream encoding errors found" in checked
    assert "WARNING" not in checked
    pages = ran("pdftotext", "-enc", "UTF-8", file, "-").split("\f")
    assert len(pages) == 2 * count + 1
    for number in range(count):
        name = NAMES[number % len(NAMES)]
        assert pages[2 * number].split("\n")[0] == f"Bonjour {name}"
        assert pages[2 * number + 1].strip() == f"Total : {number},00 € – {name}"  # poppler returns plain spaces
    said = ran("pdftoppm", "-r", "40", "-png", file, tmp_path / "page")
    assert said == ""
    with pypdfium2.PdfDocument(file) as seen:
        for number, picture in enumerate(sorted(tmp_path.glob("page*.png"))):
            if number % 2:
                assert seen[number].get_textpage().get_text_range().startswith(f"Total\xa0: {number // 2},00 €")
            page = seen[number].render(scale=40 / 72).to_pil().convert("L")
            with Image.open(picture) as other:
                one, two = (darkness(image) for image in (page, other.convert("L")))
            assert one == pytest.approx(two, rel=0.15)
            assert one > 30
        assert number + 1 == 2 * count


def ran(program: str, *arguments: str | Path) -> str:
    """Return what a program says that found nothing wrong."""
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed")
    done = subprocess.run([program, *map(str, arguments)], capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def darkness(picture: Image.Image) -> float:
    """Return how much of a picture is printed, in pixels' worth of black."""
    return sum((255 - shade) / 255 * count for shade, count in enumerate(picture.histogram()))

"""One press for the tests of a module."""

from __future__ import annotations

import pytest
from PIL import Image

from tests.pdf.press.press_bench import PressBench


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> PressBench:
    folder = tmp_path_factory.mktemp("binder")
    Image.radial_gradient("L").convert("LA").resize((60, 40)).save(folder / "logo.png")  # of its own mask
    return PressBench(folder)

"""One press for all its tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.pdf.press.press_bench import PressBench

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def bench(tmp_path_factory: pytest.TempPathFactory) -> PressBench:
    folder: Path = tmp_path_factory.mktemp("press")
    return PressBench(folder)

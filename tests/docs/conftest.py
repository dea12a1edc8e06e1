from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parents[2]
_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^#{2,3} (.*)$", re.MULTILINE)


@pytest.fixture
def page() -> Callable[[str], str]:
    """Gives a page of the documentation by its path in the project."""
    return lambda name: (ROOT / name).read_text("utf-8")


@pytest.fixture
def examples(page: Callable[[str], str]) -> Callable[[str, str], list[str]]:
    """Gives the fenced blocks of one language on a page."""
    return lambda name, language: [body for tongue, body in _FENCE.findall(page(name)) if tongue == language]


@pytest.fixture
def sections(page: Callable[[str], str]) -> Callable[[str], dict[str, str]]:
    """Gives a page's sections by their heading, each up to the next heading."""

    def split(name: str) -> dict[str, str]:
        parts = _HEADING.split(page(name))
        return dict(zip(parts[1::2], parts[2::2], strict=True))

    return split

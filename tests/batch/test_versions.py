"""The versions of the libraries are those that WeasyPrint works with, and cost no time."""

from __future__ import annotations

import ctypes.util
import subprocess
import sys
from typing import TYPE_CHECKING

from weasyprint.text.ffi import pango

from notes_engine.batch import versions
from notes_engine.batch.versions import library_versions

if TYPE_CHECKING:
    import pytest


def test_the_pango_that_is_asked_is_weasyprints() -> None:
    assert library_versions()["version of Pango"] == str(pango.pango_version())


def test_harfbuzz_says_its_version() -> None:
    found = library_versions()["version of HarfBuzz"]
    assert found.split(".")[0].isdecimal()
    assert found.count(".") == 2


def test_they_are_found_without_weasyprint() -> None:
    program = "import sys; from notes_engine.batch.versions import library_versions; library_versions()"
    program += "; assert 'weasyprint' not in sys.modules"
    subprocess.run([sys.executable, "-c", program], check=True)


def test_no_compiler_is_asked_where_libraries_are(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(ctypes.util, "find_library", asked.append)
    assert versions.library("pango-1.0", "libpango-1.0.so.0") is not None
    assert asked == []


def test_a_machine_without_the_libraries_has_versions_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(versions, "library", lambda _name, _file: None)
    assert set(library_versions().values()) == {"None", "unknown", "missing"}


def test_a_library_under_another_name_is_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ctypes.util, "find_library", lambda name: f"lib{name}.so.0")
    assert versions.library("pango-1.0", "libno-such-file.so.9") is not None
    assert versions.library("no-such-library", "libno-such-file.so.9") is None

"""The name of the system's fonts changes when a font comes or goes, and only then."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from notes_engine.batch import system_fonts as room
from notes_engine.batch.system_fonts import system_fonts

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def fonts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "fonts"
    (folder / "below").mkdir(parents=True)
    settings = tmp_path / "fonts.conf"
    settings.write_text(f"<fontconfig><dir>{folder}</dir><cachedir>{tmp_path / 'cache'}</cachedir></fontconfig>")
    monkeypatch.setenv("FONTCONFIG_FILE", str(settings))
    return folder


def test_it_stays_while_no_font_changes(fonts: Path) -> None:
    before = system_fonts()
    assert len(before) == 64
    assert system_fonts() == before


@pytest.mark.parametrize("where", [".", "below"])
def test_a_new_font_changes_it(fonts: Path, where: str) -> None:
    before = system_fonts()
    (fonts / where / "new.ttf").write_bytes(b"")
    assert system_fonts() != before


def test_a_font_that_is_written_over_changes_it(fonts: Path) -> None:
    (fonts / "old.ttf").write_bytes(b"one")
    before = system_fonts()
    (fonts / "old.ttf").write_bytes(b"other")
    assert system_fonts() != before


def test_other_settings_change_it(fonts: Path) -> None:
    before = system_fonts()
    settings = fonts.parent / "fonts.conf"
    settings.write_text(settings.read_text().replace("</fontconfig>", "<dir>/nowhere</dir></fontconfig>"))
    assert system_fonts() != before


def test_a_machine_without_fontconfig_has_a_name_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "library", lambda _name, _file: None)
    assert system_fonts() == "unknown"

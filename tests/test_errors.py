"""Errors as a user meets them: their place is written in one way."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from notes_engine.errors import NotesError, Place, shown_path


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.mark.parametrize(
    "named", ["shop/notes.toml", "./shop/notes.toml", "../here/shop/notes.toml", "HERE/shop/notes.toml"]
)
def test_a_file_below_the_current_folder_is_named_from_there(here: Path, named: str) -> None:
    assert shown_path(named.replace("HERE", str(here))) == "shop/notes.toml"


@pytest.mark.parametrize("named", ["../other/notes.toml", "ABOVE/other/notes.toml", "../here/../other/notes.toml"])
def test_any_other_file_is_named_from_the_root(here: Path, named: str) -> None:
    assert shown_path(named.replace("ABOVE", str(here.parent))) == f"{here.parent}/other/notes.toml"


def test_a_folder_whose_name_only_begins_alike_is_not_below(here: Path) -> None:
    assert shown_path(f"{here}-2/x") == f"{here}-2/x"


@pytest.mark.parametrize("named", ["", "<label>", "<condition>", "standard input", "."])
def test_what_is_no_file_below_is_left_as_it_is(here: Path, named: str) -> None:
    assert here.is_dir()
    assert shown_path(named) == named


def test_a_current_folder_that_is_gone_changes_nothing(here: Path) -> None:
    here.rmdir()
    assert shown_path("shop/notes.toml") == "shop/notes.toml"
    os.chdir("/")


def test_the_place_of_an_error_is_written_so_for_people_and_machines(here: Path) -> None:
    error = NotesError("what", place=Place(str(here / "shop/notes.toml"), 3, 7), hint="do")
    assert str(error) == "shop/notes.toml:3:7: what\nhint: do"
    assert error.as_dict()["file"] == "shop/notes.toml"
    assert str(Place(Path("/elsewhere/notes.toml").as_posix(), 3)) == "/elsewhere/notes.toml:3"

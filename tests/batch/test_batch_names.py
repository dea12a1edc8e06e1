from __future__ import annotations

import unicodedata
from pathlib import PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notes_engine.batch.names import LIMIT, Namer, safe_name


@pytest.mark.parametrize(
    ("reference", "name"),
    [
        ("bm-205894893", "bm-205894893"),
        ("Größe 42", "Größe 42"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("..", "order"),
        ("", "order"),
        ("///", "order"),
        ("/", "order"),
        ("a\\b:c*d?e", "a_b_c_d_e"),
        ("CON", "_CON"),
        ("nul.pdf", "_nul.pdf"),
        ("lpt1 .x", "_lpt1 .x"),
        ("COM¹", "_COM¹"),
        ("console", "console"),
        (" .hidden. ", "hidden"),
        ("tab\tand\nline", "tab_and_line"),
        ("a\u202egpj.exe", "agpj.exe"),
        ("e\u0301", "é"),
        ("\ud800broken", "broken"),
    ],
)
def test_a_reference_becomes_a_safe_name(reference: str, name: str) -> None:
    assert safe_name(reference) == name


def test_a_long_reference_is_cut_at_a_whole_character() -> None:
    assert safe_name("é" * 500) == "é" * (LIMIT // 2)


@given(st.text(max_size=300))
def test_every_name_can_be_a_file_everywhere(reference: str) -> None:
    name = safe_name(reference)

    assert 0 < len(name.encode()) <= LIMIT + 1
    assert name not in (".", "..")
    assert not set(name) & set('<>:"/\\|?*')
    assert not any(unicodedata.category(char).startswith("C") for char in name)
    assert name[-1] not in ". "
    assert unicodedata.is_normalized("NFC", name)
    assert len(PureWindowsPath(name).parts) == 1
    assert safe_name(name) in (name, f"_{name}"[: len(name) + 1])


@pytest.mark.parametrize(
    ("stems", "names"),
    [
        (["a", "a", "a"], ["a.pdf", "a-2.pdf", "a-3.pdf"]),
        (["bm-1", "BM-1"], ["bm-1.pdf", "BM-1-2.pdf"]),
        (["a", "a-2", "a"], ["a.pdf", "a-2.pdf", "a-3.pdf"]),
        (["ﬁ", "fi"], ["ﬁ.pdf", "fi-2.pdf"]),
    ],
)
def test_equal_names_get_numbers(stems: list[str], names: list[str]) -> None:
    namer = Namer()

    assert [namer.name(stem) for stem in stems] == names


def test_each_folder_has_its_own_names() -> None:
    namer = Namer()

    assert [namer.name("a", folder=folder) for folder in ("fr", "de", "fr")] == ["fr/a.pdf", "de/a.pdf", "fr/a-2.pdf"]


@given(st.lists(st.text(st.sampled_from("aA-2ß1é"), max_size=4), max_size=30))
def test_no_two_notes_share_a_file(references: list[str]) -> None:
    def names() -> list[str]:
        namer = Namer()
        return [namer.name(safe_name(reference)) for reference in references]

    given_names = names()

    assert len({name.casefold() for name in given_names}) == len(references)
    assert names() == given_names


def test_a_number_fits_into_a_long_name() -> None:
    namer = Namer()
    namer.name("x" * LIMIT)

    assert namer.name("x" * LIMIT) == "x" * (LIMIT - 2) + "-2.pdf"

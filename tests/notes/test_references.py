"""Where a reference's prefix ends: one by one, and all together."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notes_engine.notes.references import prefix_of, shared_prefix


@pytest.mark.parametrize(
    ("reference", "prefix"),
    [
        ("bmFR205894893", "bmFR"),
        ("bm-1", "bm-"),
        ("205894893", ""),
        ("a 1", "a "),
        ("bm2-205894893", "bm2-"),
        ("bmFR-205894893-1", "bmFR-"),
        ("205894893-1", ""),
        ("2bm-205894893", "2bm-"),
        ("7bm", ""),
    ],
)
def test_a_reference_with_one_number_or_a_long_one_tells_its_prefix(reference: str, prefix: str) -> None:
    assert prefix_of(reference) == prefix


@pytest.mark.parametrize("reference", ["", "ABC", "AB-12-34", "bm2-7", "20589489-20589488", "٣٤٥"])
def test_other_references_do_not_tell_it_alone(reference: str) -> None:
    assert prefix_of(reference) is None


@pytest.mark.parametrize(
    ("references", "prefix"),
    [
        (["bm2-1", "bm2-2"], "bm2-"),
        (["bm12-1", "bm12-12", "bm12-2"], "bm12-"),
        (["bm-205-1", "bm-206-1"], "bm-"),
        (["2-1", "3-1"], ""),
        (["bm2-7"], "bm2-"),
        (["bm2-7", "bm2-7"], "bm2-"),
        (["AB-12-34"], None),
        (["2-7"], None),
        (["bm2-7x"], None),
        (["AB-1-2", "CD-1-2"], None),
        (["bm2-1", "bm2-x"], None),
        ([], None),
    ],
)
def test_references_tell_it_together(references: list[str], prefix: str | None) -> None:
    assert shared_prefix(references) == prefix


@given(st.from_regex(r"[A-Za-z0-9 _-]{0,5}[A-Za-z_-]", fullmatch=True), st.integers(10**8, 10**9), st.integers(0, 99))
def test_a_long_number_is_found_behind_any_prefix_and_before_any_suffix(prefix: str, number: int, suffix: int) -> None:
    assert prefix_of(f"{prefix}{number}-{suffix}") == prefix

"""Which kind of answer a request would rather have."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notes_engine.preview.accepted import best_kind

PDF, JSON = "application/pdf", "application/json"


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("", PDF),
        ("*/*", PDF),
        ("application/*", PDF),
        (PDF, PDF),
        (JSON, JSON),
        ("Application/JSON", JSON),
        (f"{JSON}, */*", PDF),
        (f"{JSON}, */*;q=0.8", JSON),
        (f"{JSON};q=0.5, {PDF};q=0.4", JSON),
        (f"{JSON};q=0.4, {PDF};q=0.5", PDF),
        (f"{PDF};q=0, */*", JSON),
        (f"{JSON}; charset=utf-8; Q=0.9", JSON),
        ("text/html", None),
        (f"{PDF};q=0", None),
        ("*/*;q=0", None),
        ("nonsense", None),
        (f"nonsense, {JSON}", JSON),
        ("text/html, application/xhtml+xml, */*;q=0.1", PDF),
    ],
)
def test_the_kind_that_is_liked_best_is_chosen(accept: str, kind: str | None) -> None:
    assert best_kind(accept, (PDF, JSON)) == kind


@given(st.text(max_size=60))
def test_any_header_can_be_read(accept: str) -> None:
    assert best_kind(accept, (PDF, JSON)) in (PDF, JSON, None)

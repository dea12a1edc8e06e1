"""The press never stops a batch: what it cannot make is typeset."""

from __future__ import annotations

from typing import TYPE_CHECKING, Never

from notes_engine.pdf import Typesetter
from notes_engine.pdf.press.not_stamped import NotStamped
from tests.pdf.press.press_bench import marked

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_a_fault_of_weasyprint_is_a_reason_and_no_crash(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    typesetter = Typesetter([tmp_path])

    def broken(_: str) -> Never:
        raise AttributeError("a box has no width")

    monkeypatch.setattr(typesetter._engine, "lay_out", broken)
    note = marked("<p>{0}</p>", "Camille")
    stamped = typesetter.press.stamp(note)
    assert isinstance(stamped, NotStamped)
    assert "no sample of it can be typeset" in stamped.why
    assert "Camille" not in stamped.why

"""Rows that wait in a temporary file come back as they were."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notes_engine.errors import InputError
from notes_engine.orders import spill as spill_module
from notes_engine.orders.spill import Spill
from notes_engine.orders.table import Row

if TYPE_CHECKING:
    from typing import NoReturn

RUNS = st.lists(st.lists(st.lists(st.text(max_size=5), max_size=4), min_size=1, max_size=3), max_size=6)


@given(RUNS)
def test_every_run_comes_back_between_writes(runs: list[list[list[str]]]) -> None:
    kept = {}
    with Spill() as spill:
        for number, cells in enumerate(runs):
            run = [Row(number, number + index, row) for index, row in enumerate(cells)]
            kept[spill.keep(run)] = run
            assert all(spill.run(place) == known for place, known in kept.items())


def test_a_full_disk_is_one_clear_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def full() -> NoReturn:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(spill_module, "TemporaryFile", full)
    with Spill() as spill, pytest.raises(InputError, match="No space left") as caught:
        spill.keep([Row(2, 2, ["Ada"])])
    assert "Ada" not in str(caught.value)

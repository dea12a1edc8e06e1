"""The public surface is exactly `__all__`."""

from __future__ import annotations

import types

import notes_engine


def test_all_is_sorted_and_exact() -> None:
    assert notes_engine.__all__ == sorted(notes_engine.__all__)
    public = {
        name
        for name, value in vars(notes_engine).items()
        if not name.startswith("_") and not isinstance(value, types.ModuleType) and name != "annotations"
    }
    assert public == set(notes_engine.__all__) - {"__version__"}


def test_everything_public_is_documented() -> None:
    for name in notes_engine.__all__:
        if name != "__version__":
            assert getattr(notes_engine, name).__doc__, name

"""What is told of errors: what is known as it is, what is not by its kind alone."""

from __future__ import annotations

import pytest

from notes_engine.errors import InputError, OutputError
from notes_engine.preview.faults import fault, told


def test_an_error_of_ours_stays_what_it_is() -> None:
    error = InputError("there is no such file")
    assert told(error, "while it read") is error


def test_a_full_temporary_folder_is_told_with_what_to_do() -> None:
    error = told(OSError(28, "No space left on device"), "while it read")
    assert isinstance(error, OutputError)
    assert "TMPDIR" in (error.hint or "")


def test_what_the_system_says_is_passed_on_without_a_path() -> None:
    error = told(PermissionError(13, "Permission denied", "/home/camille/orders.json"), "while it read the orders")
    assert error.what == "the system says 'Permission denied', while it read the orders"


@pytest.mark.parametrize("of", [lambda error: told(error, "while it read"), fault])
def test_a_fault_is_told_by_its_kind_alone(of: object) -> None:
    error = of(KeyError("Camille Exemple"))  # type: ignore[operator]
    assert "KeyError" in error.what
    assert "Camille" not in str(error)
    assert "report" in (error.hint or "")

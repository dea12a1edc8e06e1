from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from notes_engine.errors import FormulaEvaluationError, FormulaSyntaxError
from notes_engine.formula import Context, compile_label
from notes_engine.orders import TagValues

if TYPE_CHECKING:
    from collections.abc import Callable

    from notes_engine.orders import Value

TODAY = date(2024, 1, 31)
ORDER: dict[str, Value] = {
    "SecondaryReference": "bm-205894893",
    "Source": "BACKMARKET",
    "cCountry": "France",
    "ReceivedDate": date(2024, 1, 30),
    "TotalCharge": Decimal("249.90"),
    "Gift": "5",
}


@pytest.fixture
def prints() -> Callable[..., str]:
    """Return what prints a formula for the order above; keywords change its tags."""

    def run(formula: str, **tags: Value) -> str:
        label = compile_label(f"EVAL{{BEGIN}}{formula}{{END}}", extended=["Gift"])
        return label.evaluate(TagValues(None, overrides=ORDER | tags), Context(TODAY))

    return run


@pytest.fixture
def prints_label() -> Callable[..., str]:
    """Return what prints a whole label for the order above; keywords change its tags."""

    def run(label: str, **tags: Value) -> str:
        return compile_label(label, extended=["Gift"]).evaluate(TagValues(None, overrides=ORDER | tags), Context(TODAY))

    return run


@pytest.fixture
def mistake() -> Callable[..., FormulaSyntaxError]:
    """Return what gives the error of a formula that is wrong before any order is read."""

    def run(formula: str) -> FormulaSyntaxError:
        with pytest.raises(FormulaSyntaxError) as caught:
            compile_label(f"EVAL{{BEGIN}}{formula}{{END}}", extended=["Gift"])
        return caught.value

    return run


@pytest.fixture
def failure(prints: Callable[..., str]) -> Callable[..., FormulaEvaluationError]:
    """Return what gives the error of a formula that fails with the order above."""

    def run(formula: str, **tags: Value) -> FormulaEvaluationError:
        with pytest.raises(FormulaEvaluationError) as caught:
            prints(formula, **tags)
        return caught.value

    return run

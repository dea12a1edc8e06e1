"""What a value is: as text, as a number, as a date; and how two values compare."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from notes_engine.formula import limits
from notes_engine.formula.dates import date_text, plain_date, read_date
from notes_engine.formula.failures import Unfit
from notes_engine.formula.numbers import compare_numbers, exact_number, number_text, sound

if TYPE_CHECKING:
    from notes_engine.orders import Value


def value_text(value: Value) -> str:
    """Return the value as it prints: booleans `true` and `false`, null nothing, dates `M.d.yyyy`."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return number_text(value)
    return date_text(value)


def kind_word(value: Value) -> str:
    """Return what kind of thing the value is, never the value itself: it may be a buyer's."""
    match value:
        case None:
            return "null"
        case bool():
            return "true or false"
        case str():
            return "a text" if value else "an empty text"
        case Decimal():
            return "a number"
        case _:
            return "a date"


def fits_text(text: str) -> str:
    """Return `text` if it is not longer than a value may be.

    Raises:
        Unfit: it is.
    """
    if len(text) * 4 > limits.TEXT_BYTES and len(text.encode("utf-8", "surrogatepass")) > limits.TEXT_BYTES:
        raise too_long()
    return text


def fits_length(characters: int) -> None:
    """Refuse a text of that many characters before it is built.

    Raises:
        Unfit: it would be longer than a value may be.
    """
    if characters > limits.TEXT_BYTES:
        raise too_long()


def too_long() -> Unfit:
    """Return the failure for a text past the limit."""
    return Unfit(f"a text would be longer than {limits.TEXT_BYTES // 1024} KiB")


def read_text(value: Value) -> str:
    """Return the value for a function that wants a text: anything prints."""
    return value if isinstance(value, str) else value_text(value)


def read_number(value: Value) -> Decimal:
    """Return the value for a function that wants a number: one, or text that wholly reads as one.

    Raises:
        Unfit: it is neither.
    """
    if isinstance(value, Decimal):
        return value
    if isinstance(value, str):
        number = exact_number(value)
        if number is not None:
            return sound(number)
    raise Unfit(f"expected a number, found {kind_word(value)}")


def read_whole(value: Value) -> int:
    """Return the value for a function that counts.

    Raises:
        Unfit: it is no whole number.
    """
    number = read_number(value)
    whole = int(number)
    if whole != number:
        raise Unfit("expected a whole number, found one with decimals")
    return whole


def read_date_value(value: Value) -> date:
    """Return the value for a function that wants a date: one, or text `M.d.yyyy`.

    Raises:
        Unfit: it is neither.
    """
    if isinstance(value, date):
        return plain_date(value)
    day = read_date(value) if isinstance(value, str) else None
    if day is None:
        raise Unfit(f"expected a date, found {kind_word(value)}", "a date is `date[m,d,y]` or a text such as 1.31.2024")
    return day


def read_boolean(value: Value) -> bool:
    """Return the value where a condition is wanted.

    Raises:
        Unfit: it is neither true nor false.
    """
    if value is True or value is False:
        return value
    raise Unfit(f"expected true or false, found {kind_word(value)}", "compare it with something: `x = …`")


def is_equal(left: Value, right: Value) -> bool:
    """`left = right`: as numbers, else as dates, else as booleans, else as texts, exactly."""
    if isinstance(left, str) and isinstance(right, str):
        if left == right:
            return True
        if not (left[-1:].isdigit() and right[-1:].isdigit()):
            return False
    return compare(left, right) == 0


def compare(left: Value, right: Value) -> int:
    """Return -1, 0 or 1: both sides numeric compare as numbers, else both dates as dates, else as texts.

    Text compares by code point, case-sensitively ("must match exactly" is Linnworks' wording). Two booleans are equal
    exactly when their texts are.
    """
    left_number, right_number = _number(left), _number(right)
    if left_number is not None and right_number is not None:
        if isinstance(left, str) or isinstance(right, str):
            # A reference of 100 digits is told apart from another to the last one.
            return (left_number > right_number) - (left_number < right_number)
        return compare_numbers(left_number, right_number)
    left_day, right_day = _day(left), _day(right)
    if left_day is not None and right_day is not None:
        return (left_day > right_day) - (left_day < right_day)
    left_text, right_text = value_text(left), value_text(right)
    return (left_text > right_text) - (left_text < right_text)


def _number(value: Value) -> Decimal | None:
    if isinstance(value, str):
        return exact_number(value)
    return value if isinstance(value, Decimal) else None


def _day(value: Value) -> date | None:
    if isinstance(value, str):
        return read_date(value)
    return plain_date(value) if isinstance(value, date) else None

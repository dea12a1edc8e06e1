"""A second, naive evaluator: walks the tree, knows none of the engine's code, exact with fractions.

It exists to disagree with the engine where one of them is wrong.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from notes_engine.formula import nodes


class WrongError(Exception):
    """The formula has no value."""


@dataclass
class World:
    tags: dict[str, Any]
    today: date
    names: dict[str, Any]


NUMBER = re.compile(r"-?([0-9]+(\.[0-9]+)?|\.[0-9]+)\Z")


def number_of(value: Any) -> Fraction | None:
    if isinstance(value, Fraction):
        return value
    return Fraction(value) if isinstance(value, str) and NUMBER.match(value) else None


def date_of(value: Any) -> date | None:
    if isinstance(value, date):
        return value
    found = re.match(r"(\d\d?)\.(\d\d?)\.(\d{4})\Z", value, re.ASCII) if isinstance(value, str) else None
    try:
        return date(int(found[3]), int(found[1]), int(found[2])) if found else None
    except ValueError:
        return None


def text_of(value: Any) -> str:
    if value is None:
        return ""
    if value is True or value is False:
        return str(value).lower()
    if isinstance(value, str):
        return value
    if isinstance(value, date):
        return f"{value.month}.{value.day}.{value.year:04}"
    return fraction_text(value)


def fraction_text(value: Fraction) -> str:
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    sign, size = "-" if value < 0 else "", abs(value)
    digits = 0
    if rest == 1:
        while (size * 10**digits).denominator != 1:
            digits += 1
    else:
        whole = len(str(int(size))) if size >= 1 else 0
        digits = 15 - whole
        while size and size * 10**digits < 10**14:
            digits += 1
    scaled = round(size * Fraction(10) ** digits)
    if digits <= 0:
        return sign + str(scaled * 10**-digits)
    plain = str(scaled).rjust(digits + 1, "0")
    return (sign + plain[:-digits] + "." + plain[-digits:]).rstrip("0").rstrip(".")


def order_of(a: Any, b: Any) -> int:
    for read in (number_of, date_of, text_of):
        left, right = read(a), read(b)
        if left is not None and right is not None:
            return (left > right) - (left < right)  # type: ignore[operator]  # both came from one reader
    raise AssertionError


def truth(value: Any) -> bool:
    if value is not True and value is not False:
        raise WrongError
    return bool(value)


def figure(value: Any) -> Fraction:
    number = number_of(value)
    if number is None:
        raise WrongError
    return number


def count(value: Any) -> int:
    number = figure(value)
    if number.denominator != 1:
        raise WrongError
    return int(number)


def day(value: Any) -> date:
    found = date_of(value)
    if found is None:
        raise WrongError
    return found


def arithmetic(sign: str, a: Any, b: Any) -> Fraction:
    if not isinstance(a, Fraction) or not isinstance(b, Fraction):
        raise WrongError
    if sign == "+":
        return a + b
    if sign == "-":
        return a - b
    if sign == "*":
        return a * b
    if sign == "^":
        if b.denominator != 1 or abs(b) > 20:
            raise NotImplementedError
        if a == 0 and b < 0:
            raise WrongError
        return a ** int(b)
    if b == 0:
        raise WrongError
    if sign == "/":
        return a / b
    quotient = abs(a) // abs(b)
    return a - b * quotient * (1 if (a < 0) == (b < 0) else -1)


def value_of(node: Any, world: World) -> Any:
    name = type(node).__name__
    return globals()[f"walk_{name.lower()}"](node, world)


def walk_formula(node: nodes.Formula, world: World) -> Any:
    own = World(world.tags, world.today, {})
    for assignment in node.assignments:
        own.names[assignment.name.casefold()] = value_of(assignment.value, own)
    return value_of(node.result, own)


def walk_text(node: nodes.Text, world: World) -> Any:
    return node.value


def walk_number(node: nodes.Number, world: World) -> Any:
    return Fraction(node.value)


def walk_boolean(node: nodes.Boolean, world: World) -> Any:
    return node.value


def walk_null(node: nodes.Null, world: World) -> Any:
    return None


def walk_tagnode(node: nodes.TagNode, world: World) -> Any:
    value = world.tags.get(node.name)
    if isinstance(value, Decimal):
        value = Fraction(value)
    if node.as_number and value is not None:
        return figure(value)
    return value


def walk_variable(node: nodes.Variable, world: World) -> Any:
    return world.names[node.name.casefold()]


def walk_negative(node: nodes.Negative, world: World) -> Any:
    return arithmetic("-", Fraction(0), value_of(node.operand, world))


def walk_eval(node: nodes.Eval, world: World) -> Any:
    return value_of(node.formula, world)


def walk_operation(node: nodes.Operation, world: World) -> Any:
    left = value_of(node.first, world)
    for step in node.steps:
        sign = step.operator
        if sign in ("and", "or"):
            left = truth(left)
            if left is (sign == "or"):
                return left
            left = truth(value_of(step.operand, world))
            continue
        right = value_of(step.operand, world)
        if sign in "+-*/%^":
            left = arithmetic(sign, left, right)
        else:
            order = order_of(left, right)
            left = {"=": order == 0, "<>": order != 0, "<": order < 0, "<=": order <= 0, ">": order > 0}.get(
                sign, order >= 0
            )
    return left


def walk_call(node: nodes.Call, world: World) -> Any:
    name = node.name.lower()
    if name == "iif":
        condition, then, otherwise = node.arguments
        return value_of(then if truth(value_of(condition, world)) else otherwise, world)
    if name == "now":
        return world.today
    given = [value_of(argument, world) for argument in node.arguments]
    return FUNCTIONS[name](*given)


def cut(text: Any, start: Any, size: Any) -> str:
    found, a, n = text_of(text), count(start), count(size)
    if a < 0 or n < 0 or a + n > len(found):
        raise WrongError
    return found[a : a + n]


def cut_right(text: Any, size: Any) -> str:
    found, n = text_of(text), count(size)
    return cut(found, Fraction(len(found) - n), Fraction(n)) if n <= len(found) else cut(found, 0, Fraction(n))


def swap(text: Any, old: Any, new: Any) -> str:
    if not text_of(old):
        raise WrongError
    return text_of(new).join(text_of(text).split(text_of(old)))


def padding(pad: Any, times: Any) -> str:
    if count(times) < 0 or count(times) * len(text_of(pad)) > 10**4:
        raise WrongError
    return "".join(text_of(pad) for _ in range(count(times) if text_of(pad) else 0))


def find(text: Any, start: Any, part: Any) -> Fraction:
    if count(start) < 0:
        raise WrongError
    found, wanted = text_of(text), text_of(part)
    places = [i for i in range(len(found) - len(wanted) + 1) if found[i:].startswith(wanted) and i >= count(start)]
    return Fraction(places[0] if places else -1)


def position(wanted: Any, *items: Any) -> Fraction:
    for i, item in enumerate(items):
        if order_of(wanted, item) == 0:
            return Fraction(i)
    return Fraction(-1)


def bankers(number: Any, decimals: Any) -> Fraction:
    places = count(decimals)
    if not 0 <= places <= 28:
        raise WrongError
    return Fraction(round(figure(number) * 10**places), 10**places)


def middle(*numbers: Any) -> Fraction:
    row = sorted(map(figure, numbers))
    half = len(row) // 2
    return row[half] if len(row) % 2 else (row[half - 1] + row[half]) / 2


def make_date(month: Any, number: Any, year: Any) -> date:
    try:
        return date(count(year), count(month), count(number))
    except (ValueError, OverflowError):
        raise WrongError from None


def later(start: Any, unit: Any, amount: Any) -> date:
    found, n = day(start), count(amount)
    kind = text_of(unit).lower()
    if kind not in ("y", "m", "d", "b") or abs(n) > 3000:
        raise WrongError
    try:
        if kind == "d":
            return found + timedelta(n)
        if kind == "b":
            while n:
                found += timedelta(1 if n > 0 else -1)
                if found.weekday() < 5:
                    n -= 1 if n > 0 else -1
            return found
        months = found.year * 12 + found.month - 1 + n * (12 if kind == "y" else 1)
        last = calendar.monthrange(months // 12, months % 12 + 1)[1]
        return date(months // 12, months % 12 + 1, min(found.day, last))
    except (ValueError, OverflowError, calendar.IllegalMonthError):
        raise WrongError from None


def absolute(number: Any) -> Fraction:
    return abs(figure(number))


FUNCTIONS: dict[str, Any] = {
    "contains": lambda part, *texts: any(text_of(part) in text_of(text) for text in texts),
    "replace": swap,
    "substring": cut,
    "left": lambda text, n: cut(text, Fraction(0), n),
    "right": cut_right,
    "len": lambda text: Fraction(len(text_of(text))),
    "lcase": lambda text: text_of(text).lower(),
    "ucase": lambda text: text_of(text).upper(),
    "pcase": lambda text: text_of(text)[:1].upper() + text_of(text)[1:].lower(),
    "trim": lambda text: text_of(text).strip(),
    "ltrim": lambda text: text_of(text).lstrip(),
    "rtrim": lambda text: text_of(text).rstrip(),
    "concat": lambda *texts: "".join(map(text_of, texts)),
    "join": lambda by, *texts: text_of(by).join(map(text_of, texts)),
    "lpad": lambda text, pad, n: padding(pad, n) + text_of(text),
    "rpad": lambda text, pad, n: text_of(text) + padding(pad, n),
    "remove": lambda text, chars: "".join(c for c in text_of(text) if c not in text_of(chars)),
    "indexof": position,
    "searchstring": find,
    "stringmax": lambda *texts: sorted(map(text_of, texts), key=lambda text: -len(text))[0],
    "stringmin": lambda *texts: sorted(map(text_of, texts), key=len)[0],
    "quote": lambda: '"',
    "round": bankers,
    "abs": absolute,
    "avg": lambda *numbers: sum(map(figure, numbers), Fraction(0)) / len(numbers),
    "mid": middle,
    "numericmax": lambda *numbers: sorted(map(figure, numbers))[-1],
    "numericmin": lambda *numbers: sorted(map(figure, numbers))[0],
    "datemax": lambda *days: sorted(map(day, days))[-1],
    "datemin": lambda *days: sorted(map(day, days))[0],
    "between": lambda value, low, high: order_of(low, value) <= 0 <= order_of(high, value),
    "not": lambda value: truth(value) is False,
    "isnullorempty": lambda value: text_of(value).strip() == "",
    "isalldigits": lambda value: re.fullmatch("[0-9]+", text_of(value)) is not None,
    "istrueornull": lambda value: value is None or value is True,
    "isfalseornull": lambda value: value is None or value is False,
    "date": make_date,
    "day": lambda value: Fraction(day(value).day),
    "month": lambda value: Fraction(day(value).month),
    "year": lambda value: Fraction(day(value).year),
    "dateadd": later,
}

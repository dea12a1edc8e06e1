"""Functions that cut and change texts."""

from __future__ import annotations

from decimal import Decimal

from notes_engine.formula.failures import Unfit
from notes_engine.formula.functions.signature import Example, Function, Parameter
from notes_engine.formula.kinds import Kind
from notes_engine.formula.values import fits_length, fits_text
from notes_engine.wording import counted

_TEXT = Parameter("text", "text")
_COUNT = Parameter("count", "whole")


def _replace(text: str, old: str, new: str) -> str:
    if not old:
        raise Unfit("there is nothing to look for: the second text is empty")
    if not new:
        return text.replace(old, new)
    if len(new) > len(old):
        fits_length(len(text) + text.count(old) * (len(new) - len(old)))
    return fits_text(text.replace(old, new))


def _part(text: str, start: int, count: int) -> str:
    if start < 0 or count < 0:
        raise Unfit("a position or a count below zero")
    if start + count > len(text):
        raise Unfit(
            f"the text has {counted(len(text), 'character')}, too few for {count} from position {start}",
            "test its length first: `iif[len[x] >= …, …, …]`",
        )
    return text[start : start + count]


def _left(text: str, count: int) -> str:
    return _part(text, 0, count)


def _right(text: str, count: int) -> str:
    if count > len(text):
        return _part(text, 0, count)
    return _part(text, len(text) - count, count)


def _len(text: str) -> Decimal:
    return Decimal(len(text))


def _pcase(text: str) -> str:
    return fits_text(text.capitalize())


def _padded(text: str, pad: str, times: int) -> str:
    if times < 0:
        raise Unfit("a count below zero")
    fits_length(len(text) + len(pad) * times)
    return pad * times if pad else ""


def _lpad(text: str, pad: str, times: int) -> str:
    return fits_text(_padded(text, pad, times) + text)


def _rpad(text: str, pad: str, times: int) -> str:
    return fits_text(text + _padded(text, pad, times))


def _remove(text: str, characters: str) -> str:
    unwanted = frozenset(characters)
    return "".join(char for char in text if char not in unwanted)


REPLACE = Function(
    "replace",
    (_TEXT, Parameter("old", "text"), Parameter("new", "text")),
    Kind.TEXT,
    "The text with every occurrence of `old` replaced by `new`, not only one at the beginning.",
    (Example('replace["bm-205894893", "bm-", ""]', "205894893"), Example('replace["a-b-c", "-", "+"]', "a+b+c")),
    "documented",
    "An empty `old` is an error.",
    _replace,
)
SUBSTRING = Function(
    "substring",
    (_TEXT, Parameter("start", "whole"), _COUNT),
    Kind.TEXT,
    "`count` characters of the text from position `start`; the first character is at 0.",
    (Example('substring["bm-205894893", 3, 4]', "2058"),),
    "upstream",
    "Asking for more than the text has is an error, not a shorter text.",
    _part,
)
LEFT = Function(
    "left",
    (_TEXT, _COUNT),
    Kind.TEXT,
    "The first `count` characters.",
    (Example('left["bm-205894893", 3]', "bm-"),),
    "upstream",
    "Asking for more than the text has is an error, not a shorter text.",
    _left,
)
RIGHT = Function(
    "right",
    (_TEXT, _COUNT),
    Kind.TEXT,
    "The last `count` characters.",
    (Example('right["bm-205894893", 4]', "4893"),),
    "upstream",
    "Asking for more than the text has is an error, not a shorter text.",
    _right,
)
LEN = Function(
    "len",
    (_TEXT,),
    Kind.NUMBER,
    "How many characters the text has.",
    (Example('len["abc"]', "3"), Example('len[""]', "0")),
    "documented",
    apply=_len,
)
LCASE = Function(
    "lcase",
    (_TEXT,),
    Kind.TEXT,
    "The text in small letters.",
    (Example('lcase["Back Market"]', "back market"),),
    "documented",
    apply=lambda text: fits_text(text.lower()),
)
UCASE = Function(
    "ucase",
    (_TEXT,),
    Kind.TEXT,
    "The text in capitals.",
    (Example('ucase["Back Market"]', "BACK MARKET"),),
    "documented",
    apply=lambda text: fits_text(text.upper()),
)
PCASE = Function(
    "pcase",
    (_TEXT,),
    Kind.TEXT,
    "The text with its first letter raised and all the rest lowered; not the first letter of every word.",
    (Example('pcase["bACK mARKET"]', "Back market"),),
    "documented",
    "Where the text begins with something else than a letter, nothing is raised.",
    _pcase,
)
TRIM = Function(
    "trim",
    (_TEXT,),
    Kind.TEXT,
    "The text without white space at both ends.",
    (Example('concat["(", trim["  a b  "], ")"]', "(a b)"),),
    "documented",
    apply=str.strip,
)
LTRIM = Function(
    "ltrim",
    (_TEXT,),
    Kind.TEXT,
    "The text without white space before it.",
    (Example('concat["(", ltrim["  a b  "], ")"]', "(a b  )"),),
    "documented",
    apply=str.lstrip,
)
RTRIM = Function(
    "rtrim",
    (_TEXT,),
    Kind.TEXT,
    "The text without white space after it.",
    (Example('concat["(", rtrim["  a b  "], ")"]', "(  a b)"),),
    "documented",
    apply=str.rstrip,
)
LPAD = Function(
    "lpad",
    (_TEXT, Parameter("pad", "text"), Parameter("times", "whole")),
    Kind.TEXT,
    "The text with `pad` put before it `times` times. It does not fill up to a width.",
    (Example('lpad["7", "0", 3]', "0007"),),
    "documented",
    apply=_lpad,
)
RPAD = Function(
    "rpad",
    (_TEXT, Parameter("pad", "text"), Parameter("times", "whole")),
    Kind.TEXT,
    "The text with `pad` put after it `times` times. It does not fill up to a width.",
    (Example('rpad["7", "0", 3]', "7000"),),
    "documented",
    apply=_rpad,
)
REMOVE = Function(
    "remove",
    (_TEXT, Parameter("characters", "text")),
    Kind.TEXT,
    "The text without any of the characters that are in `characters`.",
    (Example('remove["(020) 79-46", "()- "]', "0207946"),),
    "documented",
    apply=_remove,
)

FUNCTIONS = (REPLACE, SUBSTRING, LEFT, RIGHT, LEN, LCASE, UCASE, PCASE, TRIM, LTRIM, RTRIM, LPAD, RPAD, REMOVE)

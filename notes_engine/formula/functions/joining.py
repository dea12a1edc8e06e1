"""Functions that put texts together or choose among them."""

from __future__ import annotations

from notes_engine.formula.functions.signature import Example, Function, Parameter
from notes_engine.formula.kinds import Kind
from notes_engine.formula.values import fits_length, fits_text

_TEXTS = Parameter("text", "text", repeated=True)


def _concat(*texts: str) -> str:
    fits_length(sum(map(len, texts)))
    return fits_text("".join(texts))


def _join(separator: str, *texts: str) -> str:
    fits_length(sum(map(len, texts)) + len(separator) * (len(texts) - 1))
    return fits_text(separator.join(texts))


def _longest(*texts: str) -> str:
    return max(texts, key=len)


def _shortest(*texts: str) -> str:
    return min(texts, key=len)


CONCAT = Function(
    "concat",
    (_TEXTS,),
    Kind.TEXT,
    "All the texts, one after the other. `+` only adds numbers.",
    (Example('concat["No. ", 5, "/", 1 + 1]', "No. 5/2"),),
    "documented",
    apply=_concat,
)
JOIN = Function(
    "join",
    (Parameter("separator", "text"), _TEXTS),
    Kind.TEXT,
    "All the texts, with the separator between them.",
    (Example('join[", ", "Paris", "Lyon", "Nice"]', "Paris, Lyon, Nice"),),
    "documented",
    apply=_join,
)
STRINGMAX = Function(
    "stringmax",
    (_TEXTS,),
    Kind.TEXT,
    "The longest of the texts; of equally long ones the first.",
    (Example('stringmax["z", "aaa", "bb"]', "aaa"),),
    "documented",
    "The engine that the language follows compares alphabetically; Linnworks' page says the longest.",
    _longest,
)
STRINGMIN = Function(
    "stringmin",
    (_TEXTS,),
    Kind.TEXT,
    "The shortest of the texts; of equally short ones the first.",
    (Example('stringmin["z", "aaa", "bb"]', "z"),),
    "documented",
    "The engine that the language follows compares alphabetically; Linnworks' page says the shortest.",
    _shortest,
)
QUOTE = Function(
    "quote",
    (),
    Kind.TEXT,
    'The character `"`, which cannot stand inside a text in double quotes.',
    (Example('concat[quote[], "as new", quote[]]', '"as new"'),),
    "documented",
    apply=lambda: '"',
)

FUNCTIONS = (CONCAT, JOIN, STRINGMAX, STRINGMIN, QUOTE)

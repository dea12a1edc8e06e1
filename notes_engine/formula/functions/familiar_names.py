"""Names that people expect from other languages, and what this one has instead."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_UPPER = "write `ucase[text]`"
_LOWER = "write `lcase[text]`"
_IF = "write `iif[condition, then, otherwise]`"
_SUBSTRING = "write `substring[text, start, count]`; positions start at 0"
_DATE_FORMAT = (
    "the language formats no dates: put the tag outside the formula and it is printed for the note's market, "
    "or build it from `day[d]`, `month[d]` and `year[d]` with `concat`"
)
_NUMBER_FORMAT = (
    "the language formats no numbers: put the tag outside the formula and it is printed for the note's market, "
    "or use `round[number, decimals]`"
)
_NO_PATTERNS = "there are no regular expressions: see `contains`, `replace`, `remove` and `searchstring`"
_TO_NUMBER = "a field as a number is written `N[{Name}]`"

FAMILIAR_NAMES: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("toupper", "upper", "uppercase", "upcase"), _UPPER),
        **dict.fromkeys(("tolower", "lower", "lowercase", "downcase"), _LOWER),
        **dict.fromkeys(("proper", "capitalize", "capitalise", "totitlecase"), "write `pcase[text]`"),
        **dict.fromkeys(("if", "ifelse", "when", "case", "switch", "choose"), _IF),
        **dict.fromkeys(("length", "strlen", "count", "size"), "write `len[text]`"),
        **dict.fromkeys(("substr", "slice", "midstr", "midstring"), _SUBSTRING),
        "startswith": 'write `left[text, 3] = "bm-"` with the prefix\'s length, or `contains["bm-", text]`',
        "endswith": 'write `right[text, 3] = "-fr"` with the ending\'s length',
        **dict.fromkeys(("includes", "instr", "has", "in"), "write `contains[part, text]`, or `searchstring`"),
        **dict.fromkeys(("find", "search", "position", "charindex", "strpos"), "write `searchstring[text, 0, part]`"),
        **dict.fromkeys(("substitute", "replaceall", "swap"), "write `replace[text, old, new]`"),
        **dict.fromkeys(("concatenate", "append", "strcat", "cat"), "write `concat[a, b, …]`"),
        **dict.fromkeys(("padleft", "padstart"), "write `lpad[text, pad, times]`, which adds `pad` that many times"),
        **dict.fromkeys(("padright", "padend"), "write `rpad[text, pad, times]`, which adds `pad` that many times"),
        **dict.fromkeys(("trimstart", "trimleft", "lstrip"), "write `ltrim[text]`"),
        **dict.fromkeys(("trimend", "trimright", "rstrip"), "write `rtrim[text]`"),
        "strip": "write `trim[text]`",
        **dict.fromkeys(("isnull", "isempty", "isblank", "isnullorwhitespace"), "write `isnullorempty[value]`"),
        **dict.fromkeys(("isnumeric", "isnumber", "isdigits", "isdigit"), "write `isalldigits[value]`"),
        **dict.fromkeys(("coalesce", "ifnull", "nvl"), "write `iif[isnullorempty[a], b, a]`"),
        **dict.fromkeys(("average", "mean"), "write `avg[a, b, …]`"),
        "median": "write `mid[a, b, …]`",
        **dict.fromkeys(("max", "largest"), "write `numericmax[…]`, `datemax[…]` or `stringmax[…]`"),
        **dict.fromkeys(("min", "smallest"), "write `numericmin[…]`, `datemin[…]` or `stringmin[…]`"),
        "sum": "write `a + b`",
        **dict.fromkeys(("pow", "power"), "write `a ^ b`"),
        "mod": "write `a % b`",
        "div": "write `a / b`",
        **dict.fromkeys(("floor", "ceil", "ceiling", "int", "trunc", "truncate"), "there is `round[number, decimals]`"),
        **dict.fromkeys(("today", "getdate", "date_now", "utcnow"), "write `now[]`"),
        **dict.fromkeys(("adddays", "addmonths", "addyears"), 'write `dateadd[date, "d", count]`'),
        **dict.fromkeys(("formatdate", "dateformat", "todate", "datetostring"), _DATE_FORMAT),
        **dict.fromkeys(("formatnumber", "formatcurrency", "tofixed", "numberformat"), _NUMBER_FORMAT),
        "format": f"{_DATE_FORMAT}; for a number use `round[number, decimals]`",
        **dict.fromkeys(("regex", "regexp", "regexreplace", "match", "matches", "split"), _NO_PATTERNS),
        **dict.fromkeys(("n", "number", "tonumber", "val", "value", "parseint", "todecimal", "cdbl"), _TO_NUMBER),
        **dict.fromkeys(("tostring", "text", "str", "cstr"), "nothing is needed: every value prints as text"),
        **dict.fromkeys(("and", "all"), "`and` stands between two conditions: `a and b`"),
        **dict.fromkeys(("or", "any"), "`or` stands between two conditions: `a or b`"),
        **dict.fromkeys(("char", "chr"), 'there is only `quote[]`, for `"`'),
    }
)

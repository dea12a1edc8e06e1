"""Every function of the library: its documented examples, and what they do not show."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from notes_engine.formula.functions import GROUPS, LIBRARY, find_function, suggest_function

if TYPE_CHECKING:
    from collections.abc import Callable

    from notes_engine.errors import FormulaEvaluationError

REFERENCE = [
    "iif",
    "contains",
    "replace",
    "substring",
    "left",
    "right",
    "len",
    "lcase",
    "ucase",
    "trim",
    "ltrim",
    "rtrim",
    "pcase",
    "concat",
    "join",
    "lpad",
    "rpad",
    "remove",
    "indexof",
    "searchstring",
    "stringmax",
    "stringmin",
    "quote",
    "round",
    "abs",
    "sqrt",
    "sin",
    "cos",
    "avg",
    "mid",
    "numericmax",
    "numericmin",
    "datemax",
    "datemin",
    "between",
    "not",
    "isnullorempty",
    "isalldigits",
    "istrueornull",
    "isfalseornull",
    "date",
    "now",
    "day",
    "month",
    "year",
    "dateadd",
    "eval",
]

EXAMPLES = [(x.formula, x.prints) for function in LIBRARY.values() for x in function.examples]


def test_the_library_is_the_languages_table_and_nothing_more() -> None:
    assert sorted(LIBRARY) == sorted(REFERENCE)
    assert sum(len(group) for group in GROUPS.values()) == len(LIBRARY)


@pytest.mark.parametrize(("formula", "text"), EXAMPLES)
def test_a_documented_example_prints_what_it_says(prints: Callable[..., str], formula: str, text: str) -> None:
    assert prints(formula) == text


@pytest.mark.parametrize("function", LIBRARY.values(), ids=lambda function: function.name)
def test_every_function_is_documented(function: object) -> None:
    assert function in LIBRARY.values()
    (known,) = [x for x in LIBRARY.values() if x is function]
    assert known.summary.endswith(".")
    assert known.examples or known.name == "now"
    assert known.origin != "decision"
    assert known.usage.startswith(f"{known.name}[")


def test_names_are_found_in_any_case_and_misspelt_ones_get_advice() -> None:
    assert find_function("IIF") is LIBRARY["iif"]
    assert find_function("iff") is None
    assert suggest_function("replce") == "did you mean `replace[text, old, new]`?"
    assert suggest_function("xyzzy") is None


@pytest.mark.parametrize(
    ("formula", "text"),
    [
        # texts
        ("replace['aaa', 'aa', 'b']", "ba"),
        ("replace['a.b', '.', '']", "ab"),
        ("replace[null, 'a', 'b']", ""),
        ("replace['é', 'é', 'éé']", "éé"),
        ("substring['abc', 0, 3]", "abc"),
        ("substring['abc', 3, 0]", ""),
        ("left['abc', 0]", ""),
        ("right['abc', 0]", ""),
        ("right['abc', 3]", "abc"),
        ("left['abc', '2']", "ab"),
        ("left[12345, 2]", "12"),
        ("len['😀é']", "2"),
        ("len[5.50]", "3"),
        ("len[null]", "0"),
        ("lcase['ÀÉ']", "àé"),
        ("ucase['straße']", "STRASSE"),
        ("pcase['hELLO wORLD']", "Hello world"),
        ("pcase['']", ""),
        ("pcase['2ND floor']", "2nd floor"),
        ("concat['[', trim['\t\r\n a \u00a0'], ']']", "[a]"),
        ("lpad['7', 'ab', 2]", "abab7"),
        ("lpad['7', '0', 0]", "7"),
        ("rpad['7', 'ab', 2]", "7abab"),
        ("remove['a-b-c', '']", "a-b-c"),
        ("remove['a-b-c', 'ca-']", "b"),
        # joining
        ("concat['a']", "a"),
        ("join[', ', 'a']", "a"),
        ("join['', 1, 2, 3]", "123"),
        ("stringmax['bb', 'aa', 'z']", "bb"),
        ("stringmin['bb', 'a', 'z']", "a"),
        # searching
        ("contains['', 'a']", "true"),
        ("contains['a', '']", "false"),
        ("contains['x', 'a', 'b', 'yxz']", "true"),
        ("contains[5, 1500]", "true"),
        ("contains['bm-', null]", "false"),
        ("indexof['A', 'a', 'A']", "1"),
        ("indexof[1, 'x', '1.0']", "1"),
        ("searchstring['abcabc', 1, 'a']", "3"),
        ("searchstring['abc', 0, 'x']", "-1"),
        ("searchstring['abc', 99999999999999999999, 'a']", "-1"),
        ("isnullorempty[null]", "true"),
        ("isnullorempty['\t\u00a0\n']", "true"),
        ("isnullorempty[0]", "false"),
        ("isalldigits[205894893]", "true"),
        ("isalldigits['٣']", "false"),
        ("isalldigits[' 1']", "false"),
        ("isalldigits[null]", "false"),
        # decisions
        ("IIF[[{Source}] = 'BACKMARKET', 'bm', 'other']", "bm"),
        ("between[1, 1, 3]", "true"),
        ("between[4, 1, 3]", "false"),
        ("between['10', '9', '11']", "true"),
        ("between['1.15.2024', '12.1.2023', '2.1.2024']", "true"),
        ("between['b', 'a', 'c']", "true"),
        ("istrueornull[true]", "true"),
        ("istrueornull[false]", "false"),
        ("istrueornull['true']", "false"),
        ("isfalseornull[false]", "true"),
        ("isfalseornull[true]", "false"),
        ("isfalseornull[0]", "false"),
        # numbers
        ("round[2.5, 0]", "2"),
        ("round[3.5, 0]", "4"),
        ("round[-2.5, 0]", "-2"),
        ("round[2.675, 2]", "2.68"),
        ("round[1/3, 3]", "0.333"),
        ("round['2.345', 2]", "2.34"),
        ("round[1.5, 28]", "1.5"),
        ("round[-0.4, 0]", "0"),
        ("abs[5]", "5"),
        ("sqrt[0]", "0"),
        ("sqrt[0.25]", "0.5"),
        ("sqrt[2] ^ 2", "2"),
        ("sin[-1]", "-0.841470984807897"),
        ("sin[3.14159265358979323846]", "0.00000000000000000000264338327950288"),
        ("cos[3.14159265358979323846]", "-1"),
        ("cos[1000000]", "0.936752127533145"),
        ("sin[10^40] ^ 2 + cos[10^40] ^ 2", "1"),
        ("avg[1, 2]", "1.5"),
        ("avg[0.1, 0.2]", "0.15"),
        ("avg[1, 1, 2]", "1.33333333333333"),
        ("mid[5]", "5"),
        ("mid[3, 1]", "2"),
        ("numericmax['5', 4.5]", "5"),
        ("numericmin[-1, 1/3, 0.3]", "-1"),
        ("numericmax[1/3*3, 1]", "1"),
        # dates
        ("date[2, 29, 2024]", "2.29.2024"),
        ("now[]", "1.31.2024"),
        ("concat[day['2.5.2024'], '/', month['2.5.2024'], '/', year['2.5.2024']]", "5/2/2024"),
        ("dateadd[date[2, 29, 2024], 'y', 1]", "2.28.2025"),
        ("dateadd[date[3, 31, 2024], 'm', -1]", "2.29.2024"),
        ("dateadd[date[12, 15, 2023], 'M', 1]", "1.15.2024"),
        ("dateadd[date[1, 31, 2024], 'd', 1]", "2.1.2024"),
        ("dateadd['5.4.2024', 'b', 0]", "5.4.2024"),
        ("dateadd['5.4.2024', 'b', 1]", "5.6.2024"),
        ("dateadd['5.5.2024', 'b', -1]", "5.3.2024"),
        ("dateadd['5.3.2024', 'b', 6]", "5.13.2024"),
        ("dateadd['5.6.2024', 'b', -6]", "4.26.2024"),
        ("datemax['1.31.2024', [{ReceivedDate}]]", "1.31.2024"),
        ("datemin['1.31.2024', [{ReceivedDate}]]", "1.30.2024"),
    ],
)
def test_gives(prints: Callable[..., str], formula: str, text: str) -> None:
    assert prints(formula) == text


@pytest.mark.parametrize(
    ("formula", "what"),
    [
        ("replace['a', trim[' '], 'b']", "`replace`: there is nothing to look for: the second text is empty"),
        ("substring['abc', 2, 2]", "`substring`: the text has 3 characters, too few for 2 from position 2"),
        ("substring['abc', 1-2, 2]", "`substring`: a position or a count below zero"),
        ("left['abc', 4]", "`left`: the text has 3 characters, too few for 4 from position 0"),
        ("right['abc', 4]", "`right`: the text has 3 characters, too few for 4 from position 0"),
        ("right['abc', 1-2]", "`right`: a position or a count below zero"),
        ("left['abc', 1/2]", "`left`: expected a whole number, found one with decimals"),
        ("left['abc', [{Source}]]", "`left`: expected a number, found a text"),
        ("left['abc', [{SubSource}]]", "`left`: expected a number, found null"),
        ("lpad['a', 'b', 1-2]", "`lpad`: a count below zero"),
        ("searchstring['abc', 1-2, 'a']", "`searchstring`: a position below zero"),
        ("round[1, 29]", "`round`: a number is rounded to 0 to 28 decimals"),
        ("round[1, 1-2]", "`round`: a number is rounded to 0 to 28 decimals"),
        ("sqrt[1-2]", "`sqrt`: a negative number has no square root"),
        ("avg[1, [{SubSource}]]", "`avg`: expected a number, found null"),
        ("date[2, 30, 2024]", "`date`: there is no such day"),
        ("date[1, 1, 10^30]", "`date`: there is no such day"),
        ("day[[{Source}]]", "`day`: expected a date, found a text"),
        ("day[iif[true, '2.30.2024', '']]", "`day`: expected a date, found a text"),
        ("dateadd[now[], iif[true, 'w', 'd'], 1]", "`dateadd`: there is no such interval"),
        ("dateadd[now[], 'd', 10^9]", "`dateadd`: the date would be before the year 1 or after 9999"),
        ("dateadd[now[], 'm', 10^9]", "`dateadd`: the date would be before the year 1 or after 9999"),
        ("dateadd[now[], 'y', -3000]", "`dateadd`: the date would be before the year 1 or after 9999"),
        ("dateadd[now[], 'b', 10^30]", "`dateadd`: the date would be before the year 1 or after 9999"),
        ("abs[iif[true, now[], 1]]", "`abs`: expected a number, found a date"),
        ("abs[iif[true, '', 1]]", "`abs`: expected a number, found an empty text"),
        ("abs[iif[true, true, 1]]", "`abs`: expected a number, found true or false"),
        ("concat['a', left['b', 2], 'c']", "`left`: the text has 1 character, too few for 2 from position 0"),
        ("not[iif[true, 1, true]]", "`not`: expected true or false, found a number"),
    ],
)
def test_fails(failure: Callable[..., FormulaEvaluationError], formula: str, what: str) -> None:
    assert failure(formula).what == what

"""Syntax errors in plain words, each with the place and the fix."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from notes_engine.formula import check_label, find_mistakes
from notes_engine.formula.functions import LIBRARY
from notes_engine.formula.functions.familiar_names import FAMILIAR_NAMES

if TYPE_CHECKING:
    from collections.abc import Callable

    from notes_engine.errors import FormulaSyntaxError

OFFSET = len("EVAL{BEGIN}")


@pytest.mark.parametrize(
    ("formula", "column", "what", "hint"),
    [
        # Brackets and quotes.
        ("len['a'", 1, "the `[` of `len` is never closed", "put the missing `]` after the last argument of `len`"),
        ("(1 + 2", 1, "this `(` is never closed", "put the missing `)`"),
        ("1]", 2, "this `]` closes nothing", "remove it"),
        ("1)", 2, "this `)` closes nothing", "remove it"),
        ("len[1)]", 6, "this `)` closes nothing", "remove it"),
        ("[1]", 1, "this `[` belongs to no function", "a tag is written `[{Name}]`"),
        ("[Source]", 1, "this `[` belongs to no function", "a tag is written `[{Name}]`"),
        ("[{Source]", 1, "this tag is never closed", "a tag is written"),
        ("{Source}", 1, "a single `{` belongs to nothing", "a tag is written"),
        ("'abc", 1, "this quote is never closed", "put the closing `'`"),
        ("len[“abc”]", 5, "`“` is a curly quote, as word processors make them", 'write the straight quote `"`'),
        ("len[‘abc’]", 5, "`‘` is a curly quote, as word processors make them", "write the straight quote `'`"),
        ('len["abc”]', 9, "this text begins with a straight quote and ends with a curly one, `”`", 'write `"`'),
        # Calls.
        ("len('a')", 4, "the arguments of `len` stand in round brackets", "write square ones: `len[…]`"),
        ("len[{Source}]", 1, "`len[{Source}]` lacks the brackets of `len` around the tag's own", "`len[[{Source}]]`"),
        ("len[]", 1, "`len` takes 1 argument, not 0", "write `len[text]`"),
        ("iif[true, 1]", 1, "`iif` takes 3 arguments, not 2", "write `iif[condition, then, otherwise]`"),
        ("concat[]", 1, "`concat` takes at least 1 argument, not 0", "write `concat[text, …]`"),
        ("join['a']", 1, "`join` takes at least 2 arguments, not 1", "write `join[separator, text, …]`"),
        ("quote[1]", 1, "`quote` takes no arguments, not 1", "write `quote[]`"),
        ("concat['a',,'b']", 12, "an argument is missing before `,`", 'an empty text is `""`'),
        ("concat['a',]", 12, "an argument is missing before `]`", 'an empty text is `""`'),
        ("concat['a' 'b']", 12, "expected a comma or `]`, found a text", None),
        ("concat['a' 5]", 12, "expected a comma or `]`, found the number `5`", None),
        ("conat['a']", 1, "there is no function `conat`", "did you mean `concat[text, …]`?"),
        ("xyzzy[1]", 1, "there is no function `xyzzy`", "`notes-engine explain --functions` lists all of them"),
        ("round['two', 1]", 7, "`round`: expected a number, found a text", None),
        ("mid['abc', 1, 2]", 5, "`mid`: expected a number, found a text", "write `substring[text, start, count]`"),
        ("mid[1, 'b']", 8, "`mid`: expected a number, found a text", "`mid` is the median"),
        ("left['abc', 1.5]", 13, "`left`: expected a whole number, found one with decimals", None),
        ("left['abc', true]", 13, "`left` wants a whole number here, this is true or false", "write `left["),
        ("day['yesterday']", 5, "`day`: expected a date, found a text", "a date is"),
        ("day[5]", 5, "`day` wants a date here, this is a number", "write `day[date]`"),
        ("replace['a', '', 'b']", 14, "`replace` has nothing to look for: its second text is empty", None),
        ("dateadd[now[], 'w', 1]", 16, "`dateadd` knows no such interval", "`b` (business days)"),
        ("eval[[{Source}]]", 6, "`eval` takes a text in quotes, never a value", "strangers"),
        ("eval[concat['1', '+1']]", 6, "`eval` takes a text in quotes, never a value", "strangers"),
        (
            "eval['1 +']",
            9,
            "this ends after `+`, expected a value (a text in quotes, a number, a tag or a function)",
            None,
        ),
        ("eval['']", 7, "this formula is empty", "write what to compute"),
        ("eval['1{END}']", 8, "`{END}` cannot stand in `eval`'s text", "leave it out"),
        # Operators.
        ("1 +", 3, "this ends after `+`, expected a value (a text in quotes, a number, a tag or a function)", None),
        ("1 2", 3, "expected an operator, `;` or the end, found the number `2`", None),
        ("(1 2)", 4, "expected `)`, found the number `2`", None),
        ("1 + * 2", 5, "expected a value (a text in quotes, a number, a tag or a function), found `*`", None),
        ("+5", 1, "a number has no leading `+`", "leave the `+` out"),
        ("1 + +5", 5, "a number has no leading `+`", "leave the `+` out"),
        ("--5", 2, "two signs stand in a row", "`-(-x)`"),
        ("not true", 1, "there is no `not` between or before values", "write `not[x]`"),
        ("true and not true", 10, "there is no `not` between or before values", "write `not[x]`"),
        ("true not false", 6, "there is no `not` between or before values", "`<>`"),
        ("not", 1, "`not` was never assigned", "`not[condition]`"),
        ("1 == 1", 3, "`==` is not part of the formula language", "write `=` to compare"),
        ("1 => 1", 3, "`=>` is not part of the formula language", "write `>=`"),
        ("1 =< 1", 3, "`=<` is not part of the formula language", "write `<=`"),
        ("2 ** 3", 3, "`**` is not part of the formula language", "write `^`"),
        ("true && true", 6, "`&&` is not part of the formula language", "write `and`"),
        ("'a' & 'b'", 5, "`&` is not part of the formula language", "`concat[a, b]`"),
        ("!true", 1, "`!` is not part of the formula language", "`not[x]`"),
        ("1e5", 1, "this is not a number", "no exponent"),
        ("1.", 1, "this is not a number", "between them"),
        ("1.2.3", 1, "this is not a number", "one point"),
        ("5EUR", 1, "this is not a number", "no unit"),
        ("'a'.length", 4, "`.` is not part of the formula language", "`concat[a, b]`"),
        ("€", 1, "`€` cannot stand here", "text belongs in quotes"),
        ("\u202e1", 1, "the invisible character U+202E (RIGHT-TO-LEFT OVERRIDE) cannot stand here", "in quotes"),
        ("\x001", 1, "the invisible character U+0000 (a control character) cannot stand here", "in quotes"),
        # Names and assignments.
        ("a", 1, "`a` was never assigned", 'a text is written in quotes: "a"'),
        ("total := 5; totl", 13, "`totl` was never assigned", "did you mean `total`?"),
        ("Source", 1, "`Source` was never assigned", "a tag is written `[{Source}]`"),
        ("gift", 1, "`gift` was never assigned", "a tag is written `[{gift}]`"),
        ("SecondaryRefrence", 1, "`SecondaryRefrence` was never assigned", "the tag `[{SecondaryReference}]`?"),
        ("giftt", 1, "`giftt` was never assigned", "did you mean the tag `[{gift}]`?"),
        ("iif[ture, 1, 2]", 5, "`ture` was never assigned", "did you mean `true`?"),
        ("iif[flase, 1, 2]", 5, "`flase` was never assigned", "did you mean `false`?"),
        ("nul", 1, "`nul` was never assigned", "did you mean `null`?"),
        ("isnulorempty", 1, "`isnulorempty` was never assigned", "the function `isnullorempty[value]`?"),
        ("BACKMARKET", 1, "`BACKMARKET` was never assigned", 'a text is written in quotes: "BACKMARKET"'),
        ("len", 1, "`len` was never assigned", "`len[text]`"),
        ("a := b; b := 1; a", 6, "`b` was never assigned", None),
        ("a := 1; eval['a']", 15, "`a` was never assigned", None),
        ("a = 5; a", 3, "`=` compares, it does not assign", "write `name := value;`"),
        ("a := 5;", 7, "nothing follows the assignment", "`name := 5; name`"),
        ("1; 2", 4, "something follows the `;`", "only ends an assignment"),
        ("1 + a := 5", 7, "an assignment cannot stand here", "assignments come first"),
        ("not := 5; 1", 1, "`not` cannot be a variable's name", "choose another name"),
        ("a : 5", 3, "`:` is not part of the formula language", "`name := value;`"),
    ],
)
def test_a_mistake_is_named_with_its_place_and_fix(
    mistake: Callable[..., FormulaSyntaxError], formula: str, column: int, what: str, hint: str | None
) -> None:
    error = mistake(formula)
    assert error.what == what
    assert error.place is not None
    assert error.place.column == column + OFFSET
    if hint:
        assert hint in str(error.hint)


def test_no_message_names_a_terminal_of_the_grammar(mistake: Callable[..., FormulaSyntaxError]) -> None:
    for formula in ("1 2", "len[1 2]", "(1 2)", "1 +", "a := 1 2", ",", "a :=", "len[,]", "]", ")"):
        error = mistake(formula)
        words = error.what.replace("EVAL{BEGIN}", "").replace("{END}", "")
        assert words == words.replace("RSQB", "").replace("COMMA", "").replace("OPERATOR", "").replace("$END", "")


def test_a_mistake_does_not_hide_those_of_other_formulas() -> None:
    label = "EVAL{BEGIN}“a”{END} EVAL{BEGIN}1 +{END} EVAL{BEGIN}'{END} EVAL{BEGIN}foo[1] + bar[2]{END}"
    assert [error.what for error in check_label(label)] == [
        "`“` is a curly quote, as word processors make them",
        "this ends after `+`, expected a value (a text in quotes, a number, a tag or a function)",
        "this quote is never closed",
        "there is no function `foo`",
        "there is no function `bar`",
    ]


@pytest.mark.parametrize("name", sorted(FAMILIAR_NAMES))
def test_a_familiar_name_is_no_function_and_gets_advice(mistake: Callable[..., FormulaSyntaxError], name: str) -> None:
    assert name not in LIBRARY
    error = mistake(f"{name.capitalize()}['x']")
    assert error.hint
    if name not in ("and", "or"):
        assert error.what == f"there is no function `{name.capitalize()}`"


@pytest.mark.parametrize(
    ("formula", "mended"),
    [
        ("len[“abc”]", 'len["abc"]'),
        ("len[„abc“]", 'len["abc"]'),
        ("len[‘abc’]", "len['abc']"),
        ('len[‘it"s’]', "len['it\"s']"),
        ('len[“it"s]', None),
        ("len[«\u00a0bm-\u00a0»]", 'len["bm-"]'),
        ("len[“ abc ”]", 'len[" abc "]'),
        ("len['abc’]", "len['abc']"),
        ("len[“a'\"b”]", None),
    ],
)
def test_quotes_are_straightened_where_the_text_is_certain(formula: str, mended: str | None) -> None:
    source = f"EVAL{{BEGIN}}{formula}{{END}}"
    fix = find_mistakes(source)[0].fix
    if mended is None:
        assert fix is None or find_mistakes(source[: fix.span.start] + fix.text + source[fix.span.end :])
    else:
        assert fix is not None
        assert source[: fix.span.start] + fix.text + source[fix.span.end :] == f"EVAL{{BEGIN}}{mended}{{END}}"
        assert not find_mistakes(f"EVAL{{BEGIN}}{mended}{{END}}")


def test_curly_quotes_inside_a_straight_text_are_text(prints: Callable[..., str]) -> None:
    assert prints("concat['“', [{Source}], '”']") == "“BACKMARKET”"

"""Printing conditions."""

from __future__ import annotations

import pickle
import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from notes_engine.errors import FormulaEvaluationError, FormulaSyntaxError
from notes_engine.formula import compile_condition
from notes_engine.formula.condition_lexer import lex_condition
from notes_engine.formula.mistakes import Mistaken
from notes_engine.orders import TagValues

if TYPE_CHECKING:
    from notes_engine.orders import Value

ORDER: dict[str, Value] = {
    "Source": "BACKMARKET",
    "cCountry": "Spain",
    "TotalCharge": Decimal("20.00"),
    "ReceivedDate": date(2024, 1, 31),
    "Processed": True,
}


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ("[Source] = 'BACKMARKET' AND [cCountry] <> 'France'", True),
        ("[Source]='BACKMARKET'and[cCountry]='France'", False),
        ("[Source] = 'BackMarket'", False),
        ("[Source] = 'EBAY' OR [cCountry] = 'Spain'", True),
        ("[cCountry] = 'Spain' OR [Source] = 'EBAY' AND [Source] = 'AMAZON'", True),
        ("[Source] = 'EBAY' AND [Source] = 'AMAZON' OR [cCountry] = 'Spain'", True),
        ("[Source] != 'EBAY'", True),
        ("'BACKMARKET' = [source]", True),
        ("[Source] <> [cCountry]", True),
        ("[TotalCharge] = '20'", True),
        ("[TotalCharge] = '20.00'", False),
        ("[ReceivedDate] = '1.31.2024'", True),
        ("[Processed] = 'true'", True),
        ("[SubSource] = ''", True),
        ("[ Source ]\r\n= 'BACKMARKET'", True),
        ("[Shipping country] = 'Spain'", True),
        ("[cCountry] = 'L''Espagne'", False),
        ("[SubSource] = '' AND [Source] <> ''", True),
        ("[Source] = 'it \"is\" [here]'", False),
    ],
)
def test_matches(condition: str, holds: bool) -> None:
    assert compile_condition(condition).matches(TagValues(None, overrides=ORDER)) is holds


@pytest.mark.parametrize(
    ("condition", "column", "what"),
    [
        ("", 1, "this condition is empty"),
        ("[Source]", 1, "this ends after the tag `[Source]`, expected `=` or `<>`"),
        ("[Source] =", 10, "this ends after `=`, expected a tag such as `[Source]` or a text in single quotes"),
        ("[Source] = 'a' 'b'", 16, "expected `AND`, `OR` or the end, found a text"),
        ("[Source] 'a'", 10, "expected `=` or `<>`, found a text"),
        ("AND [Source] = 'a'", 1, "expected a tag such as `[Source]` or a text in single quotes, found `AND`"),
        ("[Source] = BACKMARKET", 12, "`BACKMARKET` cannot stand here"),
        ('[Source] = "a"', 12, "a condition's text stands in single quotes"),
        ("[Source] = “a”", 12, "`“` is a curly quote, as word processors make them"),
        ("[Source] = 'a", 12, "this quote is never closed"),
        ("[{Source}] = 'a'", 1, "this is how a label writes a tag"),
        ("[TaxRate] = 20", 13, "a condition compares with texts"),
        ("[Source] > 'a'", 10, "a printing condition knows no `>`"),
        ("[Source] == 'a'", 10, "`=` stands once between a tag and a text"),
        ("([Source] = 'a')", 1, "a printing condition knows no `(`"),
        ("NOT [Source] = 'a'", 1, "a printing condition knows no `NOT`"),
        ("len[Source] = 'a'", 1, "a printing condition knows no functions"),
        ("[Source = 'a'", 1, "this tag is never closed"),
        ("Source] = 'a'", 1, "`Source` cannot stand here"),
        ("] = 'a'", 1, "this `]` closes nothing"),
        ("{Source} = 'a'", 1, "`{` cannot stand here"),
        ("[Sorce] = 'a'", 1, "there is no tag `Sorce`"),
        ("[] = 'a'", 1, "this tag has no name"),
        ("[SKU] = 'a'", 1, "`SKU` belongs to a line of the order"),
    ],
)
def test_what_is_no_condition_says_why(condition: str, column: int, what: str) -> None:
    with pytest.raises(FormulaSyntaxError) as caught:
        compile_condition(condition, name="notes.toml", line=7)
    assert caught.value.what == what
    assert caught.value.place is not None
    assert (caught.value.place.file, caught.value.place.line) == ("notes.toml", 7)
    assert caught.value.place.column == column


def test_the_hint_writes_tags_as_the_dialect_does() -> None:
    with pytest.raises(FormulaSyntaxError) as caught:
        compile_condition("[Sorce] = 'a'")
    assert "did you mean `[Source]`?" in str(caught.value.hint)


def test_extended_properties_once_declared() -> None:
    condition = compile_condition("[Gift] = 'yes'", extended=["gift"])
    assert condition.matches(TagValues(None, overrides={"Gift": "yes"}))
    assert condition.tags == {"gift"}


def test_a_condition_travels_to_another_process() -> None:
    condition = pickle.loads(pickle.dumps(compile_condition("[Source] = 'a'")))
    assert condition.matches(TagValues(None, overrides={"Source": "a"}))
    assert repr(condition) == "Condition(\"[Source] = 'a'\")"


def test_a_value_that_no_formula_can_hold_is_an_error_with_its_place() -> None:
    condition = compile_condition("[Source] = 'a' OR [TotalCharge] = '1'", name="notes.toml")
    with pytest.raises(FormulaEvaluationError) as caught:
        condition.matches(TagValues(None, overrides={"TotalCharge": Decimal("NaN")}))
    assert str(caught.value.place) == "notes.toml:1:19"


def test_a_quote_inside_a_text_is_written_twice() -> None:
    values = TagValues(None, overrides={"Source": "L'Étang", "SubSource": "'"})
    for condition in ("[Source] = 'L''Étang'", "[SubSource] = ''''", "[SubSource]=''''AND[Source]='L''Étang'"):
        assert compile_condition(condition).matches(values) is True


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("“it's”", "'it''s'"),
        ('"it\'s"', "'it''s'"),
        ("‘it’", "'it'"),
        ("‘it’s’", None),
        ("“it", None),
        ("«it»", "'it'"),
    ],
)
def test_other_quotes_are_mended_where_the_text_is_certain(text: str, mended: str | None) -> None:
    with pytest.raises(Mistaken) as caught:
        lex_condition(f"[Source] = {text}")
    assert "straight single quotes" in str(caught.value.mistake.hint)
    fix = caught.value.mistake.fix
    assert (fix and fix.text) == mended


@pytest.mark.parametrize(
    ("condition", "what"),
    [
        ("[Source] = 'it's'", "the text ends at the quote before `s`"),
        ("[Source] = 'a", "this quote is never closed"),
        ("[Source] = 'a''", "this quote is never closed"),
    ],
)
def test_quotes_gone_wrong_name_what_a_condition_has(condition: str, what: str) -> None:
    with pytest.raises(FormulaSyntaxError) as caught:
        compile_condition(condition)
    assert caught.value.what == what
    assert "a quote inside a text is written twice: `'it''s'`" in str(caught.value.hint)


@pytest.mark.parametrize(
    "sign", ["&", "&&", "||", "!", "+", "==", "a", "5", '"x"', "“x”", "“x", "’", "'", "%", ".", "€"]
)
def test_no_message_names_a_function(sign: str) -> None:
    for condition in (f"[Source] {sign} 'a'", f"[Source] = {sign}"):
        with pytest.raises(FormulaSyntaxError) as caught:
            compile_condition(condition)
        assert not re.search(r"\w\[", f"{caught.value.what} {caught.value.hint}")

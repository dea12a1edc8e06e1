"""Labels: text, tags and formulas, in any order and number."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from notes_engine.errors import FormulaEvaluationError, FormulaSyntaxError
from notes_engine.formula import Context, check_label, compile_label
from notes_engine.orders import TagValues

if TYPE_CHECKING:
    from collections.abc import Callable

    from notes_engine.orders import Tag, Value


@pytest.mark.parametrize(
    ("label", "text"),
    [
        ("", ""),
        ("Commande", "Commande"),
        ("Commande n° [{SecondaryReference}] !", "Commande n° bm-205894893 !"),
        ("EVAL{BEGIN}1{END}EVAL{BEGIN}2{END} [{Source}]", "12 BACKMARKET"),
        ("a [b [c] d] e", "a [b [c] d] e"),
        ("[[{Source}]]", "[BACKMARKET]"),
        ("[ EVAL{BEGIN}1+1{END} ]", "[ 2 ]"),
        ("{Source} (x) }{ ;,\"'“", "{Source} (x) }{ ;,\"'“"),
        ("[Source]", "[Source]"),
        ("[{ source }] [{SOURCE}]", "BACKMARKET BACKMARKET"),
        ("[{Gift}]", "5"),
        ("N[{Gift}]", "N5"),
        ("1\r\n\t😀 [{Source}]", "1\r\n\t😀 BACKMARKET"),
        ('EVAL{BEGIN}"{END}"{END}', "{END}"),
        ("EVAL{BEGIN}\r\n  len[\r\n\t'abc'\n]\n{END}", "3"),
    ],
)
def test_prints(prints_label: Callable[..., str], label: str, text: str) -> None:
    assert prints_label(label) == text


def test_a_value_is_never_read_as_source(prints_label: Callable[..., str]) -> None:
    hostile = '"],[{Source}] EVAL{BEGIN}1{END}]]'
    assert prints_label("[{SecondaryReference}]", SecondaryReference=hostile) == hostile
    assert prints_label("EVAL{BEGIN}concat[[{SecondaryReference}]]{END}", SecondaryReference=hostile) == hostile


@pytest.mark.parametrize(
    ("label", "what", "column"),
    [
        ("a ] b", "this `]` closes nothing", 3),
        ("[a]] b", "this `]` closes nothing", 4),
        ("a [ b", "this `[` is never closed", 3),
        ("[{Source] x", "this tag is never closed", 1),
        ("[{Source}", "this tag is never closed", 1),
        ("[{}]", "this tag has no name", 1),
        ("a {END}", "this `{END}` ends nothing", 3),
        ("EVAL{BEGIN}1{END}{end}", "this `{END}` ends nothing", 18),
        ("a EVAL{BEGIN}1", "this formula has no `{END}`", 3),
        ("EVAL{BEGIN}1 EVAL{BEGIN}2{END}", "a formula cannot begin inside another one", 14),
        ("EVAL {BEGIN}1{END}", "this is not how a formula begins", 1),
        ("EVAL(BEGIN)", "this is not how a formula begins", 1),
        ("EVAL{BEGIN}{END}", "this formula is empty", 1),
        ("EVAL{BEGIN}len['abc]{END}", "this quote is never closed", 16),
        ("EVAL{BEGIN}len['abc]{END} d'or", "this quote is never closed", 16),
        ("EVAL{BEGIN}len['abc]{END} 'd or EVAL{BEGIN}1{END}", "this quote is never closed", 16),
        ("[{SKU}]", "`SKU` belongs to a line of the order", 1),
        ("[{Nonsense}]", "there is no tag `Nonsense`", 1),
    ],
)
def test_a_wrong_label_says_what_and_where(label: str, what: str, column: int) -> None:
    with pytest.raises(FormulaSyntaxError) as caught:
        compile_label(label)
    assert caught.value.what == what
    assert caught.value.hint
    assert caught.value.place is not None
    assert (caught.value.place.line, caught.value.place.column) == (1, column)


def test_a_line_tag_means_something_in_the_line_loop() -> None:
    label = compile_label("[{SKU}] x [{Quantity}]", scope="line")
    values = TagValues(None, overrides={"SKU": "IPH-12", "Quantity": Decimal(2)})
    assert label.evaluate(values, Context(date(2024, 1, 31))) == "IPH-12 x 2"


def test_an_undeclared_extended_property_is_unknown_and_the_hint_declares_it() -> None:
    with pytest.raises(FormulaSyntaxError) as caught:
        compile_label("[{Gift}]")
    assert 'extended = ["Gift"]' in str(caught.value.hint)
    assert compile_label("[{gift}]", extended=[" GIFT "]).tags == {"gift"}


def test_did_you_mean() -> None:
    with pytest.raises(FormulaSyntaxError) as caught:
        compile_label("[{SecondaryReferense}]")
    assert "did you mean `[{SecondaryReference}]`?" in str(caught.value.hint)


def test_bare_amounts_and_dates_are_formatted_for_the_market_and_formulas_are_not() -> None:
    def format_bare(tag: Tag, value: Value) -> str:
        return f"<{tag.name} {value}>"

    label = compile_label("[{TotalCharge}] [{ReceivedDate}] [{Source}] [{SubSource}] EVAL{BEGIN}[{TotalCharge}]{END}")
    values = TagValues(
        None,
        overrides={"TotalCharge": Decimal("249.90"), "ReceivedDate": date(2024, 1, 30), "Source": "EBAY"},
    )
    context = Context(date(2024, 1, 31), format_bare)
    assert label.evaluate(values, context) == "<TotalCharge 249.90> <ReceivedDate 2024-01-30> EBAY  249.9"


def test_without_a_market_bare_tags_print_as_in_formulas(prints_label: Callable[..., str]) -> None:
    assert prints_label("[{TotalCharge}] [{ReceivedDate}] [{SubSource}]") == "249.9 1.30.2024 "


def test_every_mistake_is_found_in_the_order_they_stand() -> None:
    label = "[{A}] EVAL{BEGIN}foo[1]{END} ] EVAL{BEGIN}1 2{END} EVAL{BEGIN}x, {END}"
    errors = check_label(label, name="fr.html")
    assert [error.what for error in errors] == [
        "there is no tag `A`",
        "there is no function `foo`",
        "this `]` closes nothing",
        "expected an operator, `;` or the end, found the number `2`",
        "expected an operator, `;` or the end, found a comma",
    ]
    assert {error.place.file for error in errors if error.place} == {"fr.html"}
    assert check_label("fine") == []


def test_parts_tell_their_own_words_from_what_the_order_gave() -> None:
    label = compile_label("n° [{Source}]EVAL{BEGIN}1{END}")
    values = TagValues(None, overrides={"Source": "EBAY"})
    assert label.evaluate_parts(values, Context(date(2024, 1, 31))) == [(False, "n° "), (True, "EBAY"), (True, "1")]


def test_parts_fail_as_the_whole_does() -> None:
    label = compile_label("EVAL{BEGIN}1/0{END} x")
    with pytest.raises(FormulaEvaluationError, match="division by zero"):
        label.evaluate_parts(TagValues(None), Context(date(2024, 1, 31)))

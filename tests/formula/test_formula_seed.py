"""The formula that matters most, as sellers have it."""

from __future__ import annotations

import pickle
from datetime import date

import pytest

from notes_engine.errors import FormulaSyntaxError
from notes_engine.formula import Context, compile_label, find_mistakes
from notes_engine.orders import Order, Source, TagValues

SEED = 'EVAL{BEGIN}IIF[contains["bm-",[{SecondaryReference}]], Replace[[{SecondaryReference}],"bm-",""], ""]{END}'
CONTEXT = Context(date(2024, 1, 31))


def printed(source: str, reference: str) -> str:
    order = Order("1", Source("orders.json"), secondary_reference=reference)
    return compile_label(source).evaluate(TagValues(order), CONTEXT)


@pytest.mark.parametrize(
    ("reference", "number"),
    [
        ("bm-205894893", "205894893"),
        ("205894893", ""),
        ("BM-205894893", ""),
        ("", ""),
        ("bm-1-bm-2", "1-2"),
        ('bm-"],[{Source}]', '"],[{Source}]'),
    ],
)
def test_strips_the_prefix_and_prints_nothing_without_it(reference: str, number: str) -> None:
    assert printed(SEED, reference) == number


def test_an_order_without_reference_prints_nothing() -> None:
    assert compile_label(SEED).evaluate(TagValues(None), CONTEXT) == ""


def test_another_prefix_in_both_places() -> None:
    assert printed(SEED.replace("bm-", "bmFR"), "bmFR205894893") == "205894893"


def test_no_prefix_is_the_bare_tag() -> None:
    assert printed("[{SecondaryReference}]", "205894893") == "205894893"


def test_the_markers_ignore_case() -> None:
    assert printed("eval{Begin}len['abc']{end}", "x") == "3"


def test_knows_its_tags_and_that_it_is_reproducible() -> None:
    label = compile_label(SEED)
    assert label.tags == {"secondaryreference"}
    assert not label.uses_now
    assert compile_label("EVAL{BEGIN}now[]{END}").uses_now


def test_a_label_travels_to_another_process() -> None:
    label = pickle.loads(pickle.dumps(compile_label(SEED)))
    assert label.evaluate(TagValues(None, overrides={"SecondaryReference": "bm-7"}), CONTEXT) == "7"
    assert repr(label) == f"Label({SEED!r})"


@pytest.mark.parametrize(
    "source",
    [
        "[{SecondaryReference}]]",
        "N° [{SecondaryReference}]] EVAL{BEGIN}1{END}",
        SEED.replace('Replace[[{SecondaryReference}],"', 'Replace[[{SecondaryReference}]],"'),
        SEED.replace("[{SecondaryReference}]]", "[{SecondaryReference}]]]"),
        "EVAL{BEGIN}len[[{SecondaryReference}]]]{END}",
        "EVAL{BEGIN}[{SecondaryReference}]]{END}",
    ],
)
def test_the_bracket_too_many_is_explained_and_its_fix_mends_it(source: str) -> None:
    with pytest.raises(FormulaSyntaxError, match="a `]` too many after") as caught:
        compile_label(source)
    place = caught.value.place
    assert place is not None
    assert place.column is not None
    assert source[place.column - 1] == "]"
    (mistake,) = find_mistakes(source)
    assert mistake.fix is not None
    start, end = mistake.fix.span
    mended = source[:start] + mistake.fix.text + source[end:]
    assert len(mended) == len(source) - 1
    assert printed(mended, "bm-205894893") != ""


def test_two_brackets_too_many_are_mended_one_after_the_other() -> None:
    source = SEED.replace("[{SecondaryReference}]", "[{SecondaryReference}]]")
    for _ in range(2):
        mistake = find_mistakes(source)[0]
        assert mistake.fix is not None
        start, end = mistake.fix.span
        source = source[:start] + mistake.fix.text + source[end:]
    assert source == SEED

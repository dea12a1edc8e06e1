"""Explanations: each part with its value."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from notes_engine.formula import Context, compile_label, explain
from notes_engine.orders import TagValues

if TYPE_CHECKING:
    from collections.abc import Iterator

    from notes_engine.formula import Explained, Explanation
    from notes_engine.orders import Value


def explained(label: str, **tags: Value) -> Explanation:
    compiled = compile_label(label, extended=["Gift"])
    return explain(compiled, TagValues(None, overrides=tags), Context(date(2024, 1, 31)))


def drawn(part: Explained, depth: int = 0) -> Iterator[str]:
    yield f"{'  ' * depth}{part.source} → {part.text if part.evaluated else '?'}"
    for child in part.children:
        yield from drawn(child, depth + 1)


def test_a_dead_branch_is_not_evaluated() -> None:
    label = (
        'n° EVAL{BEGIN}IIF[contains["bm-",[{SecondaryReference}]], Replace[[{SecondaryReference}],"bm-",""], ""]{END}'
    )
    explanation = explained(label, SecondaryReference="bm-7")
    assert explanation.value == "n° 7"
    formula = label[len("n° EVAL{BEGIN}") : -len("{END}")]
    assert list(drawn(explanation.tree)) == [
        f"{label} → n° 7",
        "  n°  → n° ",
        f"  {formula} → 7",
        f"    {formula} → 7",
        '      contains["bm-",[{SecondaryReference}]] → true',
        '        "bm-" → bm-',
        "        [{SecondaryReference}] → bm-7",
        '      Replace[[{SecondaryReference}],"bm-",""] → 7',
        "        [{SecondaryReference}] → bm-7",
        '        "bm-" → bm-',
        '        "" → ',
        '      "" → ?',
    ]


def test_every_construct_is_explained() -> None:
    explanation = explained(
        "EVAL{BEGIN}a := (1 + 2) * -(3); concat[eval['-[{TotalCharge}]'], a, null, true]{END}", TotalCharge=Decimal(4)
    )
    assert explanation.value == "-4-9true"
    lines = [line.strip() for line in drawn(explanation.tree)]
    assert "a → -9" in lines
    assert "(1 + 2) → 3" in lines
    assert "eval['-[{TotalCharge}]'] → -4" in lines
    assert "[{TotalCharge}] → 4" in lines
    assert "null →" in lines


def test_a_failure_shows_how_far_it_came() -> None:
    explanation = explained("[{Source}] EVAL{BEGIN}1 + 6 / (3 - 3){END} x [{Source}]", Source="EBAY")
    assert explanation.value is None
    assert explanation.error is not None
    assert explanation.error.what == "division by zero"
    lines = list(drawn(explanation.tree))
    assert lines[0].endswith("→ ?")
    assert "  [{Source}] → EBAY" in lines
    assert "      (3 - 3) → 0" not in lines
    assert "        (3 - 3) → 0" in lines
    assert lines[-1] == "  [{Source}] → ?"


def test_as_json_the_value_is_always_the_text_that_prints() -> None:
    explanation = explained("EVAL{BEGIN}[{TotalCharge}] * 2{END}[{Gift}]", TotalCharge=Decimal("2.50"))
    shown = json.loads(json.dumps(explanation.as_dict()))
    assert shown["value"] == "5"
    assert shown["tags"] == {"Gift": None, "TotalCharge": "2.5"}
    formula = shown["tree"]["children"][0]
    assert (formula["kind"], formula["value"], formula["type"]) == ("formula", "5", "a number")
    assert explained("").as_dict()["value"] == ""


def test_functions_tell_whose_behaviour_they_are() -> None:
    explanation = explained("EVAL{BEGIN}len['a']{END}")
    assert explanation.tree.children[0].children[0].note == "documented by Linnworks"

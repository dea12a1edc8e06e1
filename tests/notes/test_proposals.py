"""The proposal of a market's line."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notes_engine.notes.proposals import propose_market


@settings(max_examples=100)
@given(st.text(min_size=1, max_size=60).filter(lambda text: text.strip()))
def test_a_proposed_line_works_when_it_is_pasted(name: str) -> None:
    line = propose_market(name, "fr-fr").partition(": ")[2]
    assert tomllib.loads(f"[markets.sub_sources]\n{line}")["markets"]["sub_sources"] == {name.strip(): "fr-fr"}
    assert "\n" not in line


def test_without_a_guess_the_line_is_an_example() -> None:
    hint = propose_market("Back Market", None)
    assert hint.startswith("add under [markets.sub_sources], with the market it really is: ")
    assert hint.endswith('"Back Market" = "fr-fr"')


@pytest.mark.parametrize("name", ["", "   ", "x" * 201])
def test_without_a_name_there_is_no_line_to_add(name: str) -> None:
    assert propose_market(name, "fr-fr").startswith("add the SubSource column to the export")

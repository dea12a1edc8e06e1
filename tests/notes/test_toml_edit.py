"""One text of a TOML file is changed, and nothing else."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notes_engine.notes.toml_edit import with_text


@pytest.mark.parametrize(
    ("source", "edited"),
    [
        ('[orders]\nprefix = "bm-"  # ours\nallow = []\n', '[orders]\nprefix = "X"  # ours\nallow = []\n'),
        ("[orders]\r\nprefix='bm-'\r\n", '[orders]\r\nprefix="X"\r\n'),
        (
            '# c\n[orders] # d\nallow = []\n[x]\nprefix = "y"',
            '# c\n[orders] # d\nprefix = "X"\nallow = []\n[x]\nprefix = "y"',
        ),
        ('[company]\nname = "A"', '[company]\nname = "A"\n\n[orders]\nprefix = "X"\n'),
        ("[a]\r\nb = 1\r\n", '[a]\r\nb = 1\r\n\r\n[orders]\r\nprefix = "X"\r\n'),
        ("[orders]", '[orders]\nprefix = "X"\n'),
        ('[x]\nprefix = "y"\n[orders]\nprefix = "bm-"\n', '[x]\nprefix = "y"\n[orders]\nprefix = "X"\n'),
        ('[orders]\n"prefix" = "a\\"b"\n', '[orders]\n"prefix" = "X"\n'),
        ('orders.prefix = "bm-"\n[company]\n', 'orders.prefix = "X"\n[company]\n'),
        ('[orders.columns]\na = "b"\n', '[orders.columns]\na = "b"\n\n[orders]\nprefix = "X"\n'),
        (
            'text = """\n[orders]\nprefix = "bm-"\n"""\n[orders]\nprefix = "bm-"\n',
            'text = """\n[orders]\nprefix = "bm-"\n"""\n[orders]\nprefix = "X"\n',
        ),
        ('# [orders]\n# prefix = "bm-"\n', '# [orders]\n# prefix = "bm-"\n\n[orders]\nprefix = "X"\n'),
        ("", '\n[orders]\nprefix = "X"\n'),
    ],
)
def test_the_text_is_written_where_it_belongs(source: str, edited: str) -> None:
    assert with_text(source, "orders", "prefix", "X") == edited


@pytest.mark.parametrize(
    "source",
    ['orders = { prefix = "bm-" }', "orders = 1", '[orders]\nprefix = """\nbm-"""\n', "[orders]\nprefix = 1\n"],
)
def test_what_is_written_in_another_way_is_left_alone(source: str) -> None:
    assert with_text(source, "orders", "prefix", "X") is None


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_is_read_back_as_it_is(value: str) -> None:
    edited = with_text('[orders]\nprefix = "bm-" # x\n', "orders", "prefix", value)
    assert edited is not None
    assert tomllib.loads(edited) == {"orders": {"prefix": value}}
    assert edited.endswith(" # x\n")

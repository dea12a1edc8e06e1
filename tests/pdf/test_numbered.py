"""A note without its order number on the paper is never printed, wherever the template put the label."""

from __future__ import annotations

import pytest

from notes_engine.errors import TypesetError
from notes_engine.pdf import Typesetter, numbered

NUMBER = "bm-205894893"


@pytest.fixture(scope="module")
def typesetter() -> Typesetter:
    return Typesetter(())


@pytest.mark.parametrize(
    "html",
    [
        "<p>Order</p><!-- NUMBER -->",
        "<p title='NUMBER'>Order</p>",
        "<title>NUMBER</title><p>Order</p>",
        "<p>Order <span style='display: none'>NUMBER</span></p>",
        "<p>Order <span style='visibility: hidden'>NUMBER</span></p>",
        "<p>Order <span style='font-size: 0'>NUMBER</span></p>",
        "<p>Order bm-2058…</p>",
        "<p>Order</p>",
    ],
)
def test_a_number_that_is_not_drawn_is_an_error(typesetter: Typesetter, html: str) -> None:
    with pytest.raises(TypesetError, match="the order number is not on the note's pages") as caught:
        numbered(typesetter.typeset(html.replace("NUMBER", NUMBER)), NUMBER)
    assert "order-number label" in (caught.value.hint or "")


@pytest.mark.parametrize(
    "html",
    [
        "<p>Order NUMBER</p>",
        "<p style='width: 1em; overflow-wrap: anywhere'>NUMBER</p>",
        "<p style='text-transform: uppercase'>NUMBER</p>",
        "<p>bm-205&nbsp;894&shy;893</p>",
        "<p>bm-<b>2058</b>94893</p>",
        "<style>p { position: running(top) } @page { @top-left { content: element(top) } }</style><p>NUMBER</p>x",
        "<svg xmlns='http://www.w3.org/2000/svg' width='200' height='20'><text y='15'>NUMBER</text></svg>",
    ],
)
def test_a_number_that_is_drawn_in_any_form_is_well(typesetter: Typesetter, html: str) -> None:
    note = typesetter.typeset(html.replace("NUMBER", NUMBER))
    assert numbered(note, NUMBER) is note

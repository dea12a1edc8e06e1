"""What a template prints is gathered to few texts, but never without end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from notes_engine.errors import TemplateError
from notes_engine.notes import NoteRenderer
from notes_engine.notes.gathered import MOST_PIECES
from tests.notes.example_shop import FACTS, NOW

if TYPE_CHECKING:
    from tests.notes.example_shop import Shop


def parts(shop: Shop, template: str) -> list[str]:
    """Return the texts that a template hands on, one after the other."""
    shop.settings(FACTS)
    environment = NoteRenderer(shop.open(), now=NOW).locale_notes("fr").environment
    return list(environment.from_string(template).generate(words=["a", "<b>"], yes=True))


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{% if yes %}1{{ words[1] }}{% endif %}2", "1&lt;b&gt;2"),
        ("0{% for w in words %}{{ w }}{% else %}-{% endfor %}{% for w in [] %}{% else %}-{% endfor %}", "0a&lt;b&gt;-"),
        ("{% if not yes %}1{% elif words %}2{% else %}3{% endif %}{% set x = 4 %}{{ x }}", "24"),
        ("{% for w in [1, [2, 3]] recursive %}{{ loop(w) if w is iterable else w }};{% endfor %}.", "1;2;3;;."),
    ],
)
def test_what_is_chosen_and_repeated_is_one_text(shop: Shop, template: str, text: str) -> None:
    assert parts(shop, template) == [text]


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{% macro m(a, b) %}{{ a }}{{ b }}{% endmacro %}{{ m(1, words[1]) }}", "1&lt;b&gt;"),
        ("{% macro m(a, b=2) %}{{ a }}{{ b }}{% endmacro %}{{ m('<') }}{{ m('<', b=1) }}", "&lt;2&lt;1"),
        ("{% macro m(a) %}{{ a }}{{ varargs[0] }}{% endmacro %}{{ m(1, '<') }}", "1&lt;"),
        ("{% for w in words %}{% macro m(a) %}{{ a }}{% endmacro %}{{ m(w) }}{% endfor %}", "a&lt;b&gt;"),
        ("{% block b %}{% macro m() %}{{ yes }}{% endmacro %}{{ m() }}{% endblock %}{{ self.b() }}", "TrueTrue"),
    ],
)
def test_what_macros_print_is_escaped_once(shop: Shop, template: str, text: str) -> None:
    assert "".join(parts(shop, template)) == text


@pytest.mark.parametrize(
    "template",
    [
        "{% if yes %}{% for i in range(5000) %}{{ i }},{% endfor %}{% endif %}",
        "{% for i in range(5) %}{% for j in range(1000) %}{{ 1000 * i + j }},{% endfor %}{% endfor %}",
        "{% for i in range(5000) %}{% if loop.index %}{{ i }}{% endif %},{% endfor %}",
    ],
)
def test_a_loop_hands_on_what_it_prints_while_it_goes_round(shop: Shop, template: str) -> None:
    made = parts(shop, template)
    assert "".join(made) == "".join(f"{i}," for i in range(5000))
    assert max(map(len, made)) < 10 * MOST_PIECES


def test_no_more_pieces_are_gathered_than_may_be_in_memory(shop: Shop) -> None:
    made = parts(shop, "{% if yes %}{{ words[0] }}{% endif %}" * 3 * MOST_PIECES)
    assert made == ["a" * MOST_PIECES] * 3
    much = "{% if yes %}" + "{{ words[0] }}" * 3 * MOST_PIECES + "{% endif %}"
    assert parts(shop, much) == ["a" * MOST_PIECES] * 3


def test_what_a_template_extends_may_be_computed_by_a_filter_of_ours(shop: Shop) -> None:
    shop.template("{{ yes }}", "part.html")
    with pytest.raises(TemplateError, match="imported without the note"):
        parts(shop, "{% extends 'part.html' if 5 | number else 'other.html' %}")

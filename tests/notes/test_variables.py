"""Variables that do not exist are found in the templates before any order is read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from notes_engine.errors import TemplateError
from notes_engine.notes.catalogs import load_catalog
from notes_engine.notes.environment import LabelEnvironment
from notes_engine.notes.variables import known_names, unknown_variables
from tests.notes.example_shop import NUMBER

if TYPE_CHECKING:
    from tests.notes.example_shop import Shop


def unknown(shop: Shop, template: str) -> list[TemplateError]:
    shop.template(template)
    workspace = shop.open()
    environment = LabelEnvironment(workspace.template_roots, load_catalog(workspace.locale_roots, "fr"))
    return list(unknown_variables(environment, "fr.html"))


@pytest.mark.parametrize(
    ("template", "name", "hint"),
    [
        ("{{ ordr.total }}", "ordr", "did you mean 'order'?"),
        ("{{ order.totl | money }}", "order.totl", "did you mean 'total'?"),
        ("{{ company.nam }}", "company.nam", "did you mean 'name'?"),
        ("{{ company.name.txt }}", "company.name.txt", "did you mean 'text'?"),
        ("{{ order.delivery.countri }}", "order.delivery.countri", "did you mean 'country'?"),
        ("{{ terms.day }}", "terms.day", "did you mean 'days'?"),
        ("{{ note.local }}", "note.local", "did you mean 'locale'?"),
        ("{{ zebra }}", "zebra", "there are: order, company, terms, note"),
        ("{% if ordr %}{% endif %}", "ordr", "did you mean 'order'?"),
        ("{% for line in order.lines %}{{ line.titel }}{% endfor %}", "line.titel", "did you mean 'title'?"),
        (
            "{% for line in order.lines %}{% for part in line.parts %}{{ part.skuu }}{% endfor %}{% endfor %}",
            "part.skuu",
            "did you mean 'sku'?",
        ),
        ("{% for line in order.line %}{% endfor %}", "order.line", "did you mean 'lines'?"),
        ("{% for line in order.lines if line.totl %}x{% endfor %}", "line.totl", "did you mean 'total'?"),
        ("{% for line in order.lines %}x{% else %}{{ ordr }}{% endfor %}", "ordr", "did you mean 'order'?"),
        ("{{ _('x %(a)s', a=ordr) }}", "ordr", "did you mean 'order'?"),
        ("{% macro m(line) %}{{ ordr }}{% endmacro %}", "ordr", "did you mean 'order'?"),
        ("{% set x = order.totl %}", "order.totl", "did you mean 'total'?"),
    ],
)
def test_an_unknown_variable_is_found_at_its_place(shop: Shop, template: str, name: str, hint: str) -> None:
    (error,) = unknown(shop, f"line one\n  {template}")
    assert error.what == f"unknown variable {name!r}"
    assert error.hint == hint
    assert error.place
    last = name.rpartition(".")[2]
    assert error.place.line == 2
    assert error.place.source
    assert error.place.source[(error.place.column or 0) - 1 :].startswith(last)
    assert error.place.length == len(last)


@pytest.mark.parametrize(
    ("template", "what", "hint"),
    [
        ("{% if order.notes %}{{ order.total | mony }}{% endif %}", "unknown filter 'mony'", "did you mean 'money'?"),
        ("{% if order.total is evn %}{% endif %}", "unknown test 'evn'", "did you mean 'even'?"),
        ("{{ 1 | qqqqqq }}", "unknown filter 'qqqqqq'", "docs/templates.md lists them"),
    ],
)
def test_an_unknown_filter_or_test_is_found_wherever_it_stands(shop: Shop, template: str, what: str, hint: str) -> None:
    (error,) = unknown(shop, f"one\n{template}")
    assert (error.what, error.hint) == (what, hint)
    assert error.place
    assert error.place.line == 2


def test_each_of_them_is_told(shop: Shop) -> None:
    found = unknown(shop, "{{ a }}{{ b.c }}{{ order.x.y }}")
    assert [error.what for error in found] == [
        "unknown variable 'a'",
        "unknown variable 'b'",
        "unknown variable 'order.x'",
    ]


@pytest.mark.parametrize(
    "template",
    [
        "{{ order.total | money }} {{ company.name }} {{ terms.days }} {{ note.title }}",
        "{% set x = order %}{{ x.anything }}",
        "{% macro m(a, b=1) %}{{ a.x }}{{ b }}{{ varargs }}{{ kwargs }}{{ caller() }}{% endmacro %}",
        "{% macro m(order) %}{{ order.anything }}{% endmacro %}",
        "{% for order in [1] %}{{ order.anything }}{% endfor %}",
        "{% for a, b in [(1, 2)] %}{{ a.x }}{{ b.y }}{{ loop.index }}{% endfor %}",
        "{% for text in order.delivery.lines %}{{ text.upper() }}{% endfor %}",
        "{{ range(3) | list | length }}{{ dict(a=1).a }}{{ namespace(a=1).a }}",
        "{{ _('x') }}{{ gettext('x') }}{{ ngettext('x', 'y', 2) }}{{ pgettext('c', 'x') }}",
        "{% set a, b = 1, 2 %}{% block x %}{{ a }}{{ b }}{% endblock %}",
        "{% set a %}x{% endset %}{% block x %}{{ a }}{% endblock %}",
        "{% macro m() %}{% endmacro %}{% block x %}{{ m() }}{{ self.y() }}{% endblock %}{% block y %}{% endblock %}",
        "{% with z = 1 %}{{ z }}{% endwith %}",
        "{% for line in order.lines %}{% block row scoped %}{{ line.sku }}{% endblock %}{% endfor %}",
        "{{ order['anything'] }}",
        "{% if order.delivery %}{% set rows = order.delivery.all_lines %}{{ rows }}{% endif %}",
        "{% block x %}{% if order.total %}{% set a = 1 %}{% if a > 1 %}{{ a }}{% endif %}{% endif %}{% endblock %}",
    ],
)
def test_what_exists_or_cannot_be_known_is_no_error(shop: Shop, template: str) -> None:
    assert unknown(shop, template) == []


def test_templates_see_what_those_around_them_give(shop: Shop) -> None:
    shop.template(
        "{% set greeting = 'hi' %}{% macro row(x) %}{% endmacro %}{% from 'm.html' import one, two as three %}"
        "{% import 'm.html' as m %}{% block a %}{% endblock %}"
        "{% for line in order.lines %}{% include 'part.html' %}{% endfor %}",
        "layout.html",
    )
    shop.template("{% macro one() %}{% endmacro %}{% macro two() %}{% endmacro %}", "m.html")
    shop.template("{{ line.sku }}", "part.html")
    own = "{{ super() }}{{ greeting }}{{ row(1) }}{{ one() }}{{ three() }}{{ m.x }}"
    assert unknown(shop, f"{{% extends 'layout.html' %}}{{% block a %}}{own}{{% endblock %}}") == []


def test_a_mistake_in_an_included_template_is_shown_there(shop: Shop) -> None:
    shop.template("\n{{ ordr }}", "part.html")
    (error,) = unknown(shop, "{% include 'part.html' %}")
    assert error.place
    assert (error.place.file, error.place.line) == (str(shop.root / "templates/part.html"), 2)


def test_a_batch_does_not_start_with_one(shop: Shop) -> None:
    shop.template(f"{NUMBER}{{{{ order.totl }}}}")
    with pytest.raises(TemplateError, match=r"unknown variable 'order\.totl'"):
        shop.renderer().preflight()


def test_the_packages_templates_have_none(shop: Shop) -> None:
    shop.renderer().preflight()


def test_the_names_of_a_record_are_its_fields() -> None:
    @dataclass
    class Thing:
        one: int
        two: int

    assert known_names(Thing) == ["one", "two"]
    assert known_names(int) == []

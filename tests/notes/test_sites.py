"""Where a template prints an order's values."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from jinja2 import Environment

from notes_engine.notes import NoteRenderer, Workspace, create_workspace
from notes_engine.notes.sample import sample_order
from notes_engine.notes.sites import SitedNote, SitedRenderer
from notes_engine.notes.written import written

if TYPE_CHECKING:
    from pathlib import Path

    from notes_engine.orders import Order

NOW = datetime(2026, 3, 4, tzinfo=UTC)
LABEL = "{% label number %}No. [{SecondaryReference}]{% endlabel %}"


class Shop:
    def __init__(self, folder: Path) -> None:
        create_workspace(folder, company="Example Shop", live_since="2018-12")
        self.templates = folder / "templates"
        self.folder = folder

    def sited(self, template: str, **others: str) -> SitedNote:
        return self.sited_order(sample_order("fr", "bm-1", lines=2), template, **others)

    def sited_order(self, order: Order, template: str, **others: str) -> SitedNote:
        for name, text in {"fr": template, **others}.items():
            (self.templates / f"{name}.html").write_text(text)
        return SitedRenderer(Workspace.open(self.folder), now=NOW, draft=True, marks=True).sited(order)


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    return Shop(tmp_path / "shop")


def told(note: SitedNote) -> list[tuple[int, str, str]]:
    return [(printed.site.line, printed.site.expression, printed.text) for printed in note.printed]


def test_every_value_is_told_with_its_line_and_its_expression(shop: Shop) -> None:
    note = shop.sited(f"<title>{{{{ note.title }}}}</title>\n<p>{LABEL}\n\n<p>{{{{ order.carrier|upper }}}}")

    assert told(note) == [
        (1, "note.title", "Bon de livraison bm-1"),
        (2, "{% label number %}No. [{SecondaryReference}]", "No. bm-1"),
        (4, "order.carrier | upper", "EXAMPLE POST"),
    ]
    assert [printed.site.is_number for printed in note.printed] == [False, True, False]
    assert {printed.site.file for printed in note.printed} == {str(shop.templates / "fr.html")}
    assert [printed.mark for printed in note.printed] == [0, 1, 2]
    assert note.unmarked == ""


def test_what_a_loop_goes_over_is_told_of_its_bare_variable(shop: Shop) -> None:
    note = shop.sited(
        LABEL
        + "\n{% for line in order.lines %}{{ line.sku }}{% endfor %}"
        + "{% for x in order.notes %}{{ x | trim }}{% endfor %}"
    )

    assert [(p.site.expression, p.site.each_of) for p in note.printed[1:]] == [
        ("line.sku", ""),
        ("line.sku", ""),
        ("x | trim", "order.notes"),
    ]


def test_the_company_and_the_terms_are_no_values_of_orders(shop: Shop) -> None:
    note = shop.sited(LABEL + "{{ company.name }}{{ terms.days }}{{ _('Page') }}{{ 'x' }}")

    assert len(note.printed) == 1


def test_the_variables_of_a_translated_text_are_told_one_by_one(shop: Shop) -> None:
    note = shop.sited(LABEL + '\n{{ _("%(a)s of %(b)s", a=order.carrier, b=order.total|money) }}')

    assert [expression for _, expression, _ in told(note)[1:]] == ["order.carrier", "order.total | money"]


def test_a_capture_that_is_looked_into_is_named(shop: Shop) -> None:
    note = shop.sited(
        LABEL
        + "{% macro who(line) %}{{ line.sku }}{% endmacro %}{{ who(order.lines[0]) | upper }}"
        + "{% set post %}{{ order.carrier }}{% endset %}{% if post == 'x' %}{% endif %}"
        + "{% filter upper %}{{ order.vendor }}{{ order.currency }}{% endfilter %}".replace("{{ order.vendor }}", "")
    )

    found = {p.site.expression: p for p in note.printed}
    assert found["line.sku"].site.captured_by == "the macro who"
    assert found["order.carrier"].site.captured_by == "{% set post %}"
    assert found["order.currency"].site.captured_by == "{% filter %}"
    assert [found[name].mark for name in ("line.sku", "order.carrier", "order.currency")] == [None, None, None]


def test_a_macro_that_is_only_printed_is_told_by_its_parts(shop: Shop) -> None:
    note = shop.sited(LABEL + "{% macro who(line) %}{{ line.sku }}{% endmacro %}{{ who(order.lines[0]) }}")

    assert [expression for _, expression, _ in told(note)[1:]] == ["line.sku"]
    assert note.printed[1].mark is not None


def test_html_that_a_filter_makes_is_told_as_it_is(shop: Shop) -> None:
    note = shop.sited(LABEL + "{{ order.notes | join('<br>' | safe) }}")

    assert note.printed[1].mark is None
    assert note.printed[1].text == "Leave with a neighbour."


def test_places_of_other_templates_are_theirs(shop: Shop) -> None:
    note = shop.sited(
        "{% extends 'mine.html' %}\n\n{% block n %}" + LABEL + "{% endblock %}",
        mine="{% block n %}{% endblock %}\n{{ order.carrier }}\n{% include 'part.html' %}",
        part="\n\n\n{{ order.total | money }}",
    )

    places = [(p.site.file.rpartition("/")[2], p.site.line) for p in note.printed]
    assert places == [("fr.html", 3), ("mine.html", 2), ("part.html", 4)]


def test_why_nothing_is_marked(shop: Shop) -> None:
    looked_into = shop.sited(
        "{% extends 'mine.html' %}{% block n %}{{ super() | upper }}" + LABEL + "{% endblock %}",
        mine="{% block n %}{{ order.carrier }}{% endblock %}",
    )
    assert "fr.html looks into what other templates print" in looked_into.unmarked

    private = shop.sited_order(replace(sample_order("fr", "bm-1"), vendor="\ue000"), "{{ order.carrier }}" + LABEL)
    assert "this order holds characters" in private.unmarked

    in_template = shop.sited("\ue001" + LABEL)
    assert "the templates, catalogs or company facts hold" in in_template.unmarked


def test_the_note_is_the_one_that_is_printed(shop: Shop) -> None:
    (shop.templates / "fr.html").unlink()
    create_workspace(shop.folder / "other", company="Example Shop", live_since="2018-12")
    workspace = Workspace.open(shop.folder / "other")
    order = sample_order("fr", "bm-1", lines=3)

    sited = SitedRenderer(workspace, now=NOW, marks=True).sited(order)
    plain = NoteRenderer(workspace, now=NOW).render(order)

    assert sited.note.html == plain.html
    marked = sited.note.marked
    assert marked is not None
    assert {p.mark for p in sited.printed if p.mark is not None} == set(range(len(marked.values)))


@pytest.mark.parametrize(
    "expression",
    [
        "order.total | money",
        "order.lines[0].title",
        "(order.carrier or 'none') | upper",
        "'a' if order.paid else 'b'",
        "' many' if line.quantity != 1",
        "order.notes | join(', ')",
        "a ~ b ~ 'c'",
        "(a + 1) * -b",
        "order.number.replace('a', 'b')",
        "order.total is none",
        "order.total is divisibleby(2)",
        "x not in [1, 2.5, true, none]",
        "(not a) and (b < c)",
        "{'a': 1} | xmlattr",
        "text[1:3]",
        "f(a, key=(1, 2))",
    ],
)
def test_expressions_are_written_as_templates_write_them(expression: str) -> None:
    tree = Environment(autoescape=True).parse("{{ " + expression + " }}")

    assert written(tree.body[0].nodes[0]) == expression  # type: ignore[attr-defined]  # an output


def test_what_is_of_no_known_kind_is_left_out() -> None:
    tree = Environment(autoescape=True).parse("{{ f(*a) }}")

    assert written(tree) == "…"
    assert written(None) == "…"

"""The order-number label: which one it is, what it prints as the number, and why it came out empty."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from notes_engine.errors import RenderError, TemplateError
from notes_engine.formula import Context, compile_label
from notes_engine.notes.numbers import number_in, prefixes_in
from notes_engine.orders import TagValues
from tests.notes.example_shop import FACTS, order

if TYPE_CHECKING:
    from tests.notes.example_shop import Shop

SEED = 'EVAL{BEGIN}IIF[contains["bm-",[{SecondaryReference}]], Replace[[{SecondaryReference}],"bm-",""], ""]{END}'
BARE = "[{SecondaryReference}]"


def number(source: str, **changes: object) -> str:
    label = compile_label(source, extended=["Gift"])
    return number_in(label, TagValues(order(**changes)), Context(now=date(2026, 3, 2)))


@pytest.mark.parametrize(
    ("label", "printed"),
    [
        (SEED, "205894893"),
        (f"Commande n° {SEED}", "205894893"),
        (BARE, "bm-205894893"),
        (f"  {BARE}  ", "bm-205894893"),
        (f"N° {BARE} du [{{ReceivedDate}}]", "bm-205894893"),
        (f"[{{ReceivedDate}}]: {BARE}", "bm-205894893"),
        (f"{BARE} / [{{NumOrderId}}] ([{{ReceivedDate}}])", "bm-205894893 / 1001"),
        ("N° [{ReferenceNum}]", "205894893"),
        ("N° [{Gift}]", "ribbon"),
        ("[{Source}] [{Gift}]!", "BACKMARKET ribbon"),
    ],
)
def test_the_number_is_what_the_labels_reference_prints(label: str, printed: str) -> None:
    assert number(label, extended=(("Gift", "ribbon"),)) == printed


@pytest.mark.parametrize(
    "label", [SEED, f"N° {SEED}", f"{SEED} [{{ReceivedDate}}]", f"[{{ReceivedDate}}] {SEED}", "N° [{Gift}]", "Commande"]
)
def test_a_label_whose_reference_is_empty_prints_no_number_whatever_else_it_prints(label: str) -> None:
    assert number(label, secondary_reference="bmFR123") == ""


@pytest.mark.parametrize(
    ("label", "prefixes"),
    [
        (SEED, ("bm-",)),
        (BARE, ()),
        ("Commande d'aujourd'hui n° " + SEED, ("bm-",)),
        ('"x" ' + SEED.replace("bm-", "bmFR"), ("bmFR",)),
        ('EVAL{BEGIN}concat["#",replace[[{SecondaryReference}],"bm-",""]]{END}', ("bm-",)),
        ('EVAL{BEGIN}a := "x"; iif[contains[\'FR-\',[{SecondaryReference}]],a,""]{END}', ("FR-",)),
        ('EVAL{BEGIN}replace[[{SecondaryReference}]," ",""]{END}', ()),
    ],
)
def test_the_prefixes_of_a_label_are_those_its_formulas_look_for(label: str, prefixes: tuple[str, ...]) -> None:
    assert prefixes_in(compile_label(label)) == prefixes


# In a template


def test_the_label_named_number_is_the_number(shop: Shop) -> None:
    shop.template("{% label %}[{ReferenceNum}]{% endlabel %} {% label number %}N° [{NumOrderId}]{% endlabel %}")
    assert shop.render().number == "1001"


def test_without_a_name_the_first_label_with_a_reference_is_the_number(shop: Shop) -> None:
    shop.template("{% label %}[{Source}]{% endlabel %}{% label %}N° [{ReferenceNum}]{% endlabel %}")
    assert shop.render().number == "205894893"


def test_the_templates_own_label_comes_before_the_layouts(shop: Shop) -> None:
    shop.template("{% label %}[{ReferenceNum}]{% endlabel %}{% block order_number %}{% endblock %}", "base.html")
    shop.template(
        "{% extends 'base.html' %}{% block order_number %}{% label %}[{NumOrderId}]{% endlabel %}{% endblock %}"
    )
    assert shop.render().number == "1001"


def test_a_label_of_a_line_is_never_the_number(shop: Shop) -> None:
    shop.template(
        "{% for line in order.lines %}{% label %}[{ReferenceNum}]{% endlabel %}{% endfor %}"
        "{% label %}[{NumOrderId}]{% endlabel %}"
    )
    assert shop.render().number == "1001"


def test_a_template_without_an_order_number_is_refused_before_any_order(shop: Shop) -> None:
    shop.template("<p>{% label %}[{Source}]{% endlabel %}</p>{{ order.reference }}")
    with pytest.raises(TemplateError, match=r"the template fr\.html has no label with the order's number") as caught:
        shop.renderer().preflight()
    assert "{% label number %}" in (caught.value.hint or "")


@pytest.mark.parametrize(
    "template",
    [
        "{% if order.total == 0 %}LABEL{% endif %}",
        "{% macro never() %}LABEL{% endmacro %}",
        "{% for note in order.notes %}LABEL{% endfor %}",
        "{% extends 'other.html' %}{% block nowhere %}LABEL{% endblock %}",
    ],
)
def test_a_note_whose_number_was_not_reached_is_refused(shop: Shop, template: str) -> None:
    shop.template("x", "other.html")
    shop.template(template.replace("LABEL", f"{{% label number %}}{BARE}{{% endlabel %}}"))
    with pytest.raises(TemplateError, match="did not print its order-number label"):
        shop.render()


@pytest.mark.parametrize(
    ("reference", "what"),
    [
        ("bmFR205894893", "this reference starts with 'bmFR', the formula strips 'bm-'"),
        ("205894893", "this reference has no prefix, the formula strips 'bm-'"),
        ("", "the order has no SecondaryReference"),
    ],
)
def test_an_empty_number_refuses_the_order_and_compares_the_prefixes(shop: Shop, reference: str, what: str) -> None:
    with pytest.raises(RenderError) as caught:
        shop.render(secondary_reference=reference)
    assert caught.value.what == f"the order number is empty: {what}"
    assert caught.value.hint


@pytest.mark.parametrize(
    "rest",
    [
        "\u200b",
        "\u00ad",
        "\ufe0f",
        "\U000e0041",
        "\u3164",
        "\u115f",
        "\u2800",
        "\u0301",
        "\ue000",
        ".",
        "-",
        "\u200b \u200b",
    ],
)
def test_a_number_without_a_letter_or_digit_to_read_refuses_the_order(shop: Shop, rest: str) -> None:
    with pytest.raises(RenderError, match="the order number has no letter and no digit that can be read") as caught:
        shop.render(secondary_reference=f"bm-{rest}")
    assert "explain" in (caught.value.hint or "")


@pytest.mark.parametrize("rest", ["7", "a", "一", "٣", "\u200b7", "#7.", "é"])
def test_a_number_with_a_letter_or_digit_is_printed(shop: Shop, rest: str) -> None:
    assert shop.render(secondary_reference=f"bm-{rest}").number == rest


def test_an_empty_number_of_another_tag_says_so(shop: Shop) -> None:
    shop.settings(FACTS + '[orders]\nextended = ["Gift"]')
    shop.template("{% label number %}N° [{Gift}]{% endlabel %}")
    with pytest.raises(RenderError, match="the order lacks what the order-number label prints"):
        shop.render()


@pytest.mark.parametrize(("reference", "hint"), [("fr-1", "shows the formula to paste"), ("AB-12-34", "explain")])
def test_the_hint_of_an_empty_number_leads_somewhere(shop: Shop, reference: str, hint: str) -> None:
    with pytest.raises(RenderError, match="the order number is empty") as caught:
        shop.render(secondary_reference=reference)
    assert hint in (caught.value.hint or "")
    assert ("check --fix" in (caught.value.hint or "")) == (reference == "fr-1")

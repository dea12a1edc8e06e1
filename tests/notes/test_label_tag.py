"""`{% label %}` in templates: which line it means, how it is escaped, and where its mistakes are shown."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from notes_engine.errors import FormulaEvaluationError, FormulaSyntaxError, NotesError, TemplateError
from notes_engine.orders import OrderLine
from tests.notes.example_shop import FACTS, NUMBER, order

if TYPE_CHECKING:
    from tests.notes.example_shop import Shop

TWO = (OrderLine(sku="A-1", title="One"), OrderLine(sku="B-2", title="Two", parts=(OrderLine(sku="B-2-x"),)))
SEED = 'EVAL{BEGIN}IIF[contains["bm-",[{SecondaryReference}]], Replace[[{SecondaryReference}],"bm-",""], ""]{END}'
SKU = "{% label %}[{SKU}]{% endlabel %}"


def refused(shop: Shop, template: str) -> NotesError:
    with pytest.raises(NotesError) as caught:
        shop.body(template, lines=TWO)
    return caught.value


def where(error: NotesError) -> tuple[int | None, int | None]:
    assert error.place is not None
    assert error.place.file.endswith("fr.html")
    return error.place.line, error.place.column


def test_the_sellers_formula_prints_the_number_without_its_prefix(shop: Shop) -> None:
    shop.template(f"{{% label number %}}Commande n° {SEED}{{% endlabel %}}")
    note = shop.render()
    assert note.html == "Commande n° 205894893"
    assert note.number == "205894893"


def test_a_label_over_several_lines_is_one_label(shop: Shop) -> None:
    label = '{% label %}N°\n  EVAL{BEGIN}\n concat[ [{Source}],\n\t"!" ]\n{END}{% endlabel %}'
    assert shop.body(label) == "N°\n  BACKMARKET!"


def test_windows_line_ends_in_a_label_count_as_white_space(shop: Shop) -> None:
    assert shop.body('{% label %}EVAL{BEGIN}\r\nconcat[\r\n"a",\r\n"b"]\r\n{END}{% endlabel %}') == "ab"


def test_balanced_brackets_are_text(shop: Shop) -> None:
    assert shop.body("{% label %}[Réf. [x]] [{Source}]{% endlabel %}") == "[Réf. [x]] BACKMARKET"


@pytest.mark.parametrize(
    ("label", "place", "what"),
    [
        ("[{SecondaryReference}]]", (3, 36), "]"),
        ("\n\n [{Sourc}]", (5, 2), "Sourc"),
        ('N° EVAL{BEGIN}Contans["a","b"]{END}', (3, 28), "contains"),
        ('EVAL{BEGIN}IIF[true,\n  "a"]{END}', (3, 25), "iif"),
        ("x [never", (3, 16), "never closed"),
        ("EVAL{BEGIN}1", (3, 14), "{END}"),
        ("EVAL{BEGIN}\n   “a”{END}", (4, 4), "quote"),
        ("EVAL{BEGIN}\r\n\r\n  not x{END}", (5, 3), "not"),
    ],
)
def test_a_mistake_is_shown_at_its_true_line_and_column(
    shop: Shop, label: str, place: tuple[int, int], what: str
) -> None:
    source = f"{NUMBER}\n{{# two #}}\n  {{% label %}}{label}{{% endlabel %}}"
    shop.template(source)
    with pytest.raises(FormulaSyntaxError) as caught:
        shop.renderer().preflight()
    error = caught.value
    assert what.casefold() in f"{error.what} {error.hint}".casefold()
    assert where(error) == place
    assert error.place
    assert error.place.source == source.splitlines()[place[0] - 1]


def test_the_caret_stands_under_the_mistake(shop: Shop) -> None:
    shop.template("{% label number %}Commande n° [{SecondaryReference}]]{% endlabel %}")
    with pytest.raises(FormulaSyntaxError) as caught:
        shop.renderer().preflight()
    drawn = str(caught.value).splitlines()
    assert drawn[2][drawn[3].index("^")] == "]"
    assert drawn[2][drawn[3].index("^") - 1] == "]"
    assert where(caught.value) == (1, 53)


def test_places_are_true_in_a_windows_template_with_a_byte_order_mark(shop: Shop) -> None:
    source = f"\ufeff{NUMBER}\r\n<p>\r\n  {{% label %}}é [{{Sourc}}]{{% endlabel %}}\r\n"
    shop.template(source)
    with pytest.raises(FormulaSyntaxError) as caught:
        shop.renderer().preflight()
    assert where(caught.value) == (3, 16)
    assert caught.value.place
    assert caught.value.place.source == "  {% label %}é [{Sourc}]{% endlabel %}"


def test_a_byte_order_mark_does_not_reach_the_page(shop: Shop) -> None:
    shop.template(f"\ufeff{NUMBER}")
    assert shop.render().html == "bm-205894893"


def test_a_jinja_mistake_after_a_long_label_is_shown_at_its_true_line(shop: Shop) -> None:
    error = refused(shop, "{% label %}a\nb\nc{% endlabel %}\n{% label %}d\n{% endlabel %}\n{% nope %}")
    assert isinstance(error, TemplateError)
    assert where(error)[0] == 6


def test_an_undefined_variable_after_a_long_label_is_shown_at_its_true_line(shop: Shop) -> None:
    error = refused(shop, "{% label %}a\nb\nc{% endlabel %}\n\n{{ order.lines[7].sku }}")
    assert where(error)[0] == 5


@pytest.mark.parametrize(
    ("template", "printed"),
    [
        ("a  {% label %}x{% endlabel %}  b", "a  x  b"),
        ("a  {%- label %} x {% endlabel -%}  b", "a x b"),
        ("a  {%- label -%} x {%- endlabel -%}  b", "axb"),
        ("a {% label %}x{% endlabel %}\nb", "a xb"),
        ("a {% label %}x{% endlabel +%}\nb", "a x\nb"),
        ("a {% label %}x\ny{% endlabel %}\nb", "a x\nyb"),
        ("a {% label %}x\ny{% endlabel -%}\n\n b", "a x\nyb"),
        ("a\n   {% label %}x{% endlabel %} b", "a\nx b"),
        ("a\n   {%+ label %}x{% endlabel %} b", "a\n   x b"),
    ],
)
def test_white_space_control_works_as_on_any_tag(shop: Shop, template: str, printed: str) -> None:
    assert shop.body(template) == printed


# Which line a label means


@pytest.mark.parametrize(
    ("template", "printed"),
    [
        ("{% for line in order.lines %}LABEL,{% endfor %}", "A-1,B-2,"),
        ("{% for item in order.lines %}LABEL,{% endfor %}", "A-1,B-2,"),
        ("{% for line in order.lines %}{% for part in line.parts %}LABEL{% endfor %}{% endfor %}", "B-2-x"),
        ("{% for line in order.lines | reverse %}LABEL,{% endfor %}", "B-2,A-1,"),
        ("{% for line in order.lines[1:] %}LABEL{% endfor %}", "B-2"),
        ("{% for line in order.lines if line.sku == 'B-2' %}LABEL{% endfor %}", "B-2"),
        ("{% for line in order.lines recursive %}LABEL,{{ loop(line.parts) }}{% endfor %}", "A-1,B-2,B-2-x,"),
        ("{% set lines = order.lines %}{% for line in lines %}LABEL,{% endfor %}", "A-1,B-2,"),
        ("{% for pair in order.lines | batch(2) %}{% for line in pair %}LABEL,{% endfor %}{% endfor %}", "A-1,B-2,"),
        ("{% for line in order.lines %}{% for x in 'ab' %}LABEL{% endfor %},{% endfor %}", "A-1A-1,B-2B-2,"),
        ("{% macro m(line) %}LABEL,{% endmacro %}{% for x in order.lines %}{{ m(x) }}{% endfor %}", "A-1,B-2,"),
        ("{% macro m(a, part) %}LABEL,{% endmacro %}{% for x in order.lines %}{{ m(1, x) }}{% endfor %}", "A-1,B-2,"),
        (
            (
                "{% macro m() %}{% for x in order.lines %}{{ caller(x) }}{% endfor %}{% endmacro %}"
                "{% call(line) m() %}LABEL,{% endcall %}"
            ),
            "A-1,B-2,",
        ),
        (
            "{% for line in order.lines %}{% label %}[{SKU}]/[{Source}]{% endlabel %},{% endfor %}",
            "A-1/BACKMARKET,B-2/BACKMARKET,",
        ),
    ],
)
def test_inside_the_line_loop_line_tags_mean_that_line(shop: Shop, template: str, printed: str) -> None:
    assert shop.body(template.replace("LABEL", SKU), lines=TWO) == printed


@pytest.mark.parametrize(
    "template",
    [
        SKU,
        f"{{% if order.lines %}}{SKU}{{% endif %}}",
        f"{{% for line in order.lines %}}x{{% else %}}{SKU}{{% endfor %}}",
        f"{{% for line in order.lines %}}x{{% endfor %}}{SKU}",
        f"{{% for text in order.notes %}}{SKU}{{% endfor %}}",
        f"{{% macro row(thing) %}}{SKU}{{% endmacro %}}",
        '{% label %}EVAL{BEGIN}concat[[{TaxRate}],"%"]{END}{% endlabel %}',
    ],
)
def test_outside_the_line_loop_a_line_tag_is_found_before_any_order(shop: Shop, template: str) -> None:
    shop.template(NUMBER + template)
    with pytest.raises(FormulaSyntaxError, match="belongs to a line of the order"):
        shop.renderer().preflight()


def test_a_loop_over_other_lines_refuses_line_tags_at_the_latest_when_it_prints(shop: Shop) -> None:
    error = refused(shop, f"{{% for text in order.delivery.lines %}}{SKU}{{% endfor %}}")
    assert "over something else than the order's lines" in error.what
    assert where(error) == (1, 63 + len("{% for text in order.delivery.lines %}{% label %}"))


def test_in_a_loop_over_other_lines_the_orders_tags_print(shop: Shop) -> None:
    label = "{% for text in order.delivery.lines %}{% label %}[{Source}] {% endlabel %}{% endfor %}"
    assert shop.body(label) == "BACKMARKET " * 3


def test_a_macro_from_another_file_prints_with_the_context(shop: Shop) -> None:
    shop.template(f"{{% macro row(line) %}}{SKU} {{{{ line.quantity | number }}}},{{% endmacro %}}", "rows.html")
    loop = "{% for line in order.lines %}{{ row(line) }}{% endfor %}"
    assert shop.body("{% from 'rows.html' import row with context %}" + loop, lines=TWO) == "A-1 1,B-2 1,"
    error = refused(shop, "{% from 'rows.html' import row %}" + loop)
    assert "imported without the note" in error.what
    assert "with context" in (error.hint or "")
    assert error.place
    assert error.place.file.endswith("rows.html")


# Extended properties


def test_a_declared_extended_property_is_a_tag(shop: Shop) -> None:
    shop.settings(FACTS + '[orders]\nextended = ["Gift"]')
    gift = order(extended=(("gift", "Avec un ruban"),))
    shop.template(f"{NUMBER}|{{% label %}}[{{Gift}}]{{% endlabel %}}")
    assert shop.renderer().render(gift).html.endswith("|Avec un ruban")
    assert shop.render().html.endswith("|")


def test_an_undeclared_extended_property_is_found_before_any_order(shop: Shop) -> None:
    shop.template(f"{NUMBER}{{% label %}}[{{Gift}}]{{% endlabel %}}")
    with pytest.raises(FormulaSyntaxError, match="Gift"):
        shop.renderer().preflight()


# Escaping

HOSTILE = "<b>\"&'</b>{{ 1 }}{% raw %}EVAL{BEGIN}1{END}[{Source}]"
ESCAPED = "&lt;b&gt;&#34;&amp;&#39;&lt;/b&gt;{{ 1 }}{% raw %}EVAL{BEGIN}1{END}[{Source}]"


@pytest.mark.parametrize(
    "template",
    [
        "{% label %}[{ShippingVendor}]{% endlabel %}",
        "{% label %}EVAL{BEGIN}[{ShippingVendor}]{END}{% endlabel %}",
        "{% autoescape false %}{% label %}[{ShippingVendor}]{% endlabel %}{% endautoescape %}",
        "{% set x %}{% label %}[{ShippingVendor}]{% endlabel %}{% endset %}{{ x }}",
        "{% macro m() %}{% label %}[{ShippingVendor}]{% endlabel %}{% endmacro %}{{ m() }}",
    ],
)
def test_a_labels_text_is_escaped_as_a_whole_wherever_it_stands(shop: Shop, template: str) -> None:
    assert shop.body(template, vendor=HOSTILE) == ESCAPED


def test_a_labels_own_words_are_text_too(shop: Shop) -> None:
    assert shop.body("{% label %}<b>N°</b> & co{% endlabel %}") == "&lt;b&gt;N°&lt;/b&gt; &amp; co"


def test_a_label_cannot_leave_an_attribute(shop: Shop) -> None:
    printed = shop.body('<i title="{% label %}[{ShippingVendor}]{% endlabel %}">', vendor='" onclick="x')
    assert printed == '<i title="&#34; onclick=&#34;x">'


def test_control_and_bidi_characters_of_a_value_do_not_reach_the_page(shop: Shop) -> None:
    assert shop.body("{% label %}[{ShippingVendor}]{% endlabel %}", vendor="a\u202eb\x00c\r\nd") == "abc\nd"


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(max_size=200))
def test_any_value_prints_as_text(shop: Shop, value: str) -> None:
    printed = shop.body("{% label %}[{ShippingVendor}]{% endlabel %}", vendor=value)
    assert not set(printed) & set("<>\"'")


# Values


def test_bare_amounts_dates_and_numbers_are_written_for_the_market(shop: Shop) -> None:
    label = "{% label %}[{TotalCharge}] [{ReceivedDate}]{% endlabel %}"
    assert shop.body(label, total=Decimal("1234.5")) == "1\u202f234,50\xa0€ 1 mars 2026"


def test_inside_a_formula_they_are_written_plainly(shop: Shop) -> None:
    label = "{% label %}EVAL{BEGIN}[{TotalCharge}]{END} EVAL{BEGIN}[{ReceivedDate}]{END}{% endlabel %}"
    assert shop.body(label, total=Decimal("1234.50")) == "1234.5 3.1.2026"


def test_dates_in_labels_are_days_of_the_market(shop: Shop) -> None:
    late = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)
    assert shop.body("{% label %}[{ReceivedDate}]{% endlabel %}", received_at=late) == "2 mars 2026"


def test_now_is_the_batchs_day_in_the_market(shop: Shop) -> None:
    shop.template(f"{NUMBER}|{{% label %}}EVAL{{BEGIN}}now[]{{END}}{{% endlabel %}}")
    late = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)
    assert shop.renderer(now=late).render(order()).html.endswith("|3.2.2026")


def test_a_formula_that_fails_with_an_order_refuses_that_order(shop: Shop) -> None:
    shop.template(f"{NUMBER}\n{{% label %}}EVAL{{BEGIN}}left[[{{ShippingVendor}}],9]{{END}}{{% endlabel %}}")
    renderer = shop.renderer()
    assert renderer.render(order(vendor="Colis Exemple")).html.endswith("Colis Exe")
    with pytest.raises(FormulaEvaluationError) as caught:
        renderer.render(order(vendor="Colis"))
    assert where(caught.value)[0] == 2
    assert "Colis" not in str(caught.value).replace("Colis Exemple", "")


def test_a_value_that_never_ends_refuses_the_order(shop: Shop) -> None:
    with pytest.raises(FormulaEvaluationError, match="64 KiB"):
        shop.body("{% label %}N° [{ChannelBuyerName}]{% endlabel %}", channel_buyer_name="9" * 100_000)

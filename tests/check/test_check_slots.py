"""The report of `notes-engine slots`: which notes are looked at, and what is shown of whose orders."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from notes_engine.check import slots as module
from notes_engine.check.slot_values import described
from notes_engine.check.slots import slot_report
from notes_engine.errors import InputError, TemplateError
from notes_engine.notes import Workspace, create_workspace
from tests.batch.test_batch_notes_bench import order

if TYPE_CHECKING:
    from pathlib import Path

    from notes_engine.check.slot_values import PrintedValue, SlotReport

NOW = datetime(2026, 3, 4, tzinfo=UTC)
LABEL = '{% label number %}No. EVAL{BEGIN}Replace[[{SecondaryReference}],"bm-",""]{END}{% endlabel %}'
PLAIN = (
    "<title>{{ note.title }}</title><p>" + LABEL + "</p>\n"
    "{% for text in order.delivery.lines %}<p>{{ text }}</p>{% endfor %}\n"
    "<p class=\"{{ 'x' if order.paid else order.carrier }}\">{{ order.carrier }}</p>"
)


class Shop:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        create_workspace(folder, company="Example Shop", live_since="2018-12")

    def report(self, template: str, *orders: dict[str, Any], locale: Any = "fr") -> SlotReport:
        (self.folder / "templates" / "fr.html").write_text(template)
        files = []
        if orders:
            path = self.folder / "orders.json"
            path.write_text(json.dumps({"count": 1, "next": None, "previous": None, "results": orders}))
            files = [str(path)]
        return slot_report(Workspace.open(self.folder), locale, files, now=NOW)


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    return Shop(tmp_path / "shop")


def by_expression(report: SlotReport) -> dict[str, PrintedValue]:
    return {value.expression: value for value in report.values}


def test_own_orders_show_no_value_but_the_order_number(shop: Shop) -> None:
    report = shop.report(PLAIN, order(1000), order(1001))

    values = by_expression(report)
    assert [value.values for value in report.values if value.values] == [("No. 1000",)]
    assert values["order.carrier"].kind == "stamped"
    assert values["note.title"].kind == "string"
    assert (values["text"].each_of, values["text"].pages) == ("order.delivery.lines", (1, 1, 1))
    whole = json.dumps(report.as_dict(), ensure_ascii=False)
    assert [secret for secret in ("Zoé", "Lilas", "69003", "Lyon") if secret in whole] == []


def test_samples_show_their_values_and_are_enough_to_tell(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_LAYOUTS", 1)

    report = shop.report(PLAIN)

    assert report.are_samples
    assert report.can_be_stamped
    assert by_expression(report)["text"].values[0]
    assert "sample orders" in described(report)
    assert f"the 1 commonest were looked at ({report.looked_at[0].orders} orders)" in described(report)


def test_a_label_that_takes_no_sample_gets_an_invented_order(shop: Shop) -> None:
    label = (
        '{% label number %}EVAL{BEGIN}IIF[contains["shop-",[{SecondaryReference}]], '
        'Replace[[{SecondaryReference}],"shop-",""], ""]{END}{% endlabel %}'
    )
    report = shop.report("<p>" + label + "</p>")

    assert report.orders == 1
    assert by_expression(report)["{% label number %}" + label[18:-14]].values == ("205894893",)


def test_layouts_are_counted_and_each_is_tried_on_its_first_order(shop: Shop) -> None:
    two_lines = order(1002)
    two_lines["orderlines"] = two_lines["orderlines"] * 2
    template = "<p>" + LABEL + "</p>{% for line in order.lines %}<p>{{ line.sku }}</p>{% endfor %}"

    report = shop.report(template, order(1000), order(1001), two_lines, order(1003, market="de-de"))

    assert [(layout.orders, layout.example) for layout in report.looked_at] == [(2, "bm-1000"), (1, "bm-1002")]
    assert (report.orders, report.layouts, report.refused) == (3, 2, 0)
    assert by_expression(report)["line.sku"].pages == (1,)  # of the first layout that has it


def test_a_value_that_is_not_marked_says_what_captures_it(shop: Shop) -> None:
    template = "<p>" + LABEL + "</p>{% set post %}{{ order.carrier }}{% endset %}{{ post | upper }}"
    template += "{{ [order.carrier, 'x'] | join('<br>'|safe) }}"

    values = by_expression(shop.report(template, order(1000)))

    assert values["order.carrier"].kind == "not marked"
    assert "{% set post %} captures it" in values["order.carrier"].why
    assert values["order.carrier"].hint
    joined = values["[order.carrier, 'x'] | join('<br>' | safe)"]
    assert (joined.kind, "HTML of its own" in joined.why) == ("not marked", True)


def test_one_expression_has_a_row_for_each_thing_that_becomes_of_it(shop: Shop) -> None:
    template = (
        "<style>.b { background: red }</style><p>" + LABEL + "</p>"
        "{% for text in order.delivery.lines %}"
        "<p><span class=\"{{ 'b' if loop.first }}\">{{ text }}</span></p>{% endfor %}"
    )
    report = shop.report(template, order(1000))

    kinds = [value.kind for value in report.values if value.expression == "text"]
    assert sorted(kinds) == ["baked", "stamped"]


def test_a_template_that_cannot_be_marked_is_told_why(shop: Shop) -> None:
    (shop.folder / "templates" / "mine.html").write_text("{% block n %}{{ order.carrier }}{% endblock %}")
    report = shop.report(
        "{% extends 'mine.html' %}{% block n %}{{ super() | upper }}" + LABEL + "{% endblock %}", order(1000)
    )

    assert not report.can_be_stamped
    assert "looks into what other templates print" in report.looked_at[0].why
    assert report.looked_at[0].hint
    assert report.values[0].kind == "not marked"


def test_an_order_that_its_own_value_keeps_from_the_press_is_no_fault_of_the_template(shop: Shop) -> None:
    hebrew = order(1001)
    hebrew["shipping_address"] = hebrew["shipping_address"] | {"first_name": "שרה"}
    private = order(1002, shipper="\ue000")
    two = shop.report(PLAIN, order(1000), hebrew, private)
    alone = shop.report(PLAIN, hebrew)

    assert two.can_be_stamped
    assert [layout.is_of_value for layout in two.looked_at if not layout.is_stamped] == [True]
    assert not alone.can_be_stamped  # nobody saw one that was


def test_orders_of_other_languages_are_told(shop: Shop) -> None:
    with pytest.raises(InputError, match="no order has a fr note") as caught:
        shop.report(PLAIN, order(1000, market="de-de"))

    assert caught.value.hint == "there are: de 1"


def test_refused_orders_say_why(shop: Shop) -> None:
    label = '{% label number %}EVAL{BEGIN}Replace[[{SecondaryReference}],"bm-1000",""]{END}{% endlabel %}'
    refusing = PLAIN.replace(LABEL, label)
    report = shop.report(refusing, order(1000), order(1001))
    assert (report.orders, report.refused) == (1, 1)
    assert "1 more are refused" in described(report)

    with pytest.raises(InputError, match="none of the orders can have a fr note"):
        shop.report(refusing, order(1000))


def test_a_wrong_template_is_an_error(shop: Shop) -> None:
    with pytest.raises(TemplateError):
        shop.report("{% if %}", order(1000))

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from itertools import count
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notes_engine.errors import SettingsError, TemplateError
from notes_engine.notes import NoteRenderer
from notes_engine.orders import OrderLine
from notes_engine.orders.packed import pack_order
from notes_engine.preview.desk import Version
from notes_engine.preview.label_tasks import LabelValue, Trial, mistakes_there, try_label, use_of_label, warm_up_labels
from notes_engine.preview.labels import LabelPlace, UnknownTemplateError
from notes_engine.preview.saves import ConflictError
from tests.notes.example_shop import FACTS, NUMBER, Shop, order

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from notes_engine.preview.label_tasks import TriedLabel

COUNT = count(2)
LOOP = "{% for line in order.lines %}{% label %}[{SKU}]{% endlabel %}{% endfor %}"


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    return Shop(tmp_path / "shop")


@pytest.fixture(scope="module")
def version(tmp_path_factory: pytest.TempPathFactory) -> Version:
    return Version(Shop(tmp_path_factory.mktemp("tried") / "shop").root, 1)


def of(shop: Shop) -> Version:
    """Each time another version: what was opened before is not what is asked about."""
    return Version(shop.root, next(COUNT))


def tried(version: Version, text: str, orders: Sequence[Any] = (), **how: Any) -> TriedLabel:
    trial = Trial(text, how.get("scope", "order"), how.get("locale", "fr"), how.get("is_number", False))
    return try_label(version, trial, [pack_order(each) for each in orders or [order()]])


# --- where a label is used


def test_a_label_of_the_layout_is_used_by_all_notes(shop: Shop) -> None:
    shop.template(f"<p>{NUMBER}</p>{{% block x %}}{{% endblock %}}", name="base.html")
    for locale in ("fr", "de", "it", "es", "en"):
        shop.template('{% extends "base.html" %}', name=f"{locale}.html")
    used = use_of_label(of(shop), LabelPlace("base.html", 1, 22))
    assert used.scope == "order"
    assert used.locales == ("fr", "de", "it", "es", "en")


def test_a_label_of_one_note_is_used_by_it_alone(shop: Shop) -> None:
    shop.template(f"<p>{NUMBER}</p>")
    assert use_of_label(of(shop), LabelPlace("fr.html", 1, 22)).locales == ("fr",)


def test_a_label_in_the_loop_over_lines_belongs_to_a_line(shop: Shop) -> None:
    shop.template(NUMBER + LOOP)
    column = len(NUMBER) + LOOP.index("[{SKU}]") + 1
    assert use_of_label(of(shop), LabelPlace("fr.html", 1, column)).scope == "line"
    assert use_of_label(of(shop), LabelPlace("fr.html", 1, 19)).scope == "order"


def test_the_use_of_a_wrong_label_is_known_beside_other_wrong_ones(shop: Shop) -> None:
    wrong = LOOP.replace("[{SKU}]", "[{Nonsense}]")
    shop.template(NUMBER + "{% label %}EVAL{BEGIN}{% endlabel %}\n" + wrong + "{% label %}]{% endlabel %}")
    place = LabelPlace("fr.html", 2, wrong.index("[{") + 1)
    assert use_of_label(of(shop), place).scope == "line"
    assert [each.what for each in mistakes_there(of(shop), place, "[{Nonsense}]")] == ["there is no tag `Nonsense`"]
    assert mistakes_there(of(shop), place, "[{SKU}]") == ()


def test_a_template_that_another_note_cannot_be_made_of_does_not_stand_in_the_way(shop: Shop) -> None:
    shop.template(NUMBER)
    shop.template("{% if %}", name="de.html")
    assert use_of_label(of(shop), LabelPlace("fr.html", 1, 19)).locales == ("fr",)


def test_a_template_that_is_no_jinja_says_where(shop: Shop) -> None:
    shop.template(NUMBER + "\n{% if %}")
    with pytest.raises(TemplateError) as caught:
        use_of_label(of(shop), LabelPlace("fr.html", 1, 19))
    assert caught.value.place is not None
    assert caught.value.place.line == 2


def test_a_label_or_template_that_is_not_there_is_told(shop: Shop) -> None:
    shop.template(NUMBER)
    with pytest.raises(ConflictError):
        use_of_label(of(shop), LabelPlace("fr.html", 1, 1))
    with pytest.raises(UnknownTemplateError):
        use_of_label(of(shop), LabelPlace("../notes.toml", 1, 1))


# --- mistakes


def test_a_mistake_comes_with_its_place_in_the_text_a_caret_and_a_hint(version: Version) -> None:
    (mistake,) = tried(version, "Nº \U0001f69a\nEVAL{BEGIN}replac[[{SKU}],1]{END}", scope="line").mistakes
    assert mistake.what == "there is no function `replac`"
    assert "did you mean `replace[" in mistake.hint
    assert (mistake.line, mistake.column, mistake.length) == (2, 12, 6)
    assert mistake.drawing.splitlines()[-1] == "  |            ^^^^^^"
    # As a browser counts: the lorry is two.
    assert (mistake.start, mistake.end) == (6 + 11, 6 + 17)


def test_all_mistakes_are_told_and_no_value(version: Version) -> None:
    found = tried(version, "[{Foo}] [{Bar}]")
    assert [each.what for each in found.mistakes] == ["there is no tag `Foo`", "there is no tag `Bar`"]
    assert found.values == ()


def test_a_line_tag_outside_the_loop_is_a_mistake(version: Version) -> None:
    assert "belongs to a line" in tried(version, "[{SKU}]").mistakes[0].what
    assert tried(version, "[{SKU}]", scope="line").mistakes == ()


@pytest.mark.parametrize("text", ["a {{ order.total }}", "a {% endlabel %}", "a {# b"])
def test_jinja_in_a_label_is_a_mistake_at_its_place(version: Version, text: str) -> None:
    (mistake,) = tried(version, text).mistakes
    assert "inside a label" in mistake.what
    assert (mistake.start, mistake.end) == (2, 4)


def test_declared_extended_properties_are_known(shop: Shop) -> None:
    shop.settings(FACTS + '[orders]\nextended = ["Gift"]\n')
    found = tried(of(shop), "[{Gift}]", [order(extended=(("Gift", "yes"),))])
    assert found.values == (LabelValue(0, "", "yes"),)


@given(st.text(st.sampled_from('[{}]EVALBEGIN END"\n,;:=+é\U0001f69a'), max_size=40))
def test_any_text_is_tried(version: Version, text: str) -> None:
    units = len(text.encode("utf-16-le")) // 2
    found = tried(version, text)
    assert bool(found.mistakes) != bool(found.values)
    assert all(0 <= each.start <= each.end <= units for each in found.mistakes)


# --- values


def test_each_order_has_its_value(version: Version) -> None:
    orders = [order(), order(secondary_reference="bm-2"), order(secondary_reference="")]
    found = tried(version, 'N° EVAL{BEGIN}Replace[[{SecondaryReference}],"bm-",""]{END}', orders)
    assert [(each.order, each.line, each.text) for each in found.values] == [
        (0, "", "N° 205894893"),
        (1, "", "N° 2"),
        (2, "", "N° "),
    ]


@pytest.mark.parametrize("locale", ["fr", "de", "en"])
def test_a_value_is_what_the_note_prints(shop: Shop, locale: Any) -> None:
    text = "[{TotalCharge}] of [{ReceivedDate}], EVAL{BEGIN}now[]{END}"
    shop.template(f"{NUMBER}|{{% label %}}{text}{{% endlabel %}}", name=f"{locale}.html")
    late = order(market="fr-fr", received_at=datetime(2026, 3, 1, 23, 30, tzinfo=UTC), total=Decimal("1234.5"))
    version = of(shop)
    renderer = NoteRenderer(shop.open(), now=datetime.now(UTC), locale=locale)
    (value,) = tried(version, text, [late], locale=locale).values
    assert value.text == renderer.render(late).html.partition("|")[2]
    assert "1234.5" not in value.text  # the market's forms, not the formula's


def test_a_value_that_cannot_be_had_is_told_beside_the_others(version: Version) -> None:
    found = tried(
        version, "EVAL{BEGIN}[{TotalCharge}] / [{ShippingCost}]{END}", [order(postage_cost=Decimal(0)), order()]
    )
    bad, good = found.values
    assert bad.text == ""
    assert "zero" in bad.problem
    assert good.problem == ""
    assert good.text


def test_a_label_of_a_line_has_a_value_for_each_of_the_first_lines(version: Version) -> None:
    bundle = OrderLine(sku="KIT", parts=(OrderLine(sku="KIT-A"), OrderLine(sku="KIT-B")))
    many = order(lines=(bundle, *(OrderLine(sku=f"PH-{number}") for number in range(2, 40))))
    found = tried(version, "[{SKU}]", [many, many], scope="line")
    assert [(each.line, each.text) for each in found.values if each.order == 0] == [
        *(("1", "KIT"), ("1.1", "KIT-A"), ("1.2", "KIT-B")),
        *((str(number), f"PH-{number}") for number in range(2, 7)),
    ]
    assert [(each.line, each.text) for each in found.values if each.order == 1] == [("1", "KIT")]


def test_the_number_label_says_which_order_would_have_no_number(version: Version) -> None:
    text = 'N° EVAL{BEGIN}IIF[contains["bm-",[{SecondaryReference}]],[{SecondaryReference}],""]{END}'
    other = order(secondary_reference="bmFR7")
    assert tried(version, text, [other]).values[0].problem == ""
    (value,) = tried(version, text, [other], is_number=True).values
    assert value.text == "N° "
    assert "the order number is empty: this reference starts with 'bmFR'" in value.problem
    assert value.hint


def test_a_number_that_cannot_be_read_is_told(version: Version) -> None:
    (value,) = tried(version, "[{SecondaryReference}]", [order(secondary_reference="--")], is_number=True).values
    assert "no letter and no digit" in value.problem


def test_a_very_long_value_is_cut(version: Version) -> None:
    (value,) = tried(version, "[{SecondaryReference}]", [order(secondary_reference="x" * 50_000)]).values
    assert len(value.text) == 4000
    assert value.text.endswith("…")


def test_what_no_page_shows_is_taken_out_of_values(version: Version) -> None:
    (value,) = tried(version, "[{SecondaryReference}]", [order(secondary_reference="a\u202eb\x07")]).values
    assert value.text == "ab"


def test_warming_up_fails_for_no_workspace(shop: Shop) -> None:
    warm_up_labels(of(shop))
    shop.settings("[company]\nnme = 3\n")
    warm_up_labels(of(shop))


def test_wrong_settings_are_told(shop: Shop) -> None:
    shop.settings("[company]\nnme = 3\n")
    with pytest.raises(SettingsError):
        tried(of(shop), "x")

"""The templates' compiled code prints, and fails, as Jinja's own does; and it lets no template out of the sandbox."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jinja2.compiler import CodeGenerator

from notes_engine.errors import NotesError
from notes_engine.notes import LOCALES, NoteRenderer
from notes_engine.notes.direct import DIRECT, RECORDS
from notes_engine.notes.environment import LabelEnvironment
from notes_engine.notes.locale_notes import LocaleNotes
from notes_engine.orders import OrderLine
from tests.notes.example_shop import FACTS, NOW, order
from tests.notes.foreign_templates import ATTACKS, CAPTURES, FAILURES, PARTS, page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from notes_engine.notes import Locale
    from notes_engine.orders import Order
    from tests.notes.example_shop import Shop


class _PlainEnvironment(LabelEnvironment):
    """The same templates as Jinja itself compiles them."""

    code_generator_class = CodeGenerator


class PlainRenderer(NoteRenderer):
    """Renders with Jinja's own code."""

    def locale_notes(self, locale: Locale) -> LocaleNotes:
        if locale not in self._locales:
            self._locales[locale] = LocaleNotes(self.workspace, locale, _PlainEnvironment)
        return self._locales[locale]


def outcome(renderer: NoteRenderer, of: Order) -> object:
    """A note, or how it failed and where."""
    try:
        return renderer.render(of)
    except NotesError as error:
        return type(error), error.as_dict()


def compared(shop: Shop, orders: Sequence[Order], **options: Any) -> list[object]:
    """What becomes of some orders, after it was seen to be the same with Jinja's own code, marked and unmarked."""
    workspace = shop.open()
    made: list[object] = []
    for marks in (False, True):
        ours, plain = (kind(workspace, now=NOW, marks=marks, **options) for kind in (NoteRenderer, PlainRenderer))
        for one in orders:
            made.append(outcome(ours, one))
            assert made[-1] == outcome(plain, one)
    return made


def some_orders() -> list[Order]:
    """Orders that differ in all that a template may ask for, some of one market after each other."""
    first = order(vendor="Colis <b> Exemple", tracking_url="https://example.invalid/?a=1&b=2", notes=("one", "two <"))
    part = OrderLine(sku="PART", title="Étui", quantity=2)
    second = replace(
        first,
        vendor="Another & Co",
        billing=None,
        tax=None,
        notes=(),
        lines=(replace(first.lines[0], parts=(part, part)), part),
        received_at=datetime(2025, 12, 31, 23, 30, tzinfo=UTC),
    )
    third = replace(second, market="fr-be", currency="SEK", total=Decimal("0.00"), delivery=None, vendor="")
    return [first, second, third, first]


@pytest.mark.parametrize("name", [*CAPTURES, *FAILURES])
def test_foreign_templates_print_and_fail_as_with_jinja_own_code(shop: Shop, name: str) -> None:
    for part, text in PARTS.items():
        shop.template(text, part)
    shop.settings(f'{FACTS}email = "shop@example.invalid"\naddress = ["1 Road", "Town"]\ncountry = "DE"\n')
    shop.template(page(CAPTURES.get(name) or FAILURES[name]))
    made = compared(shop, some_orders(), locale="fr")
    assert name not in FAILURES or isinstance(made[0], tuple)


@pytest.mark.parametrize("locale", LOCALES)
def test_the_five_notes_print_as_with_jinja_own_code(shop: Shop, locale: Locale) -> None:
    compared(
        shop, [replace(one, market=market) for market in ("", "fr-fr", "en-ie") for one in some_orders()], locale=locale
    )


def test_drafts_print_as_with_jinja_own_code(shop: Shop) -> None:
    shop.settings("")
    compared(shop, some_orders(), draft=True)


_VALUES = st.sampled_from(
    [
        *(
            "order.carrier",
            "order.total",
            "order.delivery",
            "order.delivery.lines",
            "order.lines[0].title",
            "order.tax",
        ),
        *("company.name", "company.name.text", "company.address", "terms.days", "note.language", "note.title", "'a<b'"),
        *("_('IMEI')", "_('Page %(page)s of %(pages)s', page=order.carrier, pages=terms.days)", "x", "y", "loop.index"),
        *(
            "ngettext('%(num)s day', '%(num)s days', terms.days)",
            "order.placed",
            "3",
            "none",
            "m(order.carrier)",
            "gone",
        ),
        *("order.nothing", "y.sku", "y.title", "y.lines", "loop.first", "loop.last", "x.name", "'%s' % order.carrier"),
    ]
)
_FILTERS = st.sampled_from(
    ["", "", "", " | money", " | day", " | number", " | upper", " | length", " | join", " | safe"]
)
_EXPRESSIONS = st.one_of(
    st.tuples(_VALUES, _FILTERS).map("".join),
    st.tuples(_VALUES, _VALUES, _VALUES).map(lambda of: f"{of[0]} if {of[1]} else {of[2]}"),
    st.tuples(_VALUES, _VALUES).map(lambda of: f"{of[0]} if {of[1]}"),
    st.tuples(_VALUES, _VALUES).map(lambda of: f"{of[0]} ~ {of[1]}"),
    st.tuples(_VALUES, _VALUES).map(lambda of: f"[{of[0]}, {of[1]}] | join('<')"),
)
_WORDS = st.sampled_from(["text ", "<b>", "\n", "é"])


def _around(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    pairs = st.tuples(_EXPRESSIONS, inner)
    return st.one_of(
        st.tuples(inner, inner).map("".join),
        pairs.map(lambda of: f"{{% if {of[0]} %}}{of[1]}{{% endif %}}"),
        pairs.map(lambda of: f"{{% for y in [{of[0]}] %}}{of[1]}{{% endfor %}}"),
        inner.map(lambda of: f"{{% for y in order.lines %}}{of}{{% endfor %}}"),
        inner.map(lambda of: f"{{% for y in company.address %}}{of}{{% else %}}-{{% endfor %}}"),
        pairs.map(lambda of: f"{{% set x = {of[0]} %}}{of[1]}"),
        pairs.map(lambda of: f"{{% set company = {of[0]} %}}{of[1]}"),
        pairs.map(lambda of: f"{{% with x = {of[0]} %}}{of[1]}{{% endwith %}}"),
        inner.map(lambda of: f"{{% set x %}}{of}{{% endset %}}{{{{ x }}}}"),
        inner.map(lambda of: f"{{% filter upper %}}{of}{{% endfilter %}}"),
        inner.map(lambda of: f"{{% macro m(y) %}}{of}{{% endmacro %}}{{{{ m(order.carrier) }}}}"),
        inner.map(lambda of: f"{{% autoescape false %}}{of}{{% endautoescape %}}"),
    )


_TEMPLATES = st.recursive(st.one_of(_EXPRESSIONS.map(lambda of: f"{{{{ {of} }}}}"), _WORDS), _around, max_leaves=12)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_TEMPLATES)
def test_any_template_prints_and_fails_as_with_jinja_own_code(shop: Shop, template: str) -> None:
    shop.settings(f'{FACTS}email = "shop@example.invalid"\naddress = ["1 Road", "Town"]\n')
    shop.template(page(template))
    compared(shop, some_orders()[:3], locale="fr")


@pytest.mark.parametrize("template", ATTACKS)
def test_no_template_gets_out_of_the_sandbox(shop: Shop, template: str) -> None:
    shop.template(page(template))
    for made in compared(shop, [order()], locale="fr"):
        assert isinstance(made, tuple), made


def test_only_data_is_read_directly() -> None:
    for name, kinds in DIRECT.items():
        assert not name.startswith("_")
        assert not any(callable(getattr(kind, name, None)) for kind in kinds)
    assert set().union(*DIRECT.values()) > set(RECORDS)

"""The proof of a locale: what would be wrong with every note is found before the first, and nothing else is."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from notes_engine.errors import AssetError, RenderError, TemplateError, TypesetError
from notes_engine.notes import LITERALS, NoteRenderer, Workspace
from notes_engine.notes.sample import sample_order
from notes_engine.pdf import Typesetter, prove

if TYPE_CHECKING:
    from pathlib import Path

    from notes_engine.orders import Order

NAME = LITERALS["name"]
NUMBER = "{% label number %}[{SecondaryReference}]{% endlabel %}"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="20"><text y="15">{}</text></svg>'


class Shop:
    """A workspace with facts, whose French template a test writes."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.write("notes.toml", '[company]\nname = "Example Shop"\nlive_since = "2018-12"\n')

    def write(self, name: str, text: str) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    def prove(self, template: str, *orders: Order, draft: bool = False) -> RenderError | None:
        self.write("templates/fr.html", f"<p>{NUMBER}</p>\n{template}")
        workspace = Workspace.open(self.root)
        renderer = NoteRenderer(workspace, now=datetime(2026, 3, 2, tzinfo=UTC), draft=draft)
        return prove(
            renderer, Typesetter(workspace.asset_roots), "fr", orders or (sample_order("fr", "bm-1", lines=1),)
        )


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    return Shop(tmp_path)


def orders(*lines: int) -> tuple[Order, ...]:
    return tuple(sample_order("fr", f"bm-{number}", lines=count) for number, count in enumerate(lines))


DRAWN: list[Any] = [
    '{{ "your company name" | upper }}',
    "Y<b>OUR</b> COMPANY NAME",
    '<p style="text-transform: uppercase">your company name</p>',
    '<p style="width: 1em">{{ "YOUR COMPANY" }} NAME</p>',
    "<style>i::after { content: 'YOUR \\43OMPANY' ' NAME' }</style><i></i>",
    "<style>@page { @top-left { content: 'YOUR ' 'COMPANY NAME' } }</style>",
    '{% set p = "other" %}{% include p ~ ".html" %}',
    f"{SVG.format('YOUR <tspan>COMPANY</tspan> NAME')}",
    '<img src="pictures/name.svg">',
    '<img src="{{ "pic" ~ "tures" }}/name.svg">',
    '<div style="height: 2cm; background: url(pictures/name.svg)">x</div>',
    "<style>html { background: url(pictures/name.svg) }</style>",
    '<link rel="stylesheet" href="{{ "styles" }}/{{ "name" }}.css"><i></i>',
    "{{ '" + LITERALS["live_since"][:30] + "' ~ '" + LITERALS["live_since"][30:] + "' }}",
]


@pytest.mark.parametrize("template", DRAWN)
def test_a_placeholder_text_that_is_drawn_refuses_the_locale(shop: Shop, template: str) -> None:
    shop.write("templates/other.html", NAME)
    shop.write("pictures/name.svg", SVG.format(NAME))
    shop.write("styles/name.css", f"i::before {{ content: '{NAME}' }}")
    refusal = shop.prove(template)
    assert refusal is not None
    assert refusal.what.startswith("the fr note still holds a placeholder text: '")
    assert refusal.what.endswith("' is drawn on its pages")
    assert shop.prove(template, draft=True) is None


@pytest.mark.parametrize(
    "template",
    [
        "{{ company.name }} {{ company.live_since }}",
        f"<p hidden>{NAME}</p>{{# {NAME} #}}<!-- {NAME} -->",
        f"<p style='visibility: hidden'>{NAME}</p>",
        "Your Company Name",
        '<p style="text-transform: uppercase">your company</p><p>its name</p>',
        "<img src='pictures/title.svg'>",
    ],
)
def test_what_is_not_drawn_or_is_another_text_does_not(shop: Shop, template: str) -> None:
    shop.write("pictures/title.svg", SVG.format("x").replace("<text", f"<title>{NAME}</title><text"))
    assert shop.prove(template) is None


def test_the_shop_s_own_name_and_its_orders_are_not_looked_at(shop: Shop) -> None:
    shop.write("notes.toml", f'[company]\nname = "{NAME.title()}"\nlive_since = "2018-12"\n')
    assert shop.prove("<b style='text-transform: uppercase'>{{ company.name }}</b>") is None


@pytest.mark.parametrize(
    ("template", "kind", "what", "column"),
    [
        ('<link rel="stylesheet" href="css/nope.css">', AssetError, "the template's stylesheet is missing", 30),
        ('<img src="http://example.invalid/x.png">', AssetError, "it is outside the workspace", 11),
        ('<img src="../secret.svg">', AssetError, "'http://example.invalid/y.png'", None),
        ('<a rel=attachment href="note.css">x</a>', AssetError, "rel=attachment", 8),
        ('{{ order | attr("__class__") }}', TemplateError, "does something that templates may not do", 1),
        ("{{ 9 ** 9 ** 9 }}", TemplateError, "far too large", 1),
        ("{{ order.lines ~ '' }}", TemplateError, "a whole record or list", 1),
        ("{{ order['nope'] }}", TemplateError, "does not exist", 1),
        ("x" * 30_000, TypesetError, "", None),
    ],
)
def test_what_no_note_can_be_made_with_is_raised_with_its_place(
    shop: Shop, template: str, kind: type[Exception], what: str, column: int | None
) -> None:
    if "secret" in template:
        template = "<style>@import url(styles/a.css);</style>"
        path = shop.write("styles/a.css", "p { color: red }\ni { background: url(http://example.invalid/y.png) }")
    else:
        path = shop.root / "templates/fr.html"
    with pytest.raises(kind) as caught:
        shop.prove(template + "<i>x</i>")
    error = caught.value
    assert isinstance(error, (TemplateError, TypesetError))
    assert what in error.what
    assert error.place is not None
    assert error.place.file == str(path)
    if column is not None:
        assert (error.place.line, error.place.column) == (2, column)
        assert error.place.source == template + "<i>x</i>"


@pytest.mark.parametrize(
    ("template", "lines"),
    [
        ("{{ order.lines[1].title }}", (1, 1)),
        ("{{ order.lines[5].title }}", (1, 6)),
        ("{% if order.lines | length == 3 %}{{ order.nope }}{% endif %}".replace("order.nope", "order['nope']"), (1,)),
        ("{{ 1 / (order.lines | length - 3) }}{{ order.lines[2].title }}", (2, 2)),
    ],
)
def test_a_fault_that_some_values_bring_about_is_left_to_the_orders(
    shop: Shop, template: str, lines: tuple[int, ...]
) -> None:
    assert shop.prove(template, *orders(*lines)) is None


def test_orders_that_are_refused_for_their_own_values_say_nothing_of_the_template(shop: Shop) -> None:
    refused = sample_order("fr", "", lines=1)
    with pytest.raises(TemplateError):
        shop.prove("{{ order['nope'] }}", refused, refused)


def test_a_label_that_takes_only_real_references_is_given_one(shop: Shop) -> None:
    label = '{% label number %}EVAL{BEGIN}IIF[[{SecondaryReference}]="R7", "7", ""]{END}{% endlabel %}'
    shop.write("templates/label.html", "")
    template = f"{{{{ 'your company name' | upper }}}}{label}"
    shop.write("templates/fr.html", template)
    workspace = Workspace.open(shop.root)
    renderer = NoteRenderer(workspace, now=datetime(2026, 3, 2, tzinfo=UTC))
    typesetter = Typesetter(workspace.asset_roots)
    assert prove(renderer, typesetter, "fr", [sample_order("fr", "R7", lines=1)]) is not None
    assert prove(renderer, typesetter, "fr", [sample_order("fr", "R8", lines=1)]) is None


def test_a_fault_of_ours_is_left_to_the_orders(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("notes_engine.notes.NoteRenderer.render", broken)
    assert shop.prove("x") is None

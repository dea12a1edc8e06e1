"""docs/templates.md: it has every field a template can print, and examples that compile."""

from __future__ import annotations

import re
from dataclasses import fields
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from notes_engine.assets import asset_root
from notes_engine.notes import NoteRenderer, Workspace, create_workspace
from notes_engine.notes.addresses import AddressBlock
from notes_engine.notes.catalogs import load_catalog
from notes_engine.notes.environment import LabelEnvironment
from notes_engine.notes.filters import FILTERS
from notes_engine.notes.placeholders import EXPECTED, LITERALS, fact_count
from notes_engine.notes.variables import CONTEXT, unknown_variables
from notes_engine.notes.view import LineView
from notes_engine.orders import Order, read_orders

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PAGE = "docs/templates.md"
PROPERTIES = {"order.delivery": {"all_lines"}}
"""What templates may ask for besides the dataclasses' fields."""


def _views() -> dict[str, tuple[str, type[Any]]]:
    """Return heading → (what its fields are called on the page, the dataclass)."""
    views: dict[str, tuple[str, type[Any]]] = {name: (name, kind) for name, kind in CONTEXT.items()}
    return views | {"line": ("line", LineView), "address": ("order.delivery", AddressBlock)}


@pytest.mark.parametrize("heading", _views())
def test_a_section_lists_the_fields_of_its_view_and_no_others(
    heading: str, sections: Callable[[str], dict[str, str]]
) -> None:
    owner, kind = _views()[heading]
    section = sections(PAGE)[heading]

    listed = re.findall(rf"^\| `{re.escape(owner)}\.(\w+)` \|", section, re.MULTILINE)

    assert set(listed) == {field.name for field in fields(kind)} | PROPERTIES.get(owner, set())
    assert len(listed) == len(set(listed))


def test_the_filters_are_listed(sections: Callable[[str], dict[str, str]]) -> None:
    listed = re.findall(r"^\| `(\w+)` \|", sections(PAGE)["Filters"], re.MULTILINE)

    assert set(listed) == {*FILTERS, "grade"}


def _environment(folder: Path) -> LabelEnvironment:
    return LabelEnvironment((folder, asset_root("templates")), load_catalog((asset_root("locales"),), "fr"))


def test_every_example_compiles_and_asks_for_nothing_that_is_not_there(
    examples: Callable[[str, str], list[str]], tmp_path: Path
) -> None:
    found = examples(PAGE, "jinja")

    for number, example in enumerate(found):
        name = f"example-{number}.html"
        (tmp_path / name).write_text(example, "utf-8")
        environment = _environment(tmp_path)
        environment.compile_template(name)
        assert [str(error) for error in unknown_variables(environment, name)] == []

    assert len(found) > 5


def test_the_examples_in_the_tables_compile_too(page: Callable[[str], str], tmp_path: Path) -> None:
    found = [code.replace("\\|", "|") for code in re.findall(r"`(\{\{.*?\}\})`", page(PAGE))]

    for number, example in enumerate(found):
        name = f"cell-{number}.html"
        (tmp_path / name).write_text(f"{{% for line in order.lines %}}{example}{{% endfor %}}", "utf-8")
        environment = _environment(tmp_path)
        environment.compile_template(name)
        assert [str(error) for error in unknown_variables(environment, name)] == []

    assert len(found) > 10


def test_the_blocks_it_names_are_those_of_the_base(page: Callable[[str], str]) -> None:
    base = (asset_root("templates") / "base.html").read_text("utf-8")
    sentence = page(PAGE).partition("Blocks that a template can replace:")[2].partition("One language")[0]

    assert re.findall(r"`(\w+)`", sentence) == re.findall(r"\{% block (\w+) %\}", base)


def test_the_boxes_it_names_are_those_of_the_base(page: Callable[[str], str]) -> None:
    base = (asset_root("templates") / "base.html").read_text("utf-8")
    sentence = page(PAGE).partition("The base has three:")[2].partition("\n\n")[0]

    assert re.findall(r"`([\w ]+)`", sentence) == re.findall(r'data-box="([\w ]+)"', base)


def test_the_catalog_it_shows_replaces_just_these_messages(
    examples: Callable[[str, str], list[str]], tmp_path: Path
) -> None:
    (shown,) = examples(PAGE, "po")
    own = tmp_path / "fr" / "LC_MESSAGES" / "notes.po"
    own.parent.mkdir(parents=True)
    own.write_text(shown, "utf-8")

    package = load_catalog((asset_root("locales"),), "fr")
    overlaid = load_catalog((tmp_path, asset_root("locales")), "fr")

    changed = {key for key in overlaid.messages if overlaid.messages[key] != package.messages.get(key)}
    assert {text for _, text in changed} == {
        "Changed your mind?",
        "%(company)s, the seller, warrants this purchase for %(num)s month from delivery.",
    }
    assert set(overlaid.messages) == set(package.messages)


def test_it_tells_the_literals_and_how_often_a_note_prints_each_fact(page: Callable[[str], str]) -> None:
    text = " ".join(page(PAGE).split())

    assert all(f"`{literal}`" in text for literal in LITERALS.values())
    assert EXPECTED == {"name": 3, "live_since": 1}
    assert "the name **three** times and the month **once**" in text


def test_a_note_with_the_replaced_terms_block_prints_the_facts_as_often_as_it_must(
    examples: Callable[[str, str], list[str]], tmp_path: Path
) -> None:
    example = next(block for block in examples(PAGE, "jinja") if "{% block terms %}" in block)
    create_workspace(tmp_path, company="Example Shop", live_since="2018-12")
    (tmp_path / "templates" / "fr.html").write_text(example, "utf-8")

    renderer = NoteRenderer(Workspace.open(tmp_path), now=datetime(2026, 3, 2, tzinfo=UTC))
    found = read_orders(asset_root("samples") / "orders" / "linnworks.json")
    note = renderer.render(next(order for order in found if isinstance(order, Order)))

    assert "Votre contrat est conclu avec" in note.html
    assert {name: fact_count(note.html, name) for name in EXPECTED} == EXPECTED

"""docs/batch.md: the manifest's and the rejects' fields, the options, the commands, what programs get."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, get_args

import typer.main

from notes_engine.batch import Split, Summary
from notes_engine.batch.manifest import manifest_line
from notes_engine.batch.record import NoteRecord
from notes_engine.cli.app import app
from notes_engine.cli.commands import COMMANDS, register
from notes_engine.orders import Reject, Source
from notes_engine.pdf import PDF_VARIANTS, VARIANT_LIMIT

if TYPE_CHECKING:
    from collections.abc import Callable

PAGE = "docs/batch.md"
FIRST = re.compile(r"^\| (`[^|]*?) \|", re.MULTILINE)


def _first_column(section: str) -> list[str]:
    return [word for cell in FIRST.findall(section) for word in re.findall(r"`([^`]+)`", cell)]


def test_the_manifest_has_the_fields_of_the_table_in_its_order(sections: Callable[[str], dict[str, str]]) -> None:
    note = NoteRecord("1", "bm-1", "1", "fr-fr", False, "fr", "fr.html", "fr-FR", 1)

    line = json.loads(manifest_line(note, file="notes.pdf", first_page=1, sha256="0", draft=False))

    assert _first_column(sections(PAGE)["The manifest"]) == list(line)


def test_the_rejects_have_the_fields_of_the_table_in_its_order(sections: Callable[[str], dict[str, str]]) -> None:
    line = Reject(Source("orders.csv", "row 2"), "no lines", "look", "no-lines").as_dict()

    assert _first_column(sections(PAGE)["The rejects"]) == list(line)


def test_every_way_to_split_is_told(sections: Callable[[str], dict[str, str]]) -> None:
    assert _first_column(sections(PAGE)["The files"]) == list(get_args(Split))


def test_the_variants_are_those_that_can_be_asked_for(sections: Callable[[str], dict[str, str]]) -> None:
    text = sections(PAGE)["PDF"]

    assert [variant for variant in PDF_VARIANTS if variant not in text] == []
    assert f"{VARIANT_LIMIT} notes" in " ".join(text.split())


def test_the_object_for_programs_has_these_keys(examples: Callable[[str, str], list[str]]) -> None:
    (shown,) = examples(PAGE, "json")

    assert list(json.loads(shown)) == list(Summary(1, 0, 0, 0, 1, 1.0).as_dict())


def test_every_command_and_every_option_of_render_is_told(
    page: Callable[[str], str], sections: Callable[[str], dict[str, str]]
) -> None:
    register()
    group = typer.main.get_group(app)
    names = {name.split()[0] for name in _first_column(sections(PAGE)["The other commands"])}
    options = {
        option
        for parameter in group.commands["render"].params
        for option in parameter.opts
        if option.startswith("-") and option not in ("--help", "-h")
    }
    told = page(PAGE) + page("docs/orders.md")

    assert names | {"render"} == set(group.commands)
    assert len(names) + 1 == len(COMMANDS)
    assert sorted(option for option in options if not re.search(rf"(?<![\w-]){option}\b", told)) == ["--out"]

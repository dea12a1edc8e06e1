"""From Python: three lines to a PDF."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from notes_engine import Order, OutputError, Reject, SettingsError, TemplateError, Workspace, read_orders
from notes_engine.batch import single
from notes_engine.notes import create_workspace

if TYPE_CHECKING:
    from collections.abc import Iterator

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return Workspace.find(SAMPLES / "workspace")


def some(workspace: Workspace, number: int) -> Iterator[Order | Reject]:
    items = read_orders(SAMPLES / "orders" / "backmarket.json", settings=workspace.orders)
    return (item for _, item in zip(range(number), items, strict=False))


def test_orders_become_one_pdf_with_a_bookmark_each(workspace: Workspace, tmp_path: Path) -> None:
    assert workspace.print(some(workspace, 3), tmp_path / "notes.pdf", now=NOW) == []
    reader = PdfReader(tmp_path / "notes.pdf")
    assert [str(item["/Title"]) for item in reader.outline if not isinstance(item, list)] == [
        "205894893",
        "205810002",
        "205810003",
    ]
    assert reader.metadata is not None
    assert reader.metadata.title == "Encore Un Tour SAS: delivery notes"
    assert [path.name for path in tmp_path.iterdir()] == ["notes.pdf"]


def test_one_order_gives_the_file_its_title_and_language(workspace: Workspace, tmp_path: Path) -> None:
    workspace.print(some(workspace, 1), tmp_path / "note.pdf", now=NOW)
    reader = PdfReader(tmp_path / "note.pdf")
    assert reader.metadata is not None
    assert reader.metadata.title == "Bon de livraison 205894893"
    assert str(reader.root_object["/Lang"]) == "fr-FR"


def test_more_orders_than_a_chunk_are_joined(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(single, "CHUNK_LIMIT", 2)
    assert workspace.print(some(workspace, 5), tmp_path / "notes.pdf", locale="de", now=NOW) == []
    reader = PdfReader(tmp_path / "notes.pdf")
    assert len(reader.outline) == 5
    assert "Lieferschein" in reader.pages[0].extract_text()


def test_rejects_come_back_and_without_a_note_there_is_no_file(workspace: Workspace, tmp_path: Path) -> None:
    bad = read_orders(SAMPLES / "orders" / "no-prefix.json", settings=workspace.orders)
    rejects = workspace.print(bad, tmp_path / "notes.pdf")
    assert len(rejects) == 5
    assert {reject.kind for reject in rejects} == {"refused"}
    assert "no prefix" in rejects[0].reason
    assert list(tmp_path.iterdir()) == []


def test_a_fault_of_ours_is_told_as_such(workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("notes_engine.notes.NoteRenderer.render", broken)
    (reject,) = workspace.print(some(workspace, 1), tmp_path / "notes.pdf")
    assert (reject.kind, "ZeroDivisionError" in reject.reason) == ("failed", True)


def test_unset_facts_stop_it_and_a_draft_goes_on(tmp_path: Path) -> None:
    create_workspace(tmp_path / "shop")
    shop = Workspace.open(tmp_path / "shop")
    with pytest.raises(SettingsError, match="YOUR COMPANY NAME"):
        shop.print(some(shop, 1), tmp_path / "notes.pdf")
    assert shop.print(some(shop, 1), tmp_path / "notes.pdf", draft=True) == []


def shop_with(folder: Path, template: str) -> Workspace:
    create_workspace(folder / "shop", company="Example", live_since="2018-12")
    path = folder / "shop/templates/fr.html"
    path.write_text(f"{path.read_text()}{{% block terms %}}{template}{{% endblock %}}")
    return Workspace.open(folder / "shop")


def test_a_template_that_no_note_can_be_made_with_stops_it_and_leaves_the_file(tmp_path: Path) -> None:
    shop = shop_with(tmp_path, "{{ order ~ '' }}")
    target = tmp_path / "notes.pdf"
    target.write_bytes(b"yesterday")
    with pytest.raises(TemplateError, match="a whole record"):
        shop.print(some(shop, 3), target, now=NOW)
    assert target.read_bytes() == b"yesterday"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["notes.pdf", "shop"]
    assert shop.print(some(shop, 1), target, locale="de", now=NOW) == []


def test_a_placeholder_text_on_the_pages_refuses_every_order_but_prints_in_a_draft(tmp_path: Path) -> None:
    shop = shop_with(tmp_path, "Y<b>OUR</b> COMPANY NAME")
    rejects = shop.print(some(shop, 2), tmp_path / "notes.pdf", now=NOW)
    assert ["is drawn on its pages" in reject.reason for reject in rejects] == [True, True]
    assert not (tmp_path / "notes.pdf").exists()
    assert shop.print(some(shop, 2), tmp_path / "notes.pdf", draft=True, now=NOW) == []


def test_a_folder_that_is_not_there_is_one_clear_error(workspace: Workspace, tmp_path: Path) -> None:
    with pytest.raises(OutputError):
        workspace.print(some(workspace, 1), tmp_path / "nowhere" / "notes.pdf")

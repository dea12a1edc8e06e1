"""A workspace: found upwards, laid over the package file by file, and known by what shapes its notes."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from notes_engine.assets import asset_root
from notes_engine.errors import SettingsError, WorkspaceError
from notes_engine.notes import Workspace
from tests.notes.example_shop import FACTS, NUMBER

if TYPE_CHECKING:
    from pathlib import Path

    from tests.notes.example_shop import Shop


def test_the_nearest_folder_upwards_is_the_workspace(shop: Shop) -> None:
    inner = shop.root / "orders" / "march"
    inner.mkdir(parents=True)
    assert Workspace.find(inner).root == shop.root.resolve()
    assert Workspace.find(shop.root).root == shop.root.resolve()


def test_a_workspace_inside_another_is_the_nearer_one(shop: Shop) -> None:
    inner = shop.root / "second"
    inner.mkdir()
    (inner / "notes.toml").write_text("[company]\nname = 'Second'")
    assert Workspace.find(inner).settings.company.name == "Second"


def test_without_a_start_it_is_found_from_where_one_stands(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(shop.root)
    assert Workspace.find().settings.company.name == "Example Shop"


def test_no_workspace_at_all_is_an_error_that_names_init(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError) as caught:
        Workspace.find(tmp_path)
    assert str(tmp_path) in caught.value.what
    assert "notes-engine init" in (caught.value.hint or "")


@pytest.mark.parametrize("name", ["empty", "missing", "file"])
def test_a_folder_that_is_no_workspace_is_an_error_that_names_init(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").write_text("x")
    with pytest.raises(WorkspaceError, match="is not a workspace") as caught:
        Workspace.open(tmp_path / name)
    assert caught.value.hint == f"check the name, or create one with: notes-engine init {tmp_path / name}"


def test_a_misspelt_workspace_names_the_one_beside_it(shop: Shop) -> None:
    shop.settings("")
    with pytest.raises(WorkspaceError) as caught:
        Workspace.open(shop.root.parent / "shp")
    assert (caught.value.hint or "").startswith(f"check the name (did you mean {shop.root}?), or create one with: ")


def test_a_folder_called_notes_toml_is_no_workspace(tmp_path: Path) -> None:
    (tmp_path / "notes.toml").mkdir()
    with pytest.raises(WorkspaceError):
        Workspace.open(tmp_path)
    with pytest.raises(WorkspaceError):
        Workspace.find(tmp_path)


def test_a_broken_workspace_nearby_is_not_passed_over(shop: Shop) -> None:
    inner = shop.root / "second"
    inner.mkdir()
    (inner / "notes.toml").write_text("[company")
    with pytest.raises(SettingsError):
        Workspace.find(inner)


def test_a_linked_workspace_is_the_same_workspace(shop: Shop, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(shop.root)
    assert Workspace.open(tmp_path / "link").settings.company.name == "Example Shop"


def test_the_orders_table_is_read_with_it(shop: Shop) -> None:
    shop.settings(FACTS + '[orders]\nprefix = "bmFR"\nextended = ["Gift"]')
    assert shop.open().orders.prefix == "bmFR"
    assert shop.open().orders.extended == ("Gift",)


# What a workspace overrides


def test_a_template_of_the_workspace_wins_and_the_others_come_from_the_package(shop: Shop) -> None:
    own = shop.template(NUMBER)
    workspace = shop.open()
    assert workspace.find_template("fr.html") == own
    assert workspace.find_template("de.html") == asset_root("templates") / "de.html"
    assert workspace.find_template("nothing.html") is None
    assert shop.render().html == "bm-205894893"
    assert "<h1>Lieferschein</h1>" in shop.render({"locale": "de"}).html


def test_the_layout_can_be_overridden_below_the_packages_templates(shop: Shop) -> None:
    shop.template("<b>{% block order_number %}{% endblock %}</b>", "base.html")
    assert shop.render().html.strip() == "<b>Commande n° 205894893</b>"
    assert shop.render({"locale": "it"}).html.strip() == "<b>Ordine n. 205894893</b>"


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("logo.svg", "logo.svg"),
        ("pictures/logo.png", "pictures/logo.png"),
        ("templates/logo.svg", "logo.svg"),
        ("templates/note.css", "note.css"),
    ],
)
def test_assets_are_found_in_the_workspace(shop: Shop, written: str, asked: str) -> None:
    path = shop.write(written, "x")
    assert shop.open().find_asset(asked) == path


def test_the_packages_style_is_found_where_the_workspace_has_none(shop: Shop) -> None:
    assert shop.open().find_asset("note.css") == asset_root("templates") / "note.css"
    assert shop.open().find_asset("nothing.css") is None


@pytest.mark.parametrize("name", ["../secret.svg", "link.svg", "folder"])
def test_assets_never_lead_out_of_the_workspace(shop: Shop, name: str) -> None:
    (shop.root.parent / "secret.svg").write_text("x")
    (shop.root / "link.svg").symlink_to(shop.root.parent / "secret.svg")
    (shop.root / "folder").mkdir()
    assert shop.open().find_asset(name) is None


# The fingerprint


def test_the_fingerprint_names_everything_that_shapes_a_note(shop: Shop) -> None:
    shop.template(NUMBER)
    shop.write("templates/parts/rows.html", "x")
    shop.catalog('msgid "Total"\nmsgstr "Somme"')
    shop.write("logo.svg", "x")
    shop.write("pictures/badges/seal.PNG", "x")
    names = set(shop.open().fingerprint())
    assert names >= {
        "notes.toml",
        "templates/fr.html",
        "templates/parts/rows.html",
        "locales/fr/LC_MESSAGES/notes.po",
        "logo.svg",
        "pictures/badges/seal.PNG",
        "package:templates/base.html",
        "package:templates/note.css",
        "package:locales/de/LC_MESSAGES/notes.po",
    }


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("notes.toml", FACTS.replace("Example", "Other")),
        ("notes.toml", FACTS + "[orders]\nprefix = 'bmFR'"),
        ("notes.toml", FACTS + "[terms.fr]\nwarranty_months = 24"),
        ("templates/fr.html", NUMBER + " "),
        ("templates/new.html", ""),
        ("templates/note.css", "p { color: red }"),
        ("locales/fr/LC_MESSAGES/notes.po", 'msgid "Total"\nmsgstr "Somme"'),
        ("logo.svg", "<svg/>"),
        ("pictures/seal.png", "x"),
        ("fonts/own.ttf", "x"),
    ],
)
def test_the_fingerprint_changes_with_what_shapes_a_note(shop: Shop, name: str, content: str) -> None:
    shop.template(NUMBER)
    before = shop.open().fingerprint()
    shop.write(name, content)
    after = shop.open().fingerprint()
    assert after != before
    assert {key for key in after | before if after.get(key) != before.get(key)} == {name}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("notes.toml", "# My shop\r\n" + FACTS.replace("\n", "\r\n") + "# end"),
        ("notes.toml", FACTS.replace('"Example Shop"', "'Example Shop'")),
        ("notes.toml", FACTS + "[channels.eu]\ninterval = 5\n[preview]\nport = 8080"),
        ("orders.csv", "a,b"),
        ("out/notes.pdf", "%PDF"),
        (".git/objects/logo.svg", "x"),
        ("templates/.fr.html.swp", "x"),
        ("locales/README.txt", "x"),
        ("locales/nl/LC_MESSAGES/notes.po", "x"),
    ],
)
def test_the_fingerprint_does_not_change_with_anything_else(shop: Shop, name: str, content: str) -> None:
    before = shop.open().fingerprint()
    shop.write(name, content)
    assert shop.open().fingerprint() == before


def test_the_fingerprint_is_the_same_in_every_process(shop: Shop) -> None:
    shop.settings(FACTS + '[orders]\nallow = ["unpaid", "held", "merged"]')
    import subprocess
    import sys

    program = "import sys; from notes_engine import Workspace; print(Workspace.open(sys.argv[1]).fingerprint())"
    seen = {
        subprocess.run(
            [sys.executable, "-c", program, str(shop.root)],
            check=True,
            capture_output=True,
            text=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    }
    assert len(seen) == 1


def test_a_dangling_link_and_a_missing_folder_shape_nothing(shop: Shop) -> None:
    before = shop.open().fingerprint()
    (shop.root / "templates").mkdir()
    (shop.root / "templates" / "old.html").symlink_to(shop.root / "gone.html")
    (shop.root / "logo.svg").symlink_to(shop.root / "gone.svg")
    assert shop.open().fingerprint() == before


def test_a_file_that_cannot_be_read_is_an_error(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    path = shop.write("logo.svg", "x")
    workspace = shop.open()
    real = type(path).read_bytes

    def broken(self: Path) -> bytes:
        if self.name == "logo.svg":
            raise PermissionError(13, "Permission denied")
        return real(self)

    monkeypatch.setattr(type(path), "read_bytes", broken)
    with pytest.raises(WorkspaceError, match=r"cannot read .*logo\.svg: Permission denied"):
        workspace.fingerprint()

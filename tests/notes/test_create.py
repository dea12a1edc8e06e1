"""`create_workspace`: the five templates and a notes.toml that says what the seller said, whatever that is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from babel.dates import get_month_names
from hypothesis import given, settings
from hypothesis import strategies as st

from notes_engine.assets import asset_root
from notes_engine.errors import SettingsError, WorkspaceError
from notes_engine.notes import LOCALES, NoteRenderer, Workspace, create_workspace
from notes_engine.notes.create import _settings_text, plain_month
from notes_engine.notes.settings import Company
from notes_engine.notes.toml import SettingsFile
from notes_engine.whole_files import write_whole
from tests.notes.example_shop import NOW

if TYPE_CHECKING:
    from pathlib import Path

SEED = 'EVAL{BEGIN}IIF[contains["bm-",[{SecondaryReference}]], Replace[[{SecondaryReference}],"bm-",""], ""]{END}'


def test_five_templates_are_created_each_with_the_formula(tmp_path: Path) -> None:
    folder = tmp_path / "my shop"
    written = create_workspace(folder)
    assert written == [*(folder / "templates" / f"{locale}.html" for locale in LOCALES), folder / "notes.toml"]
    words = {"fr": "Commande n°", "de": "Bestellung Nr.", "it": "Ordine n.", "es": "Pedido n.º", "en": "Order no."}
    for locale in LOCALES:
        text = (folder / "templates" / f"{locale}.html").read_text("utf-8")
        assert f"{{% label number %}}{words[locale]} {SEED}{{% endlabel %}}" in text
    assert {path.name for path in folder.rglob("*")} == {"templates", "notes.toml", *(f"{x}.html" for x in LOCALES)}


def test_with_both_facts_a_batch_could_start(tmp_path: Path) -> None:
    create_workspace(tmp_path / "shop", company="Example Shop", live_since="2018-12")
    NoteRenderer(Workspace.open(tmp_path / "shop"), now=NOW).preflight()


def test_without_facts_it_succeeds_and_a_batch_does_not_start(tmp_path: Path) -> None:
    create_workspace(tmp_path / "shop")
    workspace = Workspace.open(tmp_path / "shop")
    assert (workspace.settings.company.name, workspace.settings.company.live_since) == (None, None)
    with pytest.raises(SettingsError, match=r"company\.name and company\.live_since are not set"):
        NoteRenderer(workspace, now=NOW).preflight()


def test_the_examples_in_the_settings_are_settings(tmp_path: Path) -> None:
    """Every commented line works when its # is taken away."""
    create_workspace(tmp_path / "shop", company="Example Shop", live_since="2018-12")
    path = tmp_path / "shop" / "notes.toml"
    lines = path.read_text("utf-8").split("\n")
    examples = [
        line.removeprefix("# ") if line.startswith("# ") and (" = " in line or line.startswith("# [")) else line
        for line in lines
    ]
    assert len([1 for old, new in zip(lines, examples, strict=True) if old != new]) > 15
    path.write_text("\n".join(line for line in examples if not line.startswith("# ")), "utf-8")
    workspace = Workspace.open(tmp_path / "shop")
    assert workspace.settings.company.country == "DE"
    assert workspace.settings.notes.rules[0].locale == "fr"
    assert workspace.settings.markets.sub_sources == {"Back Market FR": "fr-fr"}
    assert workspace.orders.columns == {"My order number": "Channel reference"}


@pytest.mark.parametrize(
    "name",
    [
        'The "Best" Shop',
        "Back\\slash \\n \\u0041",
        "O'Neil & Söhne <GmbH>",
        "two\nlines\tand a tab",
        "Магазин Αθήνα 店 😀",
        "{name} {live_since} {0}",
        '"""',
        "a\x00b\x7f\u2028\u202ec",
        "# not a comment",
    ],
)
def test_any_company_name_comes_back_from_the_file(tmp_path: Path, name: str) -> None:
    create_workspace(tmp_path / "shop", company=name, live_since="2018-12")
    assert Workspace.open(tmp_path / "shop").settings.company.name == name
    assert Workspace.open(tmp_path / "shop").settings.company.live_since == "2018-12"


@settings(max_examples=100)
@given(st.text(min_size=1, max_size=100))
def test_the_settings_text_holds_any_name(tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    company = Company(name=name)
    path = tmp_path_factory.mktemp("settings") / "notes.toml"
    path.write_bytes(_settings_text(company).encode())
    assert SettingsFile(path).data["company"].get("name", "") == company.name


@pytest.mark.parametrize("empty", [None, "", "   "])
def test_an_empty_name_is_left_for_later(tmp_path: Path, empty: str | None) -> None:
    create_workspace(tmp_path / "shop", company=empty)
    text = (tmp_path / "shop" / "notes.toml").read_text()
    assert '\n# name = "Example Shop"\n# live_since = "2018-12"\n' in text


def test_a_name_that_is_half_a_character_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="--company"):
        create_workspace(tmp_path / "shop", company="caf\udce9")
    assert not (tmp_path / "shop").exists()


@pytest.mark.parametrize("month", ["2018-13", "13/2018", "Decembrish 2018", "2018"])
def test_a_bad_month_is_refused_and_nothing_is_written(tmp_path: Path, month: str) -> None:
    with pytest.raises(SettingsError, match=r"--live-since: .* is not a month") as caught:
        create_workspace(tmp_path / "shop", live_since=month)
    assert "--live-since 2018-12" in (caught.value.hint or "")
    assert not (tmp_path / "shop").exists()


def test_a_workspace_is_never_overwritten(tmp_path: Path) -> None:
    create_workspace(tmp_path / "shop", company="First")
    before = {path: path.read_bytes() for path in (tmp_path / "shop").rglob("*") if path.is_file()}
    with pytest.raises(WorkspaceError, match="is a workspace already"):
        create_workspace(tmp_path / "shop", company="Second")
    assert {path: path.read_bytes() for path in (tmp_path / "shop").rglob("*") if path.is_file()} == before


def test_a_creation_that_was_cut_off_can_be_run_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from notes_engine.notes import create

    folder = tmp_path / "shop"
    done: list[Path] = []

    def cut_off(target: Path, content: bytes) -> None:
        if len(done) == 3:
            raise KeyboardInterrupt
        write_whole(target, content)
        done.append(target)

    monkeypatch.setattr(create, "write_whole", cut_off)
    with pytest.raises(KeyboardInterrupt):
        create_workspace(folder)
    monkeypatch.undo()
    done[0].write_text("edited meanwhile")
    written = create_workspace(folder, company="Example Shop")
    assert [path.name for path in written] == ["es.html", "en.html", "notes.toml"]
    assert done[0].read_text() == "edited meanwhile"
    assert Workspace.open(folder).settings.company.name == "Example Shop"


def test_a_full_disk_leaves_no_half_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(WorkspaceError, match="No space left on device"):
        create_workspace(tmp_path / "shop")
    assert [path for path in (tmp_path / "shop").rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("name", ["file", "file/inside"])
def test_where_no_folder_can_be_is_an_error(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(WorkspaceError, match="cannot create a workspace in") as caught:
        create_workspace(tmp_path / name)
    assert caught.value.hint == "choose a folder you may write to"


def test_other_files_in_the_folder_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "fr.html").write_text("mine")
    (tmp_path / "orders.csv").write_text("a,b")
    create_workspace(tmp_path)
    assert (tmp_path / "templates" / "fr.html").read_text() == "mine"
    assert (tmp_path / "templates" / "de.html").read_bytes() == (asset_root("templates") / "de.html").read_bytes()
    assert (tmp_path / "orders.csv").read_text() == "a,b"


def test_files_can_be_read_by_others_on_the_machine(tmp_path: Path) -> None:
    written = create_workspace(tmp_path / "shop")
    assert {path.stat().st_mode & 0o777 for path in written} == {0o644}


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("2018-12", "2018-12"),
        ("2018/12", "2018-12"),
        ("2018.1", "2018-01"),
        ("12/2018", "2018-12"),
        ("1.2018", "2018-01"),
        (" 12 - 2018 ", "2018-12"),
        ("December 2018", "2018-12"),
        ("dec 2018", "2018-12"),
        ("Dec., 2018", "2018-12"),
        ("2018 MARS", "2018-03"),
        ("décembre 2018", "2018-12"),
        ("März 2019", "2019-03"),
        ("gennaio 2020", "2020-01"),
        ("agosto 2020", "2020-08"),
    ],
)
def test_a_month_written_plainly_is_read(text: str, month: str) -> None:
    assert plain_month(text) == month


@pytest.mark.parametrize("text", ["", "2018", "2018-13", "00/2018", "12/18", "1/12/2018", "Dezembur 2018", "٣/2018"])
def test_what_is_no_month_or_could_be_two_is_left_as_it_is(text: str) -> None:
    assert plain_month(text) == text


def test_no_name_of_a_month_means_two_months() -> None:
    names: dict[str, set[int]] = {}
    for locale in LOCALES:
        for width in ("wide", "abbreviated"):
            for number, name in get_month_names(width, locale=locale).items():
                names.setdefault(name.rstrip(".").casefold(), set()).add(number)
    assert {name: numbers for name, numbers in names.items() if len(numbers) > 1} == {}

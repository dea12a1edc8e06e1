"""notes.toml read: every mistake at its line and column, with what to do."""

from __future__ import annotations

import tomllib
import unicodedata
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notes_engine.errors import Place, SettingsError
from notes_engine.notes import Workspace
from notes_engine.notes.settings import TABLES, NotesSettings
from notes_engine.notes.toml import SettingsFile, quoted

if TYPE_CHECKING:
    from pathlib import Path


def refused(folder: Path, text: str | bytes) -> SettingsError:
    (folder / "notes.toml").write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(SettingsError) as caught:
        Workspace.open(folder)
    return caught.value


def where(error: SettingsError) -> tuple[int | None, int | None]:
    assert error.place is not None
    assert error.place.file.endswith("notes.toml")
    return error.place.line, error.place.column


@pytest.mark.parametrize(
    ("text", "what", "place", "hint"),
    [
        ("[company]\nnam = 'x'", "unknown setting 'company.nam'", (2, 1), "did you mean 'name'?"),
        ("[company]\n\n  livesince = '2018-12'", "unknown setting 'company.livesince'", (3, 3), "live_since"),
        ("[orders]\nprefx = 'bm-'", "unknown setting 'orders.prefx'", (2, 1), "did you mean 'prefix'?"),
        ("[notes.fr]\nwindw = 'none'", "unknown setting 'notes.fr.windw'", (2, 1), "did you mean 'window'?"),
        ("[notes]\nfr.windw = 'none'", "unknown setting 'notes.fr.windw'", (2, 1), "did you mean 'window'?"),
        ("[terms.fr]\nwarranty = 12", "unknown setting 'terms.fr.warranty'", (2, 1), "did you mean 'warranty_months'?"),
        ("[markets]\nzebra = 1", "unknown setting 'markets.zebra'", (2, 1), "docs/settings.md"),
        ("[markets.subsources]\n'A' = 'fr-fr'", "unknown setting 'markets.subsources'", (1, 2), "'sub_sources'"),
        (
            "[[notes.rules]]\nlocale = 'fr'\n\n[[notes.rules]] # two\nlocal = 'de'",
            "unknown setting 'notes.rules.1.local'",
            (5, 1),
            "did you mean 'locale'?",
        ),
    ],
)
def test_an_unknown_key_is_an_error_at_its_place(
    tmp_path: Path, text: str, what: str, place: tuple[int, int], hint: str
) -> None:
    error = refused(tmp_path, text)
    assert error.what == what
    assert where(error) == place
    assert hint in (error.hint or "")


@pytest.mark.parametrize(
    ("text", "what", "place"),
    [
        ("[company]\nname = 5", "company.name: should be a text in quotes", (2, 1)),
        ("[company]\naddress = 'x'", "company.address: should be a list in square brackets", (2, 1)),
        ("[company]\naddress = ['x', 5]", "company.address.1: should be a text in quotes", (2, 1)),
        ("[notes]\nfr = 5", "notes.fr: should be a table", (2, 1)),
        ("[markets]\nsub_sources = 5", "markets.sub_sources: should be a table", (2, 1)),
        ("[orders]\nallow = 'unpaid'", "orders.allow: should be a list in square brackets", (2, 1)),
        ("[terms.xx]\nwarranty_months = 1", "terms.xx: 'xx' is neither a language", (1, 2)),
        ("[markets.sub_sources]\n\"Back Market FR\" = 'fr-xx'", "markets.sub_sources.Back Market FR: ", (2, 1)),
        ('[markets.sub_sources]\n"A\\"b" = \'fr-xx\'', 'markets.sub_sources.A"b: ', (2, 1)),
        ("[[notes.rules]]\nlocale='fr'\n[[notes.rules]]\nwhen = ''", "notes.rules.1.locale: field required", (3, 3)),
        ("[markets]\n# none\n[company]\nlive_since = '2018'", "company.live_since: '2018' is not a month", (4, 1)),
    ],
)
def test_a_value_that_is_not_allowed_is_an_error_at_its_key(
    tmp_path: Path, text: str, what: str, place: tuple[int, int]
) -> None:
    error = refused(tmp_path, text)
    assert error.what.startswith(what)
    assert where(error) == place


def test_the_source_line_is_drawn_under_the_error(tmp_path: Path) -> None:
    drawn = str(refused(tmp_path, "[company]\nnam = 'x'")).splitlines()
    assert drawn[1:] == ["  |", "2 | nam = 'x'", "  | ^^^", "hint: did you mean 'name'?"]


@pytest.mark.parametrize(
    ("text", "line"),
    [("[company\nname = 'x'", 1), ("[company]\nname = x", 2), ("[company]\nname = 'x", 2), ("a = [1,\n2", 2)],
)
def test_what_is_not_toml_is_an_error_with_its_line(tmp_path: Path, text: str, line: int) -> None:
    error = refused(tmp_path, text)
    assert error.what.startswith("this is not valid TOML: ")
    assert where(error)[0] == line


@pytest.mark.parametrize("text", ["a = " + "[" * 5000, "[company]\nname = " + "9" * 5000])
def test_values_that_would_break_the_reader_are_an_error_too(tmp_path: Path, text: str) -> None:
    assert "far too large" in refused(tmp_path, text).what


@pytest.mark.parametrize(
    ("text", "what", "hint"),
    [
        ("name = 'Shop'", "the setting 'name' stands outside any table", "put it under [company]"),
        ("prefix = 'bm-'", "the setting 'prefix' stands outside any table", "put it under [orders]"),
        ("colour = 'red'", "the setting 'colour' stands outside any table", "every setting stands in a table"),
        ("company = 'Shop'", "'company' is a table", "write [company] on a line of its own"),
        ("[[orders]]\nprefix = ''", "'orders' is a table", "write [orders] on a line of its own"),
    ],
)
def test_a_setting_outside_its_table_is_told_where_it_belongs(tmp_path: Path, text: str, what: str, hint: str) -> None:
    error = refused(tmp_path, text)
    assert error.what == what
    assert hint in (error.hint or "")
    assert where(error)[0] == 1


def test_other_rooms_tables_are_not_looked_at(tmp_path: Path) -> None:
    text = "[channels.eu]\nnonsense = [[1], {}]\n[preview]\nport = 'x'\n[company]\nname = 'Shop'"
    (tmp_path / "notes.toml").write_text(text)
    assert Workspace.open(tmp_path).settings.company.name == "Shop"


def test_windows_files_with_a_byte_order_mark_are_read(tmp_path: Path) -> None:
    (tmp_path / "notes.toml").write_bytes('\ufeff[company]\r\nname = "Boutique d’été"\r\n'.encode())
    assert Workspace.open(tmp_path).settings.company.name == "Boutique d’été"


def test_in_windows_files_places_are_true(tmp_path: Path) -> None:
    error = refused(tmp_path, "\ufeff[company]\r\nname = 'x'\r\nnam = 'y'\r\n")
    assert where(error) == (3, 1)
    assert error.place
    assert error.place.source == "nam = 'y'"


@pytest.mark.parametrize(
    ("content", "line"), [(b"[company]\nname = '\xe9t\xe9'\n", 2), ("[company]\n".encode("utf-16"), 1)]
)
def test_a_file_that_is_not_utf8_is_an_error(tmp_path: Path, content: bytes, line: int) -> None:
    error = refused(tmp_path, content)
    assert error.what == "the settings are not UTF-8 text"
    assert where(error)[0] == line
    assert "UTF-8" in (error.hint or "")


def test_a_file_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"cannot read .*: Is a directory"):
        SettingsFile(tmp_path)


def test_an_error_can_call_the_file_by_another_name(tmp_path: Path) -> None:
    path = tmp_path / "notes.toml"
    path.write_text("[company]\nname = 'x'")
    assert SettingsFile(path, "my notes.toml").find(["company", "name"]).file == "my notes.toml"


@pytest.mark.parametrize(
    ("path", "place"),
    [
        (["company", "name"], (2, 1)),
        (["company", "logo"], (1, 2)),
        (["company"], (1, 2)),
        (["orders", "columns", "My. no"], (11, 3)),
        (["markets", "sub_sources", "a.b"], (6, 1)),
        (["markets", "sub_sources"], (5, 3)),
        (["markets", "time_zone"], (8, 1)),
        (["nothing"], (None, None)),
    ],
)
def test_finding_a_key(tmp_path: Path, path: list[str], place: tuple[int | None, int | None]) -> None:
    text = """[company]
name = "x"
text = '''
"key\\q" = here'''
[ markets."sub_sources" ]
"a.b" = "fr-fr"
[markets]  # again
time_zone = "UTC"
[orders]
[orders.columns]
  "My. no" = "Order Id"
"""
    file = tmp_path / "notes.toml"
    file.write_text(text)
    found = SettingsFile(file).find(path)
    assert (found.line, found.column) == place


def test_a_line_that_does_not_exist_has_a_place_without_a_source(tmp_path: Path) -> None:
    path = tmp_path / "notes.toml"
    path.write_text("[company]")
    assert SettingsFile(path).place(7) == Place(str(path), 7, 1, 1, None)


@settings(max_examples=100)
@given(st.text())
def test_a_quoted_text_is_the_same_text_in_toml(text: str) -> None:
    written = quoted(text)
    assert tomllib.loads(f"{written} = {written}") == {text: text}
    assert not {unicodedata.category(char) for char in written} & {"Cc", "Cf", "Zl", "Zp"}


def test_quoting_hides_what_would_rearrange_a_terminal() -> None:
    assert quoted('a"b\\c\nd\u202e\U000e0001') == '"a\\"b\\\\c\\nd\\u202E\\U000E0001"'
    assert quoted("half \ud800") == '"half \ufffd"'


# What stands twice, and what is none of those there are


@pytest.mark.parametrize(
    ("text", "what", "line", "column"),
    [
        ("[a.b]\nx = 1\n\n[a.b]\ny = 2\n", "the table [a.b] stands twice, first at line 1", 4, 2),
        ('[a."b"]\n[c]\n [ a . b ] # again\n', "the table [a . b] stands twice, first at line 1", 3, 4),
        ("[[a]]\nx = 1\n[a]\ny = 2\n", "the table [a] stands twice, first at line 1", 3, 2),
        ("[a]\nx = 1\n[b]\nx = 1\nx = 2\n", "the setting 'x' stands twice, first at line 4", 5, 1),
        ("[a]\nx = 1\n'x' = 2\n", "the setting \"'x'\" stands twice, first at line 2", 3, 1),
    ],
)
def test_what_stands_twice_is_told_with_the_first(tmp_path: Path, text: str, what: str, line: int, column: int) -> None:
    path = tmp_path / "notes.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(SettingsError) as caught:
        SettingsFile(path)
    assert caught.value.what == what
    assert caught.value.place
    assert (caught.value.place.line, caught.value.place.column) == (line, column)
    assert caught.value.hint


@pytest.mark.parametrize("text", ["[a]\nb = 1\n[a.b]\n", "a = {}\na.b = 1\n", "[a]\nx = 1\n[a.x.y]\n"])
def test_what_is_there_in_another_form_is_told_as_it_is(tmp_path: Path, text: str) -> None:
    path = tmp_path / "notes.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(SettingsError, match="this is not valid TOML: Cannot") as caught:
        SettingsFile(path)
    assert caught.value.hint == "the table or the setting is there already: keep one of the two"


@pytest.mark.parametrize(
    ("text", "what", "hint"),
    [
        (
            "[terms.frr]\n",
            "terms.frr: 'frr' is neither a language nor a market",
            "did you mean 'fr'? there are fr, de, it,",
        ),
        ("[terms.xx]\n", "terms.xx: 'xx' is neither a language nor a market", "there are fr, de, it, es, en, fr-fr,"),
        (
            "[markets.sub_sources]\na = 'fr-fx'\n",
            "markets.sub_sources.a: 'fr-fx' is not a market",
            "did you mean 'fr-fr'? ",
        ),
        ("[[notes.rules]]\nlocale = 'frr'\n", "notes.rules.0.locale: should be 'fr', 'de',", "did you mean 'fr'? "),
        ("[terms.fr]\nwarranty_months = 0\n", "terms.fr.warranty_months: should be greater than", "docs/settings.md"),
        ("[company]\nname = 1\n", "company.name: should be a text in quotes", "docs/settings.md"),
    ],
)
def test_a_value_that_is_none_of_those_there_are(tmp_path: Path, text: str, what: str, hint: str) -> None:
    path = tmp_path / "notes.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(SettingsError) as caught:
        SettingsFile(path).load(NotesSettings, TABLES)
    assert caught.value.what.startswith(what)
    assert (caught.value.hint or "").startswith(hint)

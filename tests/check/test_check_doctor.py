"""The doctor: what this machine lacks, and how to mend it."""

from __future__ import annotations

import ctypes
import subprocess
import sys
from importlib.metadata import PackageNotFoundError
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfoNotFoundError

import pytest

from notes_engine.check import doctor
from notes_engine.check.doctor import Diagnosis, examine
from notes_engine.errors import CatalogError, SettingsError
from notes_engine.notes.catalogs import load_catalog
from tests.notes.example_shop import FACTS

if TYPE_CHECKING:
    from pathlib import Path

    from notes_engine.notes import Workspace
    from tests.notes.example_shop import Shop


def ill(find: Any = lambda: None) -> list[Diagnosis]:
    return [diagnosis for diagnosis in examine(find) if not diagnosis.well]


def test_this_machine_is_well(shop: Shop) -> None:
    diagnoses = list(examine(shop.open))
    assert [diagnosis for diagnosis in diagnoses if not diagnosis.well] == []
    assert {diagnosis.name for diagnosis in diagnoses} >= {
        "python",
        "libpango-1.0.so.0",
        "libharfbuzz-subset.so.0",
        "weasyprint",
        "fonts",
        *(f"catalog {locale}" for locale in ("fr", "de", "it", "es", "en")),
        "time zones",
        "workspace",
    }


def test_outside_a_workspace_the_machine_alone_is_looked_at() -> None:
    assert "workspace" not in {diagnosis.name for diagnosis in examine(lambda: None)}


@pytest.mark.parametrize(
    ("library", "package", "slow"),
    [
        ("libpango-1.0.so.0", "libpango-1.0-0", False),
        ("libpangoft2-1.0.so.0", "libpangoft2-1.0-0", False),
        ("libharfbuzz-subset.so.0", "libharfbuzz-subset0", True),
    ],
)
def test_a_library_that_is_missing(monkeypatch: pytest.MonkeyPatch, library: str, package: str, slow: bool) -> None:
    real = ctypes.CDLL

    def load(name: str, *rest: Any) -> Any:
        if name == library:
            raise OSError("cannot open shared object file")
        return real(name, *rest)

    monkeypatch.setattr(ctypes, "CDLL", load)
    (diagnosis,) = ill()
    assert diagnosis.name == library
    assert diagnosis.what.startswith(f"{library} is missing")
    assert ("eight times" in diagnosis.what) is slow
    assert diagnosis.mend == f"sudo apt-get install {package}"


def test_the_doctor_works_where_weasyprint_cannot_be_loaded() -> None:
    """Without Pango, importing WeasyPrint fails: the doctor must not need it."""
    program = (
        "import sys; sys.modules['weasyprint'] = None\n"
        "from notes_engine.check.doctor import examine\n"
        "print(all(found.well for found in examine(lambda: None)))"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (ran.stdout, ran.stderr) == ("True\n", "")


def test_another_weasyprint_than_the_one_it_is_made_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "version", lambda _: "1.0")
    (diagnosis,) = ill()
    assert diagnosis.what.startswith("WeasyPrint 1.0, but notes-engine is made for ")
    assert diagnosis.mend.startswith("pip install weasyprint==")


def test_no_weasyprint(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(_: str) -> str:
        raise PackageNotFoundError

    monkeypatch.setattr(doctor, "version", missing)
    assert [(found.name, found.what) for found in ill()] == [("weasyprint", "WeasyPrint is missing")]


def test_a_font_that_lacks_characters_or_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "missing_characters", lambda _: {"ß", "Ω"})
    assert [found.what for found in ill()] == ["the font lacks ß Ω"]

    def broken(_: str) -> set[str]:
        raise FileNotFoundError("the font package is missing")

    monkeypatch.setattr(doctor, "missing_characters", broken)
    assert [found.what for found in ill()] == ["the font cannot be read: the font package is missing"]


def test_a_package_catalog_that_is_damaged_or_incomplete(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for locale in ("fr", "de", "it", "es", "en"):
        path = tmp_path / locale / "LC_MESSAGES" / "notes.po"
        path.parent.mkdir(parents=True)
        path.write_text('msgid "Total"\nmsgstr "x"\n\nmsgid "Items"\nmsgstr "y"\n')
    (tmp_path / "de/LC_MESSAGES/notes.po").write_text('msgid "Total"\nmsgstr ""\n\nmsgid "Items"\nmsgstr "y"\n')
    (tmp_path / "fr/LC_MESSAGES/notes.po").write_text('msgid "Total"\nmsgstr "')
    monkeypatch.setattr(doctor, "asset_root", lambda _: tmp_path)
    assert [(found.name, found.what, found.mend) for found in ill()] == [
        ("catalog fr", "this is not a valid message catalog", "install notes-engine again"),
        ("catalog de", "1 text, 1 missing or fuzzy", "install notes-engine again"),
    ]


def test_no_time_zones(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(_: str) -> None:
        raise ZoneInfoNotFoundError

    monkeypatch.setattr(doctor, "ZoneInfo", none)
    assert [found.mend for found in ill()] == ["pip install tzdata"]


def test_settings_that_cannot_be_read_are_told_with_their_place(shop: Shop) -> None:
    shop.settings("[company]\nnam = 'x'")
    (diagnosis,) = ill(shop.open)
    assert diagnosis.name == "workspace"
    assert diagnosis.what == f"{shop.root}/notes.toml:2:1: unknown setting 'company.nam'"
    assert diagnosis.mend == "did you mean 'name'?"


def test_an_error_without_a_place(shop: Shop) -> None:
    def find() -> Workspace:
        raise SettingsError("no")

    assert [(found.what, found.mend) for found in ill(find)] == [("no", "")]


def test_the_workspaces_own_catalogs(shop: Shop) -> None:
    shop.catalog('msgid "Total"\nmsgstr "Somme"\n')
    path = shop.catalog('msgid "Total"\nmsgstr "Summe\n', "de")
    diagnoses = {diagnosis.name: diagnosis for diagnosis in examine(shop.open)}
    assert diagnoses["your catalog fr"].well
    assert not diagnoses["your catalog de"].well
    assert diagnoses["your catalog de"].what == f"{path}:2:1: this is not a valid message catalog"
    assert "your catalog it" not in diagnoses


def test_a_catalog_error_without_a_place(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    shop.catalog('msgid "Total"\nmsgstr "Somme"\n')
    workspace = shop.open()

    def fails(roots: Any, locale: str) -> Any:
        if len(roots) > 1:
            raise CatalogError("bad rule")
        return load_catalog(roots, locale)

    monkeypatch.setattr(doctor, "load_catalog", fails)
    assert [found.what for found in ill(lambda: workspace)] == ["bad rule"]


def test_a_diagnosis_for_machines() -> None:
    assert Diagnosis("fonts", False, "missing", "mend it").as_dict() == {
        "name": "fonts",
        "ok": False,
        "what": "missing",
        "mend": "mend it",
    }


@pytest.mark.parametrize(
    ("settings", "name", "what"),
    [
        ('[company]\nname = "YOUR COMPANY NAME"\nlive_since = "2018-12"', "company", "company.name is not set"),
        ('[company]\nlive_since = "2018-12"', "company", "company.name is not set"),
        ("", "company", "company.name and company.live_since are not set"),
        (FACTS + 'phone = "YOUR COMPANY NAME"', "settings", "'YOUR COMPANY NAME' is typed here"),
    ],
)
def test_settings_that_print_nothing_are_not_well(shop: Shop, settings: str, name: str, what: str) -> None:
    shop.settings(settings)
    (diagnosis,) = ill(shop.open)
    assert diagnosis.name == name
    assert what in diagnosis.what
    assert "notes.toml" in diagnosis.what
    assert diagnosis.mend


def test_a_full_temporary_folder_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def full() -> None:
        raise OSError(28, "No space left on device", "/full/tmp1")

    monkeypatch.setattr("tempfile.TemporaryFile", full)
    (diagnosis,) = ill()
    assert (diagnosis.name, diagnosis.what) == ("temporary folder", "/full/tmp1: No space left on device")
    assert "TMPDIR=" in diagnosis.mend

"""The doctor: is this machine able to print, and if not, how to mend it."""

from __future__ import annotations

import ctypes
import sys
import tempfile
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from notes_engine.assets import asset_root
from notes_engine.errors import NotesError, shown_path
from notes_engine.notes import LOCALES
from notes_engine.notes.catalogs import catalog_path, load_catalog
from notes_engine.notes.company import missing_facts, unset_facts
from notes_engine.notes.literals import literals_of_settings
from notes_engine.notes.placeholders import LITERALS
from notes_engine.notes.po_file import read_catalog
from notes_engine.pdf.fonts import missing_characters
from notes_engine.wording import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from notes_engine.notes import Workspace

_LIBRARIES = {
    # What WeasyPrint loads, and Debian's package of it.
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libfontconfig.so.1": "libfontconfig1",
    "libharfbuzz.so.0": "libharfbuzz0b",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
}
_TEMPORARY_BYTES = 4 << 20
"""What fonts and one long export need, about."""
_MUST_COVER = "AZaz09 àâçéèêëîïôûùœÀÉ äöüßÄÖÜ ìòù áíñóúÁ¡¿ ąćęłńóśźż őű ČŠŽ Αα Ωω άέή Жж Яя €£ «»„“”’–—… °º№"


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One thing that was looked at: what, whether it is well, and how to mend it."""

    name: str
    well: bool
    what: str
    mend: str = ""

    def as_dict(self) -> dict[str, str | bool]:
        """Return the diagnosis for JSON."""
        return {"name": self.name, "ok": self.well, "what": self.what, "mend": self.mend}


def examine(find_workspace: Callable[[], Workspace | None]) -> Iterator[Diagnosis]:
    """Yield a diagnosis of each part: Python, libraries, packages, fonts, catalogs, time zones, the workspace.

    `find_workspace` returns the workspace to look at, or None; what it raises becomes a diagnosis.
    """
    here = ".".join(str(part) for part in sys.version_info[:3])
    yield Diagnosis("python", sys.version_info >= (3, 11), f"Python {here}", "install Python 3.11 or newer")
    for library, package in _LIBRARIES.items():
        yield _library(library, package)
    yield _weasyprint()
    yield _fonts()
    for locale in LOCALES:
        yield _catalog(locale)
    yield _zones()
    yield _temporary_folder()
    try:
        workspace = find_workspace()
    except NotesError as error:
        where = f"{error.place}: " if error.place else ""
        yield Diagnosis("workspace", False, f"{where}{error.what}", error.hint or "")
    else:
        if workspace is not None:
            yield Diagnosis("workspace", True, f"{shown_path(workspace.root)}: the settings can be read")
            yield from _facts(workspace)
            yield from _own_catalogs(workspace)


def _library(library: str, package: str) -> Diagnosis:
    try:
        ctypes.CDLL(library)
    except OSError:
        slow = " (pages take eight times longer without it)" if "subset" in library else ""
        return Diagnosis(library, False, f"{library} is missing{slow}", f"sudo apt-get install {package}")
    return Diagnosis(library, True, "found")


def _weasyprint() -> Diagnosis:
    try:
        installed = version("weasyprint")
    except PackageNotFoundError:
        return Diagnosis("weasyprint", False, "WeasyPrint is missing", "install notes-engine again")
    pinned = next(
        (
            line.split("==")[1].split(";")[0].strip()
            for line in requires("notes-engine") or ()
            if line.startswith("weasyprint==")
        ),
        installed,
    )
    same = installed == pinned
    what = f"WeasyPrint {installed}" + ("" if same else f", but notes-engine is made for {pinned}")
    return Diagnosis("weasyprint", same, what, "" if same else f"pip install weasyprint=={pinned}")


def _fonts() -> Diagnosis:
    try:
        missing = missing_characters(_MUST_COVER)
    except (NotesError, OSError) as error:
        return Diagnosis(
            "fonts", False, f"the font cannot be read: {error}", "pip install --force-reinstall font-source-sans-pro"
        )
    what = (
        "Source Sans Pro covers Latin, Greek and Cyrillic"
        if not missing
        else f"the font lacks {' '.join(sorted(missing))}"
    )
    return Diagnosis("fonts", not missing, what, "pip install --force-reinstall font-source-sans-pro")


def _catalog(locale: str) -> Diagnosis:
    root = asset_root("locales")
    try:
        catalog = read_catalog(catalog_path(root, locale), locale)
        texts = load_catalog((root,), locale)
    except NotesError as error:
        return Diagnosis(f"catalog {locale}", False, error.what, "install notes-engine again")
    missing = sum(1 for message in catalog if message.id) - len(texts.messages)
    what = counted(len(texts.messages), "text") + (f", {missing} missing or fuzzy" if missing else "")
    return Diagnosis(f"catalog {locale}", missing == 0, what, "install notes-engine again")


def _facts(workspace: Workspace) -> Iterator[Diagnosis]:
    """Yield what keeps the settings from printing: facts that are not filled in."""
    missing = missing_facts(workspace.settings.company)
    if missing:
        error = unset_facts(workspace)
        yield Diagnosis("company", False, f"{error.place}: {error.what}", error.hint or "")
    for typed in literals_of_settings(workspace):
        if typed.name not in missing:
            what = f"{typed.place}: the placeholder text {LITERALS[typed.name][:24]!r} is typed here"
            yield Diagnosis("settings", False, what, "replace it with your own")
    if not missing:
        yield Diagnosis("company", True, "the name and the month are set")


def _own_catalogs(workspace: Workspace) -> Iterator[Diagnosis]:
    for locale in LOCALES:
        path = catalog_path(workspace.root / "locales", locale)
        if path.is_file():
            try:
                load_catalog(workspace.locale_roots, locale)
            except NotesError as error:
                where = f"{error.place}: " if error.place else ""
                yield Diagnosis(f"your catalog {locale}", False, f"{where}{error.what}", error.hint or "")
            else:
                yield Diagnosis(f"your catalog {locale}", True, f"{shown_path(path)} can be read")


def _temporary_folder() -> Diagnosis:
    try:
        folder = tempfile.gettempdir()
        with tempfile.TemporaryFile() as file:
            file.write(b"\0" * _TEMPORARY_BYTES)
            file.flush()
    except OSError as error:
        what = f"{error.filename or tempfile.tempdir or 'the temporary folder'}: {error.strerror or error}"
        return Diagnosis("temporary folder", False, what, "make room there, or name another folder: TMPDIR=/var/tmp")
    return Diagnosis("temporary folder", True, f"{folder} can be written to")


def _zones() -> Diagnosis:
    try:
        ZoneInfo("Europe/Paris")
    except ZoneInfoNotFoundError:
        return Diagnosis("time zones", False, "no time zone data", "pip install tzdata")
    return Diagnosis("time zones", True, "found")

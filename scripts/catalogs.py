"""Extract the texts of the templates and update every locales/*/LC_MESSAGES/notes.po.

New texts are added empty, texts no longer used are dropped, translations are kept. `--check` changes nothing and exits
with 1 when a catalog is out of step, has an empty entry or a fuzzy one.
"""

from __future__ import annotations

import argparse
import io
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
LOCALES = ("de", "en", "es", "fr", "it")
METHODS = [("templates/**.html", "jinja2"), ("notes_engine/notes/**.py", "python")]
OPTIONS = {
    "templates/**.html": {
        "extensions": "notes_engine.notes.label_tag.LabelTag",
        "trim_blocks": "true",
        "lstrip_blocks": "true",
        "silent": "false",
        "newstyle_gettext": "true",
    }
}


def extracted() -> Catalog:
    """Return the texts that the templates and the notes room use."""
    catalog = Catalog()
    for file, line, message, _comments, context in extract_from_dir(ROOT, METHODS, OPTIONS, keywords=DEFAULT_KEYWORDS):
        text = message if isinstance(message, str) else tuple(message)
        catalog.add(text, None, [(file, line)], context=context)
    return catalog


def updated(path: Path, locale: str, template: Catalog) -> str:
    """Return the catalog file as it should be."""
    catalog = Catalog(locale=locale)
    if path.is_file():
        with path.open("rb") as file:
            catalog = read_po(file, locale=locale)
    catalog.update(template, no_fuzzy_matching=True)
    catalog.obsolete.clear()
    catalog.header_comment = (
        f"# The notes' texts in {catalog.locale.english_name}. Our own wording, not approved by any marketplace."
    )
    buffer = io.BytesIO()
    write_po(buffer, catalog, width=110, include_lineno=False, omit_header=True, sort_by_file=True)
    header = (
        f'{catalog.header_comment}\nmsgid ""\nmsgstr ""\n"Language: {locale}\\n"\n'
        f'"Content-Type: text/plain; charset=utf-8\\n"\n"Plural-Forms: {catalog.plural_forms}\\n"\n\n'
    )
    return header + buffer.getvalue().decode("utf-8")


def problems(path: Path, locale: str) -> list[str]:
    """Return what is missing from a catalog file."""
    found = []
    with path.open("rb") as file:
        for message in read_po(file, locale=locale):
            texts = [message.string] if isinstance(message.string, str) else list(message.string or ())
            if message.id and (message.fuzzy or not all(texts)):
                found.append(f"{path}: {'fuzzy' if message.fuzzy else 'missing'}: {message.id!r}")
    return found


def main() -> int:
    """Update the catalogs, or check them; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing; exit 1 when something is to be done")
    check: bool = parser.parse_args().check
    template = extracted()
    status = 0
    for locale in LOCALES:
        path = ROOT / "locales" / locale / "LC_MESSAGES" / "notes.po"
        text = updated(path, locale, template)
        if check and (not path.is_file() or path.read_text("utf-8") != text):
            print(f"{path}: out of step with the templates; run: make catalogs", file=sys.stderr)
            status = 1
        elif not check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        for problem in problems(path, locale) if path.is_file() else ():
            print(problem, file=sys.stderr)
            status = 1
    return status


if __name__ == "__main__":
    sys.exit(main())

"""Safe fixes to the order-number labels: a stray bracket, curly quotes, a prefix that the references do not have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notes_engine.check.findings import Finding
from notes_engine.check.prefixes import mended_prefix
from notes_engine.errors import NotesError, OutputError, Place, shown_path
from notes_engine.formula import find_mistakes
from notes_engine.notes import LOCALES
from notes_engine.notes.label_source import lift_labels, lifted_labels
from notes_engine.notes.toml import SettingsFile
from notes_engine.notes.toml_edit import with_text
from notes_engine.whole_files import write_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence
    from pathlib import Path

    from notes_engine.notes import Locale, Workspace

_MOST_FIXES = 100


def fix_typing(workspace: Workspace) -> Iterator[Finding]:
    """Mend stray brackets and curly quotes in the labels of the workspace's templates; yield what was mended.

    A label is changed only when it is wrong before and right after.

    Raises:
        OutputError: a template cannot be written.
    """

    def mended(text: str) -> tuple[str, str] | None:
        told: list[str] = []
        for _ in range(_MOST_FIXES):
            # Whether a line loop is around the label is not known here; the line scope knows the order's tags too.
            mistakes = find_mistakes(text, scope="line", extended=workspace.orders.extended)
            if not mistakes:
                return (text, "; ".join(dict.fromkeys(told))) if told else None
            mistake = next((mistake for mistake in mistakes if mistake.fix is not None), None)
            if mistake is None or mistake.fix is None:
                return None
            span = mistake.fix.span
            told.append(mistake.what)
            text = text[: span.start] + mistake.fix.text + text[span.end :]
        return None

    folder = workspace.root / "templates"
    for path in sorted(folder.rglob("*.html")):
        yield from _rewrite(path, path, path.relative_to(folder).as_posix(), mended)


def fix_prefix(
    workspace: Workspace, locale: Locale, prefixes: Collection[str], examples: Sequence[str] = ()
) -> Iterator[Finding]:
    """Put the one prefix that the references have into the labels of the locale's template; yield what was changed.

    `examples` are references with this prefix, on which the change is tried.

    What is safe is told in `prefixes.mended_prefix`. The package's template is copied into the workspace first.

    Raises:
        OutputError: the template cannot be written.
    """
    name = f"{locale}.html"
    source = workspace.find_template(name)
    if source is not None:
        yield from _rewrite(
            source,
            workspace.root / "templates" / name,
            name,
            lambda text: mended_prefix(text, prefixes, workspace.orders.extended, examples),
        )


def fix_setting(workspace: Workspace, prefix: str) -> Iterator[Finding]:
    """Write the prefix under `[orders]` in notes.toml, comments kept; yield what was changed.

    Raises:
        OutputError: notes.toml cannot be written.
    """
    path = workspace.file.path
    source = path.read_bytes().decode("utf-8")
    mark = "\ufeff" if source.startswith("\ufeff") else ""
    edited = with_text(source.removeprefix(mark), "orders", "prefix", prefix)
    if edited is None:
        return  # the check reports it as it was
    _write(path, mark + edited)
    place = SettingsFile(path, workspace.file.name).find(["orders", "prefix"])
    was = workspace.orders.prefix
    yield Finding("fixed", f"[orders] prefix {was!r} replaced by {prefix!r}", place=place)


def _rewrite(
    source_file: Path, target: Path, name: str, mended: Callable[[str], tuple[str, str] | None]
) -> Iterator[Finding]:
    """Write the template `source_file` to `target` with its labels mended, all else byte for byte as it was."""
    try:
        source = source_file.read_bytes().decode("utf-8")
        labels = lifted_labels(source, str(source_file))
    except (NotesError, UnicodeDecodeError, OSError):
        return  # the check itself reports what is wrong with the template
    stem = name.removesuffix(".html")
    locale = next((known for known in LOCALES if known == stem), None)
    pieces: list[str] = []
    done = 0
    fixed: list[Finding] = []
    for start, end, label in labels:
        found = mended(label.text)
        if found is None:
            continue
        text, what = found
        pieces += [source[done:start], text]
        done = end
        fixed.append(Finding("fixed", what, "", locale, Place(str(target), label.line, label.column)))
    if not fixed:
        return
    whole = "".join([*pieces, source[done:]])
    try:
        lift_labels(whole, str(target))
    except NotesError:
        return  # a prefix such as {% would end the label
    _write(target, whole)
    yield from fixed


def _write(target: Path, text: str) -> None:
    """Write a mended file whole or not at all, where it really is. Raises OutputError."""
    try:
        target = target.resolve() if target.is_symlink() else target
        target.parent.mkdir(parents=True, exist_ok=True)
        write_whole(target, text.encode("utf-8"))
    except OSError as error:
        raise OutputError(
            f"cannot write {shown_path(target)}: {error.strerror}", hint="check the folder's permissions and the disk"
        ) from None

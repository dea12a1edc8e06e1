"""Safe fixes to the order-number labels: a stray bracket, curly quotes, a prefix that the references do not have."""

from __future__ import annotations

import os
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from notes_engine.check.findings import Finding
from notes_engine.errors import FormulaError, NotesError, OutputError, Place
from notes_engine.formula import compile_label, find_mistakes
from notes_engine.notes.label_source import lifted_labels
from notes_engine.notes.numbers import prefix_texts, prefixes_in

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable, Iterator

    from notes_engine.notes import Locale, Workspace
    from notes_engine.notes.label_source import LabelSource

_MOST_FIXES = 100
_EVAL = re.compile(r"EVAL\s*\{BEGIN\}.*?\{END\}", re.IGNORECASE | re.DOTALL)


def fix_typing(workspace: Workspace, locale: Locale) -> Iterator[Finding]:
    """Mend stray brackets and curly quotes in the labels of the locale's template; yield what was mended.

    A label is changed only when it is wrong before and right after.

    Raises:
        OutputError: the template cannot be written.
    """

    def mended(label: LabelSource) -> tuple[str, str] | None:
        text = label.text
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

    yield from _rewrite(workspace, locale, mended)


def fix_prefix(workspace: Workspace, locale: Locale, prefixes: Counter[str]) -> Iterator[Finding]:
    """Put the one prefix that the references have into the locale's order-number label; yield what was changed.

    One prefix seen: it replaces the formula's in every place. None: the bare tag replaces the formula. Several: nothing
    is changed, because which is right only the seller knows.

    Raises:
        OutputError: the template cannot be written.
    """
    if len(prefixes) != 1:
        return
    prefix = next(iter(prefixes))

    def mended(label: LabelSource) -> tuple[str, str] | None:
        try:
            compiled = compile_label(label.text, scope="line", extended=workspace.orders.extended)
        except FormulaError:
            return None
        wanted = prefixes_in(compiled)
        if "secondaryreference" not in compiled.tags or len(wanted) != 1 or wanted[0] == prefix:
            return None
        if not prefix:
            return _EVAL.sub(
                "[{SecondaryReference}]", label.text
            ), "the references have no prefix: the bare tag is used"
        text = label.text
        for literal in sorted(prefix_texts(compiled.tree), key=lambda node: node.span, reverse=True):
            quote = text[literal.span.start]
            if quote in prefix:
                return None
            text = f"{text[: literal.span.start]}{quote}{prefix}{quote}{text[literal.span.end :]}"
        return text, f"the prefix {wanted[0]!r} replaced by {prefix!r}"

    yield from _rewrite(workspace, locale, mended)


def _rewrite(
    workspace: Workspace, locale: Locale, mended: Callable[[LabelSource], tuple[str, str] | None]
) -> Iterator[Finding]:
    """Rewrite labels of the workspace's own template of `locale`, copying the package's first if there is none."""
    name = f"{locale}.html"
    source_file = workspace.find_template(name)
    if source_file is None:
        return
    try:
        source = source_file.read_bytes().decode("utf-8")
        labels = lifted_labels(source, str(source_file))
    except (NotesError, UnicodeDecodeError, OSError):
        return  # the check itself reports what is wrong with the template
    target = workspace.root / "templates" / name
    pieces: list[str] = []
    done = 0
    fixed: list[Finding] = []
    for start, end, label in labels:
        found = mended(label)
        if found is None:
            continue
        text, what = found
        pieces += [source[done:start], text]
        done = end
        fixed.append(Finding("fixed", what, "", locale, Place(str(target), label.line, label.column)))
    if not fixed:
        return
    _write(target, "".join([*pieces, source[done:]]))
    yield from fixed


def _write(target: Path, text: str) -> None:
    temporary: str | None = None
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        with os.fdopen(handle, "wb") as file:
            file.write(text.encode("utf-8"))
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(target.stat().st_mode & 0o777 if target.exists() else 0o644)
        Path(temporary).replace(target)
    except OSError as error:
        if temporary is not None:
            Path(temporary).unlink(missing_ok=True)
        raise OutputError(
            f"cannot write {target}: {error.strerror}", hint="check the folder's permissions and the disk"
        ) from None

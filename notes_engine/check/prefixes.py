"""The prefix in an order-number label, held against the references that orders really have."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from notes_engine.errors import FormulaError
from notes_engine.formula import Context, Label, compile_label, nodes
from notes_engine.notes.numbers import number_in, prefix_texts, prefixes_in
from notes_engine.notes.sample import sample_order
from notes_engine.orders import TagValues

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

_DIGITS = "205894893"
_MOST_NESTED = 8
"""Prefixes that a proposed formula distinguishes; more are no longer read by anybody. Our decision."""
# The markers around a formula, where its span does not hold them.
_BEGIN = re.compile(r"EVAL\{BEGIN\}\s*\Z", re.IGNORECASE)
_END = re.compile(r"\A\s*\{END\}", re.IGNORECASE)


def prints_number(label: Label, prefix: str, rest: str = "") -> bool:
    """True when the label prints what stands behind the prefix in a reference (by default digits), and it not."""
    rest = rest or _DIGITS
    values = TagValues(sample_order("fr", f"{prefix}{rest}", lines=1))
    try:
        number = number_in(label, values, Context(now=date(2026, 1, 1)))
    except FormulaError:
        return False
    return rest in number and not (prefix and prefix in number)


def fits(label: Label, prefix: str) -> bool:
    """True when the label prints the number of such references, or does not print them at all."""
    return "secondaryreference" not in label.tags or prints_number(label, prefix)


def proposed_formula(prefixes: Collection[str]) -> str | None:
    """Return a formula that strips each of several prefixes; None where there is none that does.

    A reference with none of them prints as it is. Long prefixes are looked for first: `bm-` is also in `bm-fr-`.
    """
    stripped = sorted(filter(None, prefixes), key=lambda prefix: (-len(prefix), prefix))
    quoted = [f"'{prefix}'" if '"' in prefix else f'"{prefix}"' for prefix in stripped]
    if not 1 <= len(stripped) <= _MOST_NESTED or any("'" in prefix and '"' in prefix for prefix in stripped):
        return None
    tag = "[{SecondaryReference}]"
    formula = tag
    for text in reversed(quoted):
        formula = f'IIF[contains[{text},{tag}],Replace[{tag},{text},""],{formula}]'
    source = f"EVAL{{BEGIN}}{formula}{{END}}"
    label = _compiled(source, ())
    return source if label and all(prints_number(label, prefix) for prefix in prefixes) else None


def mended_prefix(
    text: str, prefixes: Collection[str], extended: Iterable[str], examples: Iterable[str] = ()
) -> tuple[str, str] | None:
    """Return the label `text` with the one prefix that the references have, and what was done; None: leave it alone.

    One prefix seen: it replaces the formula's in every place, also where someone changed one of the two places and
    forgot the other. None (the empty prefix): the bare tag replaces the formula. Several: which is right only the
    seller knows. A change that does not print the number, or an example without its prefix, is none.
    """
    label = _compiled(text, extended)
    if label is None or len(prefixes) != 1 or "secondaryreference" not in label.tags:
        return None
    prefix = next(iter(prefixes))
    wanted = prefixes_in(label)
    in_doubt = len(wanted) > 2 or (len(wanted) == 2 and prefix not in wanted)  # noqa: PLR2004  the two places
    if not wanted or wanted == (prefix,) or in_doubt:
        return None
    if prefix:
        edited = _replaced(text, label, prefix)
        what = f"the prefix {' and '.join(repr(old) for old in wanted if old != prefix)} replaced by {prefix!r}"
    else:
        edited = _bare(text, label)
        what = "the references have no prefix: the bare tag is used"
    mended = _compiled(edited, extended)
    if mended is None or not all(prints_number(mended, prefix, rest[len(prefix) :]) for rest in (prefix, *examples)):
        return None
    return edited, what


def _compiled(text: str, extended: Iterable[str]) -> Label | None:
    try:
        # Whether a line loop is around the label is not known here; the line scope knows the order's tags too.
        return compile_label(text, scope="line", extended=extended)
    except FormulaError:
        return None


def _replaced(text: str, label: Label, prefix: str) -> str:
    for literal in sorted(prefix_texts(label.tree), key=lambda node: node.span, reverse=True):
        quote = text[literal.span.start]
        if quote in prefix:
            quote = "'" if quote == '"' else '"'
        text = f"{text[: literal.span.start]}{quote}{prefix}{quote}{text[literal.span.end :]}"
    return text


def _bare(text: str, label: Label) -> str:
    for part in reversed(label.tree.parts):
        if isinstance(part, nodes.Formula) and any(prefix_texts(part)):
            before, after = _BEGIN.sub("", text[: part.span.start]), _END.sub("", text[part.span.end :])
            text = f"{before}[{{SecondaryReference}}]{after}"
    return text

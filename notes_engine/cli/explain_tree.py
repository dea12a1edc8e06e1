"""An explanation on the terminal: a tree, each part with its value."""

from __future__ import annotations

import sys
from decimal import Decimal
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text
from rich.tree import Tree

from notes_engine.visible import visible
from notes_engine.wording import counted

if TYPE_CHECKING:
    from notes_engine.formula import Explained, Explanation

_ENDLESS = 10_000
"""Columns that no part fills, with the longest source and value and all its branches."""
_LONGEST = 500
"""Characters of one source or value that are shown."""


def show_explanation(explanation: Explanation) -> None:
    """Print the tree on standard output and, if there is one, the text that the label prints."""
    # On a screen a long part is wrapped beside its branch; in a pipe or a file a part is a line.
    width = None if sys.stdout.isatty() else _ENDLESS
    console = Console(file=sys.stdout, highlight=False, emoji=False, markup=False, width=width)
    tree = Tree(_source(explanation.tree.source))
    for child in explanation.tree.children:
        _add(tree, child)
    console.print(tree)
    if explanation.value is not None:
        console.print(Text.assemble("prints: ", (visible(explanation.value, spell=True), "bold")), soft_wrap=True)
        if not explanation.value:
            console.print(Text("(an empty text)", style="dim"))


def _add(tree: Tree, part: Explained) -> None:
    if part.kind == "plain text":
        tree.add(Text.assemble(("text ", "dim"), _quoted(part.source)))
        return
    line = _source(f"{part.source} :=" if part.kind == "assignment" else part.source)
    if not part.evaluated:
        line.append(" → not evaluated", style="dim")
    elif part.kind != "value":
        line.append(" → ", style="dim").append_text(_value(part))
    if "our own" in part.note:
        line.append(f"  ({part.note})", style="yellow")
    branch = tree.add(line)
    below = part.children
    if part.kind in ("formula", "assignment") and len(below) == 1:
        # It is its one expression: shown once.
        below = below[0].children
    for child in below:
        _add(branch, child)


def _source(source: str) -> Text:
    return Text(_short(visible(source, spell=True)), style="cyan")


def _value(part: Explained) -> Text:
    if part.value is None:
        return Text("null", style="bold")
    if isinstance(part.value, str):
        return Text(_quoted(part.value), style="bold")
    kind = "" if isinstance(part.value, bool) else " (a number)" if isinstance(part.value, Decimal) else " (a date)"
    return Text.assemble((part.text, "bold"), (kind, "dim"))


def _quoted(text: str) -> str:
    return f'"{_short(visible(text, spell=True))}"'


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}… ({counted(len(text), 'character')})"

"""The functions of the formula language as a table: what `notes-engine explain --functions` prints."""

from __future__ import annotations

import json as json_module
import sys
from typing import TYPE_CHECKING

import typer
from rich.console import Console
from rich.text import Text

from notes_engine.formula.functions import GROUPS, ORIGINS

if TYPE_CHECKING:
    from notes_engine.formula.functions import Function


def show_functions(*, json: bool) -> None:
    """Print every function with its arguments, summary, first example and origin; as JSON with all examples."""
    if json:
        rows = [_as_dict(group, function) for group, functions in GROUPS.items() for function in functions]
        typer.echo(json_module.dumps(rows, ensure_ascii=False, indent=2))
        return
    console = Console(file=sys.stdout, highlight=False, emoji=False, markup=False, soft_wrap=not sys.stdout.isatty())
    for group, functions in GROUPS.items():
        console.print(Text(group, style="bold"))
        for function in functions:
            console.print(Text.assemble("  ", (function.usage, "cyan"), f"  {function.summary}"))
            example = "".join(f"{x.formula} → {x.prints}  " for x in function.examples[:1])
            console.print(Text(f"      {example}({ORIGINS[function.origin]})", style="dim"))


def _as_dict(group: str, function: Function) -> dict[str, object]:
    return {
        "name": function.name,
        "usage": function.usage,
        "arguments": [{"name": p.name, "wants": p.want, "repeated": p.repeated} for p in function.parameters],
        "summary": function.summary,
        "note": function.note,
        "examples": [{"formula": x.formula, "prints": x.prints} for x in function.examples],
        "origin": ORIGINS[function.origin],
        "group": group,
    }

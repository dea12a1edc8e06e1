"""`notes-engine explain`: how a label comes to its text, part by part."""

from __future__ import annotations

import json as json_module
import re
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from notes_engine.cli.app import EXIT_ERROR
from notes_engine.cli.explain_functions import show_functions
from notes_engine.cli.explain_tree import show_explanation
from notes_engine.cli.explain_values import (
    chosen_line,
    from_shell,
    parse_settings,
    read_order,
    setting_for,
)
from notes_engine.cli.order_settings import FormatOption, known_format, workspace_nearby
from notes_engine.cli.workspaces import WorkspaceOption
from notes_engine.errors import FormulaSyntaxError, UsageError
from notes_engine.formula import compile_label
from notes_engine.formula import explain as explain_label
from notes_engine.formula.functions import find_function
from notes_engine.orders import TagValues, find_tag
from notes_engine.orders.given import given_values
from notes_engine.visible import LONGEST_TEXT, clip, visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from notes_engine.formula import Label
    from notes_engine.orders import Order

_BARE_FORMULA = re.compile(r"\s*([^\W\d]\w*)\s*\[.*\]\s*|.*:=.*", re.DOTALL)


def explain(  # noqa: PLR0913, PLR0917  typer's way: an option is an argument
    label: Annotated[
        str | None,
        typer.Argument(
            metavar="LABEL",
            help="The label's text, as it stands in a template; - reads it from standard input.",
            show_default=False,
        ),
    ] = None,
    set_: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="TAG=VALUE", help="Give a tag a value. May be repeated; wins over the order's."),
    ] = None,
    orders: Annotated[
        str | None, typer.Option("--orders", metavar="FILE", help="Take the values from an order of this export.")
    ] = None,
    order: Annotated[
        str | None,
        typer.Option("--order", metavar="ID", help="Which order: its id or reference. Default: the first one."),
    ] = None,
    line: Annotated[
        int | None,
        typer.Option("--line", metavar="N", min=1, help="Explain for the order's N-th line, as inside the line loop."),
    ] = None,
    format: FormatOption = None,
    workspace: WorkspaceOption = None,
    functions: Annotated[
        bool, typer.Option("--functions", help="List the functions of the formula language, and explain nothing.")
    ] = False,
    json: Annotated[
        bool,
        typer.Option(
            "--json",
            help='Print one JSON object: value (the text that prints) or error, tags, tree. In the tree every "value" '
            'is a string; a part with "evaluated": false has none. With --functions: a list.',
        ),
    ] = False,
) -> None:
    """Show how a label comes to its text: its tree, each part's value on the way, and the result.

    Exit status: 0 there is a value (an empty text is one), 1 the label or an order's values are wrong, 2 wrong usage.
    In the tree, a part that was not evaluated stands in a branch that was not taken, or after the error.
    Example: notes-engine explain '[{SecondaryReference}]' --set SecondaryReference=bm-205894893
    """
    if functions:
        if label is not None:
            raise UsageError("--functions lists the functions: it takes no label")
        show_functions(json=json)
        return
    if label is None:
        raise UsageError("there is no label to explain", hint="give one, or list the functions: --functions")
    if orders is None and (order or line or format):
        option = next(name for name, given in (("order", order), ("line", line), ("format", format)) if given)
        raise UsageError(f"--{option} needs --orders", hint="name the export: --orders FILE")
    source = _source(label, orders)
    given = parse_settings(set_ or ())
    found = workspace_nearby(workspace)
    chosen = read_order(orders, order, known_format(format), found) if orders else None
    # Without a workspace nothing is declared: what is set, or the order has, may be used.
    extended = found.orders.extended if found else (*given, *_extended_of(chosen))
    overrides = given_values(given, None if found is None else found.orders.extended, where="--set")
    _hint_at_bare_formula(source)
    in_line = line is not None or any(tag.scope == "line" for tag in map(find_tag, given) if tag)
    compiled = _compile(source, in_line=in_line, extended=extended, chosen=chosen)
    setting = setting_for(chosen, found)
    values = TagValues(chosen, line=chosen_line(chosen, line), zone=setting.zone, overrides=overrides)
    explanation = explain_label(compiled, values, setting.context)
    if not json:
        show_explanation(explanation)
        if explanation.error:
            raise explanation.error
        return
    text = json_module.dumps(explanation.as_dict(), ensure_ascii=False)
    # A lone surrogate in an order's value is no UTF-8; escaped, it is good JSON.
    typer.echo(text.encode("utf-8", "backslashreplace"))
    if explanation.error:
        # It is in the JSON, with the tree so far: raised, it would print a second object.
        typer.echo(f"notes-engine: {explanation.error}", err=True)
        raise typer.Exit(EXIT_ERROR)


def _compile(source: str, *, in_line: bool, extended: Sequence[str], chosen: Order | None) -> Label:
    if in_line:
        return compile_label(source, scope="line", extended=extended)
    try:
        return compile_label(source, extended=extended)
    except FormulaSyntaxError as error:
        try:
            compile_label(source, scope="line", extended=extended)
        except FormulaSyntaxError:
            raise error from None
        # Only a tag of the line is at fault: here, unlike in a template, one option gives it a meaning.
        option = "--line 1" if chosen else "--orders FILE --line 1, or --set TAG=VALUE"
        hint = f"in a template it has a meaning inside the loop over the lines; here, explain it for a line: {option}"
        raise FormulaSyntaxError(error.what, place=error.place, hint=hint) from None


def _source(label: str, orders: str | None) -> str:
    """Return the label's text; `-` reads standard input, whose last newline is the shell's."""
    if label != "-":
        return from_shell(label)
    if orders == "-":
        raise UsageError("the label and the orders cannot both come from standard input")
    text = sys.stdin.buffer.read().decode("utf-8-sig", "replace")
    return text.removesuffix("\n").removesuffix("\r")


def _extended_of(order: Order | None) -> list[str]:
    return [name for name, _ in order.extended] if order else []


def _hint_at_bare_formula(source: str) -> None:
    """Say so when a label looks like a formula that lacks its markers."""
    bare = _BARE_FORMULA.fullmatch(source)
    if not bare or "eval{" in source.lower() or (bare.group(1) and not find_function(bare.group(1))):
        return
    typer.echo(
        "hint: nothing in this label is computed: only text inside EVAL{BEGIN}…{END} is. "
        f"Did you mean EVAL{{BEGIN}}{clip(visible(source.strip()), LONGEST_TEXT)}{{END}}?",
        err=True,
    )

"""Writes docs/formula-language.md from the function library and docs/tags.md from the tag table.

`python scripts/docs.py` writes them; `--check` writes nothing and fails when they are stale.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from notes_engine.formula import limits, nodes
from notes_engine.formula.functions import GROUPS, ORIGINS
from notes_engine.orders import TAGS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from notes_engine.formula.functions import Function
    from notes_engine.orders import Tag

DOCS = Path(__file__).resolve().parent.parent / "docs"
_MARKS = {"documented": "D", "upstream": "E", "decision": "X"}

_LANGUAGE = """\
# The formula language of labels

<!-- Written by scripts/docs.py from the function library. Do not edit: run `make docs`. -->

Labels are those of the Linnworks Template Designer. What Linnworks documents holds here to the letter; where its pages
are silent, the expression engine that it follows was the guide; where both are, we decided. Nothing was added, so a
label can be pasted back.

## A label

A label is text with three kinds of parts, in any order and number:

- literal text; balanced brackets `[…]` in it are text, a `]` that closes nothing is an error;
- a tag, `[{{SecondaryReference}}]`, which works outside any formula too;
- a formula between `EVAL{{BEGIN}}` and `{{END}}` (in capitals or not).

The formula that matters most:

    EVAL{{BEGIN}}IIF[contains["bm-",[{{SecondaryReference}}]], Replace[[{{SecondaryReference}}],"bm-",""], ""]{{END}}

`bm-205894893` prints `205894893`; a reference without the prefix prints nothing. A seller whose prefix is `bmFR`
replaces `bm-` in both places; a seller without a prefix writes the bare tag, `[{{SecondaryReference}}]`. With one
bracket too many, `[{{SecondaryReference}}]]`, it is an error that says so, and `notes-engine check --fix` mends it.

Try a label without printing anything:

    notes-engine explain '[{{SecondaryReference}}]' --set SecondaryReference=bm-205894893

Which tags there are: [tags.md](tags.md), or `notes-engine tags orders.csv` with a sample of each.

## What a formula is made of

| | |
|---|---|
| call | `name[argument, argument, …]`, nested as needed; names in any case; white space and line breaks are free |
| text | `"…"` or `'…'`, without escapes; commas and brackets inside are plain text; a `"` is `quote[]` |
| number | digits with at most one `.`, and a leading `-`; no exponent, no grouping |
| other values | `true` `false` `null`, in any case |
| tag | `[{{Name}}]`: the field's value, one atom, whatever characters it holds; without a value it is null |
| number of a tag | `N[{{Name}}]`: the field read as a number |
| variable | `name := 5; name * 2`: assignments first, each with its `;`, then the value to print; names in any case |
| group | `( … )` |

A `-` is a sign only where a value is expected: `5-3` is 2. Curly quotes are an error that names the fix.

## Operators

The tightest first. Operators of one rank are computed from the left, `^` included: `2^3^2` is 64.

{operators}

`!=` is accepted for `<>`. There is no `not` without brackets: write `not[x]`. `+` only adds numbers: texts are joined
with `concat[a, b]`. `and` and `or` stop as soon as the answer is known, and `iif` evaluates only the branch it takes.

### Comparison

Both sides numeric (a number, or a text that wholly reads as one: `"10" = 10.0` is true) compare as numbers; else both
dates (a date, or a text `M.d.yyyy`) as dates; else, for `=` and `<>`, both booleans as booleans; else as texts,
capitals and all. `and`, `or`, `not` and the condition of `iif` want true or false, and nothing else will do.

Arithmetic wants numbers: a text is none, even if it reads as one; a field is made one by `N[{{Name}}]`. Functions that
want a number or a date also take a text that wholly reads as one; functions that want a text take anything, as it
prints.

## Functions

Positions start at 0. Marks: **D** {D}; **E** {E}; **X** {X}.

{functions}

## What is printed

Booleans print `true` and `false`, null prints nothing, dates print `M.d.yyyy`. Numbers print as short as they are
exact: a `.`, no grouping, no exponent, no trailing zeros; a result that does not end, such as 1/3, to 15 significant
digits. Arithmetic is decimal: 0.1+0.2 is 0.3. An amount, a number or a date whose tag stands **outside** a formula is
printed for the note's market instead: `1.234,50 €`.

## Limits

A label's source: {source} KiB. Brackets inside one another: {nesting}; with the operators in
them {depth} levels. Steps (values, operators, calls): {steps}.
A text on the way: {text} KiB. A number: {digits} digits before its point. Past one of them, it is an error like any
other.

## Mistakes

Unknown functions, tags and variables, a wrong number of arguments, brackets and quotes that are not closed or close
nothing, infix `not`, text with `+`, a line's tag outside the loop over the lines: all are found before any order is
read, with file, line, column, and what to write instead. What only an order's values show (a text too short for `left`,
a division by zero) refuses that one order.

## Printing conditions

Which template an order gets may be said by a condition, a smaller dialect:

    [Source] = 'BACKMARKET' AND [cCountry] <> 'France'

Tags stand in single brackets, texts in single quotes; there are `=`, `<>`, `AND` and `OR` (`AND` binds tighter), and
nothing else. A quote inside a text is written twice, `'L''Oiseau'` (our decision: Linnworks documents none). Values are
compared as they print, exactly. Conditions are tried in their order, the first that holds
wins, and a template without one is the default.
"""

_TAGS_PAGE = """\
# Tags

<!-- Written by scripts/docs.py from the tag table. Do not edit: run `make docs`. -->

What a label may use as `[{Name}]`, and a printing condition as `[Name]`. Capitals do not matter, every name of a row
means the same, and a tag without a value prints nothing. With orders at hand, `notes-engine tags orders.csv` shows a
sample of each. An order's extended properties are tags too, once `notes.toml` declares them:

    [orders]
    extended = ["Gift"]
"""


def formula_page() -> str:
    """Return docs/formula-language.md."""
    groups = "\n".join(_group(title, functions) for title, functions in GROUPS.items())
    return _LANGUAGE.format(
        operators=_operators(nodes.RANKS),
        functions=groups.rstrip(),
        source=limits.SOURCE_BYTES // 1024,
        nesting=limits.NESTING,
        depth=limits.DEPTH,
        steps=limits.STEPS,
        text=limits.TEXT_BYTES // 1024,
        digits=limits.WHOLE_DIGITS,
        **{_MARKS[origin]: words for origin, words in ORIGINS.items()},
    )


def _operators(ranks: Mapping[nodes.Operator, int]) -> str:
    rows: list[str] = []
    for rank in sorted(set(ranks.values()), reverse=True):
        rows.append(f"{len(rows) + 1}. " + " ".join(f"`{sign}`" for sign, own in ranks.items() if own == rank))
    return "\n".join(rows)


def _group(title: str, functions: Iterable[Function]) -> str:
    return "\n".join([f"### {title}\n", *map(_function, functions)])


def _function(function: Function) -> str:
    lines = [f"**`{function.usage}`** ({_MARKS[function.origin]}) {function.summary}"]
    if function.note:
        lines.append(f"*{function.note}*")
    text = "  \n".join(lines) + "\n"
    if function.examples:
        text += "\n" + "\n".join(f"- {_code(x.formula)} → {_code(x.prints)}" for x in function.examples) + "\n"
    return text


def _code(text: str) -> str:
    return f"`{text}`" if "`" not in text else f"`` {text} ``"


def tags_page() -> str:
    """Return docs/tags.md."""
    order = [tag for tag in TAGS if tag.scope == "order"]
    line = [tag for tag in TAGS if tag.scope == "line"]
    return (
        f"{_TAGS_PAGE}\n## Of an order\n\n{_tags(order)}\n"
        f"## Of a line\n\nThese mean something inside the loop over the order's lines only.\n\n{_tags(line)}"
    )


def _tags(tags: Iterable[Tag]) -> str:
    rows = ["| tag | kind | meaning | other names |", "|---|---|---|---|"]
    for tag in tags:
        others = ", ".join(f"`{name}`" for name in tag.aliases)
        cells = (f"`[{{{tag.name}}}]`", tag.kind, tag.meaning, others)
        rows.append(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |")
    return "\n".join(rows) + "\n"


def main(arguments: list[str]) -> int:
    """Write the pages, or with --check tell which are stale; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing, fail when a page is stale")
    check = parser.parse_args(arguments).check
    stale = []
    for name, text in (("formula-language.md", formula_page()), ("tags.md", tags_page())):
        path = DOCS / name
        if path.is_file() and path.read_text(encoding="utf-8") == text:
            continue
        stale.append(name)
        if not check:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
            print(f"written: docs/{name}")
    if check and stale:
        print(f"stale: {', '.join(stale)}; run `make docs`", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

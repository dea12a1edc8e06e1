"""The command line's frame: the list of commands, errors as a user meets them, exit statuses."""

from __future__ import annotations

import json
import os
import re
import shlex
import sys
from io import TextIOWrapper
from typing import Annotated

import typer
from typer import TyperException

from notes_engine._version import __version__
from notes_engine.cli.interrupts import STOPPED_BY_CTRL_C
from notes_engine.errors import NotesError, ProofError, UsageError
from notes_engine.visible import visible

EXIT_ERROR = 1
EXIT_USAGE = 2
EXIT_PROOF = 5
_DRAWN = "\n\t"
"""Of the characters nobody sees, those that an error's drawing needs."""

app = typer.Typer(
    name="notes-engine",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Delivery notes from exported orders: in the market's language, each one right or refused with a reason.\n\n"
    "Begin with `notes-engine init my-shop`, then `check`, `render --draft` and `render`.",
    epilog="Exit status: 0 done · 1 could not start, or findings · 2 usage · 3 some orders refused · 4 some failed · "
    "5 a proof failed · 130 stopped.",
)


_PYDANTIC = {
    r"Value error, ": "",
    r"Input should be a valid integer(, .*)?": "it is no whole number",
    r"Input should be greater than or equal to": "it must be at least",
}
"""What pydantic says in Typer's messages, and what we say."""

_EXTRA = re.compile(r"Got unexpected extra argument(?:s|\(s\))? \((.+?)(?: .*)?\)", re.DOTALL)
"""What Typer says of arguments that a command does not take; the group is the first."""


def _version(value: bool) -> None:
    if value:
        typer.echo(f"notes-engine {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """Options of the program itself."""


def run() -> int:
    """Run the command line; return its exit status. Errors are drawn on standard error, or as JSON with --json."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # A terminal that lacks a character, or a file name that is no text, must not stop a command.
            stream.reconfigure(errors="backslashreplace")
    try:
        return _run()
    except BrokenPipeError:
        # The reader went away (`| head`): that is no error, and the interpreter must not complain at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return STOPPED_BY_CTRL_C


def _run() -> int:
    arguments = sys.argv[1:]
    try:
        status = app(arguments or ["--help"], standalone_mode=False)
        sys.stdout.flush()
    except NotesError as error:
        return _fail(error)
    except TyperException as error:
        return _fail(_usage(error))
    except SystemExit as done:
        # Typer's own way of meeting a closed pipe.
        if isinstance(done.__context__, BrokenPipeError):
            raise done.__context__ from None
        return done.code if isinstance(done.code, int) else EXIT_ERROR
    except OSError as error:
        known = _known(error)
        if known is None:
            raise
        return _fail(known)
    if not arguments:
        return EXIT_USAGE
    return status if isinstance(status, int) else 0


def _known(error: OSError) -> NotesError | None:
    """Return what the system's error means, where a remedy is known."""
    from notes_engine.full_disk import full_temporary_folder  # noqa: PLC0415  keeps --help quick

    if "cannot load library" in str(error):  # how cffi begins
        hint = "run notes-engine doctor, it says how to install it"
        return NotesError("a library that makes the pages is missing", hint=hint)
    return full_temporary_folder(error)


def _usage(error: TyperException) -> UsageError:
    """Return Typer's complaint about the arguments as one of ours."""
    what = error.format_message()
    for theirs, ours in _PYDANTIC.items():
        what = re.sub(theirs, ours, what)
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "notes-engine"
    hint = f"{command} --help shows the usage"
    if command.endswith(" check") and (extra := _EXTRA.match(what)):
        # Every other command takes its orders so.
        hint = f"name the orders with --orders: notes-engine check --orders {shlex.quote(extra[1])}"
    return UsageError(what.rstrip("."), hint=hint)


def _fail(error: NotesError) -> int:
    """Print the error; with --json also as an object on standard output, where a program looks for the answer."""
    if "--json" in sys.argv[1:]:
        print(json.dumps({"error": error.as_dict()}, ensure_ascii=True))  # noqa: T201  the command's output
    print(f"notes-engine: {visible(str(error), keep=_DRAWN)}", file=sys.stderr)  # noqa: T201
    if isinstance(error, ProofError):
        return EXIT_PROOF
    return EXIT_USAGE if isinstance(error, UsageError) else EXIT_ERROR

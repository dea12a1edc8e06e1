"""The command line's frame: the list of commands, errors as a user meets them, exit statuses."""

from __future__ import annotations

import json
import os
import sys
from io import TextIOWrapper
from typing import Annotated

import typer

from notes_engine._version import __version__
from notes_engine.errors import NotesError, UsageError

EXIT_ERROR = 1
EXIT_USAGE = 2
EXIT_INTERRUPTED = 130

app = typer.Typer(
    name="notes-engine",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Delivery notes from exported orders: in the market's language, each one right or refused with a reason.\n\n"
    "Begin with `notes-engine init my-shop`, then `check`, `render --draft` and `render`.",
    epilog="Exit status: 0 done · 1 could not start, or findings · 2 usage · 3 some orders refused · 4 some failed · "
    "130 stopped.",
)


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
        app()
    except SystemExit as done:
        return done.code if isinstance(done.code, int) else EXIT_ERROR
    except NotesError as error:
        # What `render --json` puts on standard output is its summary alone.
        if "--json" in sys.argv[1:] and sys.argv[1] != "render":
            print(json.dumps({"error": error.as_dict()}, ensure_ascii=False))  # noqa: T201  the command's output
        print(f"notes-engine: {error}", file=sys.stderr)  # noqa: T201
        return EXIT_USAGE if isinstance(error, UsageError) else EXIT_ERROR
    except BrokenPipeError:
        # The reader went away (`| head`): that is no error, and the interpreter must not complain at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        if "cannot load library" not in str(error):  # how cffi begins
            raise
        print("notes-engine: a library that makes the pages is missing", file=sys.stderr)  # noqa: T201
        print("hint: run notes-engine doctor, it says how to install it", file=sys.stderr)  # noqa: T201
        return EXIT_ERROR
    except KeyboardInterrupt:
        print("notes-engine: stopped", file=sys.stderr)  # noqa: T201
        return EXIT_INTERRUPTED
    return 0

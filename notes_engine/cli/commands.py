"""The commands, in the order in which a shop meets them."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from notes_engine.cli.app import app

if TYPE_CHECKING:
    from collections.abc import Sequence

COMMANDS = ("init", "check", "render", "orders", "tags", "explain", "slots", "preview", "doctor")
"""Each is a function in the module of its name."""


def register(arguments: Sequence[str] = ()) -> None:
    """Give the application its commands; a second call changes nothing.

    Where the first of the arguments names a command, only that one is given: importing the others takes time.
    """
    known = {command.callback.__name__ for command in app.registered_commands if command.callback is not None}
    asked = [name for name in arguments[:1] if name in COMMANDS]
    for name in asked or COMMANDS:
        if name not in known:
            app.command()(getattr(import_module(f"notes_engine.cli.{name}"), name))

"""The commands, in the order in which a shop meets them."""

from __future__ import annotations

from notes_engine.cli.app import app
from notes_engine.cli.check import check
from notes_engine.cli.doctor import doctor
from notes_engine.cli.explain import explain
from notes_engine.cli.init import init
from notes_engine.cli.orders import orders
from notes_engine.cli.render import render
from notes_engine.cli.slots import slots
from notes_engine.cli.tags import tags

COMMANDS = (init, check, render, orders, tags, explain, slots, doctor)


def register() -> None:
    """Give the application its commands; a second call changes nothing."""
    if not app.registered_commands:
        for command in COMMANDS:
            app.command()(command)

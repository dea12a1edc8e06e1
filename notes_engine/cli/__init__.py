"""The command line: one module per command group. Each parses, calls one function and prints."""

from __future__ import annotations

import sys


def main() -> None:
    """Run `notes-engine`."""
    from notes_engine.cli.app import run  # noqa: PLC0415  so that importing the package stays cheap
    from notes_engine.cli.commands import register  # noqa: PLC0415

    register()
    sys.exit(run())

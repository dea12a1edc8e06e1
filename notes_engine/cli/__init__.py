"""The command line: one module per command group. Each parses, calls one function and prints."""

from __future__ import annotations

import sys


def main() -> None:
    """Run `notes-engine`."""
    from notes_engine.cli.interrupts import (  # noqa: PLC0415
        STOPPED_BY_CTRL_C,
        finish_undisturbed,
        leave_quietly_on_ctrl_c,
    )

    # Importing takes longer than an impatient user waits, so this comes first.
    leave_quietly_on_ctrl_c()
    try:
        from notes_engine.cli.app import run  # noqa: PLC0415
        from notes_engine.cli.commands import register  # noqa: PLC0415

        register(sys.argv[1:])
        status = run()
    except KeyboardInterrupt:
        status = STOPPED_BY_CTRL_C
    finish_undisturbed()
    sys.exit(status)

"""The command line: one module per command group. Each parses, calls one function and prints."""

from __future__ import annotations

import atexit
import os
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
    _end(status)


def _end(status: int) -> None:
    """End this process with all that was written handed on, and without undoing what a large batch holds in memory.

    Python takes a tenth of the batch's time to forget its plates one by one; the system does it at once.
    """
    try:
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:  # closed by whoever started this
                stream.flush()
    except (OSError, ValueError):  # nobody reads on: Python itself says so as it ends
        sys.exit(status)
    atexit._run_exitfuncs()  # temporary folders are removed, and logs written to their end
    os._exit(status)

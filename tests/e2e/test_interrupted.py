"""Ctrl-C and SIGTERM at every stage of a command: the signal's status, no traceback, nothing left behind."""

from __future__ import annotations

import signal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.e2e.conftest import Ran

ORDERS = Path(__file__).resolve().parents[2] / "samples" / "orders" / "linnworks-processed.csv"

# Python imports a sitecustomize.py when it starts: this one sends the signal when a module is first imported, or a
# file is opened, which happens always at the same moment of a command.
SIGNAL_AT = """
import os, sys

def listen(event, arguments, sent=[]):
    if event == {event!r} and str(arguments[0]).endswith({name!r}) and not sent:
        sent.append(True)
        os.kill(os.getpid(), {number})

sys.addaudithook(listen)
"""


@pytest.fixture
def run_signalled(run: Callable[..., Ran], tmp_path: Path) -> Callable[..., Ran]:
    def command(number: signal.Signals, event: str, name: str, *arguments: str | Path) -> Ran:
        hook = tmp_path / "hook"
        hook.mkdir()
        hook.joinpath("sitecustomize.py").write_text(SIGNAL_AT.format(event=event, name=name, number=int(number)))
        return run(*arguments, env={"PYTHONPATH": str(hook)})

    return command


@pytest.mark.parametrize(
    ("command", "event", "name"),
    [
        ("--help", "import", "typer"),
        ("--help", "import", "pydantic"),
        ("--help", "import", "notes_engine.batch"),
        ("orders", "import", "notes_engine.orders.delimited"),
        ("orders", "open", ORDERS.name),
        ("check", "import", "weasyprint"),
        ("check", "open", "it.html"),
        ("render", "import", "weasyprint"),
        ("render", "open", ORDERS.name),
        ("render", "open", "lock"),
        ("render", "open", "it.html"),
        ("render", "open", "journal.jsonl"),
    ],
)
def test_ctrl_c_at_any_moment_ends_with_130_and_a_line_at_most(
    run_signalled: Callable[..., Ran], shop: Path, tmp_path: Path, command: str, event: str, name: str
) -> None:
    rest = {
        "--help": (),
        "orders": (ORDERS,),
        "check": ("--workspace", shop),
        "render": (ORDERS, "--workspace", shop, "-o", "out", "--jobs", "1"),
    }

    ran = run_signalled(signal.SIGINT, event, name, command, *rest[command])

    assert (ran.status, ran.out) == (130, "")
    lines = [line for line in ran.err.splitlines() if not line.endswith("notes to make")]
    assert len(lines) <= 1
    assert all(line.startswith("notes-engine: stopped") for line in lines)
    assert not [
        path
        for path in (tmp_path / "out").rglob("*")
        if path.suffix in (".pdf", ".jsonl") and not path.parent.name.startswith(".")
    ]


@pytest.mark.parametrize(("event", "name"), [("open", ORDERS.name), ("open", "it.html"), ("open", "journal.jsonl")])
def test_sigterm_ends_a_batch_with_143(run_signalled: Callable[..., Ran], shop: Path, event: str, name: str) -> None:
    ran = run_signalled(signal.SIGTERM, event, name, "render", ORDERS, "--workspace", shop, "-o", "out", "--jobs", "1")

    assert ran.status == 143
    assert "notes-engine: stopped" in ran.err
    assert "Traceback" not in ran.err


def test_sigterm_while_importing_ends_at_once(run_signalled: Callable[..., Ran], shop: Path) -> None:
    ran = run_signalled(signal.SIGTERM, "import", "pydantic", "render", ORDERS, "--workspace", shop, "-o", "out")

    assert (ran.status, ran.err) == (-signal.SIGTERM, "")

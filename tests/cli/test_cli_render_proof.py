"""`render --proof`: the option, what is told on the way and at the end, and the exit status of a difference."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Never

import pytest
from rich.console import Console

from notes_engine.batch import Job, Summary
from notes_engine.cli import render as module
from notes_engine.cli.progress import BarProgress, LineProgress
from notes_engine.errors import ProofError
from notes_engine.notes import create_workspace
from tests.cli.command_line import CommandLine

if TYPE_CHECKING:
    from pathlib import Path

DONE = Summary(printed=412, refused=0, failed=0, left_out=0, files=1, seconds=0.25, compared=20)


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> CommandLine:
    create_workspace(tmp_path / "shop", company="Example Shop", live_since="2018-12")
    monkeypatch.chdir(tmp_path / "shop")
    return CommandLine(monkeypatch, capsys)


def test_the_summary_says_how_many_were_compared(command: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    jobs: list[Job] = []

    def done(job: Job, **_: Any) -> Summary:
        jobs.append(job)
        return DONE if job.proof else replace(DONE, compared=None)

    monkeypatch.setattr(module, "run_batch", done)

    told = command("render", "a.json", "--proof", "20")
    plain = command("render", "a.json")

    assert [job.proof for job in jobs] == [20, None]
    assert "proof: 20 of 412 notes compared with the typesetter: no difference" in told.out.splitlines()
    assert "proof" not in plain.out
    assert command("render", "a.json", "--proof", "20", "--json").json["compared"] == 20
    assert command("render", "a.json", "--json").json["compared"] is None


def test_a_difference_ends_with_a_status_of_its_own(command: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    def failed(*_: Any, **__: Any) -> Never:
        raise ProofError("--proof: 1 of 20 notes differ\norder 17: page 1", hint="report it")

    monkeypatch.setattr(module, "run_batch", failed)

    ran = command("render", "a.json", "--proof", "20", "--json")

    assert ran.status == 5
    assert ran.json["error"]["kind"] == "ProofError"
    assert "order 17: page 1" in ran.err
    assert "hint: report it" in ran.err


@pytest.mark.parametrize("number", ["0", "-1", "some"])
def test_less_than_one_note_is_wrong_usage(command: CommandLine, number: str) -> None:
    assert command("render", "a.json", "--proof", number).status == 2


def test_plain_lines_tell_the_beginning_and_go_on_every_ten_seconds() -> None:
    stream, now = io.StringIO(), [0.0]
    progress = LineProgress(stream, clock=lambda: now[0])

    for done in range(21):
        now[0] = done
        progress.proving(done, 20)

    assert stream.getvalue().splitlines() == ["comparing 20 notes with the typesetter", "10 of 20 notes compared"]


def test_a_terminal_gets_a_bar_of_its_own() -> None:
    stream = io.StringIO()
    progress = BarProgress(stream, Console(file=stream, force_terminal=True, width=100, color_system=None))

    with progress:
        progress.start(412, 0)
        progress.finishing()
        progress.proving(0, 20)
        progress.proving(20, 20)

    assert "comparing with the typesetter" in stream.getvalue()
    assert "20/20" in stream.getvalue()

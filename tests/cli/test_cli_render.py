from __future__ import annotations

import io
import json
import signal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import typer
from rich.console import Console
from typer.testing import CliRunner

from notes_engine.batch import Job, Summary
from notes_engine.cli import render as command
from notes_engine.cli.interrupts import Terminated
from notes_engine.cli.progress import BarProgress, LineProgress, QuietProgress, progress_for
from notes_engine.cli.render import report_lines
from notes_engine.errors import OutputError, UsageError
from notes_engine.notes import create_workspace

if TYPE_CHECKING:
    from typer.testing import Result

DONE = Summary(printed=2, refused=0, failed=0, left_out=0, files=1, seconds=0.25)


class Ran:
    """Stands in for the batch: remembers its job and answers as told."""

    def __init__(self, answer: Summary | BaseException) -> None:
        self.answer = answer
        self.job: Job | None = None

    def __call__(self, job: Job, *, progress: Any) -> Summary:
        self.job = job
        progress.say("hello")
        progress.start(10, 0)
        if isinstance(self.answer, BaseException):
            raise self.answer
        return self.answer


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    create_workspace(tmp_path, company="Atelier Exemple", live_since="2020-05")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(monkeypatch: pytest.MonkeyPatch, answer: Summary | BaseException, *args: str) -> tuple[Result, Ran]:
    ran = Ran(answer)
    monkeypatch.setattr(command, "run_batch", ran)
    app = typer.Typer()
    app.command()(command.render)
    return CliRunner().invoke(app, args), ran


def test_every_option_reaches_the_job(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    line = (
        "a.json - -o today --split market --locale fr --where [Source]='X' --sort -SKU,reverse --jobs 3 --draft "
        "--pdf-variant pdf/a-3b --strict --format excel"
    )

    result, ran = run(monkeypatch, DONE, *line.split())

    assert result.exit_code == 0
    assert ran.job == Job(
        workspace=shop,
        inputs=("a.json", "-"),
        out=Path("today"),
        split="market",
        locale="fr",
        where="[Source]='X'",
        sort="-SKU,reverse",
        jobs=3,
        draft=True,
        pdf_variant="pdf/a-3b",
        strict=True,
        format="excel",
    )


def test_the_workspace_is_found_upwards(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (shop / "deep").mkdir()
    monkeypatch.chdir(shop / "deep")

    _, ran = run(monkeypatch, DONE, "a.json")

    assert ran.job is not None
    assert ran.job.workspace == shop
    assert ran.job.out == Path("out")


@pytest.mark.parametrize(("refused", "failed", "status"), [(0, 0, 0), (2, 0, 3), (0, 1, 4), (2, 1, 4)])
def test_the_exit_status_says_how_the_batch_ended(
    shop: Path, monkeypatch: pytest.MonkeyPatch, refused: int, failed: int, status: int
) -> None:
    summary = Summary(printed=1, refused=refused, failed=failed, left_out=0, files=1, seconds=1.0)

    result, _ = run(monkeypatch, summary, "a.json")

    assert result.exit_code == status


@pytest.mark.parametrize(
    ("left_out", "refused", "files", "told"),
    [
        (0, 0, ["a.json"], "the file has no orders"),
        (0, 0, ["a.json", "b.json"], "the files have no orders"),
        (3, 0, ["a.json"], "no order matches --where"),
        (3, 1, ["a.json"], None),
    ],
)
def test_why_nothing_was_printed_is_told_on_standard_error(
    shop: Path, monkeypatch: pytest.MonkeyPatch, left_out: int, refused: int, files: list[str], told: str | None
) -> None:
    summary = Summary(printed=0, refused=refused, failed=0, left_out=left_out, files=0, seconds=0.1)

    result, _ = run(monkeypatch, summary, *files)

    said = [line for line in result.stderr.splitlines() if "no order" in line]
    assert said == ([f"notes-engine: {told}"] if told else [])


def test_json_is_one_object_on_standard_output_and_the_rest_on_standard_error(
    shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    result, _ = run(monkeypatch, DONE, "a.json", "--json")

    assert json.loads(result.stdout) == {
        "printed": 2,
        "refused": 0,
        "failed": 0,
        "files": 1,
        "seconds": 0.25,
        "compared": None,
    }
    assert "hello" in result.stderr
    assert "2 notes in 1 file" in result.stderr


@pytest.mark.parametrize(("error", "status"), [(KeyboardInterrupt(), 130), (Terminated(), 143)])
def test_a_signal_ends_it_with_the_shells_status(
    shop: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException, status: int
) -> None:
    result, _ = run(monkeypatch, error, "a.json")
    assert result.exit_code == status
    assert "--resume" not in result.stderr

    (shop / "out" / ".notes-engine").mkdir(parents=True)
    (shop / "out" / ".notes-engine" / "journal.jsonl").touch()
    result, _ = run(monkeypatch, error, "a.json")
    assert "the same command with --resume goes on" in result.stderr


def test_sigterm_is_an_interrupt_while_the_batch_runs_and_only_then(
    shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ended(job: Job, *, progress: Any) -> Summary:
        signal.raise_signal(signal.SIGTERM)
        raise AssertionError

    before = signal.getsignal(signal.SIGTERM)
    monkeypatch.setattr(command, "run_batch", ended)
    app = typer.Typer()
    app.command()(command.render)

    assert CliRunner().invoke(app, ["a.json"]).exit_code == 143
    assert signal.getsignal(signal.SIGTERM) == before


@pytest.mark.parametrize("error", [UsageError("no such key"), OutputError("the disk is full")])
def test_errors_are_left_to_the_command_lines_frame(
    shop: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    result, _ = run(monkeypatch, error, "a.json")

    assert result.exception is error


def test_resuming_standard_input_is_wrong_usage(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    result, ran = run(monkeypatch, DONE, "-", "--resume")

    assert isinstance(result.exception, UsageError)
    assert ran.job is None


@pytest.mark.parametrize("args", [[], ["a.json", "--split", "country"], ["a.json", "--jobs", "0"]])
def test_wrong_usage_is_found_before_anything(shop: Path, monkeypatch: pytest.MonkeyPatch, args: list[str]) -> None:
    result, ran = run(monkeypatch, DONE, *args)

    assert result.exit_code == 2
    assert ran.job is None


def test_the_report_counts_groups_and_points_on() -> None:
    summary = Summary(
        printed=1200,
        refused=12,
        failed=1,
        left_out=3,
        files=2,
        seconds=60.0,
        reasons={str(n): [n, f"reason {n}", f"do {n}", ["bm-1"]] for n in range(1, 13)},
        warnings={
            "glyph: a": [1, "a letter is missing", "add a font", ["bm-7"], "glyph"],
            "x: odd": [9, "odd", "", ["bm-8", "bm-9"], "x"],
        },
    )

    lines = list(report_lines(summary, Path("out")))

    assert lines[:7] == [
        "1,200 notes in 2 files → out (60.0 s, 20 a second)",
        "3 orders left out by --where",
        "warning, 1 note: a letter is missing [glyph] (bm-7)",
        "  hint: add a font",
        "warning, 9 notes: odd [x] (bm-8, bm-9, …)",
        "13 orders without a note:",
        "  12 × reason 12 (bm-1, …)",
    ]
    assert lines[-1] == "all of them: out/rejects.jsonl, 2 more reasons there"
    assert not any("reason 2 " in line for line in lines)


def test_the_report_of_a_clean_batch_is_one_line() -> None:
    assert list(report_lines(DONE, Path("out"))) == ["2 notes in 1 file → out (0.2 s)"]
    nothing = Summary(printed=0, refused=0, failed=0, left_out=0, files=0, seconds=2.0)
    assert list(report_lines(nothing, Path("out"))) == ["0 notes in 0 files (2.0 s)"]


def test_what_is_said_is_wrapped_by_the_terminal_and_never_inside_a_word() -> None:
    stream = io.StringIO()
    progress = BarProgress(stream, Console(file=stream, force_terminal=True, width=20, color_system=None))

    progress.say("removed what an earlier batch left: notes-fr-fr.pdf")

    assert "removed what an earlier batch left: notes-fr-fr.pdf\n" in stream.getvalue()


def test_plain_lines_come_every_ten_seconds_at_most() -> None:
    stream, now = io.StringIO(), [0.0]
    progress = LineProgress(stream, clock=lambda: now[0])

    with progress:
        progress.reading(500)
        now[0] = 11
        progress.reading(20_000)
        progress.start(100, 20)
        for second in range(1, 41):
            now[0] = 11 + second
            progress.advance(20 + 2 * second)
        progress.finishing()

    assert stream.getvalue().splitlines() == [
        "read 20,000 orders",
        "100 notes to make, 20 of them kept from the interrupted run",
        "40 of 100 notes (40 %), 2 a second, 30 s left",
        "60 of 100 notes (60 %), 2 a second, 20 s left",
        "80 of 100 notes (80 %), 2 a second, 10 s left",
    ]


def test_a_long_way_is_told_in_minutes() -> None:
    stream, now = io.StringIO(), [0.0]
    progress = LineProgress(stream, clock=lambda: now[0])
    progress.start(1000, 0)
    now[0] = 10
    progress.advance(0)
    now[0] = 20
    progress.advance(100)

    assert stream.getvalue().splitlines()[1:] == [
        "0 of 1,000 notes (0 %), 0 a second",
        "100 of 1,000 notes (10 %), 5 a second, 3 min 0 s left",
    ]


def test_a_terminal_gets_a_bar_with_rate_and_time() -> None:
    stream = io.StringIO()
    console = Console(file=stream, force_terminal=True, width=100, color_system=None)
    progress = BarProgress(stream, console)

    with progress:
        progress.reading(10)
        progress.start(200, 50)
        progress.advance(100)
        progress.say("an [odd] \x1b thing")
        progress.advance(200)
        progress.finishing()

    text = stream.getvalue()
    assert "an [odd] � thing" in text
    assert "200/200" in text
    assert "a second" in text
    assert "putting the files together" in text


def test_the_stream_decides_how_progress_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    assert isinstance(progress_for(Terminal(), json=False), BarProgress)
    assert type(progress_for(io.StringIO(), json=False)) is LineProgress
    assert type(progress_for(Terminal(), json=True)) is QuietProgress
    monkeypatch.setenv("TERM", "dumb")
    assert type(progress_for(Terminal(), json=False)) is LineProgress


def test_with_json_only_what_must_be_known_is_said() -> None:
    stream = io.StringIO()

    with progress_for(stream, json=True) as progress:
        progress.reading(1)
        progress.start(2, 0)
        progress.advance(1)
        progress.say("one thing")
        progress.finishing()

    assert stream.getvalue() == "one thing\n"

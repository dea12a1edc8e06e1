from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from notes_engine.batch import resumable
from notes_engine.batch.journal import read_header
from notes_engine.errors import ResumeError, UsageError
from tests.batch.batch_fakes import NOW, FakeBench

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.batch.conftest import Shop

KILLED = 9


def killed_at(shop: Shop, step: int, **changes: Any) -> bool:
    """Run the batch in a child that ends, as by kill -9, before its `step`-th touch of OUT; False if it had fewer."""
    child = os.fork()
    if child:
        _, status = os.waitpid(child, 0)
        assert os.waitstatus_to_exitcode(status) in (0, KILLED)
        return os.waitstatus_to_exitcode(status) == KILLED
    try:
        sys.addaudithook(counting(step, str(shop.out)))
        shop.run(**changes)
        os._exit(0)
    finally:
        os._exit(1)


def counting(step: int, out: str) -> Callable[[str, tuple[Any, ...]], None]:
    seen = 0

    def hook(event: str, args: tuple[Any, ...]) -> None:
        nonlocal seen
        if event in ("open", "os.rename", "os.remove", "os.mkdir", "os.rmdir") and out in str(args[0]):
            seen += 1
            if seen == step:
                os._exit(KILLED)

    return hook


@pytest.mark.parametrize("split", ["market", "order"])
def test_killed_at_any_step_a_batch_resumes_to_the_same_bytes(
    shop: Shop, split: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given a folder with yesterday's files, and today's batch of several chunks with rejects and a sort
    monkeypatch.setattr("notes_engine.batch.plan.CHUNK_FLOOR", 2)
    shop.orders({"ref": "y1", "market": "de-de"}, {"ref": "y2", "market": "it-it"})
    shop.run(split=split)
    yesterday = shop.folder / "yesterday"
    shutil.copytree(shop.out, yesterday)
    before = shop.files()
    rows = [{"ref": f"bm-{n}", "market": ["fr-fr", "de-de"][n % 3 == 0]} for n in range(7)]
    rows[1]["marker"], rows[2]["marker"] = "refuse", "bug"
    shop.orders(*rows, {"ref": "bm-99", "reject": "unpaid"})
    batch: dict[str, Any] = {"split": split, "sort": "-SecondaryReference"}
    undisturbed = shop.run(**batch)
    after = shop.files()
    step, outcomes = 0, set()

    while True:
        step += 1 if split == "market" else 2  # by order there are more steps, and of the same kinds
        shutil.rmtree(shop.out)
        shutil.copytree(yesterday, shop.out)
        if not killed_at(shop, step, **batch):
            break

        # then every file a packer can see is whole: yesterday's or today's
        seen = {name: content for name, content in shop.files().items() if not name.startswith(".notes-engine")}
        for name, content in seen.items():
            assert content in (before.get(name), after.get(name)), (step, name)
        if seen.get("manifest.jsonl") == after["manifest.jsonl"]:
            assert after.items() <= seen.items(), step

        # and a second try ends like an undisturbed run, at whatever hour it is made
        later: dict[str, Any] = {"now": NOW + timedelta(hours=1)} if resumable(shop.out) else {}
        outcomes.add(bool(later))
        summary = shop.run(resume=True, **batch, **later)
        assert shop.files() == after, step
        assert (summary.printed, summary.refused, summary.failed) == (
            undisturbed.printed,
            undisturbed.refused,
            undisturbed.failed,
        )

    assert step > 40
    assert outcomes == {True, False}


def test_a_real_kill_minus_nine_with_workers_resumes_to_the_same_bytes(shop: Shop) -> None:
    shop.orders(*({"ref": f"bm-{n}", "marker": "slow" if n >= 50 else ""} for n in range(90)))
    shop.run()
    after = shop.files()
    shutil.rmtree(shop.out)
    script = shop.folder / "run.py"
    script.write_text(
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from datetime import UTC, datetime\n"
        "from pathlib import Path\n"
        "from tests.batch.batch_fakes import FakeBench\n"
        "from notes_engine.batch import Job, run_batch\n"
        "if __name__ == '__main__':\n"
        "    now = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)\n"
        "    job = Job(Path(sys.argv[2]), (sys.argv[3],), Path(sys.argv[4]), jobs=2, now=now)\n"
        "    run_batch(job, open_bench=FakeBench)\n"
    )
    paths = [Path(__file__).parents[2], shop.folder / "shop", shop.folder / "orders.jsonl", shop.out]
    with subprocess.Popen([sys.executable, str(script), *map(str, paths)], start_new_session=True) as process:
        journal = shop.out / ".notes-engine" / "journal.jsonl"
        deadline = time.monotonic() + 60
        while process.poll() is None and time.monotonic() < deadline:
            if journal.exists() and journal.read_bytes().count(b"\n") > 1:
                break
            time.sleep(0.01)
        time.sleep(random.uniform(0, 0.3))  # any moment will do
        process.send_signal(signal.SIGKILL)

    # No worker outlives its batch: none of its session is left after a moment.
    deadline = time.monotonic() + 10
    while _session_lives(process.pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _session_lives(process.pid)
    summary = shop.run(resume=True, jobs=2)

    assert shop.files() == after
    assert summary.kept > 0


def _session_lives(session: int) -> bool:
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                fields = (folder / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[3]) == session and fields[0] != "Z":
                return True
    return False


@pytest.fixture
def interrupted(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> Shop:
    """A shop whose batch of three chunks was interrupted in the second."""
    shop.orders(*({"ref": f"bm-{n}"} for n in range(60)))
    real = FakeBench.render

    def render(self: FakeBench, order: Any) -> Any:
        if order.reference == "bm-40":
            raise KeyboardInterrupt
        return real(self, order)

    with monkeypatch.context() as patch:
        patch.setattr(FakeBench, "render", render)
        with pytest.raises(KeyboardInterrupt):
            shop.run()
    return shop


def test_finished_chunks_are_kept(interrupted: Shop) -> None:
    assert [name for name in interrupted.files() if not name.startswith(".notes-engine")] == []

    summary = interrupted.run(resume=True)

    assert (summary.printed, summary.kept) == (60, 25)
    assert ("start", 25) in interrupted.heard.steps


def test_the_journal_begins_with_what_the_batch_is_made_from(interrupted: Shop) -> None:
    header = read_header(interrupted.out / ".notes-engine" / "journal.jsonl")

    assert header is not None
    assert header.now == interrupted.job().now
    assert {"notes.toml", "--split", "--draft", "version of weasyprint", "version of Python"} <= header.made_from.keys()
    assert len(header.made_from[str(interrupted.folder / "orders.jsonl")]) == 64


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"split": "market"}, "--split changed from none to market"),
        ({"draft": True}, "--draft changed from False to True"),
        ({"where": "[Source] = 'X'"}, "--where changed"),
    ],
)
def test_another_option_cannot_be_resumed(interrupted: Shop, change: dict[str, Any], said: str) -> None:
    before = interrupted.files()

    with pytest.raises(ResumeError, match=said):
        interrupted.run(resume=True, **change)

    assert interrupted.files() == before


def test_other_orders_or_settings_cannot_be_resumed(interrupted: Shop) -> None:
    (interrupted.folder / "orders.jsonl").write_text('{"ref": "1"}\n')
    (interrupted.folder / "shop" / "notes.toml").write_text("name = 'Other'\n")

    with pytest.raises(ResumeError, match=r"orders\.jsonl changed; notes\.toml changed"):
        interrupted.run(resume=True)


def test_a_part_that_is_damaged_is_made_again(interrupted: Shop) -> None:
    parts = interrupted.out / ".notes-engine" / "parts"
    (parts / "00000.pdf").write_text("damaged")

    summary = interrupted.run(resume=True)

    assert (summary.printed, summary.kept) == (60, 0)


def test_without_resume_an_interrupted_batch_is_dropped_and_said_so(interrupted: Shop) -> None:
    summary = interrupted.run()

    assert summary.kept == 0
    assert interrupted.heard.said == [
        "an interrupted batch was left here: it is dropped (--resume would have continued it)"
    ]
    assert set(interrupted.files()) == {"notes.pdf", "manifest.jsonl", "rejects.jsonl"}


def test_a_batch_that_cannot_start_does_not_drop_the_interrupted_one(interrupted: Shop) -> None:
    orders = interrupted.folder / "orders.jsonl"
    text = orders.read_text()
    orders.write_text('{"ref": "1"}\n{"no-ref": 1}\n')
    with pytest.raises(KeyError):
        interrupted.run()
    orders.write_text(text)

    assert interrupted.run(resume=True).kept == 25


def test_nothing_to_resume_is_a_new_batch_and_said_so(shop: Shop) -> None:
    shop.orders({"ref": "1"})

    assert shop.run(resume=True).printed == 1
    assert shop.heard.said == ["there is nothing to resume here: this is a new batch"]


def test_standard_input_cannot_be_resumed(shop: Shop) -> None:
    with pytest.raises(UsageError, match="standard input"):
        shop.run(inputs=("-",), resume=True)


@pytest.mark.parametrize("lost", ["notes.pdf", ".notes-engine/ready/moves.jsonl"])
def test_a_published_batch_whose_files_someone_took_is_made_again(shop: Shop, lost: str) -> None:
    shop.orders(*({"ref": f"bm-{n}"} for n in range(30)))
    shop.run()
    after = shop.files()
    steps = 1
    while True:
        shutil.rmtree(shop.out, ignore_errors=True)
        assert killed_at(shop, steps)
        journal = shop.out / ".notes-engine" / "journal.jsonl"
        published = journal.exists() and any("publish" in json.loads(line) for line in journal.read_text().splitlines())
        if published and (shop.out / "notes.pdf").exists():
            break
        steps += 1
    (shop.out / lost).unlink()

    shop.run(resume=True)

    assert shop.files() == after

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

# Worker processes import the fakes by name, and they inherit this path.
sys.path.insert(0, str(Path(__file__).parents[2]))

from notes_engine.batch import Job, run_batch
from tests.batch.batch_fakes import NOW, FakeBench

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from notes_engine.batch import Summary


class Heard:
    """A progress that remembers."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.steps: list[tuple[str, int]] = []
        self.made_early = 0

    def say(self, message: str) -> None:
        self.said.append(message)

    def reading(self, orders: int) -> None:
        self.steps.append(("reading", orders))

    def start(self, total: int, done: int, made: int = 0) -> None:
        self.steps.append(("start", done))
        self.made_early = made

    def advance(self, done: int) -> None:
        self.steps.append(("advance", done))

    def finishing(self) -> None:
        self.steps.append(("finishing", 0))

    def proving(self, done: int, total: int) -> None:
        self.steps.append(("proving", done))


class Shop:
    """A workspace, an orders file, and an output folder, with fake tools."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.out = folder / "out"
        self.heard = Heard()
        (folder / "shop").mkdir()
        (folder / "shop" / "notes.toml").write_text("name = 'Shop'\n")

    def orders(self, *rows: dict[str, Any], name: str = "orders.jsonl") -> Path:
        path = self.folder / name
        path.write_text("".join(json.dumps(row) + "\n" for row in rows))
        return path

    def job(self, **changes: Any) -> Job:
        job = Job(
            self.folder / "shop", (str(self.folder / "orders.jsonl"),), self.out, jobs=changes.pop("jobs", 1), now=NOW
        )
        return replace(job, **changes)

    def run(self, executor: Executor | None = None, **changes: Any) -> Summary:
        self.heard = Heard()
        return run_batch(self.job(**changes), progress=self.heard, executor=executor, open_bench=FakeBench)

    def manifest(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in (self.out / "manifest.jsonl").read_text().splitlines()]

    def rejects(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in (self.out / "rejects.jsonl").read_text().splitlines()]

    def files(self) -> dict[str, bytes]:
        """Everything under OUT, hidden folders too: relative path → bytes."""
        paths = sorted(path for path in self.out.rglob("*") if path.is_file())
        return {path.relative_to(self.out).as_posix(): path.read_bytes() for path in paths}


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    return Shop(tmp_path)

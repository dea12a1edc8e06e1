from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from notes_engine.batch import Job, starting_instant
from notes_engine.batch.job import is_repeatable
from notes_engine.errors import UsageError


def job(*inputs: str, **changes: Any) -> Job:
    return Job(Path("shop"), inputs or ("orders.json",), Path("out"), **changes)


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"jobs": 0}, "--jobs 0"),
        ({"split": "country"}, "--split country"),
        ({"now": datetime(2026, 1, 1)}, "no time zone"),  # noqa: DTZ001  the mistake under test
    ],
)
def test_what_can_never_run_is_refused(changes: dict[str, Any], what: str) -> None:
    with pytest.raises(UsageError, match=what):
        job(**changes)


def test_a_job_needs_orders() -> None:
    with pytest.raises(UsageError, match="no orders file"):
        Job(Path("shop"), (), Path("out"))


@pytest.mark.parametrize(
    ("inputs", "what"),
    [
        (("-", "a.json", "-"), "standard input is given twice"),
        (("a.json", "b.json", "a.json"), "the orders file a.json is given twice"),
        (("a.json", "./x/../a.json"), "the orders file ./x/../a.json is given twice"),
        (("a.json", ""), "the name of an orders file is empty"),
    ],
)
def test_orders_are_given_once_each(inputs: tuple[str, ...], what: str) -> None:
    with pytest.raises(UsageError) as caught:
        job(*inputs)

    assert caught.value.what == what


def test_standard_input_cannot_be_resumed() -> None:
    with pytest.raises(UsageError, match="standard input can't be resumed"):
        job("a.json", "-", resume=True)


def test_a_pipe_cannot_be_resumed_either(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")

    assert not is_repeatable(str(tmp_path / "pipe"))
    assert is_repeatable(str(tmp_path / "missing.json"))


def test_the_number_of_workers_is_no_part_of_what_shapes_the_result() -> None:
    assert job(jobs=1).options() == job(jobs=8).options()
    assert job(draft=True).options() != job().options()


def test_source_date_epoch_is_the_batchs_instant(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")

    assert starting_instant() == datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)


@pytest.mark.parametrize("epoch", ["tomorrow", "1e9", "99999999999999999999"])
def test_a_wrong_source_date_epoch_is_a_usage_error(epoch: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)

    with pytest.raises(UsageError, match="SOURCE_DATE_EPOCH"):
        starting_instant()


def test_without_it_the_clock_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)

    assert abs((starting_instant() - datetime.now(UTC)).total_seconds()) < 60

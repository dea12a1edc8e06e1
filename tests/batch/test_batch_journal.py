from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from notes_engine.batch.journal import Header, Journal, changes, read_header, require_same
from notes_engine.errors import ResumeError

if TYPE_CHECKING:
    from pathlib import Path

HEADER = Header(datetime(2026, 1, 2, 3, 4, 5, 678, tzinfo=UTC), {"orders.json": "abc", "--split": "none"})


def test_a_journal_keeps_its_header_and_its_records(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    journal = Journal.begin(path, HEADER)
    offsets = [journal.append({"chunk": 1}), journal.append({"chunk": 2})]
    journal.close()

    again = Journal(path)

    assert read_header(path) == HEADER
    assert list(again.records()) == list(zip(offsets, [{"chunk": 1}, {"chunk": 2}], strict=True))
    assert again.at(offsets[1]) == {"chunk": 2}
    again.close()


def test_appending_between_reading_loses_nothing(tmp_path: Path) -> None:
    journal = Journal.begin(tmp_path / "journal.jsonl", HEADER)
    journal.append({"chunk": 1})
    seen = []
    for _, record in journal.records():
        seen.append(record["chunk"])
        if record["chunk"] < 3:
            journal.append({"chunk": record["chunk"] + 1})
    journal.close()

    assert seen == [1, 2, 3]


@pytest.mark.parametrize("torn", [b'{"chunk": 2', b"\x00\xff"])
def test_a_torn_last_line_is_cut_off(tmp_path: Path, torn: bytes) -> None:
    path = tmp_path / "journal.jsonl"
    journal = Journal.begin(path, HEADER)
    journal.append({"chunk": 1})
    journal.close()
    with path.open("ab") as file:
        file.write(torn)

    again = Journal(path)
    again.append({"chunk": 3})

    assert [record["chunk"] for _, record in again.records()] == [1, 3]
    again.close()


def test_a_journal_that_is_damaged_in_the_middle_says_so(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    Journal.begin(path, HEADER).close()
    with path.open("ab") as file:
        file.write(b'{"chunk": \n{"chunk": 2}\n')
    journal = Journal(path)

    with pytest.raises(ResumeError, match="cannot be read"):
        list(journal.records())
    journal.close()


def test_no_journal_has_no_header(tmp_path: Path) -> None:
    assert read_header(tmp_path / "journal.jsonl") is None


@pytest.mark.parametrize(
    "line", ["", "{", "[]", "{}", '{"journal": 99}', '{"journal": 1, "now": "x", "made_from": {}}']
)
def test_a_journal_of_another_kind_says_so(tmp_path: Path, line: str) -> None:
    path = tmp_path / "journal.jsonl"
    path.write_text(line + "\n")

    with pytest.raises(ResumeError, match="cannot be read"):
        read_header(path)


def test_what_changed_is_said_name_by_name() -> None:
    before = {"a.json": "1", "gone.json": "1", "--split": "none", "--where": "", "version of weasyprint": "69"}
    now = {"a.json": "2", "new.json": "1", "--split": "market", "--where": "x", "version of weasyprint": "70"}

    assert changes(before, now) == [
        "--split changed from none to market",
        "--where changed from nothing to x",
        "a.json changed",
        "gone.json is gone",
        "new.json is new",
        "version of weasyprint changed from 69 to 70",
    ]


def test_the_same_batch_may_go_on() -> None:
    require_same(HEADER, dict(HEADER.made_from))


def test_another_batch_may_not() -> None:
    with pytest.raises(ResumeError, match=r"orders\.json changed"):
        require_same(HEADER, {"orders.json": "xyz", "--split": "none"})

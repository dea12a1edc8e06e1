"""The batch with the press: the same pages as typeset, the same bytes from any number of workers."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from itertools import cycle, islice
from typing import TYPE_CHECKING, Any

import pytest
from pypdf import PdfReader

from notes_engine.batch import Engine, Job, run_batch
from notes_engine.errors import UsageError
from notes_engine.notes import create_workspace
from notes_engine.pdf.press.proof import differences
from tests.batch.test_batch_notes_bench import order

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
NAMES = ("Zoé", "Maximilienne", "Ida", "Jean-Baptiste Emmanuel", "Łucja")


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("workspace")
    create_workspace(folder, company="Atelier Exemple", live_since="2020-05")
    return folder


def job_for(workspace: Path, folder: Path, count: int, engine: Engine, **changes: Any) -> Job:
    orders = []
    for number, name in enumerate(islice(cycle(NAMES), count), 1000):
        each = order(number, tracking_number=f"T{number}", tracking_url=f"https://carrier.invalid/?id={number}")
        orders.append(each | {"shipping_address": each["shipping_address"] | {"first_name": name}})
    path = folder / "orders.json"
    path.write_text(json.dumps({"count": count, "next": None, "previous": None, "results": orders}))
    return replace(Job(workspace, (str(path),), folder / f"out-{engine}", jobs=1, now=NOW, engine=engine), **changes)


def test_stamped_notes_are_the_typeset_ones(workspace: Path, tmp_path: Path) -> None:
    made = {}
    for engine in ("auto", "press", "typeset"):
        job = job_for(workspace, tmp_path, 12, engine)
        assert run_batch(job).printed == 12
        made[engine] = (job.out / "notes.pdf").read_bytes()
    for engine in ("auto", "press"):
        assert differences(made[engine], made["typeset"]) == []
        assert made[engine] != made["typeset"]  # it was stamped
    assert len(made["press"]) < len(made["typeset"])


def test_links_bookmarks_and_titles_are_the_notes_own(workspace: Path, tmp_path: Path) -> None:
    job = job_for(workspace, tmp_path, 6, "auto")
    run_batch(job)
    reader = PdfReader(job.out / "notes.pdf")
    links = [
        str(annotation.get_object()["/A"]["/URI"]) for page in reader.pages for annotation in page.get("/Annots", [])
    ]
    assert links == [f"https://carrier.invalid/?id={number}" for number in range(1000, 1006)]
    assert [item.title for item in reader.outline if not isinstance(item, list)] == [
        str(number) for number in range(1000, 1006)
    ]


def test_a_file_for_each_order_is_stamped_too(workspace: Path, tmp_path: Path) -> None:
    job = job_for(workspace, tmp_path, 6, "auto", split="order")
    assert run_batch(job).files == 6
    reader = PdfReader(next(job.out.rglob("*1003.pdf")))
    assert reader.metadata is not None
    assert "1003" in str(reader.metadata.title)
    assert "1003" in reader.pages[0].extract_text()


def test_any_number_of_workers_makes_the_same_bytes(
    workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("notes_engine.batch.plan.CHUNK_FLOOR", 6)
    made = []
    for jobs in (1, 2):
        job = replace(job_for(workspace, tmp_path, 18, "auto"), jobs=jobs, out=tmp_path / f"jobs-{jobs}")
        run_batch(job)
        made.append((job.out / "notes.pdf").read_bytes())
    assert made[0] == made[1]


def test_the_press_tells_what_it_did_not_stamp(workspace: Path, tmp_path: Path) -> None:
    job = job_for(workspace, tmp_path, 2, "press")
    rows = json.loads((tmp_path / "orders.json").read_text())
    rows["results"][1]["shipping_address"]["first_name"] = "שרה"
    (tmp_path / "orders.json").write_text(json.dumps(rows))
    summary = run_batch(job)
    assert summary.printed == 2
    assert any("not-stamped" in kind for kind in summary.warnings.values())
    rows["results"].pop()
    (tmp_path / "orders.json").write_text(json.dumps(rows))
    alone = run_batch(replace(job, strict=True, engine="auto"))  # one note is not worth a plate, and that is no fault
    assert (alone.printed, alone.refused) == (1, 0)


def test_drafts_are_typeset(workspace: Path, tmp_path: Path) -> None:
    made = []
    for engine in ("auto", "typeset"):
        job = job_for(workspace, tmp_path, 6, engine, draft=True)
        run_batch(job)
        made.append((job.out / "notes.pdf").read_bytes())
    assert made[0] == made[1]


def test_an_unknown_engine_is_a_usage_error(workspace: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="auto, press or typeset"):
        job_for(workspace, tmp_path, 1, "steam")  # type: ignore[arg-type]  # that is the test

"""The process of a job: what it tells on its way, and whether drafts would help."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, cast

import pytest

from notes_engine.batch import Job
from notes_engine.preview import job_process
from notes_engine.preview.job_process import Finishing, Making, Reading, make_notes
from tests.notes.example_shop import FACTS, NUMBER, Shop
from tests.preview.small_export import few_orders, sample_workspace

if TYPE_CHECKING:
    from pathlib import Path


class Heard(list[Any]):
    """Hears what is sent."""

    def send(self, message: object) -> None:
        self.append(message)


def made(job: Job) -> tuple[job_process.Ended, Heard]:
    heard = Heard()
    return make_notes(job, cast("job_process.Channel", heard)), heard


def test_it_tells_how_far_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(job_process, "_TELL_EVERY", 0.0)
    workspace = sample_workspace(tmp_path / "shop")
    job = Job(workspace, (str(few_orders(tmp_path / "orders.json")),), tmp_path / "out")

    ended, heard = made(job)

    assert [message for message in heard if not isinstance(message, Reading)] == [
        Making(0, 2),
        Making(1, 2),
        Making(2, 2),
        Making(2, 2),
        Finishing(),
    ]
    assert ended.summary is not None
    assert (ended.summary.printed, ended.drafts_would_do) == (2, False)
    assert (tmp_path / "out" / "notes.pdf").read_bytes().startswith(b"%PDF-")


def test_it_does_not_tell_oftener_than_can_be_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(job_process, "_TELL_EVERY", 1000.0)
    monkeypatch.setattr(time, "monotonic", lambda: 5000.0)
    heard = Heard()
    teller = job_process._Teller(cast("job_process.Channel", heard))

    for number in range(100):
        teller.reading(number)
    teller.start(50, 0)
    teller.advance(1)
    teller.finishing()

    assert heard == [Reading(0), Making(0, 50), Finishing()]


def shop_without_a_name(folder: Path) -> Path:
    return sample_workspace(folder, company=False)


def shop_with_a_placeholder_in_a_template(folder: Path) -> Path:
    shop = Shop(folder)
    shop.settings(FACTS + '[orders]\nprefix = "bm-"\n')
    shop.write("templates/fr.html", f"<p>{NUMBER}</p><p>YOUR COMPANY NAME</p>")
    return shop.root


def shop_with_another_mistake(folder: Path) -> Path:
    shop = Shop(folder)
    shop.settings('[company]\nlogo = "nowhere.svg"\n')
    return shop.root


@pytest.mark.parametrize(
    ("workspace", "draft", "would_do"),
    [
        (shop_without_a_name, False, True),
        (shop_with_a_placeholder_in_a_template, False, True),
        (shop_with_another_mistake, False, False),
        (shop_with_another_mistake, True, False),
    ],
)
def test_drafts_are_offered_where_a_placeholder_alone_is_in_the_way(
    workspace: Any, draft: bool, would_do: bool, tmp_path: Path
) -> None:
    orders = few_orders(tmp_path / "orders.json", 1)
    job = Job(workspace(tmp_path / "shop"), (str(orders),), tmp_path / "out", draft=draft)

    ended, _ = made(job)

    assert ended.drafts_would_do == would_do
    assert ended.error is not None or (ended.summary is not None and ended.summary.printed == 0)


def test_the_drafts_that_are_offered_are_made(tmp_path: Path) -> None:
    orders = few_orders(tmp_path / "orders.json", 1)
    job = Job(shop_without_a_name(tmp_path / "shop"), (str(orders),), tmp_path / "out", draft=True)

    ended, _ = made(job)

    assert ended.summary is not None
    assert (ended.summary.printed, ended.drafts_would_do) == (1, False)


def test_a_fault_of_ours_is_told_without_its_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise ZeroDivisionError("Camille Exemple")

    monkeypatch.setattr(job_process, "run_batch", fails)
    ended, _ = made(Job(sample_workspace(tmp_path / "shop"), ("orders.json",), tmp_path / "out"))

    assert ended.error is not None
    assert "ZeroDivisionError" in ended.error.what
    assert "Camille" not in str(ended.error)

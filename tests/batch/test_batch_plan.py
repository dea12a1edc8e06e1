from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notes_engine import pdf
from notes_engine.batch.job import MERGED_VARIANT_LIMIT, Job
from notes_engine.batch.plan import CHUNK_LIMIT, WAVES, Entry, chunk_size, plan, waves
from notes_engine.batch.spool import Spooled
from notes_engine.errors import UsageError


def job(**changes: Any) -> Job:
    return Job(Path("shop"), ("orders.json",), Path("out"), **changes)


def entries(*markets: str) -> list[Entry]:
    return [Entry(Spooled(number, number * 100), market) for number, market in enumerate(markets)]


def test_one_file_holds_all_by_default() -> None:
    (output,) = plan(entries("fr-fr", "de-de"), job())

    assert output.file == "notes.pdf"
    assert [place.number for place in output.chunks[0].orders] == [0, 1]
    assert output.in_one


def test_each_market_has_its_file_and_none_comes_last() -> None:
    outputs = plan(entries("", "fr-fr", "de-de", "fr-fr"), job(split="market"))

    assert [output.file for output in outputs] == ["notes-de-de.pdf", "notes-fr-fr.pdf", "notes-none.pdf"]
    assert [place.number for place in outputs[1].chunks[0].orders] == [1, 3]
    assert [chunk.number for output in outputs for chunk in output.chunks] == [0, 1, 2]


def test_a_hostile_market_is_a_safe_and_own_file() -> None:
    outputs = plan(entries("../x", "..\\x", "none", ""), job(split="market"))

    assert sorted(output.file or "" for output in outputs) == [
        "notes-_x-2.pdf",
        "notes-_x.pdf",
        "notes-none-2.pdf",
        "notes-none.pdf",
    ]


def test_by_order_has_no_file_of_its_own() -> None:
    (output,) = plan(entries("fr-fr", ""), job(split="order"))

    assert output.file is None
    assert not output.in_one


def test_nothing_to_print_means_no_file() -> None:
    assert plan([], job()) == ()


@given(st.integers(1, 5000))
def test_chunks_cover_every_order_once_and_stay_within_the_limit(count: int) -> None:
    (output,) = plan(entries(*[""] * count), job())

    sizes = [len(chunk.orders) for chunk in output.chunks]
    assert [place.number for chunk in output.chunks for place in chunk.orders] == list(range(count))
    assert max(sizes) <= CHUNK_LIMIT == 200
    assert len(sizes) <= 8 or chunk_size(count) == CHUNK_LIMIT


@given(st.lists(st.sampled_from(["fr-fr", "de-de", ""]), max_size=12_000))
def test_every_chunk_has_a_wave_and_waves_follow_each_other(markets: list[str]) -> None:
    outputs = plan(entries(*markets), job(split="market"))

    found = waves(outputs)

    chunks = [chunk for output in outputs for chunk in output.chunks]
    assert found.keys() == {chunk.number for chunk in chunks}
    assert [found[chunk.number] for chunk in chunks] == sorted(found.values())


def test_a_large_batch_has_a_wave_for_each_step() -> None:
    outputs = plan(entries(*[""] * (WAVES[-1] + 1)), job())

    notes: dict[int, int] = dict.fromkeys(range(len(WAVES) + 1), 0)
    for chunk in outputs[0].chunks:
        notes[waves(outputs)[chunk.number]] += len(chunk.orders)
    assert [sum(list(notes.values())[: number + 1]) for number in range(len(WAVES))] == list(WAVES)


def test_a_merged_variant_is_made_in_one_go_up_to_its_limit() -> None:
    (output,) = plan(entries(*[""] * 500), job(pdf_variant="pdf/a-3b"))
    assert output.in_one

    with pytest.raises(UsageError, match=r"up to 500 notes, and this one would have 501"):
        plan(entries(*[""] * 501), job(pdf_variant="pdf/a-3b"))

    assert len(plan(entries(*[""] * 501), job(pdf_variant="pdf/a-3b", split="order"))) == 1


def test_the_limits_are_the_pdf_rooms() -> None:
    assert MERGED_VARIANT_LIMIT == pdf.VARIANT_LIMIT
    assert CHUNK_LIMIT <= pdf.CHUNK_LIMIT

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from notes_engine.batch import run_batch
from notes_engine.batch.plan import CHUNK_LIMIT, SURE, WAVES
from notes_engine.errors import InputError, RenderError
from tests.batch.batch_fakes import FakeBench

if TYPE_CHECKING:
    from tests.batch.conftest import Shop

MANY = SURE + 2 * CHUNK_LIMIT + 7


def rows(count: int = MANY, **own: dict[str, Any]) -> list[dict[str, Any]]:
    """Return orders of two locales, some refused; `own` are what single ones have besides, by `_` and their number."""
    return [
        {"ref": f"bm-{n}", "market": "fr-fr" if n % 3 else "de-de", "marker": "" if n % 50 else "refuse"}
        | own.get(f"_{n}", {})
        for n in range(count)
    ]


@pytest.mark.parametrize("split", ["none", "order"])
def test_chunks_that_are_made_while_orders_are_read_are_those_of_one_process(shop: Shop, split: str) -> None:
    shop.orders(*rows(_7={"reject": "unpaid"}))
    alone = shop.run(split=split)
    files = shop.files()

    together = shop.run(split=split, jobs=2)

    assert shop.files() == files
    assert (together.printed, together.refused) == (alone.printed, alone.refused)
    assert shop.heard.steps[-1] == ("finishing", 0)
    assert ("start", 0) in shop.heard.steps


@pytest.mark.parametrize("count", [SURE - 1, SURE, SURE + 1])
def test_the_border_between_few_and_many(shop: Shop, count: int) -> None:
    shop.orders(*rows(count))
    shop.run()
    files = shop.files()
    shop.run(jobs=2)
    assert shop.files() == files


def test_a_locale_that_comes_late_is_proven_with_as_many_orders(shop: Shop) -> None:
    # given a locale of one order, which comes when chunks are being made, and all notes of which are refused
    (shop.folder / "shop" / "notes.toml").write_text("refused it\n")
    shop.orders(*rows(_1651={"market": "it-it"}))
    shop.run()
    files = shop.files()

    shop.run(jobs=2)

    assert shop.files() == files
    assert "a literal in it" in {reject["reason"] for reject in shop.rejects()}


def test_a_file_that_breaks_off_leaves_nothing(shop: Shop) -> None:
    shop.orders(*rows(), {"broken": True})

    with pytest.raises(InputError, match="breaks off"):
        shop.run(jobs=2)

    assert not shop.out.exists()


def test_a_disk_that_cannot_be_read_is_not_blamed_on_the_output_folder(shop: Shop) -> None:
    shop.orders(*rows(), {"ref": "bm-1", "broken": "disk"})

    with pytest.raises(OSError, match="Input/output error"):
        shop.run(jobs=2)

    assert not shop.out.exists()


def test_a_locale_that_has_no_notes_at_all_leaves_yesterdays_files(shop: Shop) -> None:
    shop.orders({"ref": "bm-1"})
    shop.run()
    yesterday = shop.files()
    (shop.folder / "shop" / "notes.toml").write_text("stopped it\n")
    shop.orders(*rows(_1990={"market": "it-it"}))

    with pytest.raises(RenderError, match="no it note can be made"):
        shop.run(jobs=2)

    assert shop.files() == yesterday


def test_what_the_first_process_learns_is_of_the_wave_that_is_made(shop: Shop) -> None:
    calls: list[tuple[str, int]] = []

    class Noting(FakeBench):
        def turn_to(self, wave: int) -> None:
            if calls[-1:] != [("turn to", wave)]:
                calls.append(("turn to", wave))

        def settle(self, wave: int) -> None:
            calls.append(("settle", wave))

    shop.orders(*rows(WAVES[0] + 1))
    run_batch(shop.job(), open_bench=Noting)

    assert calls == [("turn to", 0), ("settle", 0), ("turn to", 1), ("settle", 1)]


@pytest.mark.parametrize("options", [{"sort": "TotalCharge"}, {"sort": "reverse"}, {"split": "market"}])
def test_what_depends_on_all_orders_waits_for_them(shop: Shop, options: dict[str, Any]) -> None:
    shop.orders(*rows())
    shop.run(**options)
    files = shop.files()

    shop.run(**options, jobs=2)

    assert shop.files() == files
    assert shop.heard.made_early == 0

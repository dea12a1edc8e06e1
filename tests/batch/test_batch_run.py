from __future__ import annotations

import errno
import hashlib
import os
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from notes_engine.batch import resumable, run_batch
from notes_engine.batch.executors import Workforce, in_this_process
from notes_engine.batch.origin import made_from, made_with
from notes_engine.batch.summary import REASONS_LIMIT
from notes_engine.errors import InputError, OutputError, RenderError, UsageError
from tests.batch.batch_fakes import FakeBench

if TYPE_CHECKING:
    from tests.batch.conftest import Shop


def test_a_batch_writes_one_merged_file_a_manifest_and_the_rejects(shop: Shop) -> None:
    shop.orders(
        {"ref": "bm-1", "market": "fr-fr", "skus": ["A", "B"]},
        {"ref": "bm-2", "reject": "the order is not paid"},
        {"ref": "bm-3", "market": "de-de"},
    )

    summary = shop.run()

    assert set(shop.files()) == {"notes.pdf", "manifest.jsonl", "rejects.jsonl"}
    digest = hashlib.sha256((shop.out / "notes.pdf").read_bytes()).hexdigest()
    assert shop.manifest() == [
        {
            "order_id": "id-bm-1",
            "reference": "bm-1",
            "number": "1",
            "market": "fr-fr",
            "market_guessed": False,
            "locale": "fr",
            "template": "fr.html",
            "file": "notes.pdf",
            "first_page": 1,
            "pages": 2,
            "sha256": digest,
            "status": "printed",
        },
        {
            "order_id": "id-bm-3",
            "reference": "bm-3",
            "number": "3",
            "market": "de-de",
            "market_guessed": False,
            "locale": "de",
            "template": "de.html",
            "file": "notes.pdf",
            "first_page": 3,
            "pages": 1,
            "sha256": digest,
            "status": "printed",
        },
    ]
    assert shop.rejects() == [
        {
            "order_id": "bm-2",
            "reference": "bm-2",
            "kind": "refused",
            "where": "orders.jsonl line 2",
            "reason": "the order is not paid",
            "hint": "pay it",
        }
    ]
    assert (summary.printed, summary.refused, summary.failed, summary.files) == (2, 1, 0, 1)
    assert summary.exit_status == 3


def test_any_number_of_workers_makes_the_same_bytes(shop: Shop) -> None:
    shop.orders(*({"ref": f"bm-{n}", "market": ["fr-fr", "de-de", ""][n % 3]} for n in range(90)))
    shop.run(jobs=1, split="market")
    alone = shop.files()

    shop.run(jobs=2, split="market")

    assert shop.files() == alone
    assert sorted(alone) == ["manifest.jsonl", "notes-de-de.pdf", "notes-fr-fr.pdf", "notes-none.pdf", "rejects.jsonl"]


def test_any_executor_can_make_the_chunks(shop: Shop) -> None:
    shop.orders(*({"ref": f"bm-{n}"} for n in range(60)))
    shop.run(jobs=1)
    alone = shop.files()

    with ThreadPoolExecutor(2) as executor:
        shop.run(executor)

    assert shop.files() == alone


def test_by_order_each_note_is_a_file_named_after_its_reference(shop: Shop) -> None:
    shop.orders(
        {"ref": "bm-1", "market": "fr-fr"},
        {"ref": "BM-1", "market": "fr-be"},
        {"ref": "../x", "market": "de-de"},
        {"ref": "", "id": "42"},
    )

    summary = shop.run(split="order")

    names = ["fr/bm-1.pdf", "fr/BM-1-2.pdf", "de/_x.pdf", "en/42.pdf"]
    assert [line["file"] for line in shop.manifest()] == names
    assert set(shop.files()) == {*names, "manifest.jsonl", "rejects.jsonl"}
    for line in shop.manifest():
        content = (shop.out / line["file"]).read_bytes()
        assert line["sha256"] == hashlib.sha256(content).hexdigest()
        assert line["first_page"] == 1
    assert b"title=Note bm-1 language=fr" in (shop.out / "fr/bm-1.pdf").read_bytes()
    assert summary.files == 4


def test_a_merged_file_has_the_batchs_title_and_a_language_only_if_all_share_it(shop: Shop) -> None:
    shop.orders({"ref": "1", "market": "fr-fr"}, {"ref": "2", "market": "fr-be"}, {"ref": "3", "market": "de-de"})
    shop.run()
    assert shop.files()["notes.pdf"].startswith(b"title=Shop: delivery notes language=None")

    shop.run(split="market")
    assert shop.files()["notes-fr-fr.pdf"].startswith(b"title=Shop: delivery notes (fr-fr) language=fr")


def test_chunks_are_joined_in_order_with_pages_counted_on(shop: Shop) -> None:
    shop.orders(*({"ref": f"bm-{n}", "skus": ["A"] * (n % 3 + 1)} for n in range(60)))

    shop.run()

    page = 1
    for number, line in enumerate(shop.manifest()):
        assert (line["reference"], line["first_page"]) == (f"bm-{number}", page)
        page += line["pages"]
    text = shop.files()["notes.pdf"].decode()
    assert text.startswith("joined title=Shop: delivery notes language=en\n")
    printed = [line.split()[0] for line in text.splitlines() if line.startswith("<p>")]
    assert printed == [f"<p>bm-{n}" for n in range(60)]


def test_a_chunk_may_be_written_in_several_parts(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    bad = {5: "unwritable", 9: "refuse", 17: "untypesettable", 30: "unwritable"}
    rows: list[dict[str, Any]] = [{"ref": f"bm-{n}", "skus": ["A"] * (n % 3 + 1)} for n in range(60)]
    shop.orders(*(row | ({"marker": bad[n]} if n in bad else {}) for n, row in enumerate(rows)))
    shop.run()
    whole = [(line["reference"], line["first_page"]) for line in shop.manifest()]
    rejects = shop.rejects()
    monkeypatch.setattr("notes_engine.batch.work.PART_LIMIT", 7)

    shop.run()

    assert [(line["reference"], line["first_page"]) for line in shop.manifest()] == whole
    assert shop.rejects() == rejects
    printed = [line.split()[0] for line in shop.files()["notes.pdf"].decode().splitlines() if line.startswith("<p>")]
    assert printed == [f"<p>bm-{n}" for n in range(60) if n not in bad]


def test_orders_are_sorted_over_all_chunks(shop: Shop) -> None:
    shop.orders(*({"ref": f"bm-{n}"} for n in range(60)))

    shop.run(sort="-SecondaryReference")

    assert [line["reference"] for line in shop.manifest()] == [f"bm-{n}" for n in reversed(range(60))]


def test_where_leaves_orders_out_without_a_word_in_the_files(shop: Shop) -> None:
    shop.orders({"ref": "1", "source": "BACKMARKET"}, {"ref": "2", "source": "EBAY"})

    summary = shop.run(where="[Source] = 'BACKMARKET'")

    assert [line["reference"] for line in shop.manifest()] == ["1"]
    assert shop.rejects() == []
    assert (summary.printed, summary.left_out, summary.exit_status) == (1, 1, 0)


@pytest.mark.parametrize(
    "changes", [{"where": "[Sourse] = 'X'"}, {"where": "Source = "}, {"sort": "Sourse"}, {"pdf_variant": "pdf/a-3b"}]
)
def test_a_wrong_option_stops_before_anything_is_written(shop: Shop, changes: dict[str, Any]) -> None:
    shop.orders(*({"ref": f"bm-{n}"} for n in range(501)))

    with pytest.raises(UsageError):
        shop.run(**changes)

    assert not shop.out.exists()


def test_a_workspace_that_cannot_print_stops_before_anything_is_written(shop: Shop) -> None:
    shop.orders({"ref": "1"})
    (shop.folder / "shop" / "notes.toml").write_text("broken")

    with pytest.raises(RenderError):
        shop.run()

    assert not shop.out.exists()


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_locale_whose_proof_fails_refuses_its_own_orders(shop: Shop, jobs: int) -> None:
    shop.orders({"ref": "1", "market": "fr-fr"}, {"ref": "2", "market": "de-de"}, {"ref": "3", "market": "fr-be"})
    (shop.folder / "shop" / "notes.toml").write_text("refused fr")

    summary = shop.run(jobs=jobs)

    assert (summary.printed, summary.exit_status) == (1, 3)
    assert [(reject["reference"], reject["reason"]) for reject in shop.rejects()] == [
        ("1", "a literal in fr"),
        ("3", "a literal in fr"),
    ]


def test_a_locale_that_cannot_print_stops_the_batch_and_leaves_what_was_there(shop: Shop) -> None:
    shop.orders({"ref": "1", "market": "de-de"})
    shop.run()
    before = shop.files()
    shop.orders(*({"ref": str(number), "market": "fr-fr"} for number in range(9)))
    (shop.folder / "shop" / "notes.toml").write_text("stopped fr")

    with pytest.raises(RenderError, match="no fr note can be made, as 5 orders show"):
        shop.run()

    assert shop.files() == before


def test_a_locale_that_no_order_has_stops_nothing(shop: Shop) -> None:
    shop.orders({"ref": "1", "market": "de-de"}, {"ref": "2", "market": "", "marker": "nowhere"})
    (shop.folder / "shop" / "notes.toml").write_text("stopped fr, stopped en")

    assert shop.run().printed == 2


def test_a_locale_is_proven_again_when_a_batch_goes_on(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    shop.orders({"ref": "1", "market": "fr-fr"}, {"ref": "2", "market": "de-de"})
    (shop.folder / "shop" / "notes.toml").write_text("refused fr")
    with monkeypatch.context() as patched:
        patched.setattr("notes_engine.batch.run.dispatch", _interrupted)
        with pytest.raises(KeyboardInterrupt):
            shop.run()

    shop.run(resume=True)

    assert [reject["reason"] for reject in shop.rejects()] == ["a literal in fr"]


def _interrupted(*_: object) -> None:
    raise KeyboardInterrupt


def test_a_missing_orders_file_stops_before_anything_is_written(shop: Shop) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        shop.run()

    assert not shop.out.exists()


def test_an_orders_file_that_breaks_in_the_middle_leaves_what_was_there(shop: Shop) -> None:
    shop.orders({"ref": "1"})
    shop.run()
    before = shop.files()
    (shop.folder / "orders.jsonl").write_text('{"ref": "2"}\n{"no-ref": 1}\n')

    with pytest.raises(KeyError):
        shop.run()

    assert shop.files() == before


def test_bad_orders_are_refused_our_faults_fail_and_the_rest_is_printed(shop: Shop) -> None:
    shop.orders(
        {"ref": "1", "marker": "refuse"},
        {"ref": "2", "marker": "bug"},
        {"ref": "3", "marker": "untypesettable"},
        {"ref": "4"},
        {"ref": "5", "reject": "unpaid"},
    )

    summary = shop.run()

    assert [line["reference"] for line in shop.manifest()] == ["4"]
    found = [(line["reference"], line["kind"], line["reason"].split(" at ")[0]) for line in shop.rejects()]
    assert found == [
        ("1", "refused", "the label is empty"),
        ("2", "failed", "notes-engine failed with ZeroDivisionError"),
        ("3", "refused", "a box without end"),
        ("5", "refused", "unpaid"),
    ]
    assert (summary.printed, summary.refused, summary.failed, summary.exit_status) == (1, 3, 1, 4)


def test_a_failure_says_where_but_nothing_of_the_buyer(shop: Shop) -> None:
    shop.orders({"ref": "1", "marker": "bug"})

    shop.run()

    text = (shop.out / "rejects.jsonl").read_text()
    assert "Zoé" not in text
    assert "secret" not in text
    assert "ZeroDivisionError" in text


@pytest.mark.parametrize("split", ["none", "order", "market"])
def test_a_note_that_cannot_be_written_fails_alone(shop: Shop, split: str) -> None:
    shop.orders({"ref": "1"}, {"ref": "2", "marker": "unwritable"}, {"ref": "3"})

    summary = shop.run(split=split)

    assert [line["reference"] for line in shop.manifest()] == ["1", "3"]
    assert [(line["reference"], line["kind"]) for line in shop.rejects()] == [("2", "failed")]
    assert summary.exit_status == 4


def test_notes_that_cannot_be_written_together_all_fail_and_the_batch_ends(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = FakeBench.write

    def write(self: FakeBench, notes: Any, *args: Any, **named: Any) -> None:
        if len(notes) > 1:
            raise ValueError("not together")
        real(self, notes, *args, **named)

    monkeypatch.setattr(FakeBench, "write", write)
    shop.orders({"ref": "1"}, {"ref": "2"})

    summary = shop.run()

    assert (summary.printed, summary.failed) == (0, 2)
    assert [line["reference"] for line in shop.rejects()] == ["1", "2"]


def test_without_a_single_note_there_is_no_pdf(shop: Shop) -> None:
    shop.orders({"ref": "1", "reject": "unpaid"}, {"ref": "2", "marker": "refuse"})

    summary = shop.run()

    assert set(shop.files()) == {"manifest.jsonl", "rejects.jsonl"}
    assert shop.files()["manifest.jsonl"] == b""
    assert len(shop.rejects()) == 2
    assert (summary.files, summary.exit_status) == (0, 3)


def test_an_empty_export_is_a_batch_too(shop: Shop) -> None:
    shop.orders()

    summary = shop.run()

    assert shop.files() == {"manifest.jsonl": b"", "rejects.jsonl": b""}
    assert summary.exit_status == 0


def test_warnings_are_counted_and_strict_refuses_them(shop: Shop) -> None:
    shop.orders({"ref": "1", "marker": "glyph"}, {"ref": "2"}, {"ref": "3", "marker": "glyph"})

    summary = shop.run()
    assert summary.printed == 3
    assert summary.warnings == {
        "fallback-glyph: a letter is from another font": [
            2,
            "a letter is from another font",
            "add a font",
            ["1", "3"],
            "fallback-glyph",
        ],
    }

    summary = shop.run(strict=True)
    assert [line["reference"] for line in shop.manifest()] == ["2"]
    assert [line["reason"] for line in shop.rejects()] == ["a letter is from another font"] * 2
    assert summary.exit_status == 3


def test_what_the_settings_allow_in_so_many_words_passes_strict(shop: Shop) -> None:
    shop.orders({"ref": "1", "marker": "no-address"})

    assert shop.run(strict=True).printed == 1


def test_a_draft_says_so_in_the_manifest(shop: Shop) -> None:
    shop.orders({"ref": "1"})

    summary = shop.run(draft=True)

    assert [line["status"] for line in shop.manifest()] == ["draft"]
    assert summary.exit_status == 0


def test_the_summary_groups_rejects_by_reason(shop: Shop) -> None:
    shop.orders(*({"ref": f"bm-{n}", "reject": "unpaid" if n % 3 else "on hold"} for n in range(9)))

    summary = shop.run()

    assert list(summary.reasons.values()) == [
        [3, "on hold", "pay it", ["bm-0", "bm-3", "bm-6"]],
        [6, "unpaid", "pay it", ["bm-1", "bm-2", "bm-4", "bm-5", "bm-7"]],
    ]
    assert summary.as_dict() == {
        "printed": 0,
        "refused": 9,
        "failed": 0,
        "files": 0,
        "seconds": round(summary.seconds, 3),
        "compared": None,
    }


def test_hostile_reasons_do_not_fill_the_memory(shop: Shop) -> None:
    shop.orders(*({"ref": f"bm-{n}", "reject": f"reason {n}"} for n in range(REASONS_LIMIT + 50)))

    summary = shop.run()

    assert len(summary.reasons) == REASONS_LIMIT + 1
    assert summary.reasons["unpaid"][0] == 50


def test_a_reference_with_invisible_characters_keeps_the_lines_apart(shop: Shop) -> None:
    hostile = "bm-\u2028\u202e\ud800\x85é"
    shop.orders({"ref": hostile}, {"ref": hostile, "reject": "é\u2028"})

    shop.run()

    assert shop.manifest()[0]["reference"] == hostile
    assert shop.rejects()[0]["reason"] == "é\u2028"
    assert len((shop.out / "manifest.jsonl").read_text().splitlines()) == 1


def test_the_progress_hears_every_stage(shop: Shop) -> None:
    shop.orders(*({"ref": f"bm-{n}"} for n in range(3)))

    shop.run()

    assert shop.heard.steps == [
        ("reading", 0),
        ("reading", 3),
        ("start", 0),
        ("advance", 1),
        ("advance", 2),
        ("advance", 3),
        ("advance", 3),
        ("finishing", 0),
    ]


def test_nobody_needs_to_watch(shop: Shop) -> None:
    shop.orders({"ref": "1"})

    assert run_batch(shop.job(), open_bench=FakeBench).printed == 1


def test_a_second_run_over_the_same_folder_replaces_its_files(shop: Shop) -> None:
    shop.orders({"ref": "1"}, {"ref": "2"})
    shop.run()
    shop.orders({"ref": "3"})

    shop.run()

    assert [line["reference"] for line in shop.manifest()] == ["3"]
    assert b"<p>3 " in shop.files()["notes.pdf"]
    assert shop.heard.said == [f"replaced the notes of an earlier batch in {shop.out}"]


def test_a_merged_file_of_the_batch_before_goes_with_it(shop: Shop) -> None:
    shop.orders({"ref": "1", "market": "de-de"}, {"ref": "2", "market": "fr-fr"})
    shop.run(split="market")
    shop.orders({"ref": "3", "market": "fr-fr"})

    shop.run(split="market")

    assert set(shop.files()) == {"notes-fr-fr.pdf", "manifest.jsonl", "rejects.jsonl"}
    assert shop.heard.said == [
        f"replaced the notes of an earlier batch in {shop.out}",
        "removed what an earlier batch left: notes-de-de.pdf",
    ]


def test_a_file_that_someone_changed_or_that_is_an_orders_own_stays(shop: Shop) -> None:
    shop.orders({"ref": "1", "market": "de-de"})
    shop.run(split="market")
    (shop.out / "notes-de-de.pdf").write_text("annotated")

    shop.run()
    assert (shop.out / "notes-de-de.pdf").read_text() == "annotated"

    shop.run(split="order")
    shop.orders({"ref": "2", "market": "de-de"})
    shop.run(split="order")
    assert (shop.out / "de/1.pdf").exists()
    assert shop.heard.said == ["files of an earlier batch that are still here, but not in the manifest: 1"]


@pytest.mark.parametrize(
    "manifest",
    [
        "not json\n",
        "[]\n",
        '{"file": "../notes-x.pdf", "sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"}\n',
        "\x00\xff",
    ],
)
def test_a_manifest_that_is_not_ours_removes_nothing(shop: Shop, manifest: str) -> None:
    shop.out.mkdir()
    (shop.out / "manifest.jsonl").write_text(manifest)
    (shop.folder / "notes-x.pdf").touch()
    shop.orders({"ref": "1"})

    shop.run()

    assert (shop.folder / "notes-x.pdf").exists()
    assert len(shop.manifest()) == 1


@pytest.mark.parametrize("blocked", ["notes.pdf", "manifest.jsonl"])
def test_something_in_the_way_stops_before_the_first_rename(shop: Shop, blocked: str) -> None:
    shop.orders({"ref": "1"})
    (shop.out / blocked).mkdir(parents=True)

    with pytest.raises(OutputError, match="in the way"):
        shop.run()

    assert [path for path in shop.out.iterdir() if path.name != ".notes-engine"] == [shop.out / blocked]
    (shop.out / blocked).rmdir()
    assert shop.run(resume=True).printed == 1


def test_a_locale_folder_that_is_a_file_stops_before_the_first_rename(shop: Shop) -> None:
    shop.orders({"ref": "1", "market": "fr-fr"}, {"ref": "2", "market": "de-de"})
    shop.out.mkdir()
    (shop.out / "fr").write_text("mine")

    with pytest.raises(OutputError, match="a folder is needed here") as caught:
        shop.run(split="order")
    assert str(caught.value.place) == str(shop.out / "fr")

    assert (shop.out / "fr").read_text() == "mine"
    assert not (shop.out / "manifest.jsonl").exists()


def test_a_full_disk_is_one_clear_error_and_leaves_what_was_there(shop: Shop) -> None:
    shop.orders({"ref": "1"})
    shop.run()
    before = shop.files()
    shop.orders({"ref": "2", "marker": "disk-full"})

    with pytest.raises(OutputError, match="the disk is full"):
        shop.run()

    assert shop.files() == before


def test_a_disk_that_fills_up_later_keeps_what_is_finished(shop: Shop) -> None:
    shop.orders(*({"ref": f"bm-{n}", "marker": "disk-full" if n == 40 else ""} for n in range(60)))

    with pytest.raises(OutputError, match="the disk is full"):
        shop.run()

    assert not (shop.out / "manifest.jsonl").exists()
    assert resumable(shop.out)


def test_a_full_disk_while_a_note_is_made_is_no_orders_fault(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    def typeset(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(FakeBench, "typeset", typeset)
    shop.orders({"ref": "1"})

    with pytest.raises(OutputError, match="the temporary folder is full"):
        shop.run()

    assert not shop.out.exists()


@pytest.mark.parametrize(
    ("error", "kind", "reason"),
    [
        (RenderError("no such market", hint="say it"), "refused", "no such market"),
        (ZeroDivisionError("Zoé"), "failed", "ZeroDivisionError"),
    ],
)
def test_an_order_whose_market_cannot_be_told_gets_no_note(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, error: Exception, kind: str, reason: str
) -> None:
    def market_of(_: FakeBench, order: Any) -> str:
        if order.reference == "1":
            raise error
        return ""

    monkeypatch.setattr(FakeBench, "market_of", market_of)
    shop.orders({"ref": "1"}, {"ref": "2"})

    summary = shop.run(split="market")

    assert summary.printed == 1
    (reject,) = shop.rejects()
    assert reject["kind"] == kind
    assert reason in reject["reason"]
    assert "Zoé" not in reject["reason"]


def test_a_pipe_is_read_once(shop: Shop) -> None:
    pipe = shop.folder / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_text, args=('{"ref": "1"}\n',))
    writer.start()

    summary = shop.run(inputs=(str(pipe),))

    writer.join()
    assert summary.printed == 1


@pytest.mark.parametrize(
    ("jobs", "cores", "orders", "workers"),
    [(None, 4, 30, 2), (None, 1, 30, 0), (None, 4, 3, 0), (1, 4, 30, 0), (4, 1, 3, 1), (4, 1, 60, 3)],
)
def test_as_many_workers_are_started_as_help(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, jobs: int | None, cores: int, orders: int, workers: int
) -> None:
    started: list[int] = []

    def in_worker_processes(count: int) -> Workforce:
        started.append(count)
        return in_this_process()

    monkeypatch.setattr("notes_engine.batch.run.in_worker_processes", in_worker_processes)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(cores)))
    shop.orders(*({"ref": f"bm-{n}"} for n in range(orders)))

    shop.run(jobs=jobs)

    assert started == ([workers] if workers else [])


def test_a_library_that_is_not_installed_is_named_so(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("notes_engine.batch.origin.LIBRARIES", ("no-such-library",))
    shop.orders()

    found = made_from(shop.job(), made_with(FakeBench(shop.job())))

    assert found["version of no-such-library"] == "not installed"


def test_a_disk_that_breaks_at_the_end_is_an_output_error(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(FakeBench, "join", broken)
    shop.orders(*({"ref": f"bm-{n}"} for n in range(30)))

    with pytest.raises(OutputError, match="Input/output error"):
        shop.run()

    assert not (shop.out / "notes.pdf").exists()


def test_one_process_lays_its_tools_out_once(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[object] = []
    real = FakeBench.__init__

    def init(self: FakeBench, job: Any) -> None:
        opened.append(job)
        real(self, job)

    monkeypatch.setattr(FakeBench, "__init__", init)
    shop.orders(*({"ref": f"bm-{n}"} for n in range(60)))

    shop.run(jobs=1)

    assert len(opened) == 1

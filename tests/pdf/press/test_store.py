"""The store keeps plates between runs, never stops a batch, and never removes what is not its own."""

from __future__ import annotations

import os
import threading
import time
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from notes_engine.pdf.press.cast import (
    Cast,
    CastBookmark,
    CastFont,
    CastItem,
    CastLine,
    CastLink,
    CastMetadata,
    CastPage,
    Part,
)
from notes_engine.pdf.press.forme import FormeRecord
from notes_engine.pdf.press.store import Store, pack_cast, plates_folder, unpack_cast
from notes_engine.pdf.press.typeface import TypeSpec

if TYPE_CHECKING:
    from pathlib import Path

SPEC = TypeSpec("ab" * 32, 0, "XYZABC", 13.333, "fr-fr", (("kern", 1), ("liga", 0)))
ITEM = CastItem(("n° ", 0, "\u00a0…"), 1.5, 3.25, 0, "0 0 0", 40.1, 20.2, 30.3, ((41.0, 1.0, True),), "1 0 0")
LINE = CastLine((ITEM,), "right", 120.5, 100.0, 110.0, True, ((0.0, 0.0, 5.0, 5.0),), 1, ("a", 0, "b"))
PAGE = CastPage(
    (("MediaBox", (0.0, 0.0, 595.2756, 841.8898)),),
    3,
    (LINE, replace(LINE, row=None, whole=(), clips=())),
    (CastLink(0, None, (1.0, 2.0, 3.0, 4.0), ((0, 0), (0, 0))), CastLink("totals", (0, 1.0, 2.0), (1, 2, 3, 4), ())),
    1122.52,
)
CAST = Cast(
    "0123456789abcdef",
    (PAGE,),
    (Part(3, b"<</Type/XObject\x00\xff>>", bytes(range(256))), Part(4, b"null", None)),
    (CastFont("XYZABC", "XYZABC+Shop", "Shop", 4, 0, 800, -200, "ab" * 32, 0, ((1, "ﬁ", 500), (2, "", 0))),),
    (SPEC,),
    (CastBookmark(1, ("Note ", 0), 0, (1.0, 2.0), True),),
    CastMetadata((("Shop",), (0,)), (), ("d",), ()),
    (("company", 2),),
    "Bon de livraison\n",
)
RECORD = FormeRecord({0: "text", 1: "baked", 2: "string"}, {1: "it stands in an attribute"}, "")
MADE_WITH = "a workspace and its versions"


def filled(folder: Path, run: str = "") -> Store:
    store = Store(folder, MADE_WITH, run)
    store.keep_cast(CAST)
    store.keep_forme("<p>", RECORD)
    store.keep_face("ab" * 32, b"font")
    store.note_met("<p>")
    return store


def files_in(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}


def test_what_is_kept_comes_back(tmp_path: Path) -> None:
    filled(tmp_path)
    found = Store(tmp_path, MADE_WITH, "another run")
    assert found.cast(CAST.name) == CAST
    assert found.forme("<p>") == RECORD
    assert found.face("ab" * 32) == b"font"
    assert found.has_met("<p>")
    assert not found.has_met("<p>{}")
    assert unpack_cast(pack_cast(CAST)) == CAST


def test_other_kinds_of_notes_have_plates_of_their_own(tmp_path: Path) -> None:
    filled(tmp_path)
    other = Store(tmp_path, "another version")
    assert (other.cast(CAST.name), other.forme("<p>"), other.face("ab" * 32)) == (None, None, None)
    assert not other.has_met("<p>")


def test_without_a_folder_nothing_is_kept() -> None:
    store = Store(None, MADE_WITH, "run")
    store.keep_cast(CAST)
    store.note_met("<p>")
    assert store.cast(CAST.name) is None
    assert not store.has_met("<p>")
    store.take_over()
    store.tidy()


def test_a_lone_surrogate_is_a_name_like_any_other(tmp_path: Path) -> None:
    store = Store(tmp_path, MADE_WITH)
    store.note_met("<p>\ud800")
    store.keep_forme("<p>\ud800", RECORD)
    assert store.has_met("<p>\ud800")
    assert store.forme("<p>\ud800") == RECORD


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_damaged_files_are_as_if_they_were_not_there(tmp_path: Path, data: st.DataObject) -> None:
    store = filled(tmp_path)
    path = next(tmp_path.rglob(f"{CAST.name}.plate"))
    whole = path.read_bytes()
    how = data.draw(st.sampled_from(("cut", "flip", "foreign", "grown")))
    at = data.draw(st.integers(0, len(whole) - 1))
    if how == "cut":
        path.write_bytes(whole[:at])
    elif how == "flip":
        path.write_bytes(whole[:at] + bytes([whole[at] ^ data.draw(st.integers(1, 255))]) + whole[at + 1 :])
    elif how == "foreign":
        path.write_bytes(data.draw(st.binary(max_size=200)))
    else:
        path.write_bytes(whole + b" ")
    assert store.cast(CAST.name) is None


def test_a_file_of_another_meaning_is_as_if_it_were_not_there(tmp_path: Path) -> None:
    store = filled(tmp_path)
    for content in (b"{}", b"[]", b"null", b"1e999", b'{"name": 1}', b"\xff", b"[" * 100_000):
        next(tmp_path.rglob("*.plate")).write_bytes(sha256(content).hexdigest().encode() + content)
        next(tmp_path.rglob("*.forme")).write_bytes(sha256(content).hexdigest().encode() + content)
        assert store.cast(CAST.name) is None
        assert store.forme("<p>") is None


def test_a_folder_in_a_files_place_is_as_if_it_were_not_there(tmp_path: Path) -> None:
    store = filled(tmp_path)
    path = next(tmp_path.rglob("*.plate"))
    path.unlink()
    path.mkdir()
    assert store.cast(CAST.name) is None
    store.keep_cast(CAST)  # cannot be kept, and that stops nothing
    assert store.cast(CAST.name) is None


def test_what_a_run_makes_is_met_when_the_run_is_over(tmp_path: Path) -> None:
    first, worker = Store(tmp_path, MADE_WITH, "one"), Store(tmp_path, MADE_WITH, "one")
    first.note_met("<p>")
    first.keep_cast(CAST)
    assert not first.has_met("<p>")
    assert not worker.has_met("<p>")
    assert worker.cast(CAST.name) == CAST  # made once for all its workers
    assert Store(tmp_path, MADE_WITH, "two").cast(CAST.name) is None
    first.take_over()
    assert not worker.has_met("<p>")
    worker.turn_to(1)
    assert worker.has_met("<p>")
    assert Store(tmp_path, MADE_WITH, "two").cast(CAST.name) == CAST
    worker.take_over()
    assert [folder.name for folder in tmp_path.rglob("run-*")] == ["run-two-0"]


def test_runs_that_end_together_keep_what_both_made(tmp_path: Path) -> None:
    stores = [Store(tmp_path, MADE_WITH, f"run{number}") for number in range(4)]
    stores += [Store(tmp_path, MADE_WITH, "run0") for _ in range(4)]  # of the same instant
    for number, store in enumerate(stores):
        store.keep_cast(CAST)
        for text in range(20):
            store.note_met(f"{number} {text}")
    start = threading.Barrier(len(stores))

    def end(store: Store) -> None:
        start.wait()
        store.take_over()
        store.tidy()

    threads = [threading.Thread(target=end, args=(store,)) for store in stores]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    later = Store(tmp_path, MADE_WITH, "later")
    assert later.cast(CAST.name) == CAST
    lost = [(run, text) for run in range(len(stores)) for text in range(20) if not later.has_met(f"{run} {text}")]
    assert lost == []


def test_what_a_killed_run_left_is_not_taken_for_kept(tmp_path: Path) -> None:
    filled(tmp_path, "killed")
    later = Store(tmp_path, MADE_WITH, "later")
    assert not later.has_met("<p>")
    assert later.cast(CAST.name) is None
    later.take_over()
    later.tidy()
    resumed = Store(tmp_path, MADE_WITH, "killed")
    assert resumed.cast(CAST.name) == CAST
    assert not resumed.has_met("<p>")
    resumed.take_over()
    assert Store(tmp_path, MADE_WITH, "last").has_met("<p>")


def test_a_wave_knows_what_was_met_before_it_whoever_ends_meanwhile(tmp_path: Path) -> None:
    first = Store(tmp_path, MADE_WITH, "one")
    filled(tmp_path, "other").take_over()
    late = Store(tmp_path, MADE_WITH, "one")  # a worker that is started later, or a run that is resumed
    assert not first.has_met("<p>")
    assert not late.has_met("<p>")
    assert Store(tmp_path, MADE_WITH, "two").has_met("<p>")
    first.renew()
    assert first.has_met("<p>")


def test_what_was_met_is_bounded_and_the_last_is_remembered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("notes_engine.pdf.press.store._MOST_MET", 50)
    for run in range(5):
        store = Store(tmp_path, MADE_WITH, f"run{run}")
        for text in range(45):
            store.note_met(f"{run} {text}")
        store.take_over()
    assert sum(file.stat().st_size for file in tmp_path.rglob("*.met")) <= 2 * 50 * 16
    assert Store(tmp_path, MADE_WITH, "last").has_met("4 0")


def test_what_a_broken_off_run_left_goes_after_a_week(tmp_path: Path) -> None:
    filled(tmp_path, "killed")
    (folder,) = tmp_path.rglob("run-killed-0")
    store = Store(tmp_path, MADE_WITH, "later")
    store.tidy()
    assert folder.exists()
    os.utime(folder, (time.time(), time.time() - 8 * 24 * 3600))
    store.tidy()
    assert not folder.exists()


@pytest.mark.parametrize("name", ["a file", "/dev/null", "x" * 300, "/".join(["deep" * 20] * 70)])
def test_a_folder_that_cannot_be_is_no_fault(tmp_path: Path, name: str) -> None:
    (tmp_path / "a file").write_bytes(b"mine")
    store = filled(tmp_path / name, "run")
    assert store.cast(CAST.name) is None
    assert store.forme("<p>") is None
    assert not store.has_met("<p>")
    store.take_over()
    store.tidy()
    assert (tmp_path / "a file").read_bytes() == b"mine"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_no_right_to_look_is_no_fault(tmp_path: Path) -> None:
    filled(tmp_path).take_over()
    tmp_path.chmod(0)
    child = os.fork()
    if child == 0:  # somebody who may not look into the folder
        status = 1
        try:
            os.setuid(65534)
            store = filled(tmp_path, "run")
            store.take_over()
            store.tidy()
            status = int(store.has_met("<p>") or store.cast(CAST.name) is not None)
        finally:
            os._exit(status)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    tmp_path.chmod(0o700)


@pytest.mark.parametrize("moment", range(7))
def test_it_may_be_deleted_at_any_time(tmp_path: Path, moment: int) -> None:
    store = Store(tmp_path / "cache", MADE_WITH, "run")
    steps = [
        lambda: store.note_met("<p>"),
        lambda: store.keep_cast(CAST),
        lambda: store.keep_forme("<p>", RECORD),
        lambda: store.keep_face("ab" * 32, b"font"),
        lambda: (store.has_met("<p>"), store.cast(CAST.name), store.face("ab" * 32)),
        store.take_over,
        store.tidy,
    ]
    for number, step in enumerate(steps):
        if number == moment and (tmp_path / "cache").exists():
            (tmp_path / "cache").rename(tmp_path / "gone")
        step()
    assert Store(tmp_path / "cache", MADE_WITH).cast(CAST.name) in (None, CAST)


def test_those_used_longest_ago_go_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number, kind in enumerate(("old", "older", "new")):
        store = Store(tmp_path, kind)
        store.keep_face("ab" * 32, bytes(1000))
        folder = next(path for path in tmp_path.iterdir() if path.stat().st_mtime > 1_000_000_000)
        os.utime(folder, (0, (1000, 10, 2000)[number]))
    monkeypatch.setattr("notes_engine.pdf.press.store.MOST_BYTES", 2500)
    Store(tmp_path, "new").tidy()
    assert [Store(tmp_path, kind).face("ab" * 32) is not None for kind in ("old", "older", "new")] == [
        True,
        False,
        True,
    ]
    Store(tmp_path, "old").tidy()  # within the bound: nothing goes
    assert len(list(tmp_path.iterdir())) == 2


def test_what_unfinished_runs_left_counts_and_goes_with_its_kind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Store(tmp_path, "old", "killed").keep_face("ab" * 32, bytes(3000))
    os.utime(next(tmp_path.iterdir()), (0, 1000))
    mine = Store(tmp_path, "new")
    mine.keep_face("ab" * 32, bytes(1000))
    monkeypatch.setattr("notes_engine.pdf.press.store.MOST_BYTES", 2500)
    mine.tidy()
    assert sum(map(len, files_in(tmp_path).values())) == 1000


def test_nothing_but_its_own_is_ever_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody names a folder that holds more than plates, such as a home."""
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "cat.jpg").write_bytes(bytes(5000))
    (tmp_path / ("0" * 32)).mkdir()
    (tmp_path / ("0" * 32) / "letter.txt").write_bytes(bytes(5000))
    before = files_in(tmp_path)
    store = filled(tmp_path, "run")
    monkeypatch.setattr("notes_engine.pdf.press.store.MOST_BYTES", 1)
    store.take_over()
    store.tidy()
    assert files_in(tmp_path) == before


def test_the_folder_is_the_users_cache_or_a_named_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("NOTES_ENGINE_CACHE", str(tmp_path))
    assert plates_folder() == tmp_path
    monkeypatch.setenv("NOTES_ENGINE_CACHE", "")
    assert plates_folder() is None
    monkeypatch.delenv("NOTES_ENGINE_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", "/var/cache/someone")
    assert str(plates_folder()) == "/var/cache/someone/notes-engine/plates"
    monkeypatch.setenv("XDG_CACHE_HOME", "not/absolute")
    monkeypatch.setenv("HOME", "/home/someone")
    assert str(plates_folder()) == "/home/someone/.cache/notes-engine/plates"

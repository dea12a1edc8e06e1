"""`--proof`: finished notes beside the typesetter's own. A difference publishes nothing."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Never

import pikepdf
import pytest

from notes_engine.batch import Job, run_batch
from notes_engine.batch.notes_bench import NotesBench
from notes_engine.batch.plan import CHUNK_FLOOR
from notes_engine.batch.proof import Printed
from notes_engine.errors import ProofError, ResumeError, TypesetError, UsageError
from notes_engine.notes import create_workspace
from notes_engine.orders import Order
from tests.batch.batch_fakes import FakeBench
from tests.batch.test_batch_press import job_for

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from tests.batch.conftest import Shop


def rows(count: int, *misprints: int) -> list[dict[str, Any]]:
    found = []
    for n in range(count):
        market = ("fr-fr", "de-de")[n % 2]
        found.append({"ref": f"bm-{n}", "id": f"id-{n}", "market": market})
        if n in misprints:
            found[-1]["marker"] = "misprint"
    return found


@pytest.mark.parametrize("split", ["none", "market", "order"])
def test_all_notes_are_compared_where_there_are_fewer_than_asked_for(shop: Shop, split: str) -> None:
    shop.orders(*rows(3 * CHUNK_FLOOR), {"ref": "bm-x", "marker": "refuse"})

    summary = shop.run(split=split, proof=1000)

    assert summary.compared == summary.printed == 3 * CHUNK_FLOOR
    assert summary.as_dict()["compared"] == 3 * CHUNK_FLOOR
    assert shop.heard.steps[-1] == ("proving", 3 * CHUNK_FLOOR)


@pytest.mark.parametrize("split", ["none", "market", "order"])
def test_the_one_note_that_differs_is_named_and_nothing_is_published(shop: Shop, split: str) -> None:
    shop.orders(*rows(4))
    shop.run(split=split)
    before = shop.files()
    # One is refused before it and the others stand beside it, so that a note taken for its neighbour would be found.
    shop.orders({"ref": "bm-x", "market": "fr-fr", "marker": "refuse"}, *rows(60, 33))

    with pytest.raises(ProofError) as caught:
        shop.run(split=split, proof=60)

    assert "1 of 60 notes" in caught.value.what
    assert "order id-33: page 1: the letters differ" in caught.value.what
    assert "id-32" not in caught.value.what
    assert shop.files() == before


def test_only_so_many_are_compared_as_asked_for_and_they_are_drawn_by_lot(shop: Shop) -> None:
    shop.orders(*rows(40, *range(40)))
    drawn = []
    for _ in range(3):
        with pytest.raises(ProofError) as caught:
            shop.run(proof=5)
        assert "5 of 5 notes" in caught.value.what
        drawn.append({word for word in caught.value.what.replace(":", "").split() if word.startswith("id-")})

    assert all(len(names) == 5 for names in drawn)
    assert len({frozenset(names) for names in drawn}) > 1


def test_many_differences_are_counted_and_ten_orders_named(shop: Shop) -> None:
    shop.orders(*rows(15, *range(15)))

    with pytest.raises(ProofError) as caught:
        shop.run(proof=15)

    assert caught.value.what.count("order id-") == 10
    assert "and 5 more orders" in caught.value.what


def test_no_resume_publishes_what_the_proof_refused(shop: Shop) -> None:
    shop.orders(*rows(30, 7))
    with pytest.raises(ProofError):
        shop.run(proof=30)

    with pytest.raises(ProofError):
        shop.run(proof=30, resume=True)

    assert "there is nothing to resume here: this is a new batch" in shop.heard.said
    assert not list(shop.folder.rglob("*.pdf"))


def test_an_interrupted_batch_is_not_resumed_without_its_proof(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    shop.orders(*rows(5, 2))
    with monkeypatch.context() as patched:
        patched.setattr(FakeBench, "compare", stopped)
        with pytest.raises(KeyboardInterrupt):
            shop.run(proof=5)

    with pytest.raises(ResumeError, match="--proof"):
        shop.run(resume=True)
    with pytest.raises(ProofError):
        shop.run(resume=True, proof=5)


def test_a_batch_without_notes_has_nothing_to_compare(shop: Shop) -> None:
    shop.orders({"ref": "bm-1", "marker": "refuse"})

    assert shop.run(proof=3).compared == 0
    assert shop.run().compared is None


def test_no_notes_to_compare_is_wrong_usage(shop: Shop) -> None:
    with pytest.raises(UsageError, match="--proof 0"):
        shop.job(proof=0)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("workspace")
    create_workspace(folder, company="Atelier Exemple", live_since="2020-05")
    return folder


class SpoiltBench(NotesBench):
    """Writes its files, and then spoils them."""

    def spoil(self, pdf: pikepdf.Pdf) -> None:
        raise NotImplementedError

    def write(self, notes: Sequence[Any], target: Path, **options: Any) -> None:
        super().write(notes, target, **options)
        if not options["whole"]:
            return
        with pikepdf.open(target, allow_overwriting_input=True) as pdf:
            self.spoil(pdf)
            pdf.save(target)


class ShiftedBench(SpoiltBench):
    """Everything on the third page stands one point to the right."""

    def spoil(self, pdf: pikepdf.Pdf) -> None:
        if len(pdf.pages) > 2:
            pdf.pages[2].contents_add(pikepdf.Stream(pdf, b"1 0 0 1 1 0 cm "), prepend=True)


class LetterlessBench(SpoiltBench):
    """The first text of the third page has lost its first letter."""

    def spoil(self, pdf: pikepdf.Pdf) -> None:
        if len(pdf.pages) > 2:
            page = pdf.pages[2]
            commands = list(pikepdf.parse_content_stream(page))
            for place, command in enumerate(commands):
                operands: Any = command.operands
                if str(command.operator) == "TJ":
                    first = next(n for n, item in enumerate(operands[0]) if isinstance(item, pikepdf.String))
                    rest = pikepdf.String(bytes(operands[0][first])[2:])
                    items = [rest if n == first else item for n, item in enumerate(operands[0])]
                    commands[place] = pikepdf.ContentStreamInstruction([pikepdf.Array(items)], command.operator)
                    break
            page.Contents = pikepdf.Stream(pdf, pikepdf.unparse_content_stream(commands))


class MislinkedBench(SpoiltBench):
    """The link of the third note leads to the parcel of another."""

    def spoil(self, pdf: pikepdf.Pdf) -> None:
        if len(pdf.pages) > 2:
            pdf.pages[2].Annots[0].A.URI = pikepdf.String("https://carrier.invalid/?id=1000")


class JoinedBench(MislinkedBench):
    """As above, in a file of several chunks."""

    def join(self, parts: Sequence[Path], target: Path, **options: Any) -> None:
        super().join(parts, target, **options)
        with pikepdf.open(target, allow_overwriting_input=True) as pdf:
            self.spoil(pdf)
            pdf.save(target)


class MiscalledBench(SpoiltBench):
    """The third bookmark has the second note's number."""

    def spoil(self, pdf: pikepdf.Pdf) -> None:
        if len(pdf.pages) > 2:
            with pdf.open_outline() as outline:
                outline.root[2].title = outline.root[1].title


class MisplacedBench(SpoiltBench):
    """The third bookmark leads to the second note."""

    def spoil(self, pdf: pikepdf.Pdf) -> None:
        if len(pdf.pages) > 2:
            with pdf.open_outline() as outline:
                outline.root[2].destination = outline.root[1].destination


def proven_job(workspace: Path, folder: Path, **changes: Any) -> Job:
    return replace(job_for(workspace, folder, 6, "auto"), proof=100, **changes)


@pytest.mark.parametrize(
    ("open_bench", "told"),
    [
        (ShiftedBench, "characters are not at the same place"),
        (LetterlessBench, "characters"),
        (MislinkedBench, "page 1: a link leads elsewhere"),
        (MiscalledBench, "its bookmark has another title"),
        (MisplacedBench, "its bookmark leads to another place"),
    ],
)
def test_a_spoilt_note_is_found_among_the_others(
    workspace: Path, tmp_path: Path, open_bench: Callable[[Job], NotesBench], told: str
) -> None:
    job = proven_job(workspace, tmp_path)
    job.out.mkdir()
    (job.out / "notes.pdf").write_bytes(b"an earlier batch's")

    with pytest.raises(ProofError) as caught:
        run_batch(job, open_bench=open_bench)

    assert "1 of 6 notes" in caught.value.what
    assert "order 1002: " in caught.value.what
    assert told in caught.value.what
    assert "Ida" not in str(caught.value)
    assert {path.name: path.read_bytes() for path in job.out.iterdir()} == {"notes.pdf": b"an earlier batch's"}


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"split": "order"},
        {"split": "market"},
        {"engine": "typeset"},
        {"draft": True},
        {"pdf_variant": "pdf/ua-1"},
        {"pdf_variant": "pdf/a-3b", "split": "order"},
    ],
    ids=str,
)
def test_what_is_well_printed_passes(workspace: Path, tmp_path: Path, changes: dict[str, Any]) -> None:
    summary = run_batch(proven_job(workspace, tmp_path, **changes))

    assert (summary.printed, summary.compared) == (6, 6)


def test_notes_of_a_joined_file_are_compared_where_they_stand(
    workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("notes_engine.batch.plan.CHUNK_FLOOR", 2)

    assert run_batch(proven_job(workspace, tmp_path)).compared == 6
    with pytest.raises(ProofError, match=r"(?s)1 of 6 notes.*order 1002: page 1: a link"):
        run_batch(replace(proven_job(workspace, tmp_path), engine="typeset"), open_bench=JoinedBench)


def test_letters_written_as_one_character_or_as_two_are_the_same(workspace: Path, tmp_path: Path) -> None:
    """One file has one font, and a glyph of it one text: which one, depends on the other notes."""
    job = proven_job(workspace, tmp_path)
    orders = json.loads((tmp_path / "orders.json").read_text())
    orders["results"][0]["shipping_address"]["first_name"] = "Zoe\N{COMBINING ACUTE ACCENT}"
    (tmp_path / "orders.json").write_text(json.dumps(orders))

    assert run_batch(job).compared == 6


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (TypesetError("a box without end"), "it cannot be compared: a box without end"),
        (ZeroDivisionError("of Zoé"), "it cannot be compared: ZeroDivisionError"),
    ],
)
def test_a_note_that_cannot_be_made_again_differs(
    workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, told: str
) -> None:
    def failing(*_: object, **__: object) -> Never:
        raise error

    monkeypatch.setattr("notes_engine.batch.compared.Typesetter.typeset", failing)
    bench = NotesBench(proven_job(workspace, tmp_path))
    orders = [item for item in bench.read() if isinstance(item, Order)]
    with pikepdf.new() as blank:
        blank.add_blank_page()
        blank.save(tmp_path / "blank.pdf")

    found = list(bench.compare(tmp_path / "blank.pdf", [Printed(orders[0], 1, 1, 0), Printed(orders[1], 2, 1, 1)]))

    assert found == [[told], [told]]


def test_a_file_that_cannot_be_opened_differs(workspace: Path, tmp_path: Path) -> None:
    job = proven_job(workspace, tmp_path)
    bench = NotesBench(job)
    (tmp_path / "torn.pdf").write_bytes(b"%PDF-1.7 torn")

    assert list(bench.compare(tmp_path / "torn.pdf", [None, None])) == [["its file cannot be opened"]] * 2  # type: ignore[list-item]  # never looked at

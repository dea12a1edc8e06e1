"""The batch with its real tools: a workspace, WeasyPrint, PDFs."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from pypdf import PdfReader

from notes_engine.batch import Job, run_batch
from notes_engine.batch.notes_bench import NotesBench
from notes_engine.errors import AssetError, SettingsError, TypesetError, UsageError, WorkspaceError
from notes_engine.notes import create_workspace

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)


def order(number: int, market: str = "fr-fr", **changes: Any) -> dict[str, Any]:
    """One order as the Back Market API gives it."""
    address = {
        "first_name": "Zoé",
        "last_name": "Exemple",
        "gender": 1,
        "street": "12 rue des Lilas",
        "street2": "",
        "city": "Lyon",
        "state_or_province": "",
        "postal_code": "69003",
        "country": "FR",
        "email": "zoe@example.invalid",
        "phone": "",
    }
    line = {
        "id": number,
        "listing": f"SKU-{number}",
        "product": "Phone 128 GB",
        "quantity": 1,
        "price": "100.00",
        "shipping_price": "0.00",
        "state": 2,
        "brand": "Brand",
    }
    return {
        "order_id": number,
        "state": 3,
        "country_code": market,
        "currency": "EUR",
        "price": "100.00",
        "shipping_price": "0.00",
        "date_creation": "2026-03-01T10:00:00+00:00",
        "date_modification": "2026-03-01T10:00:00+00:00",
        "date_payment": "2026-03-01T10:05:00+00:00",
        "delivery_address": address,
        "billing_address": address,
        "shipping_address": address,
        "shipper": "Carrier",
        "tracking_number": "",
        "tracking_url": "",
        "orderlines": [line],
    } | changes


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("workspace")
    create_workspace(folder, company="Atelier Exemple", live_since="2020-05")
    return folder


def job_for(workspace: Path, folder: Path, *orders: dict[str, Any], **changes: Any) -> Job:
    path = folder / "orders.json"
    path.write_text(json.dumps({"count": len(orders), "next": None, "previous": None, "results": list(orders)}))
    return replace(Job(workspace, (str(path),), folder / "out", jobs=1, now=NOW), **changes)


def manifest(job: Job) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (job.out / "manifest.jsonl").read_text().splitlines()]


def test_real_orders_become_a_real_merged_file(workspace: Path, tmp_path: Path) -> None:
    job = job_for(workspace, tmp_path, order(1), order(2, "de-de"))

    summary = run_batch(job)

    assert (summary.printed, summary.exit_status) == (2, 0)
    reader = PdfReader(job.out / "notes.pdf")
    assert reader.metadata is not None
    assert reader.metadata.title == "Atelier Exemple: delivery notes"
    assert reader.root_object.get("/Lang") is None
    assert [line["first_page"] for line in manifest(job)] == [1, 2]
    assert [line["number"] for line in manifest(job)] == ["1", "2"]
    assert "Commande" in reader.pages[0].extract_text()
    assert "Bestellung" in reader.pages[1].extract_text()


def test_chunks_made_apart_are_one_file_with_a_bookmark_for_each_order(
    workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("notes_engine.batch.plan.CHUNK_FLOOR", 2)
    job = job_for(workspace, tmp_path, *(order(number) for number in range(1, 6)))
    run_batch(job)
    alone = {path.name: path.read_bytes() for path in job.out.iterdir()}

    run_batch(replace(job, jobs=2))

    assert {path.name: path.read_bytes() for path in job.out.iterdir()} == alone
    reader = PdfReader(job.out / "notes.pdf")
    assert [getattr(bookmark, "title", bookmark) for bookmark in reader.outline] == ["1", "2", "3", "4", "5"]
    assert str(reader.root_object["/Lang"]).startswith("fr")
    for number, line in enumerate(manifest(job), start=1):
        assert str(number) in reader.pages[line["first_page"] - 1].extract_text()


def test_by_order_each_file_is_its_notes_own_with_any_variant(workspace: Path, tmp_path: Path) -> None:
    job = job_for(workspace, tmp_path, order(7), split="order", pdf_variant="pdf/ua-1")

    run_batch(job)

    assert [line["file"] for line in manifest(job)] == ["fr/bm-7.pdf"]
    reader = PdfReader(job.out / "fr" / "bm-7.pdf")
    assert reader.metadata is not None
    assert reader.metadata.title == "Bon de livraison 7"
    assert str(reader.root_object["/MarkInfo"]) == "{'/Marked': True}"


def test_strict_refuses_a_guessed_market(workspace: Path, tmp_path: Path) -> None:
    job = job_for(workspace, tmp_path, order(1), order(2, ""), strict=True)

    summary = run_batch(job)

    assert (summary.printed, summary.refused) == (1, 1)
    assert "guess" in (job.out / "rejects.jsonl").read_text()
    warnings = run_batch(replace(job, strict=False)).warnings
    assert [(counted[0], counted[4]) for counted in warnings.values()] == [(1, "guessed-market")]


def test_by_market_a_guessed_order_goes_where_it_is_printed_for(workspace: Path, tmp_path: Path) -> None:
    job = job_for(workspace, tmp_path, order(1, ""), order(2, "de-de"), split="market")

    run_batch(job)

    files = {(line["market"], line["file"]) for line in manifest(job)}
    assert files == {("fr-fr", "notes-fr-fr.pdf"), ("de-de", "notes-de-de.pdf")}


def test_a_template_that_no_note_can_be_made_with_stops_the_batch(workspace: Path, tmp_path: Path) -> None:
    shop = tmp_path / "shop"
    shutil.copytree(workspace, shop)
    job = job_for(shop, tmp_path, order(1), order(2, "de-de"))
    run_batch(job)
    before = {path.name: path.read_bytes() for path in job.out.iterdir()}
    german, italian = shop / "templates/de.html", shop / "templates/it.html"
    for path in (german, italian):
        path.write_text(path.read_text() + '{% block terms %}<link rel="stylesheet" href="nope.css">{% endblock %}')

    with pytest.raises(AssetError, match=r"there is no file 'nope\.css'") as caught:
        run_batch(job)

    assert caught.value.place is not None
    assert caught.value.place.file == str(german)
    assert {path.name: path.read_bytes() for path in job.out.iterdir()} == before
    # No order is Italian.
    french = job_for(shop, tmp_path, order(1), where="[Country] = 'France'")
    assert run_batch(french).exit_status == 0


HIDING = """{% extends "base.html" %}
{% block order_number %}OPEN{% label number %}[{SecondaryReference}]{% endlabel %}CLOSE{% endblock %}
{% block style %}<style>.running-order { display: none }</style>{% endblock %}"""


def test_a_template_that_hides_the_order_number_stops_the_batch(workspace: Path, tmp_path: Path) -> None:
    shop = tmp_path / "shop"
    shutil.copytree(workspace, shop)
    (shop / "templates/fr.html").write_text(HIDING.replace("OPEN", "<!--").replace("CLOSE", "-->"))
    job = job_for(shop, tmp_path, order(205894893))

    for each in (job, replace(job, draft=True)):
        with pytest.raises(TypesetError, match="the order number is not on the note's pages") as caught:
            run_batch(each)
        assert caught.value.place is not None
        assert caught.value.place.file == str(shop / "templates/fr.html")
        assert not job.out.exists()


def test_an_order_whose_number_is_hidden_is_refused_alone(workspace: Path, tmp_path: Path) -> None:
    shop = tmp_path / "shop"
    shutil.copytree(workspace, shop)
    for_francs = "{% if order.currency == 'CHF' %}", "{% endif %}"
    hiding = HIDING.replace("OPEN", "<!--".join(for_francs)).replace("CLOSE", "-->".join(for_francs))
    (shop / "templates/fr.html").write_text(hiding)
    job = job_for(shop, tmp_path, order(205894893), order(205894894, currency="CHF"))

    assert run_batch(job).exit_status == 3
    assert [line["number"] for line in manifest(job)] == ["bm-205894893"]
    assert "the order number is not on the note's pages" in (job.out / "rejects.jsonl").read_text()


def test_a_placeholder_text_that_only_the_pages_show_refuses_the_orders_of_its_language(
    workspace: Path, tmp_path: Path
) -> None:
    shop = tmp_path / "shop"
    shutil.copytree(workspace, shop)
    german = shop / "templates/de.html"
    german.write_text(german.read_text() + '{% block terms %}{{ "your company name" | upper }}{% endblock %}')
    job = job_for(shop, tmp_path, order(1), order(2, "de-de"), jobs=2)

    assert run_batch(job).exit_status == 3
    assert [line["locale"] for line in manifest(job)] == ["fr"]
    assert "'YOUR COMPANY NAME' is drawn on its pages" in (job.out / "rejects.jsonl").read_text()
    assert run_batch(replace(job, draft=True)).exit_status == 0


def test_strict_refuses_a_note_that_prints_a_fact_too_rarely(workspace: Path, tmp_path: Path) -> None:
    shop = tmp_path / "shop"
    shutil.copytree(workspace, shop)
    text = "Sold and dispatched by %(company)s, on Back Market since %(since)s. Thank you for your order."
    catalog = shop / "locales/fr/LC_MESSAGES/notes.po"
    catalog.parent.mkdir(parents=True)
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n'
    catalog.write_text(f'{head}\nmsgid "{text}"\nmsgstr "Depuis %(since)s."\n')
    job = job_for(shop, tmp_path, order(1))

    assert [found[4] for found in run_batch(job).warnings.values()] == ["placeholders"]
    assert run_batch(replace(job, strict=True)).exit_status == 3


def test_the_same_batch_twice_is_the_same_bytes(workspace: Path, tmp_path: Path) -> None:
    job = job_for(workspace, tmp_path, order(1))
    run_batch(job)
    first = {path.name: path.read_bytes() for path in job.out.iterdir()}

    run_batch(replace(job, out=tmp_path / "again"))

    assert {path.name: path.read_bytes() for path in (tmp_path / "again").iterdir()} == first


def test_unset_company_facts_stop_it_before_anything_is_written_but_a_draft_prints(tmp_path: Path) -> None:
    shop = tmp_path / "shop"
    create_workspace(shop)
    job = job_for(shop, tmp_path, order(1))

    with pytest.raises(SettingsError):
        run_batch(job)
    assert not job.out.exists()

    assert run_batch(replace(job, draft=True)).exit_status == 0
    assert manifest(job)[0]["status"] == "draft"


@pytest.mark.parametrize(
    ("changes", "what", "hint"),
    [
        ({"locale": "fr-fr"}, "--locale fr-fr", "did you mean fr?"),
        ({"format": "exel"}, "--format exel", "did you mean excel?"),
        ({"pdf_variant": "pdf/x-4"}, "--pdf-variant pdf/x-4", "There are: pdf/a-1a"),
    ],
)
def test_an_option_that_names_nothing_is_wrong_usage(
    workspace: Path, tmp_path: Path, changes: dict[str, Any], what: str, hint: str
) -> None:
    job = job_for(workspace, tmp_path, order(1), **changes)

    with pytest.raises(UsageError, match=what) as caught:
        run_batch(job)

    assert hint in (caught.value.hint or "")
    assert not job.out.exists()


def test_a_folder_that_is_no_workspace_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError):
        run_batch(job_for(tmp_path, tmp_path, order(1)))


def test_what_shapes_a_note_is_in_the_fingerprint(workspace: Path, tmp_path: Path) -> None:
    found = NotesBench(job_for(workspace, tmp_path)).fingerprint()

    assert {"notes.toml", "version of Pango", "version of HarfBuzz"} <= found.keys()
    assert any("templates/" in name for name in found)
    assert any("locales/" in name for name in found)


def test_a_disk_that_really_is_full_is_one_clear_error(workspace: Path, tmp_path: Path) -> None:
    job = job_for(workspace, tmp_path, order(1))
    run_batch(job)
    before = {path.name: path.read_bytes() for path in job.out.iterdir()}
    # A limit on the size of files is what a full disk is to the program: the write fails in the middle.
    code = (
        "import resource, sys\n"
        "from notes_engine.cli import main\n"
        "soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (9000, hard))\n"
        "try:\n"
        "    main()\n"
        "finally:\n"
        "    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))\n"
    )
    args = ["render", job.inputs[0], "--workspace", str(workspace), "-o", str(job.out)]

    done = subprocess.run([sys.executable, "-c", code, *args], capture_output=True, text=True, check=False)

    assert done.returncode == 1
    assert "temporary folder is full" in done.stderr
    assert "Traceback" not in done.stderr
    assert {path.name: path.read_bytes() for path in job.out.iterdir()} == before

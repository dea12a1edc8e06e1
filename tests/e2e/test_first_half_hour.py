"""A shop's first half hour: init, check, a draft, the notes."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING

from pypdf import PdfReader

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.e2e.conftest import Ran

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
ORDERS = SAMPLES / "orders" / "backmarket.json"


def manifest(out: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (out / "manifest.jsonl").read_text("utf-8").splitlines()]


def test_init_without_a_company_asks_nothing_and_a_check_says_what_is_open(
    run: Callable[..., Ran], tmp_path: Path
) -> None:
    made = run("init", "shop")
    assert made.status == 0
    assert sorted(path.name for path in (tmp_path / "shop" / "templates").iterdir()) == [
        "de.html", "en.html", "es.html", "fr.html", "it.html",
    ]  # fmt: skip

    checked = run("check", "--workspace", "shop", "--json")
    assert checked.status == 1
    assert checked.json["clean"] is False
    for locale in ("fr", "de", "it", "es", "en"):
        assert checked.json["placeholders"][locale] == {
            "name": {"found": 3, "expected": 3, "open": 3},
            "live_since": {"found": 1, "expected": 1, "open": 1},
        }


def test_render_without_the_facts_does_not_start_and_leaves_nothing(run: Callable[..., Ran], tmp_path: Path) -> None:
    run("init", "shop")
    ran = run("render", ORDERS, "--workspace", "shop", "-o", "out")
    assert ran.status == 1
    assert "company.name" in ran.err
    assert "YOUR COMPANY NAME" in ran.err
    assert not (tmp_path / "out").exists()


def test_a_draft_prints_the_literals_under_a_watermark(run: Callable[..., Ran], tmp_path: Path) -> None:
    run("init", "shop")
    ran = run(
        "render",
        ORDERS,
        "--workspace",
        "shop",
        "-o",
        "out",
        "--draft",
        "--where",
        "[SecondaryReference] = 'bm-205810002'",
    )
    assert ran.status in (0, 3)
    text = PdfReader(tmp_path / "out" / "notes.pdf").pages[0].extract_text()
    assert text.count("YOUR COMPANY NAME") == 3
    assert "BROUILLON" in text
    assert [line["status"] for line in manifest(tmp_path / "out")] == ["draft"]


def test_a_filled_workspace_is_clean(run: Callable[..., Ran], shop: Path) -> None:
    checked = run("check", "--workspace", shop)
    assert checked.status == 0, checked.out
    assert "clean" in checked.out


def test_every_note_is_where_the_manifest_says(run: Callable[..., Ran], shop: Path, tmp_path: Path) -> None:
    ran = run("render", ORDERS, "--workspace", shop, "-o", tmp_path / "out", "--json")
    assert ran.status == 3, ran.err
    assert ran.json["refused"] > 0
    assert ran.json["failed"] == 0
    lines = manifest(tmp_path / "out")
    assert len(lines) == ran.json["printed"] >= 60

    reader = PdfReader(tmp_path / "out" / "notes.pdf")
    assert sum(int(str(line["pages"])) for line in lines) == len(reader.pages)
    digest = hashlib.sha256((tmp_path / "out" / "notes.pdf").read_bytes()).hexdigest()
    titles = {
        "fr": "Bon de livraison",
        "de": "Lieferschein",
        "it": "Documento di trasporto",
        "es": "Albarán de entrega",
        "en": "Delivery note",
    }
    for line in lines:
        first = int(str(line["first_page"]))
        text = reader.pages[first - 1].extract_text()
        assert str(line["number"]) in text
        assert titles[str(line["locale"])] in text
        assert f"bm-{line['number']}" == line["reference"]
        assert line["sha256"] == digest
        assert line["file"] == "notes.pdf"
        last = reader.pages[first + int(str(line["pages"])) - 2].extract_text()
        whole = "\n".join(reader.pages[first - 1 + page].extract_text() for page in range(int(str(line["pages"]))))
        assert whole.replace("\n", " ").count("Encore Un Tour SAS") == 3, line["reference"]
        pages = line["pages"]
        assert any(f"{pages} {word} {pages}" in last for word in ("sur", "von", "di", "de", "of"))


def test_files_by_market_and_by_order(run: Callable[..., Ran], shop: Path, tmp_path: Path) -> None:
    where = "[SecondaryReference] = 'bm-205810002' OR [SecondaryReference] = 'bm-205820001'"
    ran = run("render", ORDERS, "--workspace", shop, "-o", "market", "--split", "market", "--where", where)
    assert ran.status in (0, 3)
    assert sorted(path.name for path in (tmp_path / "market").glob("*.pdf")) == ["notes-de-de.pdf", "notes-fr-fr.pdf"]

    ran = run("render", ORDERS, "--workspace", shop, "-o", "order", "--split", "order", "--where", where)
    assert ran.status in (0, 3)
    found = sorted(path.relative_to(tmp_path / "order").as_posix() for path in (tmp_path / "order").rglob("*.pdf"))
    assert found == ["de/bm-205820001.pdf", "fr/bm-205810002.pdf"]


def test_the_same_orders_give_the_same_bytes(run: Callable[..., Ran], shop: Path, tmp_path: Path) -> None:
    where = "[Source] = 'BACKMARKET' AND [cCountry] = 'DE'"
    for out, seed, zone in (("one", "1", "UTC"), ("two", "2", "Pacific/Kiritimati")):
        ran = run(
            "render", ORDERS, "--workspace", shop, "-o", out, "--where", where, env={"PYTHONHASHSEED": seed, "TZ": zone}
        )  # fmt: skip
        assert ran.status in (0, 3), ran.err
    assert (tmp_path / "one" / "notes.pdf").read_bytes() == (tmp_path / "two" / "notes.pdf").read_bytes()
    assert (tmp_path / "one" / "manifest.jsonl").read_bytes() == (tmp_path / "two" / "manifest.jsonl").read_bytes()


def test_orders_may_come_from_standard_input(run: Callable[..., Ran], shop: Path, tmp_path: Path) -> None:
    one = json.dumps(json.loads(ORDERS.read_text("utf-8"))["results"][0]).encode()
    ran = run("render", "-", "--workspace", shop, "-o", "out", stdin=one)
    assert ran.status == 0, ran.err
    assert len(manifest(tmp_path / "out")) == 1
    again = run("render", "-", "--workspace", shop, "-o", "out", "--resume", stdin=one)
    assert again.status == 2

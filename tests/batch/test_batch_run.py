from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conftest import Shop


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

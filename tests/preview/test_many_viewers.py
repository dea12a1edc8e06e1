"""Fifty people look at the preview while its files change: all get their pages, and memory stays what it was."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.preview.conftest import RunningPreview

pytestmark = pytest.mark.real

VIEWERS, ROUNDS = 50, 4
_LOOK = re.compile(r'data-look="(\w+)"')
_ORDERS = re.compile(r'class="entry" data-order="(\w+)"')


def family(process: int) -> Iterator[int]:
    """Yield a process and all that it started."""
    yield process
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        for child in task.read_text().split():
            yield from family(int(child))


def memory(process: int) -> int:
    """Return the kilobytes that a process and all it started hold to themselves."""
    total = 0
    for each in family(process):
        try:
            rollup = Path(f"/proc/{each}/smaps_rollup").read_text()
        except OSError:  # it ended just now
            continue
        total += int(re.search(r"^Pss:\s+(\d+)", rollup, re.MULTILINE)[1])  # type: ignore[index]  # always there
    return total


async def look(client: httpx.AsyncClient, order: str, locale: str) -> str:
    """Look at a note and its first page as the browser does; return the name of what it looks like."""
    answer = await client.get("/ui/note", params={"order": order, "locale": locale})
    assert answer.status_code == 200, answer.text
    assert answer.headers["x-note"] != "error", answer.text
    found = _LOOK.search(answer.text)
    assert found is not None
    picture = await client.get(f"/pages/{order}/{locale}/1.png", params={"look": found[1], "width": 600})
    assert picture.status_code == 200, picture.text
    assert picture.content.startswith(b"\x89PNG")
    return found[1]


def test_fifty_viewers_get_their_pages_while_files_change(preview: RunningPreview) -> None:
    template = preview.workspace / "templates" / "fr.html"
    before = template.read_text("utf-8")

    async def all_of_them() -> list[int]:
        limits = httpx.Limits(max_connections=VIEWERS * 2)
        async with httpx.AsyncClient(base_url=preview.address, timeout=60, limits=limits) as client:
            orders = _ORDERS.findall((await client.get("/ui/orders")).text)[:10]
            held = []
            for number in range(ROUNDS):
                looks = set()
                for change in range(3):
                    words = f"Commande n° {number}.{change} "
                    template.write_text(before.replace("Commande n° ", words), "utf-8")
                    viewers = [look(client, orders[each % 10], ("own", "fr")[each % 2]) for each in range(VIEWERS)]
                    looks.update(await asyncio.gather(*viewers))
                # What they saw did change: the pages are of the files as they were.
                assert len(looks) > len(orders)
                held.append(memory(preview.process.pid))
            return held

    try:
        held = asyncio.run(all_of_them())
    finally:
        template.write_text(before, "utf-8")
    assert preview.process.poll() is None
    # The first rounds fill what is kept; after that nothing grows by more than a tenth.
    assert held[-1] < held[1] * 1.1, held

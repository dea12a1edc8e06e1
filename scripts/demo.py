"""Renders the samples of every format to its own folder in `out/`, and says what to open: `make demo`.

The samples hold orders that must be refused, one for every reason, so a batch that ends with "finished, some refused"
is what the demo wants to show. Anything worse ends it with exit status 1.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).resolve().parent.parent
COMMAND = Path(sys.executable).parent / "notes-engine"
WORKSPACE = Path("samples/workspace")
SHOWN: dict[str, Path] = {
    "linnworks-json": Path("samples/orders/linnworks.json"),
    "linnworks-csv": Path("samples/orders/linnworks-processed.csv"),
    "linnworks-open-csv": Path("samples/orders/linnworks-open.csv"),
    "excel": Path("samples/orders/linnworks.xlsx"),
    "parquet": Path("samples/orders/linnworks.parquet"),
    "backmarket-json": Path("samples/orders/backmarket.json"),
}
"""Folder in `out/` → the export that is rendered to it."""
REFUSED = Path("samples/rejects/processed-without-addresses.csv")

FINISHED = {0: "finished", 3: "finished, some refused"}
"""The exit statuses of `render` that are fine here."""
MADE = ("notes.pdf", "manifest.jsonl", "rejects.jsonl")
FAILED, INTERRUPTED = 1, 130


@dataclass(frozen=True, slots=True)
class Rendered:
    """What one batch left behind."""

    folder: Path
    notes: int
    pages: int
    locales: Counter[str]
    refused: int
    seconds: float


def render(name: str, orders: Path) -> Rendered:
    """Render one export to `out/<name>`; raise RuntimeError when the batch did not finish or left no PDF."""
    folder = Path("out") / name
    for made in MADE:
        # What an earlier demo made there must not pass for this one's.
        (ROOT / folder / made).unlink(missing_ok=True)
    command = [str(COMMAND), "render", str(orders), "--workspace", str(WORKSPACE), "-o", str(folder)]
    print(f"\n$ notes-engine {' '.join(command[1:])}", flush=True)
    began = time.perf_counter()
    status = subprocess.run(command, cwd=ROOT, check=False).returncode  # noqa: S603 (our own command)
    seconds = time.perf_counter() - began
    if status not in FINISHED:
        raise RuntimeError(f"rendering {orders} ended with exit status {status}")
    missing = [made for made in MADE[:2] if not (ROOT / folder / made).is_file()]
    if missing:
        raise RuntimeError(f"rendering {orders} left no {' and no '.join(missing)} in {folder}")
    printed, refused = _records(folder / "manifest.jsonl"), _records(folder / "rejects.jsonl")
    return Rendered(
        folder=folder,
        notes=len(printed),
        pages=sum(int(str(note["pages"])) for note in printed),
        locales=Counter(str(note["locale"]) for note in printed),
        refused=len(refused),
        seconds=seconds,
    )


def _records(path: Path) -> list[dict[str, object]]:
    file = ROOT / path
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()] if file.is_file() else []


def summary(batches: Sequence[Rendered]) -> str:
    """Return the last words: what to open, and what to try next."""
    lines = ["", "Done. Open these:", ""]
    for batch in batches:
        languages = ", ".join(f"{count} {locale}" for locale, count in sorted(batch.locales.items()))
        lines.append(
            f"  {batch.folder / 'notes.pdf'!s:<34} {batch.notes} notes on {batch.pages} pages ({languages}), "
            f"{batch.refused} refused, {batch.seconds:.1f} s"
        )
    lines += [
        "",
        "Each refused order has its place, its reason and what to do in rejects.jsonl beside it, for instance",
        f"  {batches[0].folder / 'rejects.jsonl'}",
        "and each printed one has its line in manifest.jsonl.",
        "",
        "Try next:",
        f"  .venv/bin/notes-engine orders {SHOWN['linnworks-csv']}",
        f"  .venv/bin/notes-engine check --workspace {WORKSPACE} --orders samples/orders/prefix-bmfr.json",
        f"  .venv/bin/notes-engine render {REFUSED} --workspace {WORKSPACE} -o out/no-addresses",
        "  .venv/bin/notes-engine init my-shop",
    ]
    return "\n".join(lines)


def main() -> int:
    """Render every format, print the summary; return the exit status."""
    try:
        batches = [render(name, orders) for name, orders in SHOWN.items()]
    except (RuntimeError, OSError) as error:
        print(f"demo: {error}", file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        return INTERRUPTED
    print(summary(batches))
    return 0


if __name__ == "__main__":
    sys.exit(main())

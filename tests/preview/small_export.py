"""Small exports, cut out of the samples, and workspaces to print them with."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

SAMPLES = Path(__file__).resolve().parents[2] / "samples"


def sample_orders() -> list[dict[str, Any]]:
    """The sample orders, as Linnworks exports them."""
    found: list[dict[str, Any]] = json.loads((SAMPLES / "orders" / "linnworks.json").read_text("utf-8"))
    return found


def export(path: Path, orders: Sequence[Any]) -> Path:
    """Write an export of these orders."""
    path.write_text(json.dumps(list(orders)), "utf-8")
    return path


def few_orders(path: Path, number: int = 2) -> Path:
    """Write an export of the first so many sample orders, which all get a note."""
    return export(path, sample_orders()[:number])


def sample_workspace(folder: Path, *, company: bool = True) -> Path:
    """Return a copy of the sample workspace; without `company`, its name is still open."""
    shutil.copytree(SAMPLES / "workspace", folder)
    if not company:
        settings = folder / "notes.toml"
        lines = settings.read_text("utf-8").splitlines(keepends=True)
        settings.write_text("".join(line for line in lines if not line.startswith("name = ")), "utf-8")
    return folder

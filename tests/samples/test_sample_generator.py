"""The generator writes the same bytes every time, and `samples/` is what it writes."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import pyarrow.parquet as pq
import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "make_samples.py"
HAND_MADE = {"workspace/notes.toml", "workspace/logo.svg"}


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def run(folder: Path) -> dict[str, bytes]:
    subprocess.run([sys.executable, str(SCRIPT), str(folder)], check=True, capture_output=True)
    return files(folder)


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return run(tmp_path_factory.mktemp("generated"))


def test_two_runs_write_the_same_bytes(generated: dict[str, bytes], tmp_path: Path) -> None:
    assert run(tmp_path) == generated


def test_the_samples_are_the_generated_files_and_the_workspace(generated: dict[str, bytes], samples: Path) -> None:
    assert set(files(samples)) == set(generated) | HAND_MADE


def test_the_text_files_are_as_generated(generated: dict[str, bytes], samples: Path) -> None:
    text = {name: content for name, content in generated.items() if name.endswith((".json", ".csv"))}
    assert len(text) == 8
    assert {name: (samples / name).read_bytes() for name in text} == text


def test_the_workbook_is_as_generated(generated: dict[str, bytes], samples: Path) -> None:
    # Compared part by part: how a zip is packed depends on the machine's zlib.
    def parts(book: bytes) -> dict[str, str]:
        with zipfile.ZipFile(io.BytesIO(book)) as archive:
            return {name: ET.canonicalize(archive.read(name)) for name in archive.namelist()}

    name = "orders/linnworks.xlsx"
    assert parts((samples / name).read_bytes()) == parts(generated[name])


def test_the_parquet_file_is_as_generated(generated: dict[str, bytes], samples: Path) -> None:
    # Compared as a table: the file names the library version that wrote it.
    name = "orders/linnworks.parquet"
    assert pq.read_table(samples / name).equals(pq.read_table(io.BytesIO(generated[name])))


def test_the_samples_are_small(samples: Path) -> None:
    assert sum(len(content) for content in files(samples).values()) < 3 * 1024**2 / 2

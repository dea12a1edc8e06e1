"""`scripts/demo.py`: what it calls fine, what it calls failed, and its last words."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from types import ModuleType

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "demo.py"
STAND_IN = """#!/bin/sh
# notes-engine render ORDERS --workspace WORKSPACE -o FOLDER
mkdir -p "$6" && cd "$6" && {made}
exit {status}
"""
WHOLE = """echo x > notes.pdf
echo '{"locale": "fr", "pages": 2}' > manifest.jsonl
echo '{"locale": "de", "pages": 1}' >> manifest.jsonl
echo '{"order_id": "1"}' > rejects.jsonl"""


@pytest.fixture
def demo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script, in a folder of its own with a stand-in for notes-engine that `command` writes."""
    spec = importlib.util.spec_from_file_location("demo_script", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "demo_script", module)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "COMMAND", tmp_path / "notes-engine")
    return module


def command(demo: Any, *, status: int, made: str = WHOLE) -> None:
    demo.COMMAND.write_text(STAND_IN.format(status=status, made=made))
    demo.COMMAND.chmod(0o755)


@pytest.mark.parametrize("status", [0, 3])
def test_a_finished_batch_is_fine_with_refused_orders_too(
    demo: ModuleType, capsys: pytest.CaptureFixture[str], status: int
) -> None:
    command(demo, status=status)
    assert demo.main() == 0
    said = capsys.readouterr().out
    assert "out/backmarket-json/notes.pdf" in said
    assert "2 notes on 3 pages (1 de, 1 fr), 1 refused" in said
    assert "out/linnworks-json/rejects.jsonl" in said


@pytest.mark.parametrize("status", [1, 2, 4, 130])
def test_anything_worse_fails_the_demo(demo: ModuleType, capsys: pytest.CaptureFixture[str], status: int) -> None:
    command(demo, status=status)
    assert demo.main() == 1
    assert f"exit status {status}" in capsys.readouterr().err


def test_a_pdf_of_an_earlier_demo_does_not_pass_for_this_one(
    demo: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    command(demo, status=0)
    assert demo.main() == 0
    command(demo, status=0, made="true")
    assert demo.main() == 1
    assert "no notes.pdf" in capsys.readouterr().err


def test_a_missing_command_is_said_and_not_raised(demo: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    assert demo.main() == 1
    assert "notes-engine" in capsys.readouterr().err


def test_every_format_has_a_folder_of_its_own_and_its_sample_exists(demo: ModuleType, samples: Path) -> None:
    assert len(demo.SHOWN) == len(set(demo.SHOWN.values())) == 6
    assert all((samples.parent / path).is_file() for path in (*demo.SHOWN.values(), demo.REFUSED))
    assert (samples.parent / demo.WORKSPACE / "notes.toml").is_file()

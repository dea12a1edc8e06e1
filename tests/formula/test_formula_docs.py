"""The generated pages and the benchmark."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path
from typing import Any

from notes_engine.formula.functions import LIBRARY
from notes_engine.orders import TAGS

ROOT = Path(__file__).resolve().parents[2]


def load(path: str) -> Any:
    name = f"loaded_{Path(path).stem}"
    spec = importlib.util.spec_from_file_location(name, ROOT / path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def test_the_pages_are_up_to_date() -> None:
    done = subprocess.run(
        [sys.executable, "scripts/docs.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_the_pages_name_every_function_and_every_tag() -> None:
    docs = load("scripts/docs.py")
    language, tags = docs.formula_page(), docs.tags_page()
    for function in LIBRARY.values():
        assert f"**`{function.usage}`**" in language
    for tag in TAGS:
        assert f"| `[{{{tag.name}}}]` | {tag.kind} |" in tags
    assert "{" not in language.replace("{END}", "").replace("{BEGIN}", "").replace("[{", "")


def test_stale_pages_are_told_and_written_anew(tmp_path: Path) -> None:
    docs = load("scripts/docs.py")
    docs.DOCS = tmp_path / "docs"
    assert docs.main(["--check"]) == 1
    assert docs.main([]) == 0
    assert sorted(path.name for path in docs.DOCS.iterdir()) == ["formula-language.md", "tags.md"]
    assert docs.main(["--check"]) == 0


def test_the_benchmark_measures_the_seed_formula() -> None:
    benchmark = load("benchmarks/formula.py")
    benchmark._RUNS = 3
    figures = benchmark.measure()
    # Far above the goals: a slow or busy machine must not fail the tests, an accident of ten times must.
    assert 0 < figures.parse < 5_000
    assert 0 < figures.evaluate < 50
    assert figures.compile > figures.parse / 2
    assert figures.values > 0

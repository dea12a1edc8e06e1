"""The public surface is exactly `__all__`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import notes_engine


def test_all_is_sorted_and_every_name_is_there_and_documented() -> None:
    assert notes_engine.__all__ == sorted(notes_engine.__all__)
    for name in notes_engine.__all__:
        value = getattr(notes_engine, name)
        assert name == "__version__" or value.__doc__, name


def test_nothing_else_is_public() -> None:
    # In a fresh process: a test run has imported submodules, which then hang on the package.
    script = (
        "import notes_engine\n"
        "from notes_engine import *\n"
        "public = {n for n, v in globals().items() if not n.startswith('_')} - {'notes_engine'}\n"
        "assert public == set(notes_engine.__all__) - {'__version__'}, public\n"
        "print(sorted(n for n in vars(notes_engine) if not n.startswith('_')))\n"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    rooms = {path.stem for path in Path(notes_engine.__file__).parent.iterdir()}
    plumbing = {"TYPE_CHECKING", "import_module"}
    assert set(eval(ran.stdout)) <= set(notes_engine.__all__) | rooms | plumbing


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nope'"):
        notes_engine.nope  # noqa: B018


def test_importing_the_package_imports_no_room() -> None:
    script = (
        "import sys, notes_engine; print([m for m in sys.modules if m in ('weasyprint', 'jinja2', 'lark', 'pydantic')])"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"

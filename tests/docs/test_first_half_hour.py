"""The README's first half hour, as a shop would do it: every command is run, and prints what is shown there."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).resolve().parents[2]
COMMAND = Path(sys.executable).parent / "notes-engine"
LEFT_OUT = "…"
SETTINGS = "[markets.sub_sources]\n"


def _steps(text: str) -> Iterator[tuple[str, str]]:
    """Yield (language, body) of the blocks to follow, in their order."""
    part = text.partition("## A shop's first half hour")[2].partition("\n## ")[0]
    yield from re.findall(r"^```(console|toml)\n(.*?)^```$", part, re.MULTILINE | re.DOTALL)


def _normal(text: str) -> str:
    """Return the text without what differs from run to run: times, and spaces at the ends of lines."""
    timeless = re.sub(r"\(\d+\.\d s(, \d+ a second)?\)", "(0.0 s)", text)
    return "".join(f"{line.rstrip()}\n" for line in timeless.splitlines())


def _pattern(shown: str) -> str:
    """Return the shown output as a pattern, in which a line of its own with … stands for any lines."""
    lines = _normal(shown).splitlines()
    return "".join("(?:.*\n)*?" if line == LEFT_OUT else re.escape(line) + "\n" for line in lines)


def test_every_command_prints_what_the_readme_shows(page: Callable[[str], str], tmp_path: Path) -> None:
    (tmp_path / "samples").symlink_to(ROOT / "samples")
    environment = {**os.environ, "NO_COLOR": "1", "COLUMNS": "200"}
    ran = []

    for language, body in _steps(page("README.md")):
        if language == "toml":
            settings = tmp_path / "my-shop" / "notes.toml"
            assert body.startswith(SETTINGS)
            settings.write_text(settings.read_text("utf-8").replace(SETTINGS, body), "utf-8")
            continue
        command, _, shown = body.removeprefix("$ ").partition("\n")
        name, *arguments = shlex.split(command)
        assert name == "notes-engine"
        done = subprocess.run(
            [COMMAND, *arguments], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
        )
        assert re.fullmatch(_pattern(shown), _normal(done.stdout)), f"$ {command}\n{done.stdout}{done.stderr}"
        ran.append(arguments[0])

    assert ran == ["init", "check", "check", "check", "render", "render"]
    assert (tmp_path / "draft" / "notes.pdf").is_file()
    assert {file.name for file in (tmp_path / "today").iterdir()} == {"notes.pdf", "manifest.jsonl", "rejects.jsonl"}

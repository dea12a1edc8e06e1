"""The built wheel carries templates, catalogs and samples, and renders from a fresh environment."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

_RENDER = """
from pathlib import Path
import notes_engine
from notes_engine import Workspace, read_orders
from notes_engine.assets import asset_root

assert Path(notes_engine.__file__).is_relative_to({environment!r}), notes_engine.__file__
samples = asset_root("samples")
workspace = Workspace.find(samples / "workspace")
orders = read_orders(samples / "orders" / "no-prefix.json", settings=workspace.orders)
rejects = workspace.print(orders, "no-prefix.pdf")
orders = read_orders(samples / "orders" / "backmarket.json", settings=workspace.orders)
first = next(iter(orders))
assert workspace.print([first], "first.pdf") == []
print(first.reference, Path("first.pdf").stat().st_size > 1000)
"""


def test_a_note_is_rendered_from_the_wheel_in_a_fresh_environment(tmp_path: Path) -> None:
    # Built and installed without a network: the locked dependencies of this environment serve the fresh one.
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True)
    wheel = next(tmp_path.glob("*.whl"))
    names = zipfile.ZipFile(wheel).namelist()
    for needed in (
        "templates/base.html",
        "templates/note.css",
        "locales/fr/LC_MESSAGES/notes.po",
        "samples/workspace/notes.toml",
    ):
        assert f"notes_engine/_assets/{needed}" in names

    environment = tmp_path / "venv"
    venv.create(environment, with_pip=False)
    site = next(environment.glob("lib/python*/site-packages"))
    zipfile.ZipFile(wheel).extractall(site)
    (site / "dependencies.pth").write_text(sysconfig.get_paths()["purelib"] + "\n", "utf-8")
    python = environment / "bin" / "python"
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "COV_", "COVERAGE"))}
    ran = subprocess.run(
        [python, "-I", "-c", _RENDER.format(environment=str(environment))],
        cwd=tmp_path, env=clean, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.split() == ["bm-205894893", "True"]

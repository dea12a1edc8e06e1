"""Where the package's own templates, catalogs and samples are: in the wheel, or beside the package in a checkout."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

Kind = Literal["templates", "locales", "samples"]


def asset_root(kind: Kind) -> Path:
    """Return the folder that holds the package's `templates`, `locales` or `samples`.

    A wheel carries them as `notes_engine/_assets/<kind>`; a checkout has them at its top level.

    Raises:
        FileNotFoundError: neither place has the folder, so the installation is damaged.
    """
    package = Path(__file__).resolve().parent
    for folder in (package / "_assets" / kind, package.parent / kind):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"notes-engine's own {kind!r} folder is missing; install the package again")

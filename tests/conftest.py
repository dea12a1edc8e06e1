"""Every test begins without plates from an earlier run, whatever lies in the cache of who runs it."""

from __future__ import annotations

import os

os.environ["NOTES_ENGINE_CACHE"] = ""

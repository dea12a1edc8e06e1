"""Take the pictures of the preview that docs/ shows, of the samples, in Chromium.

    python scripts/screenshots.py

Look at them before they are committed.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
_FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update")


def main() -> None:
    """Start a preview of the samples' workspace, take the pictures, end it."""
    with tempfile.TemporaryDirectory() as folder:
        shop = Path(folder) / "my-shop"
        shutil.copytree(ROOT / "samples" / "workspace", shop)
        command = [
            sys.executable,
            "-m",
            "notes_engine",
            "preview",
            "--workspace",
            str(shop),
            "--no-browser",
            "--port=0",
        ]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        server = subprocess.Popen(command, cwd=folder, env=environment, stderr=subprocess.PIPE, text=True)  # noqa: S603
        try:
            line = server.stderr.readline() if server.stderr else ""
            found = re.search(r"http://\S+/", line)
            if found is None:
                raise SystemExit(f"the preview did not start: {line}")
            _take(found[0])
        finally:
            server.send_signal(signal.SIGINT)
            server.communicate(timeout=30)


def _take(address: str) -> None:
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(_FLAGS))
        page = _open(browser, address, 1400, 860)
        page.locator(".mark.label").first.hover()
        page.screenshot(path=DOCS / "preview.png")
        page.mouse.move(0, 0)
        page.keyboard.press("e")
        page.wait_for_selector("#editor[open]")
        page.wait_for_timeout(1500)
        page.screenshot(path=DOCS / "preview-label.png")
        page = _open(browser, f"{address}?locale=all", 1700, 700, scheme="dark")
        page.screenshot(path=DOCS / "preview-all.png")
        page = _open(browser, address, 360, 720, scale=2)
        page.screenshot(path=DOCS / "preview-phone.png")
        browser.close()


def _open(browser: Browser, address: str, width: int, height: int, *, scheme: str = "light", scale: int = 1) -> Page:
    context = browser.new_context(
        viewport={"width": width, "height": height},
        device_scale_factor=scale,
        color_scheme="dark" if scheme == "dark" else "light",
    )
    page = context.new_page()
    page.goto(address)
    page.wait_for_selector(".mark.label", state="attached")
    page.wait_for_selector("#placeholders *", state="attached")
    page.wait_for_timeout(2500)
    return page


if __name__ == "__main__":
    main()

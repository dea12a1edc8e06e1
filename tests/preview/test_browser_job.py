"""All notes, and printing, in a real browser: progress that survives, a download, a cancel, drafts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.preview.conftest import RunningPreview, start_preview
from tests.preview.small_export import export, few_orders, sample_orders, sample_workspace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.real

LONG = 120_000
"""Milliseconds for a job on a machine that has much else to do."""
PRINTS = "window.print = () => { (window.top.timesPrinted ??= []).push(location.pathname); };"
"""Stands for the browser's dialog; of the PDF in its frame too, whose printing ends a Chromium without a window."""


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningPreview]:
    """A preview, read-only, of a shop with some orders, and one that gets no note."""
    folder = tmp_path_factory.mktemp("job")
    orders = export(folder / "orders.json", [*sample_orders()[:4], {"OrderId": "x<b>bold</b>"}])
    running = start_preview(sample_workspace(folder / "shop"), "--read-only", orders=[orders])
    try:
        yield running
    finally:
        running.stop()


@pytest.fixture
def page(browser: Browser, shop: RunningPreview) -> Iterator[Page]:
    yield from opened(browser, shop)


def opened(browser: Browser, preview: RunningPreview, script: str = PRINTS) -> Iterator[Page]:
    """Give the page of a preview; whatever it complains of in the console is a failure."""
    context = browser.new_context()
    context.add_init_script(script)
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(preview.address)
    page.wait_for_selector(".note .sheet img[src]")
    yield page
    context.close()
    assert not said


def test_all_notes_are_made_while_the_dialog_is_closed_and_the_page_loaded_again(page: Page) -> None:
    page.locator("#all-notes").click()
    expect(page.get_by_role("dialog", name="All notes")).to_be_visible()
    page.get_by_label("Sorted by").fill("SKU")
    page.get_by_role("button", name="Make them").click()
    expect(page.locator("#job-running")).to_be_visible()
    expect(page.locator("#job-cancel")).to_be_focused()

    page.keyboard.press("Escape")
    expect(page.locator("#all-notes")).to_be_focused()
    expect(page.locator("#all-notes")).to_have_text(re.compile(r"All notes (…|\d+ %|✓)"))
    page.reload()
    expect(page.locator("#all-notes")).to_have_text("All notes ✓", timeout=LONG)
    page.locator("#all-notes").click()

    expect(page.locator("#job-verdict")).to_have_text("Made: 4 notes; 1 order without a note.")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download notes.pdf").click()
    assert download.value.path().read_bytes().startswith(b"%PDF-")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download rejects.jsonl").click()
    assert len(download.value.path().read_text().splitlines()) == 1
    page.locator("summary").first.click()
    expect(page.locator("#job-details")).to_contain_text("x<b>bold</b>")
    assert page.locator("#job-details b").count() == 0, "an order's text is no markup"


def test_a_job_is_cancelled_and_a_wish_that_fails_says_why(page: Page) -> None:
    page.locator("#all-notes").click()
    if page.locator("#job-again").is_visible():
        page.locator("#job-again").click()
    page.get_by_role("button", name="Make them").click()
    page.get_by_role("button", name="Cancel", exact=True).click()
    expect(page.locator("#job-verdict")).to_have_text("Cancelled: no notes were made.")
    expect(page.locator("#job-verdict")).to_be_focused()
    expect(page.locator("#job-pdf")).to_be_hidden()

    page.get_by_role("button", name="Make them anew…").click()
    page.get_by_label("Sorted by").fill("Nonsense")
    page.keyboard.press("Enter")
    expect(page.locator("#job-verdict")).to_have_text("The notes could not be made.", timeout=LONG)
    expect(page.locator("#job-told")).to_contain_text("Nonsense")
    page.get_by_role("button", name="Make them anew…").click()
    page.locator("#job-form").get_by_role("button", name="Close").click()
    expect(page.locator("#all-notes")).to_have_text("All notes…")


def test_while_a_placeholder_is_open_drafts_are_offered(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("open")
    shop = sample_workspace(folder / "shop", company=False)
    preview = start_preview(shop, orders=[few_orders(folder / "orders.json", 1)])
    try:
        for page in opened(browser, preview):
            page.locator("#all-notes").click()
            page.get_by_role("button", name="Make them").click()
            page.get_by_role("button", name="Make them as drafts").click(timeout=LONG)
            expect(page.locator("#job-verdict")).to_have_text("Drafts made: 1 note.", timeout=LONG)
    finally:
        preview.stop()


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1400, "light")])
def test_axe_finds_nothing_in_the_dialog(page: Page, scheme: str, width: int) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page.set_viewport_size({"width": width, "height": 740})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.locator("#all-notes").click()
    if page.locator("#job-again").is_visible():
        page.locator("#job-again").click()
    for part in ("#job-form", "#job-running", "#job-ended"):
        if part == "#job-running":
            page.get_by_role("button", name="Make them", exact=True).click()
        expect(page.locator(part)).to_be_visible(timeout=LONG)
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_print_prints_the_pdf_of_the_note_and_leaves_the_keys_where_they_were(page: Page) -> None:
    order = page.locator(".note").get_attribute("data-pdf")
    page.keyboard.press("p")
    page.wait_for_function("() => window.timesPrinted")
    assert order is not None
    assert page.evaluate("[...window.timesPrinted]") == [order.partition("?")[0]]

    page.keyboard.press("j")
    expect(page.locator(".note")).not_to_have_attribute("data-pdf", order)


def test_a_browser_that_shows_no_pdf_opens_it_in_a_tab(browser: Browser, shop: RunningPreview) -> None:
    script = "Object.defineProperty(Navigator.prototype, 'pdfViewerEnabled', { get: () => false });"
    for page in opened(browser, shop, script):
        with page.context.expect_page() as tab:
            page.locator("#print").click()
        assert "/notes/" in tab.value.url
        expect(page.locator("#news")).to_have_text("")

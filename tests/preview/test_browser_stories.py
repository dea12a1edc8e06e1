"""What a shop's owner does in the preview, in a real browser, at a desk's width and a phone's."""

from __future__ import annotations

import io
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    from tests.preview.conftest import RunningPreview

pytestmark = pytest.mark.real

DESK, PHONE = (1400, 900), (360, 740)
FIRST = "bm-205894893"


@contextmanager
def looking(
    browser: Browser,
    preview: RunningPreview,
    size: tuple[int, int] = DESK,
    query: str = "",
    *,
    sharp: float = 1,
    touch: bool = False,
) -> Iterator[Page]:
    """Give a page of the preview; whatever it complains of in the console is a failure."""
    width, height = size
    context = browser.new_context(
        viewport={"width": width, "height": height}, device_scale_factor=sharp, has_touch=touch
    )
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(f"{preview.address}{query}")
    page.wait_for_selector(".note .sheet img[src]")
    yield page
    context.close()
    assert not said


def shown(page: Page) -> str:
    """Return the number of the note on the desk."""
    return page.locator(".note").first.get_attribute("data-number") or ""


def colours(picture: bytes) -> int:
    """Return how many colours a picture has: a page that is blank, or not drawn, has one or two."""
    found = Image.open(io.BytesIO(picture)).convert("RGB").getcolors(1 << 20)
    return len(found or ())


def ready(page: Page) -> None:
    """Wait until the first page's picture is drawn."""
    page.wait_for_function("() => [...document.querySelectorAll('.note img')].every(image => image.complete)")


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_the_first_order_is_drawn_in_its_own_language(
    browser: Browser, preview: RunningPreview, size: tuple[int, int]
) -> None:
    with looking(browser, preview, size) as page:
        ready(page)
        assert shown(page) == "205894893"
        assert page.locator(".note").get_attribute("data-printed") == "fr"
        assert colours(page.locator(".sheet img").first.screenshot()) > 20
        # Nothing is wider than the window.
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_pictures_are_as_sharp_as_the_screen(browser: Browser, preview: RunningPreview) -> None:
    with looking(browser, preview, sharp=2) as page:
        ready(page)
        drawn, width = page.evaluate(
            "(() => { const image = document.querySelector('.note img');"
            " return [image.naturalWidth, image.getBoundingClientRect().width]; })()"
        )
        assert drawn >= 2 * width - 1


def test_an_order_is_found_by_reference_name_sku_and_market(browser: Browser, preview: RunningPreview) -> None:
    with looking(browser, preview) as page:
        for words, reference in (
            ("205810003", "bm-205810003"),
            ("éloïse", "bm-205810002"),
            ("ph12-128-blu-p", "bm-205810002"),
            ("camille fr-fr", FIRST),
        ):
            page.keyboard.press("/")
            page.keyboard.type(words)
            expect(page.locator(".entry").first).to_contain_text(reference)
            page.keyboard.press("Enter")
            expect(page.locator(".note")).to_have_attribute("data-number", reference.removeprefix("bm-"))
            page.keyboard.press("Escape")
        page.locator("#q").fill("nobody is called that")
        expect(page.locator("#order-list")).to_contain_text("No order like that")
        page.locator("#q").press("Escape")
        expect(page.locator(".entry").first).to_contain_text(FIRST)
        expect(page.locator("#q")).to_have_value("")
        expect(page.locator("#q")).not_to_be_focused()
        assert "q=" not in page.url


def test_an_order_without_a_note_has_nothing_to_print(browser: Browser, preview: RunningPreview) -> None:
    with looking(browser, preview) as page:
        expect(page.locator("#print")).to_be_enabled()
        page.locator("#q").fill("no note")
        expect(page.locator(".entry:not(.refused)")).to_have_count(0)
        page.locator(".entry").first.click()
        expect(page.locator("#fault")).to_be_visible()
        expect(page.locator("#print")).to_be_disabled()
        page.keyboard.press("d")
        expect(page.locator("#news")).to_contain_text("no note to download")
        expect(page.locator("#download")).to_have_attribute("aria-disabled", "true")


def test_a_finger_is_told_what_prints_a_value(browser: Browser, preview: RunningPreview) -> None:
    with looking(browser, preview, PHONE, touch=True) as page:
        page.locator("span.mark").first.tap()
        expect(page.locator(".tip code")).not_to_be_empty()
        page.locator(".bar").tap(position={"x": 2, "y": 2})
        expect(page.locator(".tip")).to_have_count(0)


def test_the_keyboard_goes_everywhere(browser: Browser, preview: RunningPreview) -> None:
    with looking(browser, preview) as page:
        page.keyboard.press("j")
        expect(page.locator(".note")).to_have_attribute("data-number", "205810002")
        page.keyboard.press("k")
        expect(page.locator(".note")).to_have_attribute("data-number", "205894893")
        for key, locale in zip("12345", ("fr", "de", "it", "es", "en"), strict=True):
            page.keyboard.press(key)
            expect(page.locator(".note")).to_have_attribute("data-printed", locale)
            expect(page.locator(f"#tab-{locale}")).to_have_attribute("aria-selected", "true")
        page.keyboard.press("6")
        expect(page.locator(".note")).to_have_count(5)
        page.keyboard.press("0")
        expect(page.locator(".note")).to_have_count(1)
        page.keyboard.press("?")
        expect(page.locator("#help")).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.locator("#help")).to_be_hidden()


def test_where_one_is_stands_in_the_address(browser: Browser, preview: RunningPreview) -> None:
    with looking(browser, preview) as page:
        page.keyboard.press("j")
        page.keyboard.press("2")
        page.keyboard.press("+")
        expect(page.locator(".note")).to_have_attribute("data-printed", "de")
        expect(page.locator(".note")).to_have_attribute("data-number", "205810002")
        width = page.locator(".sheet").first.bounding_box()
        page.reload()
        page.wait_for_selector(".note .sheet img[src]")
        assert shown(page) == "205810002"
        assert page.locator(".note").get_attribute("data-printed") == "de"
        again = page.locator(".sheet").first.bounding_box()
        assert width is not None
        assert again is not None
        assert again["width"] == width["width"]


def test_zoom_changes_the_size_and_the_picture_with_it(browser: Browser, preview: RunningPreview) -> None:
    with looking(browser, preview) as page:
        before = page.locator(".sheet").first.bounding_box()
        for _ in range(3):
            page.keyboard.press("+")
        after = page.locator(".sheet").first.bounding_box()
        assert before is not None
        assert after is not None
        assert after["width"] > before["width"]
        ready(page)
        assert page.evaluate(
            "(() => { const image = document.querySelector('.note img');"
            " return image.naturalWidth >= image.getBoundingClientRect().width - 1; })()"
        )
        page.keyboard.press("f")
        fitted = page.locator(".sheet").first.bounding_box()
        assert fitted is not None
        assert fitted["width"] == before["width"]


def test_a_long_note_has_thumbnails_that_turn_to_their_page(browser: Browser, preview: RunningPreview) -> None:
    with looking(browser, preview) as page:
        number = page.evaluate(
            "fetch('/ui/orders').then(answer => answer.text()).then(text => {"
            " const part = new DOMParser().parseFromString(text, 'text/html');"
            " return [...part.querySelectorAll('.entry:not(.refused)')].map(entry => entry.dataset.order); })"
        )
        many = next(
            order
            for order in number
            if 'data-page="2"' in page.evaluate(f"fetch('/ui/note?order={order}').then(answer => answer.text())")
        )
        page.goto(f"{preview.address}?order={many}")
        page.wait_for_selector('#thumbnails [data-page="2"]')
        page.locator('#thumbnails [data-page="2"]').click()
        expect(page.locator('#thumbnails [data-page="2"]')).to_have_attribute("aria-current", "true")
        box = page.locator('.sheet[data-page="2"]').bounding_box()
        assert box is not None
        assert box["y"] < 200


def test_what_prints_a_value_is_told_when_it_is_pointed_at(browser: Browser, preview: RunningPreview) -> None:
    with looking(browser, preview) as page:
        label = page.locator(".mark.label").first
        label.hover()
        expect(page.locator(".tip")).to_contain_text("{% label number %}")
        expect(page.locator(".tip")).to_contain_text(re.compile(r"fr\.html:\d+"))
        page.mouse.move(0, 0)
        expect(page.locator(".tip")).to_have_count(0)


def test_a_save_is_seen_and_the_place_is_kept(browser: Browser, preview: RunningPreview) -> None:
    template = preview.workspace / "templates" / "fr.html"
    before = template.read_text("utf-8")
    try:
        with looking(browser, preview) as page:
            for _ in range(4):
                page.keyboard.press("+")
            page.locator("#desk").evaluate("desk => desk.scrollTo(0, 150)")
            template.write_text(before.replace("Commande n°", "Achat n°"), "utf-8")
            expect(page.locator(".mark.label").first).to_have_attribute("aria-label", re.compile("Achat n° 205894893"))
            assert page.locator("#desk").evaluate("desk => desk.scrollTop") == 150
    finally:
        template.write_text(before, "utf-8")


def test_a_page_that_nobody_sees_listens_again_when_it_is_seen(browser: Browser, preview: RunningPreview) -> None:
    template = preview.workspace / "templates" / "fr.html"
    before = template.read_text("utf-8")
    turn = (
        "isHidden => { Object.defineProperty(document, 'hidden', { configurable: true, get: () => isHidden });"
        " document.dispatchEvent(new Event('visibilitychange')) }"
    )
    try:
        with looking(browser, preview) as page:
            look = page.locator(".note").get_attribute("data-look")
            page.evaluate(turn, True)
            template.write_text(before.replace("Commande n° ", "Commande numéro "), "utf-8")
            page.wait_for_timeout(800)
            assert page.locator(".note").get_attribute("data-look") == look
            page.evaluate(turn, False)
            expect(page.locator(".note")).not_to_have_attribute("data-look", str(look))
            expect(page.locator("#news")).to_be_empty()
    finally:
        template.write_text(before, "utf-8")


def test_a_mistake_is_shown_over_the_last_good_page(browser: Browser, preview: RunningPreview) -> None:
    template = preview.workspace / "templates" / "fr.html"
    before = template.read_text("utf-8")
    try:
        with looking(browser, preview) as page:
            template.write_text(before.replace("IIF[", "IFF["), "utf-8")
            expect(page.locator("#fault")).to_contain_text("there is no function `IFF`")
            expect(page.locator("#fault")).to_contain_text(re.compile(r"fr\.html:\d+:\d+"))
            expect(page.locator("#fault .drawing")).to_contain_text("^^^")
            assert shown(page) == "205894893"
            template.write_text(before, "utf-8")
            expect(page.locator("#fault")).to_be_hidden()
    finally:
        template.write_text(before, "utf-8")


def test_side_by_side_the_last_good_note_of_a_broken_language_stays_in_its_place(
    browser: Browser, preview: RunningPreview
) -> None:
    template = preview.workspace / "templates" / "de.html"
    before = template.read_text("utf-8")
    printed = "[...document.querySelectorAll('.note')].map(note => note.dataset.printed)"
    try:
        with looking(browser, preview, query="?locale=all") as page:
            expect(page.locator(".note")).to_have_count(5)
            # A picture that is asked for later is of a note that cannot be made any more.
            page.evaluate("Promise.all([...document.querySelectorAll('.note img[src]')].map(image => image.decode()))")
            template.write_text(before.replace("IIF[", "IFF["), "utf-8")
            expect(page.locator("#fault")).to_contain_text("there is no function `IFF`")
            assert page.evaluate(printed) == ["fr", "de", "it", "es", "en"]
            expect(page.locator(".note.stale")).to_have_attribute("data-printed", "de")
            template.write_text(before, "utf-8")
            expect(page.locator("#fault")).to_be_hidden()
            expect(page.locator(".note.stale")).to_have_count(0)
            assert page.evaluate(printed) == ["fr", "de", "it", "es", "en"]
    finally:
        template.write_text(before, "utf-8")


def test_an_order_without_a_note_says_why(browser: Browser, preview: RunningPreview) -> None:
    with looking(browser, preview) as page:
        refused = page.evaluate(
            "fetch('/ui/orders?start=0&q=').then(answer => answer.text()).then(text =>"
            " new DOMParser().parseFromString(text, 'text/html').querySelector('.entry.refused').dataset.order)"
        )
        page.goto(f"{preview.address}?order={refused}")
        expect(page.locator("#fault")).to_contain_text("This order gets no note")
        expect(page.locator(".note")).to_have_count(0)


def test_light_and_dark(browser: Browser, preview: RunningPreview) -> None:
    with looking(browser, preview) as page:
        page.emulate_media(color_scheme="dark")
        dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
        page.keyboard.press("t")
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") != dark
        page.reload()
        page.wait_for_selector(".note")
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") != dark


def test_the_note_is_downloaded_under_its_number(browser: Browser, preview: RunningPreview) -> None:
    with looking(browser, preview) as page:
        with page.expect_download() as waiting:
            page.keyboard.press("d")
        assert waiting.value.suggested_filename == "205894893-fr.pdf"


def test_a_phone_shows_one_part_at_a_time(browser: Browser, preview: RunningPreview) -> None:
    with looking(browser, preview, PHONE) as page:
        expect(page.locator(".desk")).to_be_visible()
        expect(page.locator(".orders")).to_be_hidden()
        page.get_by_role("button", name="Orders").click()
        page.locator(".entry").nth(1).click()
        expect(page.locator(".note")).to_have_attribute("data-number", "205810002")
        page.get_by_role("button", name="About").click()
        expect(page.locator("#about")).to_contain_text("Bon de livraison 205810002")


@pytest.mark.parametrize(("size", "scheme"), [(DESK, "light"), (PHONE, "dark")], ids=["desk", "phone"])
def test_axe_finds_nothing(browser: Browser, preview: RunningPreview, size: tuple[int, int], scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    with looking(browser, preview, size) as page:
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        ready(page)
        for room in ("note",) if size == DESK else ("orders", "note", "panel"):
            page.evaluate(f"document.body.dataset.show = '{room}'")
            found = Axe().run(page)
            assert found.violations_count == 0, found.generate_report()
        page.evaluate("document.getElementById('help').showModal()")
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()

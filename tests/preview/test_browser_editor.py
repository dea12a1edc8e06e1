"""Edit Label, in a real browser: opened from the note, tried, completed, compared, saved and undone."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.preview.conftest import ROOT, new_workspace, start_preview

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    from tests.preview.conftest import RunningPreview

pytestmark = pytest.mark.real

DESK, PHONE = (1400, 900), (360, 740)
FORMULA = 'EVAL{BEGIN}IIF[contains["bm-",[{SecondaryReference}]], Replace[[{SecondaryReference}],"bm-",""], ""]{END}'


@contextmanager
def looking(browser: Browser, preview: RunningPreview, size: tuple[int, int] = DESK, query: str = "") -> Iterator[Page]:
    """Give a page of the preview whose labels can be opened; what it complains of in the console is a failure."""
    width, height = size
    context = browser.new_context(viewport={"width": width, "height": height}, has_touch=size == PHONE)
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    with page.expect_response("**/ui/orders?*"):
        page.goto(f"{preview.address}{query}")
    page.wait_for_selector(".mark.label")
    yield page
    context.close()
    # Chromium itself writes down every answer that is a refusal.
    assert [text for text in said if "the server responded with a status of" not in text] == []


def opened(page: Page) -> None:
    """Open the first label, and wait for its values."""
    page.locator(".mark.label").first.dblclick()
    expect(page.locator("#editor")).to_be_visible()
    expect(page.locator("#editor-shown .label-text")).to_be_visible()


def typed(page: Page, text: str) -> None:
    """Type at the end of the label."""
    code = page.locator("#editor-code")
    code.press("Control+End")
    code.press_sequentially(text)


def test_a_label_opens_with_its_formula_and_what_it_prints(browser: Browser, preview: RunningPreview) -> None:
    with looking(browser, preview) as page:
        opened(page)
        expect(page.locator("#editor-code")).to_be_focused()
        expect(page.locator("#editor-code")).to_have_value(f"Commande n° {FORMULA}")
        expect(page.locator("#editor-shown")).to_have_text("Commande n° 205894893")
        expect(page.locator("#editor-shown .label-text")).to_have_css("opacity", "1")
        expect(page.locator("#editor-others tr")).to_have_count(5)
        expect(page.locator("#editor-others tr").first).to_contain_text("bm-205810002")
        expect(page.locator("#editor-others tr").first).to_contain_text("Commande n° 205810002")
        expect(page.locator("#editor-save")).to_be_disabled()
        page.keyboard.press("Escape")
        expect(page.locator("#editor")).to_be_hidden()
        expect(page.locator(".mark.label").first).to_be_focused()


def test_a_label_opens_by_the_keyboard(browser: Browser, preview: RunningPreview) -> None:
    with looking(browser, preview) as page:
        for key in ("Enter", "e"):
            page.locator(".mark.label").first.focus()
            page.keyboard.press(key)
            expect(page.locator("#editor")).to_be_visible()
            page.keyboard.press("Escape")
            expect(page.locator("#editor")).to_be_hidden()


def test_mistakes_are_told_as_they_are_typed(browser: Browser, preview: RunningPreview) -> None:
    with looking(browser, preview) as page:
        opened(page)
        page.locator("#editor-code").fill("Commande\nn° [{SecondReference}]")
        mistake = page.locator(".mistake")
        expect(mistake).to_have_count(1)
        expect(mistake.locator("strong")).to_have_text("Line 2, column 4: there is no tag SecondReference")
        expect(mistake.locator(".drawing")).to_contain_text("^^^^^^^^^^^^^^^^^^^")
        expect(mistake).to_contain_text("did you mean [{SecondaryReference}]")
        expect(page.locator("#editor-under mark")).to_have_text("[{SecondReference}]")
        expect(page.locator("#editor-state")).to_have_text("1 mistake")
        expect(page.locator("#editor-save")).to_be_disabled()
        mistake.click()
        assert page.evaluate("getSelection().toString()") == "[{SecondReference}]"
        page.locator("#editor-code").press_sequentially("[{Source}]")
        expect(mistake).to_have_count(0)
        expect(page.locator("#editor-shown")).to_contain_text("n° BACKMARKET")
        expect(page.locator("#editor-save")).to_be_enabled()


def test_tags_and_functions_are_completed_with_what_they_mean(browser: Browser, preview: RunningPreview) -> None:
    with looking(browser, preview) as page:
        opened(page)
        typed(page, " [{sec")
        box, code = page.locator("#completion"), page.locator("#editor-code")
        expect(box).to_be_visible()
        expect(page.locator("#completion-list [aria-selected=true]")).to_contain_text("SecondaryReference")
        expect(page.locator("#completion-about")).to_contain_text("[{SecondaryReference}]")
        expect(code).to_have_attribute("aria-activedescendant", "completion-0")
        page.keyboard.press("Escape")
        expect(box).to_be_hidden()
        expect(page.locator("#editor")).to_be_visible()
        typed(page, "o")
        page.keyboard.press("Enter")
        expect(code).to_have_value(re.compile(r" \[\{SecondaryReference\}\]$"))
        expect(box).to_be_hidden()

        typed(page, " EV")
        page.keyboard.press("Tab")
        page.keyboard.type("trim")
        expect(page.locator("#completion-about")).to_contain_text("trim[text]")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowUp")
        page.keyboard.press("Enter")
        page.keyboard.type("' ab '")
        expect(code).to_have_value(re.compile(r" EVAL\{BEGIN\}trim\[' ab '\]\{END\}$"))
        expect(page.locator("#editor-shown")).to_have_text("Commande n° 205894893 bm-205894893 ab")

        typed(page, " ")
        page.keyboard.press("Control+Space")
        page.get_by_role("option", name="SubSource").click()
        expect(code).to_be_focused()
        expect(code).to_have_value(re.compile(r" \[\{SubSource\}\]$"))


def test_a_label_of_each_line_has_the_lines_tags_and_values(browser: Browser, preview: RunningPreview) -> None:
    path = preview.workspace / "templates" / "it.html"
    before = path.read_text("utf-8")
    loop = "{% for line in order.lines %}<p>{% label %}[{SKU}]{% endlabel %}</p>{% endfor %}"
    path.write_text(before + "\n{% block lines %}" + loop + "{% endblock %}\n", "utf-8")
    offered = re.compile("^SKU$")
    with looking(browser, preview, query="?locale=it") as page:
        page.get_by_role("button", name="Edit the label that prints PH11-64-BLK-A").dblclick()
        expect(page.locator("#editor-about")).to_contain_text("once for each line of the order")
        expect(page.locator("#editor-shown")).to_have_text("Line 1PH11-64-BLK-A")
        typed(page, " [{SK")
        expect(page.locator("#completion-list code").filter(has_text=offered)).to_have_count(1)
        page.on("dialog", lambda dialog: dialog.accept())
        page.keyboard.press("Escape")
        page.keyboard.press("Escape")
        opened(page)
        typed(page, " [{S")
        expect(page.locator("#completion-list li").first).to_be_visible()
        expect(page.locator("#completion-list code").filter(has_text=offered)).to_have_count(0)
        page.keyboard.press("Escape")
        page.keyboard.press("Escape")
    path.write_text(before, "utf-8")


def test_a_save_shows_the_change_first_and_can_be_undone(browser: Browser, preview: RunningPreview) -> None:
    path = preview.workspace / "templates" / "fr.html"
    before = path.read_bytes()
    with looking(browser, preview) as page:
        opened(page)
        typed(page, " !")
        expect(page.locator("#editor-save")).to_be_enabled()
        page.locator("#editor-save").click()
        expect(page.locator(".diff .removed")).to_contain_text(f"{FORMULA}{{% endlabel %}}")
        expect(page.locator(".diff .added")).to_contain_text(f"{FORMULA} !{{% endlabel %}}")
        expect(page.locator(".diff .added .sign")).to_have_text("+")
        assert path.read_bytes() == before
        page.get_by_role("button", name="Write fr.html").click()
        expect(page.locator("#editor")).to_be_hidden()
        expect(page.locator("#news")).to_contain_text("saved fr.html")
        assert path.read_bytes() == before.replace(b"{% endlabel %}", b" !{% endlabel %}")
        mark = page.get_by_role("button", name="Edit the label that prints Commande n° 205894893 !")
        expect(mark).to_have_count(1)
        page.locator("#news").get_by_role("button", name="Undo").click()
        expect(page.locator("#news")).to_contain_text("Undone: ")
        expect(mark).to_have_count(0)
    assert path.read_bytes() == before


def test_a_template_of_the_package_is_copied_first_and_says_so(browser: Browser, preview: RunningPreview) -> None:
    path = preview.workspace / "templates" / "es.html"
    path.unlink()
    with looking(browser, preview, query="?locale=es") as page:
        opened(page)
        expect(page.locator("#editor-copying")).to_contain_text("es.html is the package's")
        typed(page, " !")
        expect(page.locator("#editor-save")).to_be_enabled()
        page.keyboard.press("Control+s")
        expect(page.locator("#editor-words")).to_have_text("es.html will be copied into the workspace first")
        expect(page.locator(".diff .added")).to_have_count(1)
        page.keyboard.press("Control+s")
        expect(page.locator("#news")).to_contain_text("saved es.html (copied into the workspace first)")
        assert b" !{% endlabel %}" in path.read_bytes()
        assert b" !{% endlabel %}" not in (ROOT / "templates" / "es.html").read_bytes()
        # Once it is out of sight, the last save can be undone from the editor.
        page.reload()
        page.wait_for_selector(".mark.label")
        opened(page)
        page.get_by_role("button", name="Undo the last save").click()
        expect(page.locator("#news")).to_contain_text("is gone again: the package's is used")
    assert not path.exists()


def test_a_label_changed_elsewhere_is_not_written_over(browser: Browser, preview: RunningPreview) -> None:
    path = preview.workspace / "templates" / "fr.html"
    before = path.read_bytes()
    with looking(browser, preview) as page:
        opened(page)
        typed(page, " !")
        expect(page.locator("#editor-save")).to_be_enabled()
        path.write_bytes(before.replace(b"Commande", b"Cde"))
        page.keyboard.press("Control+s")
        expect(page.locator("#editor-fault")).to_contain_text("was changed elsewhere")
        assert page.locator("#editor-code").input_value().endswith(" !")
    assert path.read_bytes() == before.replace(b"Commande", b"Cde")
    path.write_bytes(before)


def test_unsaved_text_asks_before_it_is_lost(browser: Browser, preview: RunningPreview) -> None:
    with looking(browser, preview) as page:
        opened(page)
        typed(page, " !")
        asked: list[str] = []
        answers = [False, True]

        def answer(dialog: object) -> None:
            asked.append(dialog.message)  # type: ignore[attr-defined]
            (dialog.accept if answers.pop(0) else dialog.dismiss)()  # type: ignore[attr-defined]

        page.on("dialog", answer)
        page.keyboard.press("Escape")
        expect(page.locator("#editor")).to_be_visible()
        assert page.locator("#editor-code").input_value().endswith(" !")
        page.get_by_role("button", name="Cancel", exact=True).click()
        expect(page.locator("#editor")).to_be_hidden()
        assert asked == ["Close the label and lose what you changed?"] * 2


def test_hostile_text_stays_text(browser: Browser, preview: RunningPreview) -> None:
    text = "<img src=x onerror=document.title='gone'>`<b>`[{<i>}]"
    with looking(browser, preview) as page:
        opened(page)
        page.locator("#editor-code").fill(text)
        expect(page.locator(".mistake")).to_contain_text("<i>")
        page.locator("#editor-code").fill(text.replace("[{<i>}]", ""))
        expect(page.locator("#editor-shown")).to_contain_text("<img src=x")
        page.keyboard.press("Control+s")
        expect(page.locator(".diff .added")).to_contain_text("<img src=x")
        assert page.locator("#editor :is(img, b, i)").count() == 0
        assert "gone" not in page.title()
        page.on("dialog", lambda dialog: dialog.accept())
        page.keyboard.press("Escape")


def test_on_a_phone_a_tap_opens_it_over_the_whole_screen(browser: Browser, preview: RunningPreview) -> None:
    with looking(browser, preview, PHONE) as page:
        page.locator(".mark.label").first.tap()
        expect(page.locator("#editor-shown .label-text")).to_be_visible()
        box = page.locator("#editor").bounding_box()
        assert box is not None
        assert [box["width"], box["height"]] == list(PHONE)
        page.locator("#editor-code").fill("x" * 200 + " [{Nonsense}] EVAL{BEGIN}")
        expect(page.locator(".mistake")).to_have_count(2)
        assert page.evaluate("document.getElementById('editor').scrollWidth <= innerWidth")
        expect(page.locator("#editor-save")).to_be_in_viewport()


def test_a_read_only_preview_lets_labels_be_tried(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> None:
    running = start_preview(new_workspace(tmp_path_factory.mktemp("read-only") / "shop"), "--read-only")
    try:
        with looking(browser, running) as page:
            opened(page)
            page.locator("#editor-code").fill("Nº [{Source}]")
            expect(page.locator("#editor-shown")).to_have_text("Nº BACKMARKET")
            expect(page.locator("#editor-save")).to_have_count(0)
            expect(page.locator("#editor")).to_contain_text("This preview is read-only")
            page.keyboard.press("Control+s")
            page.keyboard.press("Escape")
            expect(page.locator("#editor")).to_be_hidden()
    finally:
        running.stop()


@pytest.mark.parametrize(("size", "scheme"), [(DESK, "light"), (PHONE, "dark")], ids=["desk", "phone"])
def test_axe_finds_nothing_in_the_editor(
    browser: Browser, preview: RunningPreview, size: tuple[int, int], scheme: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    def looked_at(page: Page) -> None:
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()

    with looking(browser, preview, size) as page:
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        opened(page)
        looked_at(page)
        typed(page, " [{s")
        expect(page.locator("#completion")).to_be_visible()
        expect(page.locator(".mistake")).to_have_count(1)
        looked_at(page)
        page.keyboard.press("Escape")
        looked_at(page)
        page.locator("#editor-code").fill("Nº [{SecondaryReference}]")
        expect(page.locator("#editor-save")).to_be_enabled()
        page.keyboard.press("Control+s")
        expect(page.locator(".diff .added")).to_have_count(1)
        looked_at(page)

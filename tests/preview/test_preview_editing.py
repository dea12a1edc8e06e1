from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

import pytest

from notes_engine.assets import asset_root
from notes_engine.notes import NoteRenderer
from notes_engine.orders import OrderSettings
from notes_engine.orders.packed import pack_order
from notes_engine.preview.book import Book, Entry, Refused, read_book
from notes_engine.preview.desk import desk
from notes_engine.preview.editing import after
from notes_engine.preview.security import Access
from notes_engine.preview.studio import Studio
from tests.notes.example_shop import FACTS, NOW, Shop, order
from tests.preview.shop_page import HOST, Asked, Inline, local

if TYPE_CHECKING:
    from pathlib import Path

    from notes_engine.preview.workers import Workers

PLAIN = (
    b"\xef\xbb\xbf<p>{% label number %}[{SecondaryReference}]{% endlabel %}</p>\r\n"
    b"<p>{% label %}Bonjour{% endlabel %}</p>\r\n"
)
BONJOUR = {"template": "fr.html", "line": 2, "column": 15}


@dataclass
class Page(Asked):
    """The preview of a shop with the samples' orders."""

    shop: Shop
    access: Access = field(default_factory=local)

    def __post_init__(self) -> None:
        desk.cache_clear()
        self.studio = Studio(self.shop.root, (), cast("Workers", Inline()))
        renderer = NoteRenderer(self.shop.open(), now=NOW)
        samples = str(asset_root("samples") / "orders" / "linnworks.json")
        self.studio.book = read_book([samples], OrderSettings(prefix="bm-"), renderer)
        self.key = next(entry.key for entry in self.studio.book.entries if isinstance(entry, Entry))

    def get(self, path: str, **query: Any) -> Any:
        answer = self.ask("GET", path, params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def post(self, path: str, **body: Any) -> Any:
        answer = self.ask("POST", path, json=body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def refused(self, status: int, path: str, **body: Any) -> Any:
        answer = self.ask("POST", path, json=body)
        assert answer.status_code == status, answer.text
        assert answer.headers["content-type"] == "application/problem+json"
        return answer.json()

    def template(self, name: str = "fr.html") -> Path:
        return self.shop.root / "templates" / name


@pytest.fixture
def page(tmp_path: Path) -> Page:
    shop = Shop(tmp_path / "shop")
    shop.template(PLAIN)
    return Page(shop)


# --- opening


def test_a_label_opens_with_its_text_and_where_it_is_used(page: Page) -> None:
    found = page.get("/ui/label", template="fr.html", line=1, column=22)
    assert found["text"] == "[{SecondaryReference}]"
    assert (found["name"], found["scope"], found["locales"]) == ("number", "order", ["fr"])
    assert (found["packaged"], found["undo"]) == (False, None)


def test_a_label_of_the_package_says_so(page: Page) -> None:
    found = page.get("/ui/places", order=page.key, locale="de")
    place = next(each for each in found if each["label"])
    assert place["template"] == "de.html"
    opened = page.get("/ui/label", template="de.html", line=place["line"], column=place["column"])
    assert opened["packaged"] is True
    assert opened["locales"] == ["de"]


@pytest.mark.parametrize(
    "name",
    ["../notes.toml", "/etc/passwd", "..%2fnotes.toml", "no.html", "fr.html\0", "x" * 250, "templates/../fr.html"],
)
def test_no_path_gets_through(page: Page, name: str) -> None:
    answer = page.ask("GET", "/ui/label", params={"template": name, "line": 1, "column": 1})
    assert answer.status_code == 404
    assert answer.json()["title"] == "there is no such template"
    body = {"template": name, "line": 1, "column": 1, "was": "", "text": "x"}
    before = {path: path.read_bytes() for path in page.shop.root.rglob("*") if path.is_file()}
    for path in ("/ui/label/diff", "/ui/label/save"):
        page.refused(404, path, **body)
    assert {path: path.read_bytes() for path in page.shop.root.rglob("*") if path.is_file()} == before


def test_where_no_label_begins_there_is_none_to_open(page: Page) -> None:
    answer = page.ask("GET", "/ui/label", params={"template": "fr.html", "line": 1, "column": 5})
    assert answer.status_code == 409
    answer = page.ask("GET", "/ui/label", params={"template": "fr.html", "line": 0, "column": 5})
    assert answer.status_code == 422


# --- trying


def test_a_text_is_tried_on_the_order_shown_and_the_next_ones(page: Page) -> None:
    found = page.post("/ui/label/try", order=page.key, locale="fr", text="N° [{SecondaryReference}]")
    assert found["mistakes"] == []
    shown, *others = found["values"]
    assert (shown["shown"], shown["text"]) == (True, f"N° {shown['reference']}")
    assert len(others) == 5
    assert all(not each["shown"] and each["text"] == f"N° {each['reference']}" for each in others)


def test_a_mistake_comes_with_all_that_the_editor_draws(page: Page) -> None:
    found = page.post("/ui/label/try", order=page.key, locale="fr", text="a [{Foo}]")
    (mistake,) = found["mistakes"]
    assert (mistake["line"], mistake["column"], mistake["start"], mistake["end"]) == (1, 3, 2, 9)
    assert "^^^^^^^" in mistake["drawing"]
    assert mistake["hint"]
    assert found["values"] == []


def test_a_text_is_tried_without_an_order_too(page: Page) -> None:
    found = page.post("/ui/label/try", order="gone", locale="fr", text="x")
    assert [each["shown"] for each in found["values"]] == [False] * 5


@pytest.mark.parametrize(
    "wrong", [{"locale": "xx"}, {"locale": "../../x"}, {"scope": "page"}, {"text": "x" * 70_000}, {"text": None}]
)
def test_what_is_no_attempt_is_refused(page: Page, wrong: dict[str, Any]) -> None:
    page.refused(422, "/ui/label/try", **{"order": page.key, "locale": "fr", "text": "x", **wrong})


def test_half_a_character_is_refused(page: Page) -> None:
    body = b'{"order": "x", "locale": "fr", "text": "\\ud800"}'
    answer = page.ask("POST", "/ui/label/try", content=body)
    assert answer.status_code == 422


# --- saving


def test_a_save_shows_the_change_first_and_then_writes_it(page: Page) -> None:
    change = {**BONJOUR, "was": "Bonjour", "text": "Merci\nbien"}
    shown = page.post("/ui/label/diff", **change)
    assert page.template().read_bytes() == PLAIN
    assert shown["words"] == ""
    assert "-<p>{% label %}Bonjour{% endlabel %}</p>" in shown["diff"].splitlines()
    assert "+<p>{% label %}Merci" in shown["diff"].splitlines()
    version = page.studio.version.number

    done = page.post("/ui/label/save", **change)

    assert done["words"] == "saved fr.html"
    assert page.template().read_bytes() == PLAIN.replace(b"Bonjour", b"Merci\r\nbien")
    assert page.studio.version.number > version


def test_a_template_of_the_package_is_copied_into_the_workspace_first(page: Page) -> None:
    packaged = (asset_root("templates") / "de.html").read_bytes()
    place = next(each for each in page.get("/ui/places", order=page.key, locale="de") if each["label"])
    at = {name: place[name] for name in ("template", "line", "column")}
    was = page.get("/ui/label", **at)["text"]
    change = {**at, "was": was, "text": was.replace("Bestell", "Bestellungs")}
    shown = page.post("/ui/label/diff", **change)
    assert shown["words"] == "de.html will be copied into the workspace first"
    assert sum(line.startswith(("+", "-")) for line in shown["diff"].splitlines()) == 4  # two of them name the file

    done = page.post("/ui/label/save", **change)

    assert done["words"] == "saved de.html (copied into the workspace first)"
    assert page.template("de.html").read_bytes() == packaged.replace(was.encode(), change["text"].encode())
    assert (asset_root("templates") / "de.html").read_bytes() == packaged
    assert page.studio.saves.last is not None
    assert page.studio.saves.last.before is None
    undone = page.post("/ui/undo")
    assert "the package's is used" in undone["words"]
    assert not page.template("de.html").exists()


def test_what_was_changed_elsewhere_is_not_written_over(page: Page) -> None:
    page.shop.template(PLAIN.replace(b"Bonjour", b"Salut"))
    for path in ("/ui/label/diff", "/ui/label/save"):
        told = page.refused(409, path, **BONJOUR, was="Bonjour", text="Merci")
        assert "changed elsewhere" in told["title"]
    assert b"Salut" in page.template().read_bytes()


def test_a_change_elsewhere_in_the_file_is_kept(page: Page) -> None:
    page.shop.template(PLAIN.replace(b"</p>\r\n<p>", b"</em>\r\n<p>"))
    page.post("/ui/label/save", **BONJOUR, was="Bonjour", text="Merci")
    assert page.template().read_bytes() == PLAIN.replace(b"</p>\r\n<p>", b"</em>\r\n<p>").replace(b"Bonjour", b"Merci")


@pytest.mark.parametrize("text", ["[{Foo}]", "EVAL{BEGIN}", "{% endlabel %}", "{{ x }}", "[{SKU}]"])
def test_a_wrong_text_is_not_saved(page: Page, text: str) -> None:
    for path in ("/ui/label/diff", "/ui/label/save"):
        told = page.refused(422, path, **BONJOUR, was="Bonjour", text=text)
        assert told["title"].startswith("line 1, column ")
        assert told["mistakes"]
    assert page.template().read_bytes() == PLAIN


def test_nothing_changed_is_nothing_saved(page: Page) -> None:
    assert page.post("/ui/label/diff", **BONJOUR, was="Bonjour", text="Bonjour")["diff"] == ""
    page.refused(409, "/ui/label/save", **BONJOUR, was="Bonjour", text="Bonjour")
    assert page.get("/ui/undo") == {"undo": None}


def test_a_template_in_a_folder_is_saved_there(page: Page) -> None:
    page.shop.template("{% label %}a{% endlabel %}", name="parts/row.html")
    page.post("/ui/label/save", template="parts/row.html", line=1, column=12, was="a", text="b")
    assert page.template("parts/row.html").read_bytes() == b"{% label %}b{% endlabel %}"


# --- undoing


def test_saves_are_undone_one_by_one(page: Page) -> None:
    page.post("/ui/label/save", **BONJOUR, was="Bonjour", text="Merci")
    page.post("/ui/label/save", **BONJOUR, was="Merci", text="Salut")
    assert page.get("/ui/undo")["undo"]["what"] == "the label at fr.html:2:15"
    assert page.post("/ui/undo")["undo"] is not None
    assert b"Merci" in page.template().read_bytes()
    assert page.post("/ui/undo")["undo"] is None
    assert page.template().read_bytes() == PLAIN
    assert "nothing to undo" in page.refused(409, "/ui/undo")["title"]


def test_only_the_save_that_was_meant_is_undone(page: Page) -> None:
    first = page.post("/ui/label/save", **BONJOUR, was="Bonjour", text="Merci")["undo"]["token"]
    second = page.post("/ui/label/save", **BONJOUR, was="Merci", text="Salut")["undo"]["token"]
    assert first != second
    assert "something else was saved since" in page.refused(409, "/ui/undo", token=first)["title"]
    page.post("/ui/undo", token=second)
    page.post("/ui/undo", token=first)
    assert page.template().read_bytes() == PLAIN


def test_what_was_changed_since_is_not_undone(page: Page) -> None:
    page.post("/ui/label/save", **BONJOUR, was="Bonjour", text="Merci")
    page.shop.template(b"mine")
    page.refused(409, "/ui/undo")
    assert page.template().read_bytes() == b"mine"


# --- who may


def test_nothing_is_written_without_the_pages_own_token(page: Page) -> None:
    for path in ("/ui/label/diff", "/ui/label/save", "/ui/label/try", "/ui/undo"):
        answer = page.ask("POST", path, csrf="", json={**BONJOUR, "was": "Bonjour", "text": "Merci"})
        assert answer.status_code == 403, path
    assert page.template().read_bytes() == PLAIN


def test_a_read_only_preview_looks_and_tries_and_writes_nothing(page: Page) -> None:
    looking = Page(page.shop, Access(frozenset((HOST,)), read_only=True))
    assert looking.get("/ui/label", **BONJOUR)["text"] == "Bonjour"
    assert looking.post("/ui/label/try", order=looking.key, locale="fr", text="x")["values"]
    for path in ("/ui/label/diff", "/ui/label/save", "/ui/undo"):
        looking.refused(403, path, **BONJOUR, was="Bonjour", text="Merci")
    answer = looking.ask("POST", "/ui/label/try", csrf="wrong", json={"order": "x", "locale": "fr", "text": "x"})
    assert answer.status_code == 403
    assert page.template().read_bytes() == PLAIN


# --- completion


def test_tags_and_functions_come_with_their_documentation(page: Page) -> None:
    page.shop.settings(FACTS + '[orders]\nextended = ["Gift", "sku"]\n')
    rows = page.get("/ui/completions")
    tags = {row["name"]: row for row in rows if row["sort"] == "tag"}
    functions = {row["name"]: row for row in rows if row["sort"] == "function"}
    assert tags["SecondaryReference"]["usage"] == "[{SecondaryReference}]"
    assert tags["SKU"]["scope"] == "line"
    assert "Extended property" in tags["Gift"]["summary"]
    assert "sku" not in tags  # a tag has that name already
    assert functions["replace"]["usage"] == "replace[text, old, new]"
    assert functions["replace"]["examples"][0].keys() == {"formula", "prints"}
    assert all(row["summary"] for row in rows)


def test_tags_are_known_while_the_settings_are_wrong(page: Page) -> None:
    page.shop.settings("nonsense")
    assert page.get("/ui/completions")


# --- which orders a text is tried on


def entry(key: str, locale: Any) -> Entry:
    return Entry(key, key, "", "", "", locale, 1, pack_order(order()), "")


def test_the_next_orders_are_those_of_the_language_first_and_go_round() -> None:
    entries: list[Entry | Refused] = [entry(f"f{number}", "fr") for number in range(3)]
    entries.append(Refused("r", "r", "", "", "", ""))
    entries += [*(entry(f"d{number}", "de") for number in range(2)), entry("f3", "fr"), entry("f4", "fr")]
    book = Book(entries, {each.key: number for number, each in enumerate(entries)})
    assert [each.key for each in after(book, "f1", "fr")] == ["f2", "f3", "f4", "f0", "d0"]
    assert [each.key for each in after(book, "f4", "de")] == ["d0", "d1", "f0", "f1", "f2"]
    assert [each.key for each in after(book, "unknown", "it")] == ["f0", "f1", "f2", "d0", "d1"]
    assert after(Book(), "f1", "fr") == []

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notes_engine.assets import asset_root
from notes_engine.errors import NotesError, TemplateError
from notes_engine.notes.label_source import jinja_in, lifted_labels
from notes_engine.preview.labels import (
    LabelPlace,
    TemplateFile,
    UnknownTemplateError,
    label_at,
    open_template,
    replaced,
    template_name,
    without_label,
)
from notes_engine.preview.saves import ConflictError
from tests.notes.example_shop import NUMBER, Shop

if TYPE_CHECKING:
    from collections.abc import Sequence

BOM = b"\xef\xbb\xbf"


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    return Shop(tmp_path / "shop")


def template(content: bytes | str) -> TemplateFile:
    path = Path("/nowhere/fr.html")
    return TemplateFile("fr.html", path, path, content if isinstance(content, bytes) else content.encode())


def places(file: TemplateFile) -> list[LabelPlace]:
    return [LabelPlace(file.name, label.line, label.column) for _, _, label in lifted_labels(file.source, "fr.html")]


def changed(content: bytes | str, text: str, number: int = 0) -> bytes:
    file = template(content)
    place = places(file)[number]
    return replaced(file, place, label_at(file, place).text, text)


# --- replacing

TEXTS = st.text(st.sampled_from("ab [](){}%#é\U0001f69a\"'\n -"), max_size=12).filter(
    lambda text: jinja_in(text) is None and not text.endswith("{")
)
BETWEEN = st.text(st.sampled_from("<p> \n\té{}"), max_size=8).filter(
    lambda text: jinja_in(text) is None and not text.endswith("{")
)
OPENINGS = st.sampled_from(("{% label %}", "{%label%}", "{%- label number -%}", "{% label -%}", "{%+ label x +%}"))
ENDS = st.sampled_from(("{% endlabel %}", "{%endlabel%}", "{%- endlabel %}", "{%- endlabel -%}", "{%+ endlabel %}"))
LABELS = st.lists(st.tuples(BETWEEN, OPENINGS, TEXTS, ENDS), min_size=1, max_size=5)


@given(LABELS, BETWEEN, TEXTS, st.sampled_from(("\n", "\r\n", "\r")), st.booleans(), st.data())
def test_another_text_changes_nothing_else_and_the_old_one_brings_the_same_bytes(
    labels: Sequence[tuple[str, ...]], rest: str, text: str, newline: str, has_bom: bool, data: st.DataObject
) -> None:
    # The last newline tells what a newline is here, whatever the label loses.
    source = ("".join(map("".join, labels)) + rest + "\n").replace("\n", newline)
    content = (BOM if has_bom else b"") + source.encode()
    file = template(content)
    number = data.draw(st.integers(0, len(labels) - 1))
    place = places(file)[number]
    was = label_at(file, place).text
    first, last, _ = lifted_labels(source, "fr.html")[number]

    after = replaced(file, place, was, text)

    before_it = (BOM if has_bom else b"") + source[:first].encode()
    assert after.startswith(before_it)
    assert after.endswith(source[last:].encode())
    written = after[len(before_it) : len(after) - len(source[last:].encode())].decode()
    assert written.replace(newline, "\n").strip() == text.strip()
    assert newline == "\n" or "\n" not in written.replace(newline, "")
    again = template(after)
    found = places(again)[number]
    if text.strip():  # else white space around it may now belong to either tag
        assert replaced(again, found, label_at(again, found).text, was) == content


def test_a_label_is_found_by_where_its_text_begins() -> None:
    file = template(
        "<p>{% label %}one{% endlabel %} {% label two %}two{% endlabel %}</p>\r\n{% label -%}\r\n  three{% endlabel %}"
    )
    assert [label_at(file, place).text for place in places(file)] == ["one", "two", "three"]
    assert places(file)[2] == LabelPlace("fr.html", 3, 3)
    assert label_at(file, LabelPlace("fr.html", 1, 48)).name == "two"
    with pytest.raises(ConflictError, match=r"no label begins at fr\.html:1:16"):
        label_at(file, LabelPlace("fr.html", 1, 16))


def test_a_byte_order_mark_is_no_column_and_stays() -> None:
    content = BOM + b"{% label %}one{% endlabel %}\r\n"
    assert places(template(content)) == [LabelPlace("fr.html", 1, 12)]
    assert changed(content, "two\nthree") == BOM + b"{% label %}two\r\nthree{% endlabel %}\r\n"


def test_only_the_one_of_several_labels_on_a_line_is_changed() -> None:
    content = "{% label %}x{% endlabel %}{% label %}x{% endlabel %}{% label %}x{% endlabel %}"
    assert (
        changed(content, "yy", 1) == b"{% label %}x{% endlabel %}{% label %}yy{% endlabel %}{% label %}x{% endlabel %}"
    )


def test_white_space_that_the_tags_take_off_is_left_out() -> None:
    assert changed("{% label -%} a {%- endlabel %}", "  b c\n") == b"{% label -%} b c {%- endlabel %}"


def test_the_same_text_changes_nothing_whatever_its_newlines() -> None:
    content = b"{% label %}a\r\nb\nc{% endlabel %}"
    assert changed(content, "a\nb\nc") == content


def test_a_label_that_has_another_text_now_is_a_conflict() -> None:
    file = template("{% label %}new{% endlabel %}")
    with pytest.raises(ConflictError, match="changed elsewhere"):
        replaced(file, places(file)[0], "old", "mine")


@pytest.mark.parametrize(
    "text",
    [
        "{{ order.total }}",
        "a {% if x %}",
        "{# a note",
        "{% endlabel %}",
        "a{% endlabel %}b{% label %}c",
        "{%- endlabel %}",
        "{% raw %}",
        "half: \ud800",
    ],
)
def test_what_would_be_no_label_any_more_is_refused(text: str) -> None:
    with pytest.raises(TemplateError):
        changed("{% label %}old{% endlabel %} {% label %}other{% endlabel %}", text)


def test_the_text_of_a_label_may_end_with_what_begins_a_tag() -> None:
    assert changed("{% label %}old{% endlabel %}", "{") == b"{% label %}{{% endlabel %}"


def test_a_template_that_is_no_text_says_so() -> None:
    with pytest.raises(TemplateError, match="not UTF-8") as caught:
        label_at(template(b"a\n\xff"), LabelPlace("fr.html", 1, 1))
    assert caught.value.place is not None
    assert caught.value.place.line == 2


def test_a_template_without_a_label_keeps_the_place_of_that_label() -> None:
    file = template("a\r\n{% label %}wrong[{% endlabel %}b")
    place = places(file)[0]
    assert without_label(file, place) == "a\n{% label %}{% endlabel %}b"


def test_jinja_is_found_in_a_text() -> None:
    assert jinja_in("[{A}] EVAL{BEGIN}1{END} { % {") is None
    assert jinja_in("ab{{") == 2


# --- finding the template


def test_the_workspace_wins_and_the_package_fills_the_gaps(shop: Shop) -> None:
    path = shop.template("<p>mine</p>")
    mine, packaged = open_template(shop.open(), "fr.html"), open_template(shop.open(), "de.html")
    assert (mine.path, mine.target, mine.is_packaged) == (path, path, False)
    assert packaged.is_packaged
    assert packaged.path == asset_root("templates") / "de.html"
    assert packaged.target == path.with_name("de.html")
    assert packaged.content == packaged.path.read_bytes()


def test_templates_in_folders_have_names_too(shop: Shop) -> None:
    path = shop.template("<p>", name="parts/more/row.html")
    assert open_template(shop.open(), "parts/more/row.html").path == path
    assert template_name(str(path), shop.open().template_roots) == "parts/more/row.html"


def test_a_name_is_told_from_a_file_however_its_folder_is_written(shop: Shop) -> None:
    roots = (shop.root / "." / "templates", asset_root("templates"))
    assert template_name(f"{shop.root}/templates/../templates/fr.html", roots) == "fr.html"
    assert template_name(str(asset_root("templates") / "base.html"), roots) == "base.html"
    assert template_name(f"{shop.root}/notes.toml", roots) == ""


@pytest.mark.parametrize(
    "name",
    [
        "../notes.toml",
        "parts/../../notes.toml",
        "parts/../fr.html",
        "./fr.html",
        "/etc/passwd",
        "//etc/passwd",
        "parts//row.html",
        "fr.html/",
        "..",
        ".",
        "",
        "/",
        "parts",
        "parts\\row.html",
        "fr.html\0",
        "fr.html\n",
        "x" * 5000,
        "é" * 200,
        "no.html",
    ],
)
def test_what_is_no_template_of_ours_is_unknown(shop: Shop, name: str) -> None:
    shop.template(NUMBER)
    shop.template("<p>", name="parts/row.html")
    with pytest.raises(UnknownTemplateError) as caught:
        open_template(shop.open(), name)
    assert len(str(caught.value)) < 300


@given(st.text(st.sampled_from("./\\\0~frhtml%"), max_size=14))
def test_no_name_leads_out_of_the_folders_of_templates(tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    shop = Shop(tmp_path_factory.getbasetemp() / "named")
    workspace = shop.open()
    try:
        found = open_template(workspace, name)
    except NotesError:
        return
    assert any(found.path.resolve().is_relative_to(root.resolve()) for root in workspace.template_roots)
    assert found.target.is_relative_to((shop.root / "templates").resolve())


def test_links_out_of_the_folder_are_not_followed(shop: Shop, tmp_path: Path) -> None:
    secret = tmp_path / "secret.html"
    secret.write_text(NUMBER)
    (shop.root / "templates").mkdir()
    (shop.root / "templates" / "leak.html").symlink_to(secret)
    with pytest.raises(UnknownTemplateError, match="leads out"):
        open_template(shop.open(), "leak.html")


def test_a_copy_is_not_written_through_a_link_out_of_the_folder(shop: Shop, tmp_path: Path) -> None:
    (shop.root / "templates").mkdir()
    (shop.root / "templates" / "fr.html").symlink_to(tmp_path / "not-there-yet.html")
    with pytest.raises(UnknownTemplateError, match="leads out"):
        open_template(shop.open(), "fr.html")


def test_a_link_within_the_folder_is_written_where_it_leads(shop: Shop) -> None:
    path = shop.template(NUMBER, name="shared/number.html")
    (shop.root / "templates" / "fr.html").symlink_to("shared/number.html")
    assert open_template(shop.open(), "fr.html").target == path


def test_the_folder_of_templates_may_be_a_link_but_never_to_the_packages(shop: Shop, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "fr.html").write_text(NUMBER)
    (shop.root / "templates").symlink_to(tmp_path / "elsewhere")
    assert open_template(shop.open(), "fr.html").target == tmp_path / "elsewhere" / "fr.html"

    (shop.root / "templates").unlink()
    (shop.root / "templates").symlink_to(asset_root("templates"))
    with pytest.raises(UnknownTemplateError, match="package"):
        open_template(shop.open(), "fr.html")


def test_a_template_that_may_not_be_read_says_so(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    shop.template(NUMBER)
    workspace = shop.open()

    def refuse(self: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(TemplateError, match="Permission denied"):
        open_template(workspace, "fr.html")

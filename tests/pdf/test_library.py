"""The library: what a URL may name, and nothing else."""

from __future__ import annotations

import base64
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notes_engine.errors import AssetError
from notes_engine.pdf.library import BASE_URL, AssetLibrary, MissingAssetError

if TYPE_CHECKING:
    from tests.pdf.pdf_workshop import Workshop


@pytest.fixture
def library(shop: Workshop) -> AssetLibrary:
    return AssetLibrary([shop.templates, shop.workspace])


def test_a_file_is_found_under_the_roots(library: AssetLibrary, shop: Workshop) -> None:
    asset = library.find(BASE_URL + "red.png")

    assert asset.content == (shop.workspace / "red.png").read_bytes()
    assert asset.media_type == "image/png"


@pytest.mark.parametrize("url", ["red.png?v=2", "red.png#top", "%72ed.png"])
def test_query_fragment_and_escapes_name_the_same_file(library: AssetLibrary, url: str) -> None:
    assert library.find(BASE_URL + url).media_type == "image/png"


def test_the_first_root_that_has_the_file_wins(tmp_path: Path) -> None:
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.css").write_text(name)
    (tmp_path / "second" / "b.css").write_text("only here")
    library = AssetLibrary([tmp_path / "first", tmp_path / "second"])

    assert library.find(BASE_URL + "a.css").content == b"first"
    assert library.find(BASE_URL + "b.css").content == b"only here"


def test_a_file_edited_during_a_batch_stays_as_it_was_first_read(tmp_path: Path) -> None:
    (tmp_path / "a.css").write_text("before")
    library = AssetLibrary([tmp_path])
    library.find(BASE_URL + "a.css")

    (tmp_path / "a.css").write_text("after")

    assert library.find(BASE_URL + "a.css").content == b"before"


def test_the_font_package_is_reached_by_its_own_scheme(library: AssetLibrary) -> None:
    asset = library.find("notes-font:SourceSansPro-Regular.ttf")

    assert asset.media_type == "font/ttf"
    assert asset.content[:4] == b"\x00\x01\x00\x00"


@pytest.mark.parametrize("name", ["../__init__.py", "LICENSE.txt", "Comic-Sans.ttf", "", "..%2ffiles/x.ttf", "x/y.ttf"])
def test_the_font_package_gives_fonts_only(library: AssetLibrary, name: str) -> None:
    with pytest.raises(MissingAssetError, match="font package"):
        library.find("notes-font:" + name)


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "file:///etc/passwd.png",
        "http://notes.invalid/red.png",
        "https://example.invalid/red.png",
        "https://notes.invalid.example.invalid/red.png",
        "https://notes.invalid:443/red.png",
        "https://user@notes.invalid/red.png",
        "https://[bad/red.png",
        "https:red.png",
        "ftp://notes.invalid/red.png",
        "attachment:red.png",
        "jar:file:///red.png",
        "javascript:alert(1)",
        "//notes.invalid/red.png",
        "red.png",
        "",
    ],
)
def test_no_other_address_is_ever_looked_up(library: AssetLibrary, url: str) -> None:
    with pytest.raises(AssetError, match=r"outside the workspace|no valid address") as caught:
        library.find(url)

    assert caught.value.hint


@pytest.mark.parametrize(
    "path",
    [
        "../secret.css",
        "%2e%2e/secret.css",
        "..%2fsecret.css",
        "templates/../../secret.css",
        "/secret.css",
        "%2fetc/hosts.css",
        "./red.png",
        "red.png/",
        "templates/",
        "",
        "..%5csecret.css",
        "..\\secret.css",
        "red%00.png",
        "red\x00.png",
        "red%0a.png",
        "%ff.png",
    ],
)
def test_no_path_leads_out_of_the_roots(library: AssetLibrary, path: str) -> None:
    with pytest.raises(AssetError, match=r"leads out|names no file|not UTF-8"):
        library.find(BASE_URL + path)


@pytest.mark.parametrize("path", ["notes.toml", "orders.csv", "templates", "templates/note.css.html", "red.png.exe"])
def test_only_stylesheets_images_and_fonts_are_given(library: AssetLibrary, path: str) -> None:
    with pytest.raises(AssetError, match="no stylesheet, image or font"):
        library.find(BASE_URL + path)


@given(st.text(max_size=60))
def test_whatever_is_asked_nothing_outside_the_roots_is_read(shared: Workshop, path: str) -> None:
    library = AssetLibrary([shared.templates, shared.workspace])
    inside = {file.read_bytes() for file in shared.workspace.rglob("*") if file.is_file()}
    for url in (BASE_URL + path, path, "file:" + path):
        try:
            asset = library.find(url)
        except (AssetError, MissingAssetError):
            continue
        assert asset.content in inside


def test_a_link_out_of_the_root_is_refused_and_one_inside_is_not(tmp_path: Path) -> None:
    root = tmp_path / "root"
    root.mkdir()
    (tmp_path / "outside.css").write_text("p {}")
    (root / "inside.css").write_text("q {}")
    (root / "leads-out.css").symlink_to(tmp_path / "outside.css")
    (root / "stays.css").symlink_to(root / "inside.css")
    (root / "circle.css").symlink_to(root / "circle.css")
    library = AssetLibrary([root])

    assert library.find(BASE_URL + "stays.css").content == b"q {}"
    with pytest.raises(AssetError, match="link that leads out"):
        library.find(BASE_URL + "leads-out.css")
    with pytest.raises(MissingAssetError):
        library.find(BASE_URL + "circle.css")


def test_what_is_no_plain_file_is_missing(tmp_path: Path) -> None:
    (tmp_path / "folder.png").mkdir()
    os.mkfifo(tmp_path / "pipe.png")
    library = AssetLibrary([tmp_path])

    for name in ("folder.png", "pipe.png"):
        with pytest.raises(MissingAssetError, match="is not a file"):
            library.find(BASE_URL + name)


def test_a_file_that_may_not_be_read_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.css").write_text("p {}")

    def refuse(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)

    with pytest.raises(MissingAssetError, match=r"'a\.css' cannot be read: Permission denied"):
        AssetLibrary([tmp_path]).find(BASE_URL + "a.css")


def test_a_file_beyond_all_measure_is_missing(tmp_path: Path) -> None:
    with (tmp_path / "huge.css").open("wb") as file:
        file.truncate(20_000_001)

    with pytest.raises(MissingAssetError, match="larger than 20 MB"):
        AssetLibrary([tmp_path]).find(BASE_URL + "huge.css")


def test_an_endless_name_is_missing_and_told_in_short(library: AssetLibrary) -> None:
    with pytest.raises(MissingAssetError) as caught:
        library.find(BASE_URL + "x" * 5000 + ".png")

    assert len(str(caught.value)) < 200


def test_a_damaged_font_is_missing(tmp_path: Path) -> None:
    (tmp_path / "brand.ttf").write_bytes(b"\x00\x01\x00\x00 and nothing more")

    with pytest.raises(MissingAssetError, match=r"'brand\.ttf' is not a font"):
        AssetLibrary([tmp_path]).find(BASE_URL + "brand.ttf")


def test_a_font_of_the_machine_is_not_loaded_but_no_offence(library: AssetLibrary) -> None:
    # What WeasyPrint makes of `src: local("DejaVu Sans")` where that font is installed.
    with pytest.raises(MissingAssetError, match="fonts of this machine"):
        library.find("file:///usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")


def test_an_image_can_stand_in_the_address_itself(library: AssetLibrary, shop: Workshop) -> None:
    content = (shop.workspace / "red.png").read_bytes()
    svg = "%3Csvg xmlns='http://www.w3.org/2000/svg'/%3E"

    assert library.find("data:image/png;base64," + base64.b64encode(content).decode()).content == content
    assert library.find("DATA:image/svg+xml," + svg).content == b"<svg xmlns='http://www.w3.org/2000/svg'/>"


@pytest.mark.parametrize("kind", ["text/html", "text/css", "font/ttf", "application/pdf", "", "image/tiff"])
def test_a_data_address_holds_images_only(library: AssetLibrary, kind: str) -> None:
    with pytest.raises(AssetError, match="which is no image"):
        library.find(f"data:{kind},x")


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("data:image/png;base64,AAAA", "damaged"),
        ("data:image/png;base64,A", "base64"),
        ("data:image/png", "empty"),
        ("data:image/png,", "empty"),
        ("data:image/png," + "x" * 1_000_000, "larger than 1 MB"),
    ],
)
def test_a_bad_image_in_an_address_is_missing(library: AssetLibrary, url: str, reason: str) -> None:
    with pytest.raises(MissingAssetError, match=reason):
        library.find(url)

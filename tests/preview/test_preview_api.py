"""The API for programs: notes from an upload, the tags and functions, a label tried out."""

from __future__ import annotations

import asyncio
import errno
import io
import json
import shutil
import tempfile
import zipfile
from typing import TYPE_CHECKING, Any, cast, get_args

import httpx
import pytest
from pypdf import PdfReader

from notes_engine.formula.functions import LIBRARY
from notes_engine.notes import Locale
from notes_engine.orders import FORMATS, TAGS
from notes_engine.preview import api_models, api_tasks, uploads
from notes_engine.preview.app import create_app
from notes_engine.preview.security import Access
from notes_engine.preview.studio import Studio
from tests.preview.conftest import ROOT
from tests.preview.shop_page import HOST, Inline

if TYPE_CHECKING:
    from pathlib import Path

    from notes_engine.preview.workers import Workers

ORDERS = ROOT / "samples" / "orders"


class Api:
    """The API of a workspace, asked without a network, its workers' tasks done here and now."""

    def __init__(self, root: Path, *, read_only: bool = False) -> None:
        self.root = root
        self.read_only = read_only

    def ask(self, method: str, path: str, **request: Any) -> httpx.Response:
        studio = Studio(self.root, (), cast("Workers", Inline()))
        app = create_app(studio, Access(frozenset((HOST,)), read_only=self.read_only))

        async def answer() -> httpx.Response:
            async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=f"http://{HOST}") as client:
                return await client.request(method, path, **request)

        return asyncio.run(answer())

    def print(self, content: bytes, accept: str = "*/*", **query: str) -> httpx.Response:
        return self.ask("POST", "/api/notes", content=content, params=query, headers={"accept": accept})

    def findings(self, content: bytes, **query: str) -> Any:
        answer = self.print(content, "application/json", **query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def refused(self, content: bytes, accept: str = "*/*", **query: str) -> Any:
        answer = self.print(content, accept, **query)
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["status"] == answer.status_code
        return answer.json()


@pytest.fixture
def api(tmp_path: Path) -> Api:
    shutil.copytree(ROOT / "samples" / "workspace", tmp_path / "shop")
    return Api(tmp_path / "shop")


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for temporary files: nothing of an upload may stay in it."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def few(number: int = 3, **changes: Any) -> bytes:
    """Return an export of so many orders, the first one with changes to its general facts."""
    orders = json.loads((ORDERS / "linnworks.json").read_text("utf-8"))[:number]
    orders[0]["GeneralInfo"].update(changes)
    return json.dumps(orders).encode()


def left(temporary: Path) -> list[Path]:
    """Return what an upload left behind; WeasyPrint's fonts hold nothing of it."""
    return [path for path in temporary.iterdir() if not path.name.startswith("notes-engine-fonts-")]


def text_of(pdf: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


# --- notes


def test_an_export_comes_back_as_one_pdf_with_every_note(api: Api, temporary: Path) -> None:
    answer = api.print(few(3))
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/pdf"
    assert (answer.headers["x-notes"], answer.headers["x-rejects"]) == ("3", "0")
    assert answer.headers["content-disposition"] == 'attachment; filename="notes.pdf"'
    told = api.findings(few(3))
    assert len(PdfReader(io.BytesIO(answer.content)).pages) == sum(note["pages"] for note in told["notes"])
    assert all(note["number"] in text_of(answer.content) for note in told["notes"])
    assert not left(temporary)


def test_where_json_is_accepted_what_came_of_each_order_is_told(api: Api) -> None:
    told = api.findings(few(2, Status=0))
    assert told["counts"] == {"orders": 2, "notes": 1, "rejects": 1}
    (note,) = told["notes"]
    assert (note["reference"], note["number"], note["market"], note["locale"]) == (
        "bm-205810002",
        "205810002",
        "fr-fr",
        "fr",
    )
    assert (note["pages"], note["is_draft"], note["warnings"]) == (1, False, [])
    (reject,) = told["rejects"]
    assert (reject["kind"], reject["code"], reject["where"]) == ("refused", "unpaid", "the upload [0]")
    assert reject["reason"]
    assert reject["hint"]


@pytest.mark.parametrize(
    ("file", "format"),
    [
        ("linnworks.xlsx", "excel"),
        ("linnworks.parquet", "parquet"),
        ("linnworks-processed.csv", "linnworks-csv"),
        ("backmarket.json", "backmarket-json"),
    ],
)
def test_every_format_can_be_sent(api: Api, file: str, format: str) -> None:
    content = (ORDERS / file).read_bytes()
    reference = "bm-205810002" if "linnworks" in file else f"bm-{json.loads(content)['results'][0]['order_id']}"
    for query in ({}, {"format": format}):
        told = api.findings(content, order=reference, **query)
        assert [note["reference"] for note in told["notes"]] == [reference]


def test_one_order_can_be_asked_for_by_its_id_or_reference(api: Api) -> None:
    first = api.findings(few(3))["notes"][0]
    for name in (first["order_id"], first["reference"]):
        assert [note["number"] for note in api.findings(few(3), order=name)["notes"]] == [first["number"]]
    told = api.refused(few(3), order="bm-nowhere")
    assert (told["status"], told["kind"]) == (404, "NotInUploadError")


def test_a_language_can_be_asked_for(api: Api) -> None:
    told = api.findings(few(2), locale="de")
    assert {note["locale"] for note in told["notes"]} == {"de"}
    assert "errors" in api.refused(few(2), locale="nl")


def test_without_the_companys_facts_there_are_drafts_alone(api: Api) -> None:
    settings = api.root / "notes.toml"
    settings.write_text(settings.read_text("utf-8").replace('name = "Encore Un Tour SAS"', ""), "utf-8")
    assert api.refused(few(1))["status"] == 422
    assert [note["is_draft"] for note in api.findings(few(1), draft="true")["notes"]] == [True]


def test_where_no_order_gets_a_note_the_reasons_are_told(api: Api, temporary: Path) -> None:
    told = api.refused((ROOT / "samples" / "rejects" / "processed-without-addresses.csv").read_bytes())
    assert (told["status"], told["title"]) == (422, "no order of the upload gets a note")
    assert told["rejected"] == len(told["rejects"]) > 0
    assert {reject["code"] for reject in told["rejects"]} == {"no-address-columns"}
    assert not left(temporary)
    assert str(temporary) not in json.dumps(told)


def test_of_many_rejects_the_first_are_told_and_all_counted(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api_tasks, "TOLD_REJECTS", 2)
    told = api.findings((ROOT / "samples" / "rejects" / "processed-without-addresses.csv").read_bytes())
    assert len(told["rejects"]) == 2
    assert told["counts"]["rejects"] == told["counts"]["orders"] > 2


@pytest.mark.parametrize("accept", ["application/pdf", "application/json"])
@pytest.mark.parametrize(
    "content", [b"", b"hello", b"%PDF-1.7", b"\x00" * 50, b"[]", b"{", b"\xff\xfe", b"PK\x03\x04broken"]
)
def test_what_is_no_export_is_refused_by_what_it_is(api: Api, temporary: Path, content: bytes, accept: str) -> None:
    answer = api.print(content, accept)
    if content == b"[]" and accept == "application/json":
        assert answer.json()["counts"]["orders"] == 0
        return
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["title"]
    assert str(temporary) not in answer.text
    assert not left(temporary)


def test_places_name_the_upload_and_never_a_file_of_the_server(api: Api, temporary: Path) -> None:
    orders = json.loads(few(1)) * 2
    told = api.findings(json.dumps(orders).encode())
    assert [reject["code"] for reject in told["rejects"]] == ["duplicate"]
    assert "the upload [0]" in told["rejects"][0]["reason"]
    assert api.refused(b"hello")["file"] == "the upload"
    assert str(temporary) not in json.dumps(told)


def test_more_orders_than_one_request_may_print_are_refused(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api_tasks, "UPLOAD_NOTES", 2)
    told = api.refused(few(3))
    assert told["status"] == 413
    assert "notes-engine render" in told["detail"]
    assert api.findings(few(2))["counts"]["notes"] == 2


def test_more_uploads_at_a_time_than_may_be_are_told_to_come_back(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "UPLOADS", 0)
    assert api.refused(few(1))["status"] == 503


def test_a_full_disk_is_told(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> Any:
        raise OSError(errno.ENOSPC, "No space left on device")

    export = few(1)
    monkeypatch.setattr(type(api.root), "open", full)
    told = api.refused(export)
    assert (told["status"], told["kind"]) == (500, "OutputError")


def test_a_workbook_that_unpacks_to_far_more_than_it_is_gets_refused(api: Api, temporary: Path) -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            for _ in range(260):
                sheet.write(b" " * (1 << 20))
    assert len(bomb.getvalue()) < 1 << 20
    told = api.refused(bomb.getvalue())
    assert told["status"] == 422
    assert "unpacks to 260 MiB" in told["title"]
    assert not left(temporary)


def test_a_workspace_that_is_wrong_is_told(api: Api) -> None:
    (api.root / "templates").mkdir()
    (api.root / "templates" / "fr.html").write_text("{% if %}", "utf-8")
    told = api.refused(few(1))
    assert (told["status"], told["kind"], told["line"]) == (422, "TemplateError", 1)
    (api.root / "notes.toml").write_text("nonsense", "utf-8")
    assert api.refused(few(1))["kind"] == "SettingsError"


def test_an_answer_that_is_neither_cannot_be_had(api: Api) -> None:
    assert api.refused(few(1), "text/html")["status"] == 406


def test_notes_can_be_had_of_a_preview_that_is_read_only(api: Api) -> None:
    assert Api(api.root, read_only=True).print(few(1)).status_code == 200


def test_the_formats_and_languages_are_those_that_there_are() -> None:
    assert get_args(api_models.FormatName) == FORMATS
    assert set(get_args(Locale)) == {"fr", "de", "it", "es", "en"}


# --- tags, functions, health


def test_every_tag_is_told_with_the_properties_of_the_workspace(api: Api) -> None:
    told = api.ask("GET", "/api/tags").json()
    assert [tag["name"] for tag in told["tags"]] == [tag.name for tag in TAGS]
    assert told["extended"] == ["Gift"]
    first = told["tags"][0]
    assert first["name"] == "SecondaryReference"
    assert "ChannelReference" in first["aliases"]
    assert (first["kind"], first["scope"]) == ("text", "order")
    assert first["summary"]


def test_every_function_is_told_with_examples(api: Api) -> None:
    told = api.ask("GET", "/api/functions").json()["functions"]
    assert {function["name"] for function in told} == set(LIBRARY)
    assert all(function["summary"] for function in told)
    (replace,) = (function for function in told if function["name"] == "replace")
    assert (replace["usage"], replace["group"]) == ("replace[text, old, new]", "Texts")
    assert replace["examples"]


def test_health_tells_of_the_workspace_without_a_path(api: Api) -> None:
    answer = api.ask("GET", "/healthz")
    assert answer.json()["status"] == "ok"
    assert answer.json()["workspace"] == "readable"
    assert answer.json()["orders"] == 0
    (api.root / "notes.toml").unlink()
    answer = api.ask("GET", "/healthz")
    assert answer.json()["workspace"] == "unreadable"
    assert str(api.root) not in answer.text


# --- formulas


def tried(api: Api, label: str, **more: Any) -> Any:
    answer = api.ask("POST", "/api/formula", json={"label": label, **more})
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_a_label_is_evaluated_with_the_values_given(api: Api) -> None:
    label = 'EVAL{BEGIN}replace[[{SecondaryReference}], "bm-", ""]{END}'
    assert tried(api, label, values={"secondaryreference": "bm-205894893"}) == {
        "value": "205894893",
        "mistakes": [],
        "tags": {"SecondaryReference": "bm-205894893"},
    }
    assert tried(api, label)["tags"] == {"SecondaryReference": None}
    assert tried(api, "no tag at all")["value"] == "no tag at all"


def test_every_mistake_is_told_with_its_place(api: Api) -> None:
    told = tried(api, "a\nEVAL{BEGIN}replac[[{Nmae}]]{END}")
    assert told["value"] is None
    assert [(each["kind"], each["line"], each["column"]) for each in told["mistakes"]] == [
        ("syntax", 2, 12),
        ("syntax", 2, 19),
    ]
    assert "replace[" in told["mistakes"][0]["hint"]
    assert "^^^^^^" in told["mistakes"][0]["drawing"]


def test_values_that_do_not_fit_are_a_mistake_of_another_kind(api: Api) -> None:
    told = tried(api, "EVAL{BEGIN}1 / [{Subtotal}]{END}", values={"Subtotal": "0"})
    assert told["value"] is None
    assert [each["kind"] for each in told["mistakes"]] == ["evaluation"]
    assert told["tags"] == {"Subtotal": "0"}


def test_a_tag_of_the_line_has_its_meaning_in_the_lines_scope(api: Api) -> None:
    assert tried(api, "[{SKU}]", values={"SKU": "A1"})["mistakes"]
    assert tried(api, "[{SKU}]", values={"SKU": "A1"}, scope="line")["value"] == "A1"


def test_extended_properties_are_those_of_the_workspace_or_those_given(api: Api) -> None:
    assert tried(api, "[{Gift}]", values={"Gift": "yes"})["value"] == "yes"
    assert tried(api, "[{Gift}]", extended=[])["mistakes"]
    assert tried(api, "[{Mine}]", extended=["Mine"], values={"mine": "1"})["value"] == "1"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{}",
        b"{",
        b"[]",
        b'{"label": 1}',
        b'{"label": "x", "scope": "other"}',
        b'{"label": "x", "values": {"Nowhere": "1"}}',
        b'{"label": "x", "more": 1}',
        b'{"label": "\\ud800"}',
        b'{"label": "x", "values": {"\\ud800": "1"}}',
        b'{"label": "' + b"x" * 20_000 + b'"}',
        b"[" * 100_000,
        b'{"label": ' + b"1" * 10_000 + b"}",
        b"\xff",
        b'{"label": NaN}',
    ],
    ids=lambda body: repr(body[:30]),
)
def test_what_cannot_be_tried_is_refused(api: Api, body: bytes) -> None:
    answer = api.ask("POST", "/api/formula", content=body, headers={"content-type": "application/json"})
    assert answer.status_code in (400, 422)
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == answer.status_code


def test_a_form_of_another_site_is_no_json(api: Api) -> None:
    answer = api.ask("POST", "/api/formula", content=b'{"label": "x"}', headers={"content-type": "text/plain"})
    assert answer.status_code == 422


def test_a_hostile_label_costs_no_time(api: Api) -> None:
    deep = "EVAL{BEGIN}" + "(" * 5000 + "1" + ")" * 5000 + "{END}"
    assert tried(api, deep)["mistakes"]
    assert tried(api, "[{" * 5000)["mistakes"]

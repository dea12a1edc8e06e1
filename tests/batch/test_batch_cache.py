"""Plates kept between runs: the same pages, the same bytes from any number of workers, and nothing of an order."""

from __future__ import annotations

import base64
import binascii
import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import zlib
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest

from notes_engine.batch import Engine, Job, run_batch
from notes_engine.errors import TemplateError
from notes_engine.notes import create_workspace
from notes_engine.notes.environment import LabelEnvironment
from notes_engine.pdf.press.proof import differences
from tests.batch.test_batch_notes_bench import order

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from jinja2 import Template

NOW = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
NAMES = ("Zoé", "Maximilienne", "Ida", "Odile", "Łucja")
MARKETS = ("fr-fr", "de-de", "en-gb")


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("workspace")
    create_workspace(folder, company="Atelier Exemple", live_since="2020-05")
    return folder


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cache"
    monkeypatch.setenv("NOTES_ENGINE_CACHE", str(folder))
    return folder


def orders(count: int, first: int = 1000, *, markets: int = 1) -> list[dict[str, Any]]:
    found = []
    for number in range(first, first + count):
        each = order(number, MARKETS[number % markets], tracking_number=f"T{number}")
        name = NAMES[number % len(NAMES)]
        found.append(each | {"shipping_address": each["shipping_address"] | {"first_name": name}})
    return found


def write_orders(folder: Path, rows: list[dict[str, Any]]) -> Path:
    path = folder / "orders.json"
    path.write_text(json.dumps({"count": len(rows), "next": None, "previous": None, "results": rows}))
    return path


def made(
    workspace: Path, folder: Path, rows: list[dict[str, Any]], *, engine: Engine = "auto", jobs: int = 1, **changes: Any
) -> dict[str, bytes]:
    """Run a batch, and return its PDFs."""
    out = folder / "out"
    shutil.rmtree(out, ignore_errors=True)
    job = Job(workspace, (str(write_orders(folder, rows)),), out, jobs=jobs, now=NOW, engine=engine)
    summary = run_batch(replace(job, **changes))
    assert (summary.printed, summary.refused) == (len(rows), 0)
    return {path.name: path.read_bytes() for path in sorted(out.rglob("*.pdf"))}


def kept(cache: Path) -> list[Path]:
    return [path for path in sorted(cache.rglob("*")) if path.is_file()]


@pytest.mark.parametrize("split", ["none", "order"])
def test_a_first_and_a_second_run_print_what_the_typesetter_prints(
    workspace: Path, tmp_path: Path, cache: Path, split: Any
) -> None:
    rows = orders(10)
    cold = made(workspace, tmp_path, rows, split=split)
    assert any(path.suffix == ".plate" for path in kept(cache))
    warm = made(workspace, tmp_path, rows, split=split)
    typeset = made(workspace, tmp_path, rows, split=split, engine="typeset")
    assert cold.keys() == warm.keys() == typeset.keys()
    for name, content in typeset.items():
        assert differences(cold[name], content) == []
        assert differences(warm[name], content) == []
        assert warm[name] != content  # it was stamped


def test_a_second_run_stamps_what_the_first_could_not(workspace: Path, tmp_path: Path, cache: Path) -> None:
    """One note alone is not worth a plate; when its layout comes back, it is."""
    rows = orders(1)
    first, second, third = (made(workspace, tmp_path, rows)["notes.pdf"] for _ in range(3))
    assert first != second
    assert second == third
    assert differences(first, second) == []
    assert kept(cache)


def test_templates_that_compiled_are_not_compiled_again_till_they_change(
    tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "shop"
    create_workspace(folder, company="Atelier Exemple", live_since="2020-05")
    compiled: list[str] = []
    compile_one = LabelEnvironment.compile_template

    def noted(environment: LabelEnvironment, name: str) -> Template:
        compiled.append(name)
        return compile_one(environment, name)

    monkeypatch.setattr(LabelEnvironment, "compile_template", noted)

    made(folder, tmp_path, orders(1))
    assert {"de.html", "fr.html"} <= set(compiled)
    compiled.clear()
    made(folder, tmp_path, orders(1))
    assert "fr.html" in compiled
    assert "de.html" not in compiled
    broken = folder / "templates" / "de.html"
    broken.write_text(broken.read_text() + "{% if %}")
    with pytest.raises(TemplateError, match="not valid"):
        made(folder, tmp_path, orders(1))


def test_any_number_of_workers_makes_the_same_bytes_cold_and_warm(
    workspace: Path, tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Chunks differ in what they hold: one note of a layout, many, and titles that break into lines."""
    monkeypatch.setattr("notes_engine.batch.plan.CHUNK_FLOOR", 4)
    monkeypatch.setattr("notes_engine.batch.plan.WAVES", (8,))
    rows = orders(12)
    long = "Phone 128 GB with a title that is so long that it breaks into two lines at least, or even into three"
    for place in (2, 7, 11):
        rows[place]["orderlines"][0]["product"] = long
    cold = [made(workspace, tmp_path, rows, jobs=1)["notes.pdf"]]
    shutil.copytree(cache, tmp_path / "after one")
    shutil.rmtree(cache)
    cold.append(made(workspace, tmp_path, rows, jobs=2)["notes.pdf"])
    assert cold[0] == cold[1]
    other = orders(12, 5000)
    other[1]["orderlines"][0]["product"] = other[10]["orderlines"][0]["product"] = f"{long} and {long}"
    warm = [made(workspace, tmp_path, other, jobs=2)["notes.pdf"]]
    shutil.rmtree(cache)
    (tmp_path / "after one").rename(cache)
    warm.append(made(workspace, tmp_path, other, jobs=1)["notes.pdf"])
    assert warm[0] == warm[1]


ODD = """{% extends "base.html" %}
{% block order_number %}{% label number %}n [{SecondaryReference}]{% endlabel %}{% endblock %}
{% block style %}<meta name="keywords" content="{{ order.number }}, {{ order.delivery.lines | first }}">{% endblock %}
{% block totals %}ODD{% endblock %}
"""
ODD_WAYS = {
    "filters": "{{ order.number | upper }} {{ order.delivery.lines | join('|') | lower }} {{ order.number[::-1] }}",
    "upper": "<p>{{ order.number | upper }}</p><p>{{ order.number[::-1] }}</p>",
    "tilde": "<p>{{ order.number ~ order.tracking_number }}</p><p>{{ '%s' | format(order.tracking_number) }}</p>",
    "capture": "{% set x %}<b>{{ order.tracking_number }}</b>{% endset %}{{ x }} {{ x | length }}",
    "looked into": "{% set x %}{{ order.number }}{% endset %}{% if '10' in x %}{{ x[:9] }}{% endif %}",
    "filter block": "{% filter upper %}for {{ order.delivery.lines | join(' ') }}{% endfilter %}",
    "attributes": '<p class="{{ order.carrier }}" id="o{{ order.number }}" data-x="{{ order.tracking_number }}">x</p>',
    "names": "<p o{{ order.number }}>x</p><x{{ order.tracking_number }}>y</x{{ order.tracking_number }}>",
    "style": '<p style="width: 50mm; --x: {{ order.tracking_number }}">x</p>',
    "sheet": '<style>h1::after { content: "{{ order.tracking_number }}" } .a{{ order.number }} { color: red }</style>',
    "picture": '<img src="{{ order.tracking_number }}.png" alt="{{ order.number }}">',
    "link": '<a href="#o{{ order.number }}">x</a><a href="https://a.invalid/{{ order.tracking_number }}">y</a>',
    "whole link": '<a href="{{ order.tracking_url }}">{{ order.tracking_number }}</a>',
    "comment": "<!-- {{ order.tracking_number }} {{ order.delivery.lines | join }} -->",
    "macro": "{% macro m(t) %}<i>{{ t }}</i>{{ caller() }}{% endmacro %}"
    "{% call m(order.number) %}{{ order.tracking_number }}{% endcall %}",
    "put together": "{{ order.number ~ order.tracking_number }} {{ '%s' | format(order.tracking_number) }}",
    "lists": "{{ order.number | list | join('-') }} "
    "{% for text in order.delivery.lines %}<p>{{ text }}</p>{% endfor %}",
    "label": "{% label %}[{SecondaryReference}] EVAL{BEGIN}ucase[[{SecondaryReference}]]{END}{% endlabel %}",
    "float": '<p><span style="float: left">{{ order.tracking_number }}</span>{{ order.number }}</p>',
    "svg": '<svg width="9" height="9"><text>{{ order.tracking_number }}</text></svg>',
    "form": '<input value="{{ order.tracking_number }}"><textarea>{{ order.number }}</textarea>',
    "lines": "{% for line in order.lines %}<p title='{{ line.title }}'>{{ line.sku | reverse }}{{ line.title | title }}"
    "{{ line.quantity }}x{{ line.total | money | replace(' ', '') }}</p>{% endfor %}",
}
# Ways that cannot be stamped would hide what becomes of those that can.
ODD_GROUPS = {
    "stamped": ("upper", "tilde", "label", "whole link"),
    "crowded": ("filters", "put together", "lists"),
    "captured": ("capture", "looked into", "filter block", "macro"),
    "baked": ("attributes", "style", "sheet", "comment", "float", "lines"),
    "odd": ("names", "svg", "form"),
    "missing": ("picture", "link"),
}


def opened(content: bytes) -> Iterator[bytes]:
    """Yield a file's content, and what is packed in it."""
    yield content
    for packed in re.findall(rb"[A-Za-z0-9+/]{24,}={0,2}", content):
        try:
            data = base64.b64decode(packed + b"=" * (-len(packed) % 4))
        except binascii.Error:  # it only looks so
            continue
        yield data
        try:
            yield zlib.decompressobj().decompress(data)
        except zlib.error:
            continue


def require_nothing_of(values: list[str], cache: Path) -> None:
    wanted = {each for value in values for each in (value, value[::-1], value.replace(" ", ""))}
    sought = {each.lower().encode(): each for each in wanted}
    for path in kept(cache):
        assert not [each for each in wanted if each.lower() in path.name.lower()]
        if path.suffix != ".font":
            for data in opened(path.read_bytes()):
                small = data.lower()
                assert [each for low, each in sought.items() if low in small] == [], path.name


@pytest.mark.parametrize("group", ODD_GROUPS)
def test_nothing_of_an_order_is_ever_kept(tmp_path: Path, cache: Path, group: str) -> None:
    workspace = tmp_path / "shop"
    create_workspace(workspace, company="Atelier Exemple", live_since="2020-05")
    (workspace / "templates" / "fr.html").write_text(
        ODD.replace("ODD", "".join(ODD_WAYS[way] for way in ODD_GROUPS[group]))
    )
    address = order(1)["shipping_address"] | {
        "last_name": "Wolkenstein",
        "street": "98 rue du Gibbon",
        "city": "Quimper",
    }
    count = 2 if group == "stamped" else 743197  # which is too wide for its field
    rows = []
    for number in range(10450107, 10450112):
        tracking = {"tracking_number": f"TRK{number}", "tracking_url": f"https://carrier.invalid/{number}"}
        row = order(number, shipper="Kurierix", **tracking)
        line = {
            "listing": f"SKU-{number}",
            "product": "Gadgetron Fünf",
            "quantity": count,
            "price": "48213.77",
        }
        row |= {"orderlines": [row["orderlines"][0] | line], "price": "48213.77"}
        rows.append(row | dict.fromkeys(("shipping_address", "billing_address", "delivery_address"), address))
    values = [str(number) for number in range(10450107, 10450112)]
    values += ["Wolkenstein", "Gibbon", "Quimper", "Kurierix", "Gadgetron", "SKU-1045", "TRK1045"]
    values += ["743197", "743 197", "743\u202f197", "48213", "48 213", "48\u202f213", "48\u00a0213"]
    for engine in ("auto", "press"):
        job = Job(workspace, (str(write_orders(tmp_path, rows)),), tmp_path / "out", jobs=1, now=NOW, engine=engine)
        assert run_batch(job).printed == len(rows)
        require_nothing_of(values, cache)
    assert group != "stamped" or any(path.suffix == ".plate" for path in kept(cache))


def test_the_search_would_find_what_is_packed(tmp_path: Path, cache: Path, workspace: Path) -> None:
    made(workspace, tmp_path, orders(10))
    require_nothing_of(["T1000", "Maximilienne", "Lilas"], cache)
    with pytest.raises(AssertionError):
        require_nothing_of(["Atelier Exemple"], cache)  # the company's name stands in the plate


@pytest.mark.parametrize("name", ["/dev/null/cache", "x" * 300])
def test_a_cache_that_cannot_be_stops_no_batch(
    workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("NOTES_ENGINE_CACHE", name)
    monkeypatch.chdir(tmp_path)
    assert made(workspace, tmp_path, orders(4))


def test_a_full_disk_under_the_cache_stops_no_batch(
    workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("only root can mount a small disk")
    try:
        monkeypatch.setenv("NOTES_ENGINE_CACHE", str(disk / "cache"))
        rows = orders(4)
        first, second = (made(workspace, tmp_path, rows)["notes.pdf"] for _ in range(2))
        assert differences(first, second) == []
        assert sum(path.stat().st_size for path in kept(disk)) <= 64 * 1024
    finally:
        subprocess.run(["umount", disk], check=True)


@pytest.mark.parametrize("split", ["none", "order"])
def test_a_cache_deleted_in_the_middle_of_a_run_refuses_no_order(
    workspace: Path, tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch, split: Any
) -> None:
    from notes_engine.batch.notes_bench import NotesBench

    rows = orders(8)
    monkeypatch.setattr("notes_engine.batch.plan.CHUNK_FLOOR", 4)
    whole = made(workspace, tmp_path, rows, split=split)
    whole = made(workspace, tmp_path, rows, split=split)
    expect = NotesBench.expect

    def deleted_behind(bench: NotesBench, notes: Any) -> None:
        expect(bench, notes)
        shutil.rmtree(cache, ignore_errors=True)

    monkeypatch.setattr(NotesBench, "expect", deleted_behind)
    deleted = made(workspace, tmp_path, rows, split=split)
    for name, content in whole.items():
        assert differences(deleted[name], content) == []


def stamped(content: bytes) -> list[bool]:
    """Return for each page whether it is a plate with something over it."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return ["/P" in page.Resources.get("/XObject", {}) for page in pdf.pages]


def test_what_a_wave_learns_of_layouts_counts_for_the_next(
    workspace: Path, tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("notes_engine.batch.plan.CHUNK_FLOOR", 1)
    alone = made(workspace, tmp_path, orders(5))["notes.pdf"]
    assert stamped(alone) == [False] * 5  # a chunk of its own for each, all of one wave
    shutil.rmtree(cache)
    monkeypatch.setattr("notes_engine.batch.plan.WAVES", (2,))
    assert stamped(made(workspace, tmp_path, orders(5))["notes.pdf"]) == [False, False, True, True, True]
    shutil.rmtree(cache)
    assert stamped(made(workspace, tmp_path, orders(5), jobs=2)["notes.pdf"]) == [False, False, True, True, True]


@pytest.mark.parametrize("waves", [(2_000,), (4, 8)])
def test_a_killed_batch_goes_on_with_its_sections_and_plates(
    workspace: Path, tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch, waves: tuple[int, ...]
) -> None:
    monkeypatch.setattr("notes_engine.batch.plan.CHUNK_FLOOR", 4)
    monkeypatch.setattr("notes_engine.batch.plan.WAVES", waves)
    rows = orders(12)
    undisturbed = made(workspace, tmp_path, rows)["notes.pdf"]
    shutil.rmtree(cache)
    shutil.rmtree(tmp_path / "out")
    job = Job(workspace, (str(write_orders(tmp_path, rows)),), tmp_path / "out", jobs=1, now=NOW, engine="auto")
    child = os.fork()
    if child == 0:
        try:
            run_batch(job)
        finally:
            os._exit(1)
    journal = tmp_path / "out" / ".notes-engine" / "journal.jsonl"
    until = time.monotonic() + 60
    while time.monotonic() < until and not (journal.exists() and journal.read_bytes().count(b'"chunk"') >= 2):
        time.sleep(0.005)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    summary = run_batch(replace(job, resume=True))
    assert summary.kept >= 8
    assert (tmp_path / "out" / "notes.pdf").read_bytes() == undisturbed
    assert not list(cache.rglob("run-*"))


DRIVER = """
import sys
from notes_engine.cli import main
try:
    main()
except SystemExit as end:
    assert not end.code, end.code
assert "weasyprint" not in sys.modules, "WeasyPrint was imported"
"""


@pytest.mark.parametrize("split", ["none", "order"])
def test_a_warm_run_needs_no_weasyprint(workspace: Path, tmp_path: Path, cache: Path, split: str) -> None:
    rows = orders(6)
    for _ in range(2):  # the second makes plates of layouts that one note had
        made(workspace, tmp_path, rows, split=split)
    path = write_orders(tmp_path, rows)
    command = [
        "render",
        str(path),
        "--workspace",
        str(workspace),
        "-o",
        str(tmp_path / "warm"),
        "--split",
        split,
        "--engine",
        "auto",
    ]
    ended = subprocess.run([sys.executable, "-c", DRIVER, *command], capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    assert list((tmp_path / "warm").rglob("*.pdf"))


def test_reading_orders_needs_no_weasyprint(workspace: Path, tmp_path: Path) -> None:
    command = ["orders", str(write_orders(tmp_path, orders(3))), "--workspace", str(workspace)]
    ended = subprocess.run([sys.executable, "-c", DRIVER, *command], capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr


@pytest.mark.parametrize("name", ["LC_ALL", "PANGO_LANGUAGE"])
def test_another_language_of_the_environment_has_plates_of_its_own(
    workspace: Path, tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    made(workspace, tmp_path, orders(1))
    monkeypatch.setenv(name, "tr_TR.UTF-8")
    made(workspace, tmp_path, orders(1))
    assert len(list(cache.iterdir())) == 2

"""Exit statuses that scripts can trust, and errors that say where and what to do."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.e2e.conftest import Ran

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
ORDERS = SAMPLES / "orders" / "backmarket.json"


def test_without_a_workspace_the_error_names_init(run: Callable[..., Ran]) -> None:
    for command in (("render", ORDERS), ("check",)):
        ran = run(*command)
        assert ran.status == 1
        assert "notes-engine init" in ran.err


@pytest.mark.parametrize(
    "arguments",
    [
        ("render",),
        ("render", "x.json", "--split", "colour"),
        ("render", "x.json", "--no-such-option"),
        ("no-such-command",),
        ("explain",),
    ],
)
def test_usage_errors_exit_with_2(run: Callable[..., Ran], arguments: tuple[str, ...]) -> None:
    assert run(*arguments).status == 2


@pytest.mark.parametrize(
    ("condition", "sort", "locale"),
    [("[Sorce] = 'X'", None, None), (None, "Binn", None), (None, None, "xx")],
)
def test_a_wrong_option_value_is_told_before_anything_is_written(
    run: Callable[..., Ran], shop: Path, tmp_path: Path, condition: str | None, sort: str | None, locale: str | None
) -> None:
    options = [
        *(("--where", condition) if condition else ()),
        *(("--sort", sort) if sort else ()),
        *(("--locale", locale) if locale else ()),
    ]
    ran = run("render", ORDERS, "--workspace", shop, "-o", "out", *options)
    assert ran.status in (1, 2)
    assert ran.err.strip()
    assert "Traceback" not in ran.err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", b"%PDF-1.7 not orders", b"{", b"hello, world\n1,2\n"])
def test_an_unknown_file_is_one_clear_error(
    run: Callable[..., Ran], shop: Path, tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "orders.bin").write_bytes(content)
    ran = run("render", "orders.bin", "--workspace", shop, "-o", "out")
    assert ran.status == 1
    assert "orders.bin" in ran.err
    assert "Traceback" not in ran.err
    assert not list((tmp_path / "out").glob("*.pdf")) if (tmp_path / "out").exists() else True


def test_a_wrong_setting_shows_its_line(run: Callable[..., Ran], shop: Path) -> None:
    settings = shop / "notes.toml"
    settings.write_text(settings.read_text("utf-8").replace("[company]", "[company]\nnaem = 'x'"), "utf-8")
    ran = run("check", "--workspace", shop)
    assert ran.status == 1
    assert "did you mean 'name'" in ran.err
    assert "^^^^" in ran.err


def test_a_wrong_formula_shows_its_place_in_the_template(run: Callable[..., Ran], shop: Path, tmp_path: Path) -> None:
    template = shop / "templates" / "fr.html"
    template.write_text(template.read_text("utf-8").replace("Replace[", "Replce["), "utf-8")
    ran = run("render", ORDERS, "--workspace", shop, "-o", "out")
    assert ran.status == 1
    assert "fr.html:" in ran.err
    assert "did you mean" in ran.err.lower()
    assert "^^^" in ran.err
    assert not (tmp_path / "out").exists()


def test_explain_prints_the_value_and_the_empty_text_is_a_value(run: Callable[..., Ran]) -> None:
    formula = (
        'EVAL{BEGIN}IIF[contains["bm-",[{SecondaryReference}]], Replace[[{SecondaryReference}],"bm-",""], ""]{END}'
    )
    found = run("explain", formula, "--set", "SecondaryReference=bm-205894893", "--json")
    assert (found.status, found.json["value"]) == (0, "205894893")
    empty = run("explain", formula, "--set", "SecondaryReference=XX205894893", "--json")
    assert (empty.status, empty.json["value"]) == (0, "")
    assert run("explain", "EVAL{BEGIN}nope[1]{END}").status == 1


def test_tags_and_orders_and_doctor_answer(run: Callable[..., Ran]) -> None:
    tags = run("tags", ORDERS)
    assert tags.status == 0
    assert "SecondaryReference" in tags.out
    shown = run("orders", ORDERS)
    assert shown.status == 3
    assert "bm-205810002" in shown.out
    assert run("doctor").status == 0


def test_version_and_help(run: Callable[..., Ran]) -> None:
    assert run("--version").out.startswith("notes-engine ")
    for command in ("init", "check", "render", "orders", "tags", "explain", "slots", "doctor"):
        ran = run(command, "--help")
        assert ran.status == 0
        assert "Usage" in ran.out


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_batch_leaves_nothing_in_the_temporary_folder(
    run: Callable[..., Ran], shop: Path, tmp_path: Path, jobs: str
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    few = SAMPLES / "orders" / "prefix-bmfr.json"
    env = {"TMPDIR": str(temporary)}
    run("render", few, "--workspace", shop, "--out", tmp_path / "out", "--jobs", jobs, "--draft", env=env)
    assert list(temporary.iterdir()) == []

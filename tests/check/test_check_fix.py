"""`check --fix`: only what is safe is changed, and nothing else, byte for byte."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from notes_engine.assets import asset_root
from notes_engine.check.fix import fix_prefix, fix_typing
from notes_engine.check.prefixes import mended_prefix, prints_number
from notes_engine.errors import OutputError
from notes_engine.formula import compile_label
from tests.notes.example_shop import FACTS

if TYPE_CHECKING:
    from notes_engine.check import Finding
    from notes_engine.notes import Locale
    from tests.notes.example_shop import Shop

TAG = "[{SecondaryReference}]"
SEED = f'EVAL{{BEGIN}}IIF[contains["bm-",{TAG}], Replace[{TAG},"bm-",""], ""]{{END}}'


def typing(shop: Shop) -> list[Finding]:
    return list(fix_typing(shop.open()))


def prefix(shop: Shop, *prefixes: str, locale: Locale = "fr") -> list[Finding]:
    return list(fix_prefix(shop.open(), locale, Counter(prefixes)))


# Stray brackets and curly quotes


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        (f"{TAG}]", TAG),
        (f"Commande n° {TAG}] !", f"Commande n° {TAG} !"),
        ("EVAL{BEGIN}concat[“a”,”b“]{END}", 'EVAL{BEGIN}concat["a","b"]{END}'),
        ('EVAL{BEGIN}concat[‘a’,"b"]{END}', "EVAL{BEGIN}concat['a',\"b\"]{END}"),
        ("EVAL{BEGIN}concat[„a“,«b»]{END}", None),
        (SEED.replace('"', "”"), SEED),
        (f'{TAG}] EVAL{{BEGIN}}concat[“a”,"b"]{{END}} {TAG}]', f'{TAG} EVAL{{BEGIN}}concat["a","b"]{{END}} {TAG}'),
    ],
)
def test_what_word_processors_and_a_misprinted_page_do_is_mended(shop: Shop, wrong: str, right: str | None) -> None:
    path = shop.template(f"one {{% label number %}}{wrong}{{% endlabel %}} two\n")
    fixed = typing(shop)
    text = path.read_text("utf-8")
    if right is not None:
        assert text == f"one {{% label number %}}{right}{{% endlabel %}} two\n"
    assert [(finding.code, finding.locale) for finding in fixed] == [("fixed", "fr")]
    assert fixed[0].place
    assert (fixed[0].place.file, fixed[0].place.line, fixed[0].place.column) == (str(path), 1, 23)
    shop.renderer().locale_notes("fr")


@pytest.mark.parametrize(
    "label",
    [
        TAG,
        SEED,
        f"{TAG} “Numéro”",
        "EVAL{BEGIN}Contans[“a”,“b”]{END}",
        f"{TAG}] [{{Sourc}}]",
        "x] y",
        "EVAL{BEGIN}“never closed{END}",
        "[open",
    ],
)
def test_what_is_right_or_not_certain_is_left_alone(shop: Shop, label: str) -> None:
    path = shop.template(f"{{% label number %}}{label}{{% endlabel %}}")
    before = path.read_bytes()
    assert typing(shop) == []
    assert path.read_bytes() == before


def test_everything_else_stays_byte_for_byte(shop: Shop) -> None:
    source = (
        "\ufeff{# “comment” [{SecondaryReference}]] #}\r\n<p>“é” \t {{ x }}</p>\r\n"
        "{% raw %}{% label %}[{Source}]]{% endlabel %}{% endraw %}\r"
        "{%- label  number  -%}\r\n  WRONG\r\n{%- endlabel -%}\n\n{% label %}[{Source}]{% endlabel %}no end of line"
    )
    path = shop.template(source.replace("WRONG", f"{TAG}]"))
    assert len(typing(shop)) == 1
    assert path.read_bytes() == source.replace("WRONG", TAG).encode()


def test_several_labels_of_a_template_and_several_templates_are_mended(shop: Shop) -> None:
    shop.template("{% label %}[{Source}]]{% endlabel %}\n{% label number %}[{ReferenceNum}]]{% endlabel %}", "de.html")
    shop.template("{% for line in order.lines %}{% label %}[{SKU}]]{% endlabel %}{% endfor %}", "parts/rows.html")
    fixed = typing(shop)
    assert [(finding.locale, finding.place.line if finding.place else 0) for finding in fixed] == [
        ("de", 1),
        ("de", 2),
        (None, 1),
    ]
    assert "[{SKU}]{%" in (shop.root / "templates/parts/rows.html").read_text()


def test_running_it_again_changes_nothing(shop: Shop) -> None:
    path = shop.template(f"{{% label number %}}{TAG}]{{% endlabel %}}")
    typing(shop)
    before = path.read_bytes(), path.stat().st_mtime_ns
    assert typing(shop) == []
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before


def test_declared_extended_properties_are_known(shop: Shop) -> None:
    shop.settings(FACTS + '[orders]\nextended = ["Gift"]')
    shop.template(f"{{% label number %}}{TAG}] [{{Gift}}]{{% endlabel %}}")
    assert len(typing(shop)) == 1


def test_without_templates_of_its_own_a_workspace_needs_no_mending(shop: Shop) -> None:
    assert typing(shop) == []
    assert not (shop.root / "templates").exists()


@pytest.mark.parametrize("content", [b"\xff{% label %}[{Source}]]{% endlabel %}", b"{% label %}[{Source}]]"])
def test_a_template_that_cannot_be_read_is_left_alone(shop: Shop, content: bytes) -> None:
    path = shop.template(content)
    assert typing(shop) == []
    assert path.read_bytes() == content


def test_a_linked_template_is_mended_where_it_is(shop: Shop) -> None:
    real = shop.write("shared.html", f"{{% label number %}}{TAG}]{{% endlabel %}}")
    (shop.root / "templates").mkdir()
    link = shop.root / "templates/fr.html"
    link.symlink_to(real)
    assert len(typing(shop)) == 1
    assert link.is_symlink()
    assert f"{TAG}{{% endlabel" in real.read_text()


def test_the_files_mode_is_kept(shop: Shop) -> None:
    path = shop.template(f"{{% label number %}}{TAG}]{{% endlabel %}}")
    path.chmod(0o600)
    typing(shop)
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_full_disk_leaves_the_template_as_it_was(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    path = shop.template(f"{{% label number %}}{TAG}]{{% endlabel %}}")
    before = path.read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OutputError, match=r"cannot write .*fr\.html: No space left on device"):
        typing(shop)
    assert path.read_bytes() == before
    assert [file.name for file in path.parent.iterdir()] == ["fr.html"]


def test_a_folder_that_cannot_be_made_is_an_error(shop: Shop) -> None:
    shop.write("templates", "a file")
    with pytest.raises(OutputError, match="cannot write"):
        prefix(shop, "bmFR")


# Prefixes


def test_one_prefix_goes_into_both_places_of_a_copy_of_the_packages_template(shop: Shop) -> None:
    package = (asset_root("templates") / "de.html").read_bytes()
    (finding,) = prefix(shop, "bmDE", locale="de")
    assert finding.what == "the prefix 'bm-' replaced by 'bmDE'"
    assert finding.locale == "de"
    written = (shop.root / "templates/de.html").read_bytes()
    before, after = package.split(b"{% label number %}"), written.split(b"{% label number %}")
    assert after[0] == before[0]
    assert after[1] == before[1].replace(b'"bm-"', b'"bmDE"')
    assert after[1].count(b'"bmDE"') == 2
    assert (asset_root("templates") / "de.html").read_bytes() == package
    assert [path.name for path in (shop.root / "templates").iterdir()] == ["de.html"]


def test_the_workspaces_own_template_is_changed_in_place(shop: Shop) -> None:
    path = shop.template(f"x\r\n{{% label number %}}N° {SEED}{{% endlabel %}}\r\n“y”")
    assert len(prefix(shop, "bmFR")) == 1
    changed = SEED.replace("bm-", "bmFR")
    assert path.read_bytes() == f"x\r\n{{% label number %}}N° {changed}{{% endlabel %}}\r\n“y”".encode()


@pytest.mark.parametrize(
    ("label", "seen", "mended"),
    [
        (SEED, "bmFR", SEED.replace("bm-", "bmFR")),
        (SEED, "", TAG),
        (f"N° {SEED} du [{{ReceivedDate}}]", "", f"N° {TAG} du [{{ReceivedDate}}]"),
        (f"{SEED} EVAL{{BEGIN}}ucase[[{{Source}}]]{{END}}", "", f"{TAG} EVAL{{BEGIN}}ucase[[{{Source}}]]{{END}}"),
        (SEED.replace('contains["bm-"', 'contains["bmFR"'), "bmFR", SEED.replace("bm-", "bmFR")),
        (SEED.replace('"bm-",""', '"bmFR",""'), "bmFR", SEED.replace("bm-", "bmFR")),
        (SEED.replace('"bm-"', "'bm-'"), "bmFR", SEED.replace('"bm-"', "'bmFR'")),
        (SEED, 'b"', SEED.replace('"bm-"', "'b\"'")),
        (SEED, "b]", SEED.replace("bm-", "b]")),
        (SEED, "b, ", SEED.replace("bm-", "b, ")),
        (f'EVAL{{BEGIN}}replace[{TAG},"bm-",""]{{END}}', "X", f'EVAL{{BEGIN}}replace[{TAG},"X",""]{{END}}'),
        (f'EVAL{{BEGIN}}p := "bm-"; replace[{TAG},"bm-",""]{{END}}', "", TAG),
    ],
)
def test_safe_changes_of_a_prefix(label: str, seen: str, mended: str) -> None:
    found = mended_prefix(label, [seen], ())
    assert found is not None
    assert found[0] == mended
    assert prints_number(compile_label(mended), seen)
    assert mended_prefix(mended, [seen], ()) is None


@pytest.mark.parametrize(
    ("label", "seen"),
    [
        (SEED, ["bm-"]),
        (SEED, ["bmFR", "bmDE"]),
        (SEED, ["bmFR", ""]),
        (SEED, []),
        (TAG, ["bmFR"]),
        (TAG, [""]),
        ("[{ReferenceNum}]", ["bmFR"]),
        (SEED.replace("SecondaryReference", "ReferenceNum"), ["bmFR"]),
        (f'EVAL{{BEGIN}}replace[replace[{TAG},"bm-",""],"/",""]{{END}}', ["bmFR"]),
        (SEED, ["b\"'"]),
        (SEED.replace("bm-", "bm-]"), ["“"]) if False else (f"{SEED}]", ["bmFR"]),
        (f'EVAL{{BEGIN}}iif[left[{TAG},3]="bm-",replace[{TAG},"bm-",""],""]{{END}}', ["bmFR"]),
    ],
)
def test_changes_of_a_prefix_that_are_not_safe_are_not_made(label: str, seen: list[str]) -> None:
    assert mended_prefix(label, seen, ()) is None


def test_several_prefixes_leave_the_template_alone(shop: Shop) -> None:
    path = shop.template(f"{{% label number %}}{SEED}{{% endlabel %}}")
    before = path.read_bytes()
    assert prefix(shop, "bmFR", "bmDE") == []
    assert path.read_bytes() == before


def test_a_prefix_that_would_break_the_template_is_not_written(shop: Shop) -> None:
    path = shop.template(f"{{% label number %}}{SEED}{{% endlabel %}}")
    before = path.read_bytes()
    assert prefix(shop, "{{") == []
    assert path.read_bytes() == before


def test_putting_a_prefix_in_twice_changes_nothing_the_second_time(shop: Shop) -> None:
    prefix(shop, "bmFR")
    path = shop.root / "templates/fr.html"
    before = path.read_bytes(), path.stat().st_mtime_ns
    assert prefix(shop, "bmFR") == []
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before


def test_labels_of_other_tags_keep_their_texts(shop: Shop) -> None:
    other = 'EVAL{BEGIN}replace[[{Source}],"bm-",""]{END}'
    path = shop.template(f"{{% label number %}}{SEED}{{% endlabel %}}{{% label %}}{other}{{% endlabel %}}")
    prefix(shop, "bmFR")
    assert f"{{% label %}}{other}{{% endlabel %}}" in path.read_text()


def test_a_formula_that_fails_prints_no_number() -> None:
    assert not prints_number(compile_label(f"EVAL{{BEGIN}}left[{TAG},99]{{END}}"), "bm-")
    assert not prints_number(compile_label(f"EVAL{{BEGIN}}left[{TAG},3]{{END}}"), "bm-")
    assert not prints_number(compile_label(TAG), "bm-")
    assert prints_number(compile_label(TAG), "")

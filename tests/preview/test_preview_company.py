"""The company's facts: read for a form, checked, and put back into notes.toml."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from notes_engine.assets import asset_root
from notes_engine.errors import SettingsError
from notes_engine.notes import LITERALS, Workspace
from notes_engine.notes.create import create_workspace
from notes_engine.notes.settings import Company
from notes_engine.preview.company import FIELDS, CompanyFile, FieldName
from notes_engine.visible import can_be_read

if TYPE_CHECKING:
    from pathlib import Path

SAMPLE = (asset_root("samples") / "workspace" / "notes.toml").read_bytes()


def company(root: Path, content: str | bytes) -> CompanyFile:
    (root / "notes.toml").write_bytes(content if isinstance(content, bytes) else content.encode())
    return CompanyFile.read(root)


def mistakes(root: Path, content: str = "", **fields: str) -> dict[str, str]:
    given_fields: dict[FieldName, str] = {name: fields[name] for name in FIELDS if name in fields}
    return {found.field: found.what for found in company(root, content).mistakes(given_fields)}


def written(root: Path, content: str | bytes, **fields: str) -> str:
    given_fields: dict[FieldName, str] = {name: fields[name] for name in FIELDS if name in fields}
    return company(root, content).written(given_fields).decode()


def test_the_form_has_every_setting_of_the_company() -> None:
    assert FIELDS == tuple(Company.model_fields) == get_args(FieldName)


# --- reading


def test_a_field_shows_what_stands_there(tmp_path: Path) -> None:
    texts = company(tmp_path, SAMPLE).texts
    assert texts["name"] == "Encore Un Tour SAS"
    assert texts["address"] == "14 rue de l’Échantillon\n69007 Lyon"
    assert company(tmp_path, "").texts == dict.fromkeys(FIELDS, "")


def test_a_field_shows_what_is_wrong_too(tmp_path: Path) -> None:
    texts = company(
        tmp_path, '[company]\nname = 5\nlive_since = "Smarch"\naddress = "a"\ncountry = ["x"]\nodd = 1\n'
    ).texts
    assert [texts[name] for name in FIELDS[:4]] == ["5", "Smarch", "a", "x"]


@pytest.mark.parametrize(
    ("content", "line"),
    [('[company]\nname = "\n', 2), ("company = 1\n", 1), ("\n[[company]]\n", 2), ("[company\n", 1)],
)
def test_a_file_that_cannot_be_read_says_where(tmp_path: Path, content: str, line: int) -> None:
    with pytest.raises(SettingsError) as caught:
        company(tmp_path, content)
    assert caught.value.place is not None
    assert caught.value.place.line == line


def test_a_file_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot read"):
        CompanyFile.read(tmp_path)


def test_another_content_has_another_digest(tmp_path: Path) -> None:
    digest = company(tmp_path, "[company]\n").digest
    assert company(tmp_path, "[company]\n").digest == digest
    assert company(tmp_path, "[company]\r\n").digest != digest


def test_pictures_of_the_workspace_can_be_chosen(tmp_path: Path) -> None:
    shop = tmp_path / "shop"
    (shop / "templates" / "marks").mkdir(parents=True)
    (shop / ".git").mkdir()
    for name in ("logo.svg", "templates/marks/a b.PNG", ".git/x.png", ".y.png", "orders.csv", "odd:name.png"):
        (shop / name).write_text("")
    (tmp_path / "other.png").write_text("")
    (shop / "out.png").symlink_to(tmp_path / "other.png")
    assert company(shop, "").pictures == ["logo.svg", "templates/marks/a b.PNG"]
    # The one that is set is among them, wherever it is.
    assert company(shop, '[company]\nlogo = "gone.svg"\n').pictures[0] == "gone.svg"


# --- checking


def test_what_is_right_has_no_mistakes(tmp_path: Path) -> None:
    (tmp_path / "logo.svg").write_text("")
    right = mistakes(
        tmp_path, name="Encore", live_since="December 2018", address="a\n\n b \n", country="Germany", logo="logo.svg"
    )
    assert right == {}
    assert mistakes(tmp_path, **dict.fromkeys(FIELDS, "")) == {}


@pytest.mark.parametrize(
    ("field", "text", "what"),
    [
        ("live_since", "Smarch 2018", "'Smarch 2018' is not a month; write the year and the month, such as 2018-12"),
        ("live_since", "13/2018", "'13/2018' is not a month"),
        ("country", "Atlantis", "'Atlantis' is not a country; write its two-letter code"),
        ("name", "x" * 501, "string should have at most 500 characters"),
        ("address", "a\n" + "x" * 501, "line 2: string should have at most 500 characters"),
        ("address", "a\nb\nc\nd\ne\nf\ng", "an address has at most 6 lines"),
        ("name", LITERALS["name"], "this is the placeholder's own text"),
        ("email", f"ask {LITERALS['name']}", "this is the placeholder's own text"),
        ("name", "\u200b", "there is nothing in it that can be read"),
        ("logo", "gone.svg", "there is no picture 'gone.svg' in the workspace"),
        ("logo", "../logo.svg", "name a file inside the workspace"),
        ("logo", "notes.toml", "'notes.toml' is no picture that a note can hold"),
    ],
)
def test_a_mistake_is_told_at_its_field(tmp_path: Path, field: str, text: str, what: str) -> None:
    (tmp_path.parent / "logo.svg").write_text("")
    found = mistakes(tmp_path, **{"phone": "1", field: text})
    assert list(found) == [field]
    assert found[field].startswith(what)


def test_each_field_has_its_own_mistake(tmp_path: Path) -> None:
    found = mistakes(tmp_path, country="Atlantis", live_since="now", name="A")
    assert list(found) == ["live_since", "country"]


# --- writing


def test_what_is_read_is_what_the_form_said(tmp_path: Path) -> None:
    create_workspace(tmp_path)
    before = (tmp_path / "notes.toml").read_text()
    after = written(
        tmp_path, before, name='Encore "Un" Tour', live_since="décembre 2018", address="1 rue A\n69007 Lyon"
    )
    (tmp_path / "notes.toml").write_text(after)
    facts = Workspace.open(tmp_path).settings.company
    assert (facts.name, facts.live_since, facts.address) == ('Encore "Un" Tour', "2018-12", ("1 rue A", "69007 Lyon"))
    # Every line that stood there stands there, examples too.
    kept = iter(after.splitlines())
    assert all(line in kept for line in before.splitlines())


def test_an_empty_field_takes_its_setting_away(tmp_path: Path) -> None:
    content = '[company]\nname = "A"  # ours\nemail = "e"\nlive_since = "2018-12"\n'
    assert written(tmp_path, content, name="", email=" ") == '[company]\n# ours\nlive_since = "2018-12"\n'


def test_what_says_the_same_is_left_as_it_is_written(tmp_path: Path) -> None:
    content = "[company]\nname = ' A '\ncountry = \"Germany\"\nemail = ''\naddress = [\n 'a',\n]\n"
    same = written(tmp_path, content, name=" A ", country="Germany", email="", address="a", phone="")
    assert same == content
    assert written(tmp_path, content, country="DE") == content
    assert written(tmp_path, SAMPLE, **company(tmp_path, SAMPLE).texts) == SAMPLE.decode()


def test_what_the_settings_refuse_is_put_right(tmp_path: Path) -> None:
    content = '[company]\nname = 5\nlive_since = "December 2018"\naddress = "a"\ncountry = ""\n'
    after = written(tmp_path, content, name="5", live_since="December 2018", address="a", country="")
    assert after == '[company]\nname = "5"\nlive_since = "2018-12"\naddress = ["a"]\n'


def test_a_field_that_is_not_sent_is_not_touched(tmp_path: Path) -> None:
    content = '[company]\nname = "A"\nemail = "e"\n'
    assert written(tmp_path, content, name="B") == '[company]\nname = "B"\nemail = "e"\n'


def test_a_mark_at_the_beginning_stays(tmp_path: Path) -> None:
    content = b'\xef\xbb\xbf[company]\r\nname = "A"\r\n'
    assert company(tmp_path, content).written({"name": "B"}) == content.replace(b"A", b"B")


def test_a_mistake_elsewhere_does_not_keep_the_facts_from_being_saved(tmp_path: Path) -> None:
    content = '[company]\nodd = 1\n[markets]\ntime_zone = "Mars"\n'
    assert written(tmp_path, content, name="A") == content.replace("[company]\n", '[company]\nname = "A"\n')


def test_a_file_that_cannot_be_changed_with_certainty_is_left_alone(tmp_path: Path) -> None:
    # Not a number: no two readings of it are equal, so that nothing could be proven of the rest.
    with pytest.raises(SettingsError, match="in a way that this form cannot change"):
        written(tmp_path, "[company]\n[x]\ny = nan\n", name="A")


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40).filter(can_be_read)
ADDRESSES = st.lists(TEXTS, max_size=6).map("\n".join).filter(lambda text: text.count("\n") < 6)
MONTHS = st.dates().filter(lambda day: 1900 <= day.year < 2200).map(lambda day: f"{day:%m/%Y}")
FACTS = st.fixed_dictionaries(
    {},
    optional={
        "name": TEXTS,
        "live_since": MONTHS,
        "address": ADDRESSES,
        "country": st.sampled_from(["", "FR", "de", "Germany"]),
        "email": TEXTS | st.just(""),
        "phone": TEXTS,
        "registration": TEXTS,
    },
)


@given(FACTS, FACTS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_random_facts_come_back(tmp_path: Path, first: dict[FieldName, str], second: dict[FieldName, str]) -> None:
    """Twice in a row: into a file without facts, and over those of the first time."""
    content = '# shop\n[company]  # facts\n# email = "…"\n\n[orders]\n# ours\nprefix = "bm-"\n'.encode()
    expected: dict[str, object] = {}
    for fields in (first, second):
        before = company(tmp_path, content)
        assert before.mistakes(fields) == []
        content = before.written(fields)
        (tmp_path / "notes.toml").write_bytes(content)
        read = Workspace.open(tmp_path)
        shown = Company.model_validate(read.file.data.get("company", {}))
        expected |= {
            name: tuple(line.strip() for line in text.split("\n") if line.strip())
            if name == "address"
            else text.strip()
            for name, text in fields.items()
            if name not in ("live_since", "country")
        }
        assert {name: getattr(shown, name) or "" for name in expected} == {
            name: value or "" for name, value in expected.items()
        }
        if "live_since" in fields:
            assert shown.live_since == f"{fields['live_since'][3:]}-{fields['live_since'][:2]}"
        assert content.endswith(b'\n[orders]\n# ours\nprefix = "bm-"\n')
        assert content.startswith(b"# shop\n[company]  # facts\n")
        # Saving what is there changes nothing.
        again = company(tmp_path, content)
        assert again.written(again.texts) == content

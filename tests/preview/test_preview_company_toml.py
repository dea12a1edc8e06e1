"""`[company]` is changed in the text of notes.toml, and nothing else is."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notes_engine.notes.toml import quoted
from notes_engine.preview.company import FIELDS
from notes_engine.preview.company_toml import with_company

Value = str | list[str] | None
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1)
ADDRESSES = st.lists(TEXTS, min_size=1, max_size=6)
# What follows a # on its line: anything but what ends it, and controls, which TOML forbids.
COMMENTS = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\u2028\u2029\x85")).map(
    lambda text: f"#{text}"
)
BETWEEN = st.one_of(COMMENTS, st.just(""), st.just("# email = “…”"), st.just('# vat_id = "DE000000000"'))
OTHERS = st.lists(
    st.tuples(st.sampled_from(["orders", "notes.tracking", "x.y"]), st.lists(BETWEEN, max_size=3)),
    max_size=3,
    unique_by=lambda each: each[0],
)


@dataclass(frozen=True)
class Written:
    """A line of a file: the setting of [company] that it is, or the text that it is."""

    key: str
    text: str
    comment: str = ""

    def __str__(self) -> str:
        return f"{self.key} = {self.text}{self.comment and '  ' + self.comment}" if self.key else self.text


def plain(value: Value) -> str:
    return f"[{', '.join(map(quoted, value))}]" if isinstance(value, list) else quoted(value or "")


def values_of(name: str) -> st.SearchStrategy[Value]:
    return ADDRESSES if name == "address" else TEXTS


@st.composite
def companies(draw: st.DrawFn) -> list[Written]:
    lines = [Written("", text) for text in draw(st.lists(BETWEEN, max_size=2))]
    for name in draw(st.permutations(FIELDS))[: draw(st.integers(0, len(FIELDS)))]:
        lines.append(Written(name, plain(draw(values_of(name))), draw(st.one_of(st.just(""), COMMENTS))))
        lines += [Written("", text) for text in draw(st.lists(BETWEEN, max_size=2))]
    return lines


@st.composite
def changes_of_company(draw: st.DrawFn) -> dict[str, Value]:
    names = draw(st.lists(st.sampled_from(FIELDS), unique=True, min_size=1))
    return {name: draw(st.one_of(st.none(), values_of(name))) for name in names}


@given(companies(), OTHERS, OTHERS, changes_of_company(), st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_only_what_changes_is_changed(
    company: list[Written],
    above: list[tuple[str, list[str]]],
    below: list[tuple[str, list[str]]],
    changes: dict[str, Value],
    newline: str,
    ends: bool,
) -> None:
    def text(lines: list[str]) -> str:
        return newline.join(lines) + (newline if ends else "")

    before = [line for name, lines in above for line in (f"[above.{name}]", *lines)]
    after = [line for name, lines in below for line in (f"[{name}]", *lines)]
    source = text([*before, "[company]  # the shop", *map(str, company), *after])
    newline = newline if newline in source else "\n"  # of a file of one line nothing tells which it would have
    edited = with_company(source, changes, order=FIELDS)
    assert edited is not None
    stood = {line.key for line in company}
    lines = edited.split(newline)
    assert newline.join(lines) == edited
    # Without the lines that are new, every line is as it was, or is the changed one with its comment.
    added = [f"{name} = {plain(value)}" for name, value in changes.items() if value is not None and name not in stood]
    for line in added:
        lines.remove(line)
    wanted = [*before, "[company]  # the shop"]
    for written in company:
        if written.key not in changes:
            wanted.append(str(written))
        elif (value := changes[written.key]) is not None:
            wanted.append(str(Written(written.key, plain(value), written.comment)))
        elif written.comment:
            wanted.append(written.comment)
    wanted += after
    assert [line for line in lines if line] == [line for line in wanted if line]
    assert lines.count("") - wanted.count("") in (0, 1)
    told = tomllib.loads(edited.replace("\r\n", "\n"))["company"]
    assert {name: told.get(name) for name in changes} == changes


EXAMPLES = (
    '[company]\n# facts\n# name = "Example Shop"\n\n# email = "help@example.invalid"\n# phone = "1"\n\n[orders]\n'
)


@pytest.mark.parametrize(
    ("source", "changes", "edited"),
    [
        (EXAMPLES, {"name": "A"}, EXAMPLES.replace('Shop"\n', 'Shop"\nname = "A"\n')),
        (EXAMPLES, {"email": "e@x"}, EXAMPLES.replace('.invalid"\n', '.invalid"\nemail = "e@x"\n')),
        # Without an example it comes after what is before it in the form.
        (EXAMPLES, {"vat_id": "V"}, EXAMPLES.replace('"1"\n', '"1"\nvat_id = "V"\n')),
        (
            '[company]\nname = "A"\n\n# orders\n[orders]\n',
            {"country": "FR", "live_since": "2018-12"},
            '[company]\nname = "A"\nlive_since = "2018-12"\ncountry = "FR"\n\n# orders\n[orders]\n',
        ),
        ('[company]\n  name = "A"', {"email": "e"}, '[company]\n  name = "A"\n  email = "e"\n'),
        ("[company]", {"name": "A"}, '[company]\nname = "A"\n'),
        ("# c\r\n[company] # d", {"name": "A"}, '# c\r\n[company] # d\r\nname = "A"\r\n'),
        ("[orders]\nx = 1", {"name": "A"}, '[orders]\nx = 1\n\n[company]\nname = "A"\n'),
        ("", {"name": "A", "address": ["b", "c"]}, '[company]\nname = "A"\naddress = ["b", "c"]\n'),
        ("[orders]\n", {"name": None}, "[orders]\n"),
        # However it is written.
        ('company = { name = "A", email = "e" }\n', {"name": "B", "email": None}, 'company = { name = "B"  }\n'),
        ('company.name = "A"\n[orders]\n', {"name": "B"}, 'company.name = "B"\n[orders]\n'),
        ('[company]\nname = """\nA"""  # x\n', {"name": "B"}, '[company]\nname = "B"  # x\n'),
        ("[company]\n'name' = 'A'\n", {"name": "B"}, "[company]\n'name' = \"B\"\n"),
        (
            '[company]\nname = 5\naddress = "a"\n',
            {"name": "5", "address": ["a"]},
            '[company]\nname = "5"\naddress = ["a"]\n',
        ),
        # A list over several lines stays one, with the comments behind the lines that stay.
        (
            '[company]\r\naddress = [\r\n  "a", # door\r\n  "b",\r\n]\r\n',
            {"address": ["a", "c", "d"]},
            '[company]\r\naddress = [\r\n  "a", # door\r\n  "c",\r\n  "d",\r\n]\r\n',
        ),
    ],
)
def test_a_setting_is_written_where_it_belongs(source: str, changes: dict[str, Value], edited: str) -> None:
    assert with_company(source, changes, order=FIELDS) == edited


def test_what_is_below_a_table_of_the_same_name_elsewhere_stays() -> None:
    source = '[a.company]\nname = "x"\n[company]\nname = "y"\n'
    assert with_company(source, {"name": "z"}, order=FIELDS) == source.replace('"y"', '"z"')


def test_a_quoted_key_that_looks_like_a_header_is_none() -> None:
    source = '[x]\ntext = """\n[company]\nname = "x"\n"""\n'
    assert with_company(source, {"name": "z"}, order=FIELDS) == source + '\n[company]\nname = "z"\n'

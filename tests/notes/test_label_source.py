"""Labels lifted out of a template's source: the text as pasted, its place, and what is no label."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notes_engine.errors import TemplateError
from notes_engine.notes.label_source import LabelSource, file_text, lift_labels, lifted_labels, source_line

if TYPE_CHECKING:
    from pathlib import Path

SEED = 'EVAL{BEGIN}IIF[contains["bm-",[{SecondaryReference}]], Replace[[{SecondaryReference}],"bm-",""], ""]{END}'


def only(source: str) -> LabelSource:
    ((_, _, label),) = lifted_labels(source, "fr.html")
    return label


def refused(source: str) -> TemplateError:
    with pytest.raises(TemplateError) as caught:
        lift_labels(source, "fr.html")
    return caught.value


def where(error: TemplateError) -> tuple[int | None, int | None, int]:
    assert error.place is not None
    assert error.place.file == "fr.html"
    return error.place.line, error.place.column, error.place.length


def test_a_formula_is_kept_character_for_character() -> None:
    assert only(f"<p>{{% label %}}Commande n° {SEED}{{% endlabel %}}</p>").text == f"Commande n° {SEED}"


@pytest.mark.parametrize(
    ("tag", "name"),
    [
        ("{% label %}", ""),
        ("{%label%}", ""),
        ("{%- label -%}", ""),
        ("{%+ label +%}", ""),
        ("{% label number %}", "number"),
        ("{%-  label\n  number  -%}", "number"),
        ("{% label order-no %}", "order-no"),
    ],
)
def test_ways_to_open_a_label(tag: str, name: str) -> None:
    label = only(f"{tag}x{{% endlabel %}}")
    assert (label.text, label.name) == ("x", name)


def test_the_place_is_that_of_the_texts_first_character() -> None:
    label = only("one\n  two {% label %}x{% endlabel %}")
    assert (label.file, label.line, label.column) == ("fr.html", 2, 18)


def test_offsets_are_those_of_the_text() -> None:
    source = "a {% label %}one{% endlabel %} b {% label -%} two {%- endlabel %}"
    assert [source[start:end] for start, end, _ in lifted_labels(source, "x")] == ["one", "two"]


@pytest.mark.parametrize(
    ("source", "text", "column"),
    [
        ("{% label -%}  x  {% endlabel %}", "x  ", 15),
        ("{% label %}  x  {%- endlabel %}", "  x", 12),
        ("{% label -%}  x  {%- endlabel %}", "x", 15),
        ("{% label +%}  x  {%+ endlabel %}", "  x  ", 13),
        ("{% label -%}   {%- endlabel %}", "", 16),
    ],
)
def test_minus_signs_inside_take_the_labels_own_space_off(source: str, text: str, column: int) -> None:
    label = only(source)
    assert (label.text, label.column) == (text, column)


def test_a_minus_sign_before_a_text_on_the_next_line_moves_its_place_there() -> None:
    label = only("{% label -%}\n   x{% endlabel %}")
    assert (label.text, label.line, label.column) == ("x", 2, 4)


def test_a_lifted_template_has_as_many_lines_as_before() -> None:
    source = "a\n{% label\n%}\none\ntwo\n{% endlabel %}\nb\n{% label %}x{% endlabel %}\nc"
    lifted = lift_labels(source, "x")
    assert lifted.count("\n") == source.count("\n")
    assert lifted.split("\n")[-1] == "c"


def test_without_labels_nothing_changes() -> None:
    source = "{% if x %}{{ y }}{% endif %}\r\n{# z #}"
    assert lift_labels(source, "x") == source


@pytest.mark.parametrize(
    "source",
    [
        "{# {% label %}[{Nope}]]{% endlabel %} #}",
        "{# {% label %} #}",
        "{% raw %}{% label %}x{% endlabel %}{% endraw %}",
        "{%- raw -%}{% endlabel %}{%- endraw -%}",
        "{#\n{% label %}\n#}",
        "{{ labels }}",
        "{% labelled %}",
    ],
)
def test_comments_and_raw_blocks_hold_no_labels(source: str) -> None:
    assert lift_labels(source, "x") == source


def test_a_label_after_a_comment_is_found() -> None:
    assert only("{# {% label %} #}{% label %}x{% endlabel %}").text == "x"


@pytest.mark.parametrize(
    ("source", "place"),
    [
        ("{% label %}a {{ order.total }}{% endlabel %}", (1, 14, 2)),
        ("{% label %}\n  {% if x %}y{% endif %}{% endlabel %}", (2, 3, 2)),
        ("{% label %}\r\n\r\n{# note #}{% endlabel %}", (3, 1, 2)),
        ("{% label %}{% raw %}x{% endraw %}{% endlabel %}", (1, 12, 2)),
        ("{% label -%}   {{ x }}{% endlabel %}", (1, 16, 2)),
    ],
)
def test_jinja_inside_a_label_is_an_error_at_its_place(source: str, place: tuple[int, int, int]) -> None:
    error = refused(source)
    assert "inside a label: a label holds text, tags and formulas, not Jinja" in error.what
    assert where(error) == place
    assert "{% endlabel %}" in (error.hint or "")


def test_the_source_line_of_an_error_has_no_carriage_return() -> None:
    error = refused("one\r\n{% label %}{{ x }}{% endlabel %}\r\nthree")
    assert error.place
    assert error.place.source == "{% label %}{{ x }}{% endlabel %}"


@pytest.mark.parametrize(
    ("source", "what", "place"),
    [
        ("a\n{% label %}x", "this label is never closed", (2, 1, 11)),
        ("a {% endlabel %}", "{% endlabel %} without a label before it", (1, 3, 14)),
        ("{% label %}a{% label %}b{% endlabel %}{% endlabel %}", "a label inside a label", (1, 13, 11)),
        ("{% label one two %}a{% endlabel %}", "a label tag takes at most a name", (1, 1, 19)),
        ("{% label 5 %}a{% endlabel %}", "a label tag takes at most a name", (1, 1, 13)),
        ("{% label %}a{% endlabel label %}", "a label tag takes at most a name", (1, 13, 20)),
    ],
)
def test_broken_pairs_are_errors_at_their_place(source: str, what: str, place: tuple[int, int, int]) -> None:
    error = refused(source)
    assert error.what == what
    assert where(error) == place
    assert error.hint


@settings(max_examples=100)
@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="{%}#")), st.text(max_size=20))
def test_a_packed_label_comes_back_as_it_was(text: str, name: str) -> None:
    label = LabelSource(text, "a file.html", 3, 7, name.replace("\0", ""))
    assert LabelSource.unpack(label.pack()) == label
    assert label.pack().isascii()
    assert not set(label.pack()) & set("\"'\\{}% ")


@settings(max_examples=100)
@given(
    st.lists(
        st.sampled_from(
            ["{% label %}", "{% endlabel %}", "{#", "#}", "{% raw %}", "{% endraw %}", "x", "\n", "{{", "]"]
        )
    )
)
def test_any_order_of_tags_is_lifted_or_refused(pieces: list[str]) -> None:
    source = "".join(pieces)
    place = None
    try:
        assert lift_labels(source, "x").count("\n") == source.count("\n")
    except TemplateError as error:
        place = error.place
    assert place is None or 1 <= (place.line or 0) <= source.count("\n") + 1


def test_lines_of_files(tmp_path: Path) -> None:
    path = tmp_path / "fr.html"
    path.write_bytes("\ufeffone\r\ntwo \xe9".encode())
    assert source_line(str(path), 1) == "one"
    assert source_line(str(path), 2) == "two é"
    assert source_line(str(path), 3) is source_line(str(path), 0) is None
    assert file_text(str(tmp_path / "nothing")) is source_line(str(tmp_path / "nothing"), 1) is None

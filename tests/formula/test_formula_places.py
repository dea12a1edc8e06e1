"""Where an error stands, and how it is drawn."""

from __future__ import annotations

import pytest

from notes_engine.errors import FormulaSyntaxError
from notes_engine.formula import compile_label


def drawn(label: str, **place: object) -> str:
    with pytest.raises(FormulaSyntaxError) as caught:
        compile_label(label, **place)  # type: ignore[arg-type]  # a dict of keywords
    return str(caught.value)


def test_an_error_is_drawn_with_line_carets_and_fix() -> None:
    assert drawn('Commande EVAL{BEGIN}toupper["a"]{END}', name="fr.html", line=12) == (
        "fr.html:12:21: there is no function `toupper`\n"
        "   |\n"
        '12 | Commande EVAL{BEGIN}toupper["a"]{END}\n'
        "   |                     ^^^^^^^\n"
        "hint: write `ucase[text]`"
    )


def test_a_label_that_begins_within_a_line_counts_from_the_lines_start() -> None:
    text = drawn("a ]", name="fr.html", line=3, column=20)
    assert text.startswith("fr.html:3:22: ")
    line, carets = text.split("\n")[2:4]
    assert line[carets.index("^")] == "]"


def test_with_the_files_text_the_true_line_is_drawn() -> None:
    file_text = "<p>\n{% label %}a ] b{% endlabel %}\n</p>"
    text = drawn("a ] b", name="fr.html", line=2, column=12, file_text=file_text)
    assert "2 | {% label %}a ] b{% endlabel %}\n  |              ^" in text


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_later_lines_count_from_their_own_start(newline: str) -> None:
    label = newline.join(["EVAL{BEGIN}concat[", "\t'é😀',", "   foo[1] ]{END}"])
    text = drawn(label, name="x", line=5, column=9)
    assert text.startswith("x:7:4: there is no function `foo`")
    assert "7 |    foo[1] ]{END}\n  |    ^^^" in text


def test_a_place_over_several_lines_is_underlined_to_the_first_ones_end() -> None:
    text = drawn("EVAL{BEGIN}len[1,\n2]{END}", line=4, column=11)
    assert "  |                      ^^^^^^\nhint" in text


def test_an_error_in_evals_text_stands_where_it_is_written() -> None:
    label = "EVAL{BEGIN}concat[eval[\"1 + foo[2]\"], 'x']{END}"
    with pytest.raises(FormulaSyntaxError) as caught:
        compile_label(label)
    assert caught.value.place is not None
    assert caught.value.place.column == label.index("foo") + 1


def test_a_file_text_that_is_too_short_does_no_harm() -> None:
    assert "9 | a ]" in drawn("a ]", line=9, file_text="one line")

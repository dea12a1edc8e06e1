"""The profile by stage: time in libraries is counted to the part of the engine that called them."""

from __future__ import annotations

import pytest

from benchmarks.profile_stages import REST, Stats, attributed, module_of, stage_of

READ = ("/x/notes_engine/orders/read.py", 1, "read")
STAMP = ("/x/notes_engine/pdf/press/stamp.py", 1, "stamp")
LIBRARY = ("/x/lib/re.py", 1, "match")
BUILT_IN = ("~", 0, "<built-in len>")


def test_a_library_is_counted_to_its_callers_in_proportion_and_through_other_libraries() -> None:
    stats: Stats = {
        READ: (1, 1, 1.0, 4.0, {}),
        STAMP: (1, 1, 2.0, 3.0, {}),
        LIBRARY: (4, 4, 3.0, 4.0, {READ: (3, 3, 2.25, 3.0), STAMP: (1, 1, 0.75, 1.0)}),
        BUILT_IN: (9, 9, 1.0, 1.0, {LIBRARY: (9, 9, 1.0, 1.0)}),
    }

    found = attributed(stats, {function: stage_of(function) for function in stats})

    assert found == pytest.approx({"read the export": 4.0, "stamp": 3.0, REST: 0.0})


def test_libraries_that_call_each_other_lose_no_time() -> None:
    other = ("/x/lib/sre.py", 1, "compile")
    stats: Stats = {
        READ: (1, 1, 0.5, 3.0, {}),
        LIBRARY: (4, 4, 1.0, 2.0, {READ: (1, 1, 0.5, 1.0), other: (3, 3, 0.5, 1.0), LIBRARY: (1, 1, 0.1, 0.1)}),
        other: (4, 4, 1.0, 2.0, {LIBRARY: (4, 4, 1.0, 2.0)}),
    }

    found = attributed(stats, {function: stage_of(function) for function in stats})

    assert found == pytest.approx({"read the export": 2.5, REST: 0.0}, abs=1e-9)


@pytest.mark.parametrize(
    ("file", "stage", "module"),
    [
        ("/x/notes_engine/orders/read.py", "read the export", "orders/read.py"),
        ("/x/notes_engine/pdf/press/stamp.py", "stamp", "pdf/press/stamp.py"),
        ("/x/notes_engine/pdf/write.py", "write the PDF", "pdf/write.py"),
        ("/x/notes_engine/batch/run.py", "hand out, record, publish", "batch/run.py"),
        ("/x/site-packages/weasyprint/css.py", "WeasyPrint", "weasyprint"),
        ("<frozen importlib._bootstrap>", "import", "import"),
        ("/x/site-packages/babel/dates.py", None, None),
    ],
)
def test_the_stage_is_told_from_the_file(file: str, stage: str | None, module: str | None) -> None:
    assert stage_of((file, 1, "work")) == stage
    assert module_of((file, 1, "work")) == module

"""What Pango holds for a note is freed with it: measured in the C library's own count of what is allocated."""

from __future__ import annotations

import ctypes
import gc
from typing import TYPE_CHECKING

import pytest
import weasyprint
from weasyprint.text.fonts import FontConfiguration

from notes_engine.pdf import typeset

if TYPE_CHECKING:
    from collections.abc import Callable

HTML = (
    "<style>p { font-variant-numeric: tabular-nums; letter-spacing: 0.1px }</style>"
    + "<p>Delivery note <b>17</b> of <i>31</i>: 1,234.50</p>" * 20
)


class _Mallinfo(ctypes.Structure):
    """`struct mallinfo2` of glibc: `uordblks` is what is allocated, in bytes."""

    _fields_ = [
        *[(name, ctypes.c_size_t) for name in ("arena", "ordblks", "smblks", "hblks", "hblkhd", "usmblks", "fsmblks")],
        *[(name, ctypes.c_size_t) for name in ("uordblks", "fordblks", "keepcost")],
    ]


def _allocated() -> int:
    gc.collect()
    mallinfo = getattr(ctypes.CDLL(None), "mallinfo2", None)
    if mallinfo is None:
        pytest.skip("the C library does not count what is allocated")
    mallinfo.restype = _Mallinfo
    return int(mallinfo().uordblks)


def _growth(lay_out: Callable[[], object]) -> int:
    """Return the bytes that forty more documents leave allocated."""
    for _ in range(10):
        lay_out()
    before = _allocated()
    for _ in range(40):
        lay_out()
    return _allocated() - before


def test_notes_that_were_laid_out_leave_nothing() -> None:
    typesetter = typeset.Typesetter(())

    ours = _growth(lambda: typesetter.typeset(HTML))

    configuration = FontConfiguration()
    weasyprints = _growth(lambda: weasyprint.HTML(string=HTML).render(font_config=configuration))
    assert ours < weasyprints / 10


def test_another_font_configuration_is_left_as_it_is() -> None:
    typesetter = typeset.Typesetter(())
    typesetter.typeset(HTML)
    configuration = FontConfiguration()

    for _ in range(20):
        document = weasyprint.HTML(string=HTML).render(font_config=configuration)
        typesetter.typeset(HTML)

    assert len(document.pages) == 1
    assert len(configuration.font_features) > 0

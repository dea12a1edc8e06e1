"""What lies over a part of a line, be it its descenders or its accents only, keeps its values from being stamped."""

from __future__ import annotations

import pytest

from tests.pdf.press.press_bench import SAME, PressBench
from tests.pdf.press.test_foreign_layouts import page

LINE = '<p style="line-height: 1; margin: 0">{0}</p>'
FILL = "background: #cde"
PICTURE = (
    "data:image/svg+xml,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22 width=%2250%22 height=%2220%22%3E"
    "%3Crect width=%2250%22 height=%2220%22 fill=%22blue%22/%3E%3C/svg%3E"
)
BELOW = "position: relative; height: 20px; margin-top: -@px"
OVER = "position: absolute; left: 0; top: 0; width: 100%; height: @px"
# In each, `@` is by how many pixels something reaches into a line.
LAYOUTS = {
    "a block over descenders": f'{LINE}<div style="{BELOW}; {FILL}">x</div>',
    "a block under descenders": f'{LINE}<div style="{BELOW}; {FILL}; z-index: -1">x</div>',
    "a block in the flow": f'{LINE}<div style="height: 20px; margin-top: -@px; {FILL}">x</div>',
    "a float": f'{LINE}<div style="float: left; width: 100%; height: 20px; margin-top: -@px; {FILL}">x</div>',
    "a picture over descenders": f'{LINE}<img style="{BELOW}; display: block; width: 100%" src="{PICTURE}">',
    "a picture in the flow": f'{LINE}<img style="display: block; margin-top: -@px; width: 100%" src="{PICTURE}">',
    "a block over accents": f'<div style="position: relative">{LINE}<div style="{OVER}; {FILL}"></div></div>',
    "a block under accents": (
        f'<div style="position: relative; z-index: 0">{LINE}<div style="{OVER}; {FILL}; z-index: -1"></div></div>'
    ),
    "a positioned line over a block": (
        f'<div style="height: 20px; {FILL}">x</div><div style="position: relative; margin-top: -@px">{LINE}</div>'
    ),
    "a block over the end of a line": (
        f'<div style="position: relative">{LINE}'
        f'<div style="position: absolute; right: 0; width: 20px; bottom: 0; height: @px; {FILL}"></div></div>'
    ),
    "a block over the middle of a line": (
        f'<div style="position: relative; width: 200px">{LINE}'
        f'<div style="position: absolute; left: 90px; width: 20px; bottom: -2px; height: @px; {FILL}"></div></div>'
    ),
    "a cell that takes one letter": (
        f'<table style="table-layout: fixed; width: 12px; border-collapse: collapse"><tr><td style="padding: 0">{LINE}'
        f'<div style="{BELOW}; {FILL}"></div></td></tr></table>'
    ),
    "broken lines": (
        '<div style="position: relative; width: 150px"><p style="line-height: 1; margin: 0">{0}</p>'
        f'<div style="position: absolute; left: 0; width: 100%; top: 24px; height: @px; {FILL}"></div></div>'
    ),
}
TEXTS = (
    "acm",
    "gjpqy",
    "(|[",
    "ÉÅÔ",
    "Ẳẫĺ",
    "¦",
    "Åj",
    "g",
    "É",
    "a" * 80 + "g",
    "m" * 15 + "gyp",
    "xx xxxx " * 5 + "g",
)


@pytest.mark.parametrize("name", LAYOUTS)
@pytest.mark.parametrize("pixels", [1, 2, 3, 5])
def test_a_line_that_is_overlapped_is_stamped_identically_or_refused(bench: PressBench, name: str, pixels: int) -> None:
    layout = page(LAYOUTS[name].replace("@", str(pixels)))
    assert not [text for text in TEXTS if isinstance(bench.compare(layout, text), list)]


@pytest.mark.parametrize("name", ["a block in the flow", "a block under descenders", "a cell that takes one letter"])
def test_what_lies_beside_a_line_or_under_it_is_no_reason(bench: PressBench, name: str) -> None:
    layout = page(LAYOUTS[name].replace("@", "-20" if "cell" in name else "2").replace("--", ""))
    assert bench.compare(layout, "g") == SAME

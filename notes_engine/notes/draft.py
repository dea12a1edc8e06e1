"""The draft's watermark: put over every page of any template, so that no draft passes for a note."""

from __future__ import annotations

import re

from markupsafe import escape

_BODY = re.compile(r"<body\b[^>]*>", re.IGNORECASE)

# A fixed box repeats on every page. It stands above the text, and is pale, so that the note stays readable. The font is
# the template's own: any other may not be there.
_STYLE = (
    "position:fixed;left:0;right:0;top:38%;text-align:center;transform:rotate(-32deg);"
    "font-size:92pt;font-weight:700;font-style:normal;line-height:1;letter-spacing:.08em;color:rgba(190,30,45,.16);z-index:2147483647"
)


def add_watermark(html: str, word: str) -> str:
    """Return the note with `word` across every page."""
    mark = f'<div class="draft-watermark" style="{_STYLE}">{escape(word)}</div>'
    body = _BODY.search(html)
    return f"{html[: body.end()]}{mark}{html[body.end() :]}" if body else mark + html

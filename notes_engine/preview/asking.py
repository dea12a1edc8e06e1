"""What is answered where the token lacks: to a program a problem, to a person a page with a field for it."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.responses import HTMLResponse

from notes_engine.preview.accepted import best_kind
from notes_engine.preview.problems import MEDIA_TYPE, problem

if TYPE_CHECKING:
    from starlette.datastructures import Headers
    from starlette.responses import Response

_HTML = "text/html"
_PAGE = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>The preview wants its token</title>
</head>
<body>
<main>
<h1>This preview wants its token</h1>
<p>It stands on the first line of the file that was named when the preview was started.</p>
<form action="/" method="get">
<p><label>Token <input type="password" name="token" required autofocus autocomplete="off"></label>
<button>Open</button></p>
</form>
</main>
</body>
</html>
"""


def asking_for_token(headers: Headers) -> Response:
    """Return the answer to a request that lacks the token: in HTML where that is liked better than JSON."""
    answer: Response
    if best_kind(",".join(headers.getlist("accept")), (MEDIA_TYPE, _HTML)) == _HTML:
        answer = HTMLResponse(_PAGE, HTTPStatus.UNAUTHORIZED)
    else:
        answer = problem(
            HTTPStatus.UNAUTHORIZED,
            "this server wants its token",
            "open it once with ?token=… at the end of the address, or send the header Authorization: Bearer …",
        )
    answer.headers["www-authenticate"] = "Bearer"
    return answer

"""The preview's own pages: Jinja templates beside this module, every value in them escaped."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined

if TYPE_CHECKING:
    from typing import Any

_FOLDER = Path(__file__).parent
STATIC = _FOLDER / "static"
LANGUAGES = {"fr": "French", "de": "German", "it": "Italian", "es": "Spanish", "en": "English"}


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_FOLDER / "views"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def page(name: str, **values: Any) -> str:  # noqa: ANN401  whatever the template prints
    """Return the HTML of one of the preview's own templates."""
    return _environment().get_template(name).render(values)

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from notes_engine.orders import OrderSettings


def test_the_defaults_suit_a_plain_export() -> None:
    settings = OrderSettings()
    assert settings.prefix == "bm-"
    assert settings.allow == frozenset()
    assert not settings.allow_no_address
    assert settings.zone.key == "UTC"


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"time_zone": "Europe/Pari"}, "time zone"),
        ({"encoding": "latin-900"}, "encoding"),
        ({"encoding": "base64"}, "encoding"),
        ({"encoding": "ascii"}, "encoding"),
        ({"columns": {"My reference": "Chanel reference"}}, "did you mean 'Channel reference'"),
        ({"columns": {"My reference": "xyzzy"}}, "no export has"),
        ({"delimiter": "#"}, "delimiter"),
        ({"allow": ["cancelled"]}, "allow"),
        ({"prefixx": "bm-"}, "prefixx"),
    ],
)
def test_a_mistake_is_named(values: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        OrderSettings(**values)


def test_a_known_encoding_is_kept() -> None:
    assert OrderSettings(encoding="cp1252").encoding == "cp1252"

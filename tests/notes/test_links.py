"""Links from strangers: which may be clicked."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notes_engine.notes import links
from notes_engine.notes.links import LONGEST_LINK, safe_link, tracking_link, tracking_pattern


@pytest.mark.parametrize(
    "url",
    [
        "https://track.example.invalid/AB123?x=1&y=%20z#part",
        "http://example.invalid",
        "HTTPS://Example.invalid/",
        "https://example.invalid:8443/a",
        "https://example.invalid:/a",
        "https://[2001:db8::1]/a",
        "https://[2001:db8::1]:443/a",
        "https://münchen.example.invalid/ö",
        "https://example.invalid./",
        "https://a/" + "x" * (LONGEST_LINK - 10),
    ],
)
def test_a_plain_web_address_is_a_link_as_it_is(url: str) -> None:
    assert safe_link(url) == url


def test_spaces_around_it_go() -> None:
    assert safe_link("  https://example.invalid/a ") == "https://example.invalid/a"


@pytest.mark.parametrize(
    "url",
    [
        "",
        " ",
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "java\nscript:alert(1)",
        "\x01javascript:alert(1)",
        "data:text/html,<b>x</b>",
        "file:///etc/passwd",
        "ftp://example.invalid/",
        "mailto:ada@example.invalid",
        "//example.invalid/a",
        "/a",
        "example.invalid",
        "https:example.invalid",
        "https:/example.invalid",
        "https:///a",
        "https://",
        "https://:80/",
        "https://?x",
        "https://user@example.invalid/",
        "https://user:word@example.invalid/",
        "https://@example.invalid/",
        "https://example.invalid\\@other.invalid/",
        "https://example.invalid/a b",
        "https://example.invalid/a\tb",
        "https://example.invalid/a\r\nb",
        "https://example.invalid/\x00",
        "https://example.invalid/\u202egpj",
        "https://example.invalid/\u200b",
        "https://example.invalid/\u00a0",
        "https://example.invalid/\ud800",
        'https://example.invalid/"onclick="x',
        "https://example.invalid/<b>",
        "https://exa%6dple.invalid/",
        "https://-example.invalid/",
        "https://.invalid/",
        "https://example.invalid:0/",
        "https://example.invalid:x/",
        "https://example.invalid:99999/",
        "https://[2001:db8::1",
        "https://[x]/",
        "https://a/" + "x" * LONGEST_LINK,
        "https://a/" + "x" * 1_000_000,
    ],
)
def test_anything_else_is_none(url: str) -> None:
    assert safe_link(url) is None


@given(st.one_of(st.text(), st.text().map("https://".__add__), st.text().map("https://example.invalid/".__add__)))
@settings(max_examples=100, deadline=None)
def test_whatever_comes_out_is_absolute_and_of_the_web(url: str) -> None:
    link = safe_link(url)
    if link is not None:
        parts = urlsplit(link)
        assert parts.scheme in ("http", "https")
        assert parts.hostname
        assert parts.username is None
        assert not any(char.isspace() for char in link)
        assert safe_link(link) == link


@given(st.one_of(st.from_regex(links._SURELY_SAFE, fullmatch=True), st.text("ahtps:/.-@[]?#%<\\", min_size=8)))
@settings(max_examples=200, deadline=None)
def test_what_is_surely_safe_is_safe_when_it_is_looked_at(url: str) -> None:
    if links._SURELY_SAFE.fullmatch(url):
        assert links._safe_link(url) == url
    assert safe_link(url) == links._safe_link(url)


# Links that the settings make


@pytest.mark.parametrize(
    ("number", "link"),
    [
        ("EX205810006FR", "https://example.invalid/track/EX205810006FR?lang=fr"),
        (" EX 1 ", "https://example.invalid/track/EX%201?lang=fr"),
        ("a/b?c=d&e#f", "https://example.invalid/track/a%2Fb%3Fc%3Dd%26e%23f?lang=fr"),
        ('"><script>', "https://example.invalid/track/%22%3E%3Cscript%3E?lang=fr"),
        ("../../evil", "https://example.invalid/track/..%2F..%2Fevil?lang=fr"),
        ("n° é", "https://example.invalid/track/n%C2%B0%20%C3%A9?lang=fr"),
    ],
)
def test_a_tracking_number_is_quoted_where_the_pattern_takes_it(number: str, link: str) -> None:
    assert tracking_link("https://example.invalid/track/{number}?lang=fr", number) == link


def test_a_pattern_that_is_no_web_address_makes_no_link() -> None:
    assert tracking_link("javascript:alert({number})", "1") is None


def test_a_carrier_is_found_whatever_its_case_and_spaces_and_the_first_wins() -> None:
    patterns = {"Example Post": "https://post.invalid/{number}", "express": "https://express.invalid/{number}"}
    assert tracking_pattern(["EXAMPLE  post "], patterns) == "https://post.invalid/{number}"
    assert tracking_pattern(["unknown", "Express"], patterns) == "https://express.invalid/{number}"
    assert tracking_pattern(["express", "Example Post"], patterns) == "https://express.invalid/{number}"
    assert tracking_pattern(["Example Post International", ""], patterns) is None

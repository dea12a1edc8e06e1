"""Stylesheets, parsed once: notes of one template link the same sheets, and parsing them takes longer than a page.

A document's sheets are kept as a group, because layers and page rules of its sheets are numbered together.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from weasyprint.css import find_stylesheets
from weasyprint.css.counters import CounterStyle

from notes_engine.pdf.records import caught_records

if TYPE_CHECKING:
    import logging

    from notes_engine.pdf.untyped import FontConfig, Html, Image

_GROUP_LIMIT = 32
"""Groups kept. A batch has one for each template; a `<style>` that differs for every order must not fill the memory."""


@dataclass(frozen=True, slots=True)
class SheetGroup:
    """All the author stylesheets of a document, in its order, and what they define beside rules."""

    sheets: tuple[Any, ...]
    counter_style: Any
    color_profiles: dict[str, Any]
    records: tuple[logging.LogRecord, ...]
    """What WeasyPrint said while it read them: true of every note that uses them."""


class SheetCache:
    """Keeps the groups met last, by what the documents say of their stylesheets."""

    def __init__(self, font_config: FontConfig) -> None:
        """Load the sheets' fonts into `font_config`."""
        self._font_config = font_config
        self._groups: OrderedDict[tuple[str, ...], SheetGroup] = OrderedDict()

    def group(self, html: Html) -> SheetGroup:
        """Return the parsed stylesheets of a WeasyPrint HTML document."""
        key = _key(html)
        group = self._groups.get(key)
        if group is None:
            group = self._groups[key] = self._parse(html)
            if len(self._groups) > _GROUP_LIMIT:
                self._groups.popitem(last=False)
        self._groups.move_to_end(key)
        return group

    def _parse(self, html: Html) -> SheetGroup:
        counter_style = CounterStyle()
        for styles in html._ua_counter_style():
            counter_style.update(styles)
        color_profiles: dict[str, Image] = {}
        with caught_records() as records:
            sheets = tuple(
                find_stylesheets(
                    html.wrapper_element,
                    html.media_type,
                    html.url_fetcher,
                    html.base_url,
                    self._font_config,
                    counter_style,
                    color_profiles,
                    [],
                    [],
                )
            )
        return SheetGroup(sheets, counter_style, color_profiles, tuple(records))


def _key(html: Html) -> tuple[str, ...]:
    parts = [html.base_url]
    for element in html.etree_element.iter():
        if element.tag not in ("style", "link"):
            continue
        parts.append(element.tag)
        parts.extend(element.get(name) or "" for name in ("type", "media", "rel", "href"))
        parts.append("".join(element.itertext()))
    return tuple(parts)

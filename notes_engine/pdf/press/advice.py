"""What the author of a template can do about a slot or a note that the press does not stamp."""

from __future__ import annotations

FIXED_PLACE = (
    "give it a place that does not follow its text: a cell of fixed width in a table with table-layout: fixed, a block "
    "of its own, or a box of fixed width and height"
)

_OF_TEMPLATE = (
    ("text-transform", "take text-transform away there and write the letters in the template: {{ … | upper }}"),
    ("is justified", "align its text left, right or in the middle there: text-align: start"),
    ("transformed or see-through", "take transform and opacity away from what it stands in"),
    ("cuts its corners off", "take overflow, clip or border-radius away from what it stands in"),
    (
        "a shadow of its own",
        "put background, border and shadow on the block or the cell around it, not on its own span",
    ),
    ("something else than text", "put pictures and inline blocks on a line or into a cell of their own"),
    ("not drawn as it is written", "let no style change its letters: no ::first-letter, no hyphens: auto"),
    ("not set like a text of its own", "let no ::first-letter, ::first-line, letter-spacing or word-spacing touch it"),
    ("the distances on its line", "keep it on a line of its own, or a cell, with nothing that is spread out"),
    ("its line moves with it", "align its text left, right or in the middle, in a block of fixed width"),
    ("together with other texts", "where it may be long, let it be alone in its block: nothing before or after it"),
    ("in a way that is not known beforehand", "where it may be long, let it be alone in its block, without floats"),
    ("its text runs from right to left", "nothing: such text is typeset"),
    ("drawn nowhere", "take it out, or show it"),
    ("it stands in", "let it have few different values, or print it as text"),
    ("drawn in a way that cannot be stamped", "draw it as plain text, or take it out where nobody sees it"),
    ("the note holds a form", "print text in place of form fields"),
    ("an anchor or a bookmark moves", "put ids and headings where no value before them on the page can move them"),
    ("something is odd about notes", "mend that first: notes-engine check --orders FILE tells what it is"),
    ("a text beside it needs", "put that text into a cell or a block of its own, or write it in plain letters"),
    ("the number of pages changes", FIXED_PLACE),
    ("the boxes of the page change", FIXED_PLACE),
    ("a text elsewhere changes", FIXED_PLACE),
    ("a box moves or grows with it", FIXED_PLACE),
    ("something stands over a slot", "let nothing overlap it: no absolute box, no negative margin over or under it"),
    ("what the press itself puts in the place", "write that long run of letters in another way"),
    ("links, bookmarks or metadata are not those", "print a link's whole address as one value"),
    ("the press failed on it", "tell the engine's developers the name in brackets; such notes are typeset"),
    ("no sample of it can be typeset", "look at a draft of it: notes-engine render FILE --draft"),
)
"""(part of a reason, what to do). The press's reasons have no other place to be looked up in."""

_OF_VALUE = (
    (
        "its value needs another font",
        "load a font that has its characters with @font-face, or let such notes be typeset",
    ),
    ("its value is wider than its place", "give it more room, or let it be alone in its block, so that it may break"),
    ("its value is narrower", ""),
    ("its value holds spaces", "print it through | trim, or let such notes be typeset"),
    ("its link is not a whole address", "print links that begin with https://"),
    ("no sample of it breaks into", "give it more room; such notes are typeset"),
)
"""The same for reasons that are one order's: another order's note may well be stamped."""


def advice(why: str) -> str:
    """Return what to do about a reason; an empty text where nothing is known."""
    return next((what for part, what in (*_OF_TEMPLATE, *_OF_VALUE) if part in why), "")


def is_of_value(why: str) -> bool:
    """Return whether a reason is one order's value, so that others like it may be stamped."""
    return any(part in why for part, _ in _OF_VALUE)

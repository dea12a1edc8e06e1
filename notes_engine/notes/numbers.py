"""The order-number label: which one it is, and why it came out empty."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from notes_engine.errors import RenderError, TemplateError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from notes_engine.notes.environment import LabelEnvironment
    from notes_engine.notes.label_tag import TemplateLabel
    from notes_engine.orders import Order

REFERENCE_TAGS = frozenset(
    (
        "secondaryreference",
        "referencenum",
        "externalreferencenum",
        "externalreference",
        "numorderid",
        "norderid",
        "orderid",
    )
)
_TEXT = re.compile(r'"([^"]+)"|\'([^\']+)\'')
_LEADING = re.compile(r"^\D{0,12}")


def number_label(environment: LabelEnvironment, template: str) -> TemplateLabel:
    """Return the label that prints the order's number on the notes of a template.

    It is the one named `number` (`{% label number %}`), else the first that uses a reference tag, in the template
    itself before those it extends or includes.

    Raises:
        TemplateError: there is none; such a note could not be told from another.
    """
    chain = environment.chain(template)
    labels = [label for name in chain for label in environment.labels[name] if label.scope == "order"]
    for label in labels:
        if label.source.name == "number":
            return label
    for label in labels:
        if label.label.tags & REFERENCE_TAGS:
            return label
    raise TemplateError(
        f"the template {template} has no label with the order's number",
        hint="add one, such as {% label number %}[{SecondaryReference}]{% endlabel %}",
    )


def prefixes_in(text: str) -> tuple[str, ...]:
    """Return the text literals of a label's formulas that could be prefixes, in order, each once."""
    found = (match[1] or match[2] for match in _TEXT.finditer(text))
    return tuple(dict.fromkeys(literal for literal in found if literal.strip()))


def prefix_of(reference: str) -> str:
    """Return what stands before the first digit of a reference: `bmFR` of `bmFR205894893`."""
    found = _LEADING.match(reference)
    return found[0] if found and found.end() < len(reference) else ""


def empty_number(order: Order, label: TemplateLabel) -> RenderError:
    """Return the error for an order whose number came out empty; it compares the prefixes."""
    reference = order.secondary_reference
    wanted = " and ".join(repr(prefix) for prefix in prefixes_in(label.source.text))
    if not reference:
        return RenderError(
            "the order number is empty: the order has no SecondaryReference",
            hint="add the channel's reference to the export, or use [{ReferenceNum}] in the order-number label",
        )
    seen = prefix_of(reference)
    what = f"this reference starts with {seen!r}" if seen else "this reference has no prefix"
    formula = f", the formula strips {wanted}" if wanted else ""
    return RenderError(
        f"the order number is empty: {what}{formula}",
        hint="run `notes-engine check --fix --orders FILE`, or change the prefix in the template's order-number label",
    )


def dynamic_text(parts: Sequence[tuple[bool, str]]) -> str:
    """Return what a label's tags and formulas gave, without its own words: the order number as printed."""
    return "".join(text for is_dynamic, text in parts if is_dynamic).strip()

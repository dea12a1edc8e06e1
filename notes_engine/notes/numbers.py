"""The order-number label: which one it is, and why it came out empty."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from notes_engine.errors import RenderError, TemplateError
from notes_engine.formula import nodes
from notes_engine.notes.references import prefix_of
from notes_engine.notes.typography import clip
from notes_engine.orders import find_tag

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from notes_engine.formula import Context, Label
    from notes_engine.notes.environment import LabelEnvironment
    from notes_engine.notes.label_tag import TemplateLabel
    from notes_engine.orders import Order, TagValues

REFERENCE_TAGS = frozenset(("secondaryreference", "referencenum", "externalreference", "norderid", "pkorderid"))
"""The keys of the tags that name an order."""


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


def prefix_texts(node: object) -> Iterator[nodes.Text]:
    """Yield the text literals of a tree that act as prefixes: what `contains` looks for, what `replace` takes away."""
    if isinstance(node, nodes.Call):
        position = {"contains": 0, "replace": 1}.get(node.name.casefold())
        if position is not None and len(node.arguments) > position:
            text = node.arguments[position]
            if isinstance(text, nodes.Text) and text.value.strip():
                yield text
    if is_dataclass(node):
        for field in fields(node):
            yield from prefix_texts(getattr(node, field.name))
    elif isinstance(node, tuple):
        for item in node:
            yield from prefix_texts(item)


def prefixes_in(label: Label) -> tuple[str, ...]:
    """Return the prefixes that a label's formulas look for or strip, in order, each once."""
    return tuple(dict.fromkeys(text.value for text in prefix_texts(label.tree)))


def empty_number(order: Order, label: TemplateLabel) -> RenderError:
    """Return the error for an order whose number came out empty; it compares the prefixes."""
    reference = order.secondary_reference
    wanted = " and ".join(repr(prefix) for prefix in prefixes_in(label.label))
    if "secondaryreference" not in label.label.tags:
        return RenderError(
            "the order number is empty: the order lacks what the order-number label prints",
            hint="add it to the export, or use another tag in the order-number label",
        )
    if not reference:
        return RenderError(
            "the order number is empty: the order has no SecondaryReference",
            hint="add the channel's reference to the export (in a table the column Channel reference; map a renamed "
            "one under [orders.columns] in notes.toml), or use [{ReferenceNum}] in the order-number label",
        )
    seen = prefix_of(reference)
    hint = (
        "run `notes-engine check --fix --orders FILE`: it puts one prefix right, and shows the formula to paste where "
        "several are in use"
    )
    if seen is None:
        what = "this reference does not say where its prefix ends"
        hint = "write a formula for it in the template's order-number label; try it with: notes-engine explain"
    else:
        what = f"this reference starts with {clip(seen, 60)[0]!r}" if seen else "this reference has no prefix"
    formula = f", the formula strips {wanted}" if wanted else ""
    return RenderError(
        f"the order number is empty: {what}{formula}",
        hint=hint,
    )


def unreadable_number() -> RenderError:
    """Return the error for an order whose number prints, but holds nothing that names the order."""
    return RenderError(
        "the order number has no letter and no digit that can be read",
        hint="look at the order's reference in the export, and at the order-number label with: notes-engine explain",
    )


def number_in(label: Label, values: TagValues, context: Context) -> str:
    """Return the order number that a label prints: what its tags and formulas give, without the words around them.

    Where it prints other things too, such as a date, the number is what stands from the first to the last part that
    uses a reference tag. Empty when none of these gives anything.

    Raises:
        FormulaEvaluationError: a formula fails with these values.
    """
    return number_of_parts(label, label.evaluate_parts(values, context))


def number_of_parts(label: Label, parts: Sequence[tuple[bool, str]]) -> str:
    """Return `number_in` of what the parts of its label print."""
    ours = _places_of_number(label)
    if len(ours) == 1:
        return parts[ours[0]][1].strip()
    if not any(parts[position][1].strip() for position in ours):
        return ""
    return "".join([text for _, text in parts[ours[0] : ours[-1] + 1]]).strip()


@lru_cache(maxsize=100)
def _places_of_number(label: Label) -> tuple[int, ...]:
    """Return which parts of a label use a reference tag; where none does, those that are no plain text."""
    parts = label.tree.parts
    ours = [position for position, part in enumerate(parts) if _keys(part) & REFERENCE_TAGS]
    return tuple(ours or [position for position, part in enumerate(parts) if not isinstance(part, nodes.PlainText)])


def _keys(part: nodes.LabelPart) -> set[str]:
    tags = (find_tag(node.name) for node in nodes.tag_nodes(nodes.LabelTree((part,), part.span)))
    return {tag.key for tag in tags if tag}

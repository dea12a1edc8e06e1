"""What the press makes of a locale's notes: for every order value that its templates print, and for every layout."""

from __future__ import annotations

from collections import Counter
from hashlib import sha256
from typing import TYPE_CHECKING

from notes_engine.assets import asset_root
from notes_engine.check.slot_values import Layout, SlotReport, ValueRows
from notes_engine.errors import InputError, NotesError
from notes_engine.notes.company import has_all_facts
from notes_engine.notes.numbers import prefixes_in
from notes_engine.notes.sample import sample_order, sample_reference
from notes_engine.notes.sites import SitedRenderer
from notes_engine.orders import Order, read_orders
from notes_engine.pdf import Typesetter
from notes_engine.pdf.press.slots import NoteSlots, examine
from notes_engine.visible import clip

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import datetime

    from notes_engine.notes import Locale, Workspace
    from notes_engine.notes.sites import SitedNote
    from notes_engine.orders import Reject

MOST_LAYOUTS = 6
"""Layouts that are looked at: each is typeset several times."""
_MOST_KEPT = 500
"""Layouts of which an example is kept; in a long export, the commonest come early."""


def slot_report(
    workspace: Workspace,
    locale: Locale,
    files: Sequence[str],
    *,
    now: datetime,
    format: str | None = None,
    looked: Callable[[int], None] = lambda _: None,
) -> SlotReport:
    """Return what the press makes of the locale's notes of these orders; without files, of the package's samples.

    `looked` is told how many orders were read so far.

    Raises:
        InputError: a file cannot be read, or no order of them has a note in this locale.
        NotesError: a template, a catalog or a setting is wrong.
    """
    renderer = SitedRenderer(workspace, now=now, draft=not has_all_facts(workspace.settings.company), marks=True)
    renderer.preflight()
    gathered = _Gathered()
    if files:
        gathered.take(read_orders(*files, settings=workspace.orders, format=format), renderer, locale, looked)
    else:
        own = asset_root("samples") / "orders" / "linnworks.json"
        gathered.take(read_orders(own, settings=workspace.orders), renderer, locale, looked)
        if not gathered.orders:
            gathered.take(_invented(renderer, locale), renderer, locale, looked)
    if not gathered.orders:
        raise _none(gathered, locale)
    typesetter = Typesetter(workspace.asset_roots)
    looked_at: list[Layout] = []
    rows = ValueRows(shows_values=not files)
    for key, many in gathered.counts.most_common(MOST_LAYOUTS):
        sited = gathered.examples[key]
        slots = _slots(sited, typesetter)
        reference = clip(sited.note.reference or sited.note.order_id)
        looked_at.append(Layout(many, reference, slots.is_stamped, slots.why, slots.hint, slots.is_of_value))
        rows.add(sited, slots)
    template = next(iter(gathered.examples.values())).note.template
    layouts = len(gathered.counts)
    return SlotReport(
        locale,
        template,
        not files,
        gathered.orders,
        gathered.refused,
        layouts,
        tuple(looked_at),
        tuple(rows.values(renderer.locale_notes(locale).environment.chain(template))),
    )


class _Gathered:
    """The notes of a locale by layout, an example of each kept."""

    def __init__(self) -> None:
        self.orders = self.refused = 0
        self.reason = ""
        self.elsewhere: Counter[str] = Counter()
        """Notes in other locales."""
        self.counts: Counter[str] = Counter()
        self.examples: dict[str, SitedNote] = {}

    def take(
        self,
        items: Iterable[Order | Reject],
        renderer: SitedRenderer,
        locale: Locale,
        looked: Callable[[int], None],
    ) -> None:
        for number, item in enumerate(items, 1):
            looked(number)
            if not isinstance(item, Order):
                continue
            try:
                own = renderer.choose(item)[1]
                if own != locale:
                    self.elsewhere[own] += 1
                    continue
                sited = renderer.sited(item)
            except NotesError as error:
                self.refused += 1
                self.reason = self.reason or error.what
                continue
            self.orders += 1
            what = sited.note.marked.skeleton if sited.note.marked is not None else sited.unmarked
            key = sha256(what.encode("utf-8", "surrogatepass")).hexdigest()
            if key in self.examples or len(self.examples) < _MOST_KEPT:
                self.counts[key] += 1
                self.examples.setdefault(key, sited)


def _invented(renderer: SitedRenderer, locale: Locale) -> Iterator[Order]:
    """Yield invented orders, one of which the locale's order-number label should accept."""
    prefixes = prefixes_in(renderer.locale_notes(locale).number.label)
    for reference in (*(sample_reference((prefix,)) for prefix in prefixes), sample_reference(())):
        yield sample_order(locale, reference, lines=3)


def _none(gathered: _Gathered, locale: str) -> InputError:
    if gathered.refused:
        return InputError(
            f"none of the orders can have a {locale} note: {gathered.reason}",
            hint="notes-engine orders FILE tells why of each",
        )
    there = ", ".join(f"{name} {many:,}" for name, many in sorted(gathered.elsewhere.items()))
    return InputError(f"no order has a {locale} note", hint=f"there are: {there}" if there else None)


def _slots(sited: SitedNote, typesetter: Typesetter) -> NoteSlots:
    """Return what the press makes of a note; of one that is not marked, why not."""
    if sited.note.marked is None:
        return NoteSlots({}, False, sited.unmarked, _unmarked_hint(sited.unmarked), "this order" in sited.unmarked)
    try:
        return examine(sited.note.marked, typesetter)
    except NotesError as error:
        return NoteSlots({}, False, f"it cannot be typeset: {error.what}", error.hint or "")


def _unmarked_hint(why: str) -> str:
    if "this order" in why:
        return ""
    return "print what was captured as it is, without a filter or a condition on it; include templates by a fixed name"

"""Checking a workspace against orders really exported: prefixes, guessed markets, addresses, characters, boxes."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from notes_engine.check.findings import Finding
from notes_engine.check.prefix_settings import made_findings, setting_to_write
from notes_engine.check.prefixes import fits, mended_prefix
from notes_engine.check.references import SeenPrefixes
from notes_engine.errors import NotesError, shown_path
from notes_engine.notes.addresses import address_findings
from notes_engine.notes.numbers import number_label, prefixes_in
from notes_engine.notes.proposals import propose_market
from notes_engine.notes.references import prefix_of
from notes_engine.notes.typography import clean_text, clip
from notes_engine.orders import Order, Reject, read_orders
from notes_engine.pdf import missing_characters

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from notes_engine.notes import Locale, NoteRenderer
    from notes_engine.pdf import Typesetter

PAGES_LOOKED_AT = 300
"""How many orders' pages a check typesets; it takes about 30 ms each. Of the rest only those with a character that the
package's fonts lack."""

_EXAMPLES = 3


@dataclass(slots=True)
class Seen:
    """What the orders show, gathered order by order; memory does not grow with their number."""

    orders: int = 0
    typeset: int = 0
    rejected: int = 0
    prefixes: dict[Locale, SeenPrefixes] = field(default_factory=dict)
    """By language, the prefixes of references as the export has them."""
    made: Counter[Locale] = field(default_factory=Counter)
    """By language, the orders of Back Market's JSON, whose references get the prefix of the settings."""
    guessed: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    """From SubSource to how often each market (empty: none) was guessed."""
    problems: dict[tuple[str, Locale | None, str, str], list[str]] = field(default_factory=dict)
    """From (code, locale, what, hint) to the references of the first orders with it."""
    counts: Counter[tuple[str, Locale | None, str, str]] = field(default_factory=Counter)

    def problem(self, code: str, locale: Locale | None, what: str, hint: str, order: Order) -> None:
        """Note a problem of one order."""
        key = (code, locale, what, hint)
        self.counts[key] += 1
        examples = self.problems.setdefault(key, [])
        if len(examples) < _EXAMPLES:
            examples.append(clean_text(order.reference))


def look_at_orders(
    paths: Sequence[str | Path],
    renderer: NoteRenderer,
    typesetter: Typesetter,
    *,
    progress: Callable[[int], None] = lambda _: None,
) -> Seen:
    """Read the orders and return what they show; `progress` is called with the number looked at.

    Raises:
        InputError: a file cannot be read at all.
    """
    seen = Seen()
    for item in read_orders(*paths, settings=renderer.workspace.orders):
        if isinstance(item, Reject):
            seen.rejected += 1
            continue
        seen.orders += 1
        _look_at(item, renderer, typesetter, seen)
        progress(seen.orders)
    return seen


def _look_at(order: Order, renderer: NoteRenderer, typesetter: Typesetter, seen: Seen) -> None:
    try:
        choice, locale = renderer.choose(order)
    except NotesError as error:
        seen.problem("refused", None, error.what, error.hint or "", order)
        return
    if is_made(order, renderer):
        seen.made[locale] += 1
    else:
        seen.prefixes.setdefault(locale, SeenPrefixes()).add(order.secondary_reference)
    if choice.guessed:
        seen.guessed[order.sub_source][choice.market or ""] += 1
    # Told once for each order, however many of its addresses or pages have it.
    problems = dict.fromkeys(_problems(order, locale, renderer, typesetter, seen))
    for code, which, what, hint in problems:
        seen.problem(code, which, what, hint, order)


def _problems(
    order: Order, locale: Locale, renderer: NoteRenderer, typesetter: Typesetter, seen: Seen
) -> Iterator[tuple[str, Locale | None, str, str]]:
    """Yield (code, locale, what, hint) of everything that is odd about an order, its note and its pages."""
    for address in (order.delivery, order.billing):
        if address is not None and not address.is_blank:
            for odd in address_findings(address):
                yield odd.code, None, odd.what, odd.hint
    try:
        note = renderer.render(order)
        if seen.typeset >= PAGES_LOOKED_AT and not missing_characters(note.html):
            return
        seen.typeset += 1
        pages = typesetter.typeset(note.html)
    except NotesError as error:
        # A prefix that does not fit is told once, by comparing prefixes, not order by order.
        told = is_made(order, renderer) or prefix_of(order.secondary_reference) is not None
        if not (told and "order number is empty: this reference" in error.what):
            yield "refused", locale, error.what, error.hint or ""
        return
    for finding in pages.findings:
        yield finding.code, locale, finding.what, finding.hint


def order_findings(seen: Seen, renderer: NoteRenderer) -> Iterator[Finding]:
    """Yield the findings that the orders amount to."""
    references = settled(seen)
    for locale, prefixes in sorted(references.items()):
        yield from prefix_findings(renderer, locale, prefixes)
    made: dict[Locale, int] = {locale: many for locale, many in seen.made.items() if locale not in references}
    yield from made_findings(renderer, made, setting_to_write(renderer, references, made))
    for sub_source, markets in sorted(seen.guessed.items()):
        yield _guessed_finding(sub_source, markets)
    for key, examples in seen.problems.items():
        code, known_locale, what, hint = key
        many = seen.counts[key]
        which = f"{'order' if many == 1 else f'{many} orders, such as'} {', '.join(examples)}"
        yield Finding(code, f"{which}: {what}", hint, known_locale)


def _guessed_finding(sub_source: str, markets: Counter[str]) -> Finding:
    """Return one finding for a SubSource, whatever markets its parcels' countries suggest: it is one line to add."""
    many = sum(markets.values())
    ranked = sorted(markets.items(), key=lambda item: (-item[1], item[0]))
    guesses = ", ".join(f"{market or 'none'} ({times})" for market, times in ranked)
    market = next((market for market, _ in ranked if market), None)
    name = clip(clean_text(sub_source), 60)[0]
    what = f"{many} order{'' if many == 1 else 's'} of SubSource {name!r} without a market of their own; guessed from "
    return Finding("guessed-market", f"{what}the delivery country: {guesses}", propose_market(sub_source, market))


def settled(seen: Seen) -> dict[Locale, SeenPrefixes]:
    """Return, by language, the prefixes that the references tell together, where they tell any."""
    found = {locale: prefixes.settled() for locale, prefixes in sorted(seen.prefixes.items())}
    return {locale: prefixes for locale, prefixes in found.items() if prefixes.counts}


def is_made(order: Order, renderer: NoteRenderer) -> bool:
    """True when the reference was put together from the settings' prefix and the order's id: Back Market's own JSON."""
    prefix = renderer.workspace.orders.prefix
    return not (order.num_order_id or order.reference_num) and order.secondary_reference == prefix + order.order_id


def prefix_findings(renderer: NoteRenderer, locale: Locale, prefixes: SeenPrefixes) -> Iterator[Finding]:
    """Yield a finding when the locale's order-number label does not fit the prefixes that the references have."""
    try:
        label = number_label(renderer.locale_notes(locale).environment, f"{locale}.html")
    except NotesError:
        return
    if all(fits(label.label, prefix) for prefix in prefixes.counts):
        return
    wanted = prefixes_in(label.label)
    formula = f"the formula strips {' and '.join(map(repr, wanted))}" if wanted else "the label strips nothing"
    examples = [text for texts in prefixes.examples.values() for text in texts]
    if len(prefixes.counts) > 1:
        hint = "several prefixes are in use: choose one in your channel settings, or write a formula for each"
    elif mended_prefix(label.source.text, prefixes.counts, renderer.workspace.orders.extended, examples) is None:
        hint = (
            "to strip it, paste the formula of the package's template into the label, with your prefix in both places"
        )
    elif Path(label.source.file).name == f"{locale}.html":
        hint = "run `notes-engine check --fix --orders FILE` to put it right"
    else:
        hint = f"change it in {shown_path(label.source.file)}, in both places; other notes use that file too"
    yield Finding("prefix", f"references have: {prefixes.shown()}; {formula}", hint, locale, label.place)

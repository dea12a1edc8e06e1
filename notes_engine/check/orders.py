"""Checking a workspace against orders really exported: prefixes, guessed markets, addresses, characters, boxes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from notes_engine.check.characters import SeenCharacters
from notes_engine.check.findings import Finding
from notes_engine.check.likeliest import MOST_DRAWN, Drawable, Likeliest
from notes_engine.check.prefix_settings import made_findings, setting_to_write
from notes_engine.check.prefixes import fits, mended_prefix, proposed_formula
from notes_engine.check.references import SeenPrefixes
from notes_engine.check.seen import EXAMPLES, Problem, Seen
from notes_engine.errors import NotesError, shown_path
from notes_engine.full_disk import full_temporary_folder
from notes_engine.notes import LOCALES
from notes_engine.notes.numbers import number_label, prefixes_in
from notes_engine.notes.proposals import propose_market
from notes_engine.notes.references import prefix_of
from notes_engine.notes.typography import clean_text, clip
from notes_engine.orders import Reject, read_orders
from notes_engine.pdf import numbered
from notes_engine.visible import LONGEST_NAME
from notes_engine.wording import counted

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable, Collection, Iterator, Sequence

    from notes_engine.notes import Locale, NoteRenderer, RenderedNote
    from notes_engine.orders import Order
    from notes_engine.pdf import Typesetter

_EXPORT_FAULTS = frozenset({"no-address-columns", "missing-column"})
"""Rejects whose cause is the export or the settings: what one such order tells holds for all of them."""
_ORDER_STATES = frozenset({"unpaid", "held", "merged", "cancelled", "anonymised", "duplicate"})
"""Rejects that are right as they are: nothing is to be mended, whatever their number."""
_TOLD_ELSEWHERE = frozenset({"guessed-market", "no-address"})
"""Warnings of a note that are counted by SubSource, or that the settings allow in so many words."""
_FACTS = "placeholders"
"""Company facts are printed too often or too seldom: most often in every note of the language."""
_EMPTY = "empty-number"
"""The order number is empty because of the reference's prefix; told as `prefix`, or else as `refused`."""


def look_at_orders(
    paths: Sequence[str | Path],
    renderer: NoteRenderer,
    typesetter: Typesetter,
    *,
    progress: Callable[[int], None] = lambda _: None,
) -> Seen:
    """Read the orders, draw those that are likeliest not to fit, and return what they show.

    `progress` is called with the number of orders read.

    Raises:
        InputError: a file cannot be read at all.
        OutputError: the temporary folder is full.
    """
    seen = Seen()
    likeliest = Likeliest(MOST_DRAWN)
    for item in read_orders(*paths, settings=renderer.workspace.orders):
        if isinstance(item, Reject):
            seen.reject(item.code, item.reason)
            if item.code in _EXPORT_FAULTS:
                seen.problem(Problem(item.code, None, item.reason, item.hint), item.reference or item.order_id)
            continue
        seen.orders += 1
        note = _look_at(item, renderer, seen)
        if note is not None:
            drawable = likeliest.add(item, note.locale, note.number)
            seen.characters.setdefault(note.locale, SeenCharacters()).add(drawable, note.html)
        progress(seen.orders)
    chosen = likeliest.chosen(drawable for chars in seen.characters.values() for drawable in chars.to_draw())
    seen.undrawn = likeliest.orders - len(chosen)
    for drawable in chosen:
        _draw(drawable, renderer, typesetter, seen)
    return seen


def _look_at(order: Order, renderer: NoteRenderer, seen: Seen) -> RenderedNote | None:
    """Return the order's note, None when it would be refused."""
    try:
        choice, locale = renderer.choose(order)
    except NotesError as error:
        seen.problem(Problem("refused", None, error.what, error.hint or ""), order.reference)
        return None
    if is_made(order, renderer):
        seen.made[locale] += 1
    else:
        seen.prefixes.setdefault(locale, SeenPrefixes()).add(order.secondary_reference)
    if choice.guessed:
        seen.guessed[order.sub_source][choice.market or ""] += 1
    try:
        note = renderer.render(order)
    except NotesError as error:
        seen.problem(_refusal(order, locale, error, renderer), order.reference)
        return None
    for warning in dict.fromkeys(note.warnings):
        if warning.code not in _TOLD_ELSEWHERE:
            code = "odd-order" if warning.code == "order" else warning.code
            which = locale if code == _FACTS else None
            seen.problem(Problem(code, which, warning.what, warning.hint), order.reference)
    return note


def _refusal(order: Order, locale: Locale, error: NotesError, renderer: NoteRenderer) -> Problem:
    told = is_made(order, renderer) or prefix_of(order.secondary_reference) is not None
    code = _EMPTY if told and "order number is empty: this reference" in error.what else "refused"
    return Problem(code, locale, error.what, error.hint or "")


def _draw(drawable: Drawable, renderer: NoteRenderer, typesetter: Typesetter, seen: Seen) -> None:
    locale, reference = drawable.locale, drawable.order.reference
    try:
        note = renderer.render(drawable.order)
        findings = numbered(typesetter.typeset(note.html), note.number).findings
    except NotesError as error:
        if full := full_temporary_folder(error):
            raise full from None
        seen.problem(Problem("refused", locale, error.what, error.hint or ""), reference)
        return
    seen.drawn += 1
    seen.characters[locale].tell(note.html, findings)
    # Told once for each order, however many of its pages have it; characters are told for all orders.
    problems = (Problem(found.code, locale, found.what, found.hint) for found in findings if not found.chars)
    for problem in dict.fromkeys(problems):
        seen.problem(problem, reference)


def order_findings(seen: Seen, renderer: NoteRenderer, counted: Collection[Locale] = LOCALES) -> Iterator[Finding]:
    """Yield the findings that the orders amount to.

    `counted` are the languages whose sample note has already told that facts are printed too often or too seldom.
    """
    references = settled(seen)
    prefix_told = set()
    for locale, prefixes in sorted(references.items()):
        for finding in prefix_findings(renderer, locale, prefixes):
            prefix_told.add(locale)
            yield finding
    made: dict[Locale, int] = {locale: many for locale, many in seen.made.items() if locale not in references}
    for finding in made_findings(renderer, made, setting_to_write(renderer, references, made)):
        prefix_told |= {finding.locale} if finding.locale else set(made)
        yield finding
    for sub_source, markets in sorted(seen.guessed.items()):
        yield _guessed_finding(sub_source, markets)
    for problem, examples in seen.problems.items():
        # A prefix that does not fit is told once, by comparing prefixes, not order by order.
        if problem.code == _EMPTY and problem.locale in prefix_told:
            continue
        if problem.code == _FACTS and problem.locale in counted:
            continue
        code = "refused" if problem.code == _EMPTY else problem.code
        what = f"{_which(seen.counts[problem], examples)}: {problem.what}"
        yield Finding(code, what, problem.hint, problem.locale)
    for locale, characters in sorted(seen.characters.items()):
        for odd in characters.found(EXAMPLES):
            which = _which(odd.orders, [clean_text(example) for example in odd.examples], at_least=odd.at_least)
            yield Finding(odd.code, f"{which}: {odd.what}", odd.hint, locale)
    codes = {code for code, _ in seen.reasons}
    if not seen.orders and codes - _ORDER_STATES and not codes & _EXPORT_FAULTS:
        (_, reason), many = seen.reasons.most_common(1)[0]
        what = f"none of the {seen.rejected:,} orders can be printed; of {many:,}, {reason}"
        yield Finding("nothing-to-print", what, "run `notes-engine orders FILE` to see them all")


def _which(many: int, examples: Sequence[str], *, at_least: bool = False) -> str:
    named = ", ".join(clip(example, LONGEST_NAME)[0] for example in examples)
    if many == 1:
        return f"order {named}"
    return f"{'at least ' if at_least else ''}{many:,} orders, such as {named}"


def _guessed_finding(sub_source: str, markets: Counter[str]) -> Finding:
    """Return one finding for a SubSource, whatever markets its parcels' countries suggest: it is one line to add."""
    many = sum(markets.values())
    ranked = sorted(markets.items(), key=lambda item: (-item[1], item[0]))
    guesses = ", ".join(f"{market or 'none'} ({times})" for market, times in ranked)
    market = next((market for market, _ in ranked if market), None)
    name = clip(clean_text(sub_source), 60)[0]
    what = f"{counted(many, 'order')} of SubSource {name!r} without a market of their own; guessed from "
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
        hint = _several(prefixes.counts)
    elif mended_prefix(label.source.text, prefixes.counts, renderer.workspace.orders.extended, examples) is None:
        hint = (
            "to strip it, paste the formula of the package's template into the label, with your prefix in both places"
        )
    elif Path(label.source.file).name == f"{locale}.html":
        hint = "run `notes-engine check --fix --orders FILE` to put it right"
    else:
        hint = f"change it in {shown_path(label.source.file)}, in both places; other notes use that file too"
    yield Finding("prefix", f"references have: {prefixes.shown()}; {formula}", hint, locale, label.place)


def _several(prefixes: Collection[str]) -> str:
    formula = proposed_formula(prefixes)
    if formula is None:
        return "several prefixes are in use: choose one in your channel settings, or write a formula for each"
    start = "several prefixes are in use: to strip each, put this formula where the label has its own"
    return f"{start}: {formula}"

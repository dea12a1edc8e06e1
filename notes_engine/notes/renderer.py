"""Order in, HTML of its note out: market, locale, labels, texts and facts come together here."""

from __future__ import annotations

from copy import copy
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from notes_engine.errors import FormulaError, RenderError, SettingsError, TemplateError
from notes_engine.formula import compile_condition
from notes_engine.notes.company import has_all_facts, refuse_literals, unset_facts
from notes_engine.notes.filling import fill
from notes_engine.notes.in_progress import NOTE, NoteInProgress
from notes_engine.notes.locale_notes import LocaleNotes
from notes_engine.notes.market_notes import market_notes
from notes_engine.notes.markets import locale_for, resolve_market, time_zone
from notes_engine.notes.marks import Marks, holds_mark
from notes_engine.notes.note_warnings import note_warnings
from notes_engine.notes.numbers import empty_number, number_of_parts, unreadable_number
from notes_engine.notes.placeholders import one_full_stop
from notes_engine.notes.rendered import RenderedNote
from notes_engine.notes.runtime import printing
from notes_engine.notes.sample import stand_in
from notes_engine.notes.settings import LOCALES, Locale
from notes_engine.notes.skeletons import Skeletons, count_facts
from notes_engine.notes.view import fitting, texts_of, view_lines, view_order
from notes_engine.orders import TagValues
from notes_engine.visible import can_be_read

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

    from notes_engine.formula import Condition
    from notes_engine.notes.literals import TypedLiteral
    from notes_engine.notes.market_notes import MarketNotes
    from notes_engine.notes.markets import MarketChoice
    from notes_engine.notes.settings import Company
    from notes_engine.notes.workspace import Workspace
    from notes_engine.orders import Order


_MOST_CHOICES, _LONGEST_CHOICE = 5000, 300
"""So many ways to a market are remembered, none of more characters."""
_MOST_MARKETS = 200
"""An export may name any market: so many are remembered."""


class NoteRenderer:
    """Renders the orders of one workspace. It holds compiled templates, so make one per process and keep it."""

    def __init__(
        self,
        workspace: Workspace,
        *,
        now: datetime,
        locale: str | None = None,
        draft: bool = False,
        marks: bool = False,
    ) -> None:
        """`now` (aware) is the batch's instant; `locale` overrides every note's language.

        With `marks`, notes come with their order values marked, wherever template and order allow it.

        Raises:
            SettingsError: `locale` is none of the five.
        """
        if locale is not None and locale not in LOCALES:
            raise SettingsError(f"there is no locale {locale!r}", hint=f"choose one of {', '.join(LOCALES)}")
        self.workspace = workspace
        self.now = now
        self.locale: Locale | None = locale
        self.draft = draft
        self.marks = marks
        self._refuses_literals = not draft
        self._locales: dict[Locale, LocaleNotes] = {}
        self._markets: dict[tuple[str | None, Locale], MarketNotes] = {}
        self._choices: dict[tuple[str, ...], MarketChoice] = {}
        self._skeletons = Skeletons()

    def for_proof(self) -> NoteRenderer:
        """Return a renderer of the same notes for the stand-in company, which lets literals through to be looked at."""
        other = self.with_company(stand_in(self.workspace.settings.company))
        other._refuses_literals = False
        return other

    def with_company(self, company: Company) -> NoteRenderer:
        """Return a renderer of the same templates, already compiled, for a company with other facts."""
        other = copy(self)
        settings = self.workspace.settings.model_copy(update={"company": company})
        other.workspace = replace(self.workspace, settings=settings)
        other._markets, other._choices = {}, {}
        return other

    def for_locale(self, locale: Locale) -> NoteRenderer:
        """Return a renderer of the same templates, already compiled, whose notes are all in `locale`."""
        other = copy(self)
        other.locale = locale
        return other

    def as_draft(self) -> NoteRenderer:
        """Return a renderer of the same templates, already compiled, that makes drafts."""
        other = copy(self)
        other.draft, other._refuses_literals = True, False
        other._markets = {}
        return other

    def preflight(self, *, templates: bool = True) -> None:
        """Check everything that must stop a batch before it starts; `templates` are known to compile where False.

        Raises:
            SettingsError: company facts are not set or a placeholder text stands in the settings (unless draft), the
                logo is missing, a printing condition is wrong.
            TemplateError, FormulaSyntaxError, CatalogError: as `LocaleNotes`, for any locale that may be used.
        """
        if not self.draft and not has_all_facts(self.workspace.settings.company):
            raise unset_facts(self.workspace)
        if not self.draft:
            refuse_literals(self.workspace)
        logo = self.workspace.settings.company.logo
        if logo and self.workspace.find_asset(logo) is None:
            raise SettingsError(
                f"the logo {logo!r} is not in the workspace",
                place=self.workspace.file.find(["company", "logo"]),
                hint="put the picture there, or remove the line",
            )
        self.check_rules()
        for locale in () if not templates else (self.locale,) if self.locale else LOCALES:
            self.locale_notes(locale)

    def check_rules(self) -> None:
        """Compile the printing conditions of `[[notes.rules]]`.

        Raises:
            SettingsError: one of them is wrong.
        """
        _ = self._rules

    def locale_notes(self, locale: Locale) -> LocaleNotes:
        """Return what is compiled for `locale`, compiling it first if need be; raises as `LocaleNotes`."""
        if locale not in self._locales:
            self._locales[locale] = LocaleNotes(self.workspace, locale)
        return self._locales[locale]

    @cached_property
    def _rules(self) -> tuple[tuple[Condition | None, Locale], ...]:
        rules = []
        for position, rule in enumerate(self.workspace.settings.notes.rules, start=1):
            try:
                condition = (
                    None
                    if rule.when is None
                    else compile_condition(
                        rule.when, name=f"notes.rules[{position}]", extended=self.workspace.orders.extended
                    )
                )
            except FormulaError as error:
                place = self.workspace.file.find(["notes", "rules", position - 1, "when"])
                raise SettingsError(
                    f"the printing condition of rule {position} is wrong: {error.what}", place=place, hint=error.hint
                ) from None
            rules.append((condition, rule.locale))
        return tuple(rules)

    def choose(self, order: Order) -> tuple[MarketChoice, Locale]:
        """Return the order's market and the locale of its note."""
        markets = self.workspace.settings.markets
        choice = self._choice(order)
        if self.locale:
            return choice, self.locale
        if self._rules:
            values = TagValues(order, zone=self._zone(choice.market))
            default = None
            for condition, locale in self._rules:
                if condition is None:
                    default = default or locale
                elif condition.matches(values):
                    return choice, locale
            if default:
                return choice, default
        locale = locale_for(choice.market, markets.locales)
        return choice, locale

    def _choice(self, order: Order) -> MarketChoice:
        """Return the order's market; what it follows from is the same for many orders."""
        country = ("", "") if order.delivery is None else (order.delivery.country, order.delivery.country_code)
        follows_from = (order.market, order.sub_source, *country)
        choice = self._choices.get(follows_from)
        if choice is None:
            choice = resolve_market(order, self.workspace.settings.markets.sub_sources)
            if len(self._choices) < _MOST_CHOICES and sum(map(len, follows_from)) <= _LONGEST_CHOICE:
                self._choices[follows_from] = choice
        return choice

    def _zone(self, market: str | None) -> tzinfo:
        markets = self.workspace.settings.markets
        return time_zone(market, markets.time_zones, default=markets.time_zone)

    def render(self, order: Order) -> RenderedNote:
        """Return the order's note.

        Raises:
            RenderError: this order cannot have a note, with the reason: no order number, literals left in its template.
            FormulaEvaluationError: a label fails with this order's values.
            TemplateError: the template uses something that does not exist.
        """
        choice, locale = self.choose(order)
        compiled = self.locale_notes(locale)
        if self._refuses_literals:
            _refuse_literals(locale, compiled.literals)
        market = self._market_notes(choice.market, compiled)
        note, number = _start(order, market)
        lines, note.lines = view_lines(order.lines)
        company, tracking = self.workspace.settings.company, self.workspace.settings.notes.tracking
        view, findings = view_order(order, lines, number, market.language, company.country, tracking)
        title = f"{market.title} {number}"
        data = {
            NOTE: note,
            "order": view,
            "company": market.company,
            "terms": market.terms,
            "note": market.view(title),
        }
        if self.marks and market.is_markable and compiled.environment.is_markable and not holds_mark(texts_of(view)):
            note.marks = Marks()
        printed = self._print(note, compiled, data)
        skeleton = None
        if note.marks is not None:
            if not note.marks.are_in_doubt and compiled.environment.asked_for <= compiled.chain:
                skeleton = self._skeletons.settled(printed)
            if skeleton is None:
                # What was included by a name put together has not been looked at; or a value may be more than a value.
                note.marks = None
                printed = self._print(note, compiled, data)
        html = one_full_stop(printed) if skeleton is None else ""
        facts = count_facts(html) if skeleton is None else skeleton.facts
        return RenderedNote(
            order_id=order.order_id,
            reference=order.reference,
            number=number,
            market=market.market,
            market_guessed=choice.guessed,
            locale=locale,
            template=compiled.template_name,
            language=market.language,
            title=title,
            warnings=tuple(note_warnings(order, choice, findings, facts)),
            facts=facts,
            draft=self.draft,
            watermark=market.watermark,
            unmarked=html,
            marked=None if skeleton is None or note.marks is None else note.marks.marked(skeleton.text),
        )

    def _print(self, note: NoteInProgress, compiled: LocaleNotes, data: dict[str, Any]) -> str:
        """Return what the template prints for a note, marked or not."""
        note.tools = printing(note)
        note.ready.clear()
        note.printed.clear()
        compiled.environment.asked_for.clear()
        printed = fill(compiled, data)
        if self._refuses_literals:
            _refuse_literals(compiled.locale, compiled.literals_met())
        if compiled.number.source not in note.printed:
            raise TemplateError(
                f"the template {compiled.template_name} did not print its order-number label",
                hint="the label stands in a part of the template that was not reached",
            )
        return printed

    def _market_notes(self, market: str | None, compiled: LocaleNotes) -> MarketNotes:
        found = self._markets.get((market, compiled.locale))
        if found is None:
            if len(self._markets) == _MOST_MARKETS:
                self._markets.clear()
            found = market_notes(compiled, self.workspace.settings, market, now=self.now, draft=self.draft)
            self._markets[market, compiled.locale] = found
        return found


def _start(order: Order, market: MarketNotes) -> tuple[NoteInProgress, str]:
    values = TagValues(order, zone=market.zone)
    context = market.context(order.currency)
    label = market.compiled.number
    note = NoteInProgress(
        market.cldr_locale, market.zone, order.currency, values, context, {}, number_label=label, kept=market.kept
    )
    note.number_parts = label.label.evaluate_parts(values, context)
    number = fitting(number_of_parts(label.label, note.number_parts), "the order number")
    if not number:
        raise empty_number(order, label)
    if not can_be_read(number):
        raise unreadable_number()
    return note, number


def _refuse_literals(locale: Locale, literals: tuple[TypedLiteral, ...]) -> None:
    if literals:
        raise RenderError(
            f"the {locale} note still holds a placeholder text: {literals[0].place}",
            hint="replace it there, or print it with --draft to look at it",
        )

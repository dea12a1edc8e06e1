"""What `explain` computes with: the values given on the command line, the order chosen, its market."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from notes_engine.errors import InputError, UsageError
from notes_engine.formula import Context
from notes_engine.orders import Order, OrderSettings, read_orders
from notes_engine.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from notes_engine.notes import Workspace
    from notes_engine.notes.label_setting import LabelSetting
    from notes_engine.orders import OrderLine


def from_shell(argument: str) -> str:
    """Return an argument as text: one that is no UTF-8 reaches Python with lone surrogates."""
    return argument.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def parse_settings(settings: Iterable[str]) -> dict[str, str]:
    """Return name → text of `--set` options; the last one of a name wins.

    Raises:
        UsageError: one of them is no `TAG=VALUE`.
    """
    given: dict[str, str] = {}
    for setting in settings:
        name, equals, text = from_shell(setting).partition("=")
        name = name.strip().removeprefix("[{").removesuffix("}]").strip()
        if not equals or not name:
            raise UsageError(
                f"--set {setting!r} is not TAG=VALUE", hint="for example --set SecondaryReference=bm-205894893"
            )
        given[name] = text
    return given


def read_order(file: str, wanted: str | None, format: str | None, workspace: Workspace | None) -> Order:
    """Return the order whose id or reference is `wanted`; without one the file's first that gets a note.

    Raises:
        InputError: the file cannot be read, or the order is refused.
        UsageError: it is not in the file.
    """
    settings = workspace.orders if workspace else OrderSettings()
    for item in read_orders(file, settings=settings, format=format):
        if isinstance(item, Order):
            names = (item.order_id, item.secondary_reference, item.reference_num, item.num_order_id)
            if wanted is None or wanted in names:
                return item
        elif wanted is not None and wanted in (item.order_id, item.reference):
            raise InputError(f"order {wanted} is refused: {item.reason}", hint=item.hint)
    if wanted is None:
        raise InputError(f"{file} holds no order that gets a note", hint="see why: notes-engine orders FILE")
    raise UsageError(f"there is no order {wanted} in {file}", hint="list them: notes-engine orders FILE")


def chosen_line(order: Order | None, number: int | None) -> OrderLine | None:
    """Return the order's line of that number, from 1.

    Raises:
        UsageError: the order has fewer lines.
    """
    if order is None or number is None:
        return None
    if number > len(order.lines):
        raise UsageError(f"--line {number}: the order has {counted(len(order.lines), 'line')}")
    return order.lines[number - 1]


def setting_for(order: Order | None, workspace: Workspace | None) -> LabelSetting:
    """Return the day, the zone and the forms of the order's market; without an order UTC, and no market's forms.

    Raises:
        UsageError: SOURCE_DATE_EPOCH is not a number.
    """
    from notes_engine.batch.job import starting_instant  # noqa: PLC0415  keeps --help quick
    from notes_engine.notes.label_setting import LabelSetting, label_setting  # noqa: PLC0415

    now = starting_instant()
    if order is None:
        return LabelSetting(UTC, Context(now=now.date()))
    from notes_engine.notes.markets import locale_for, resolve_market  # noqa: PLC0415
    from notes_engine.notes.settings import Markets  # noqa: PLC0415

    markets = workspace.settings.markets if workspace else Markets()
    market = resolve_market(order, markets.sub_sources).market
    locale = locale_for(market, markets.locales)
    return label_setting(market, locale, markets, currency=order.currency, now=now)

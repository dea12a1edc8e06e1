"""What a template may print: texts, numbers and days, never Python's way to write a record, a list or a moment.

Printing is not only `{{ order }}`: whatever makes a text of its values (`~`, filters, formats, gettext) comes here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import wraps
from typing import TYPE_CHECKING, Any

from jinja2 import Undefined, nodes, pass_eval_context
from jinja2.filters import FILTERS as JINJA_FILTERS
from jinja2.filters import make_attrgetter
from jinja2.runtime import markup_join, str_join
from jinja2.sandbox import SandboxedEscapeFormatter, SandboxedFormatter
from markupsafe import Markup

from notes_engine.errors import TemplateError
from notes_engine.notes.growth import (
    require_call,
    require_format,
    require_repeats,
    require_size,
    require_width,
    size_of,
)
from notes_engine.notes.trees import every

if TYPE_CHECKING:
    from collections.abc import Callable

    from jinja2 import Environment
    from jinja2.nodes import EvalContext

TOGETHER = "texts put together"
"""The filter that makes what `~` makes; not a name that a template could write."""

_OF_TEXTS = (
    *("capitalize", "center", "e", "escape", "forceescape", "format", "indent", "lower", "pprint", "replace", "safe"),
    *("string", "striptags", "title", "trim", "truncate", "upper", "urlencode", "urlize", "wordcount", "wordwrap"),
    "xmlattr",
)
"""Jinja's filters that make a text of what they are given."""
_WIDE = ("center", "indent", "wordwrap")
"""Those of them that are given a width to fill up."""


def printed(value: Any) -> Any:  # noqa: ANN401  what a template gives
    """Return what `{{ value }}` prints: nothing for what the order lacks, never the word None.

    Raises:
        TemplateError: it is a record, a list, a moment or a function.
    """
    if value is None:
        return ""
    if isinstance(value, datetime):
        raise TemplateError("this prints a moment, not a day", hint="write {{ … | day }}")
    if isinstance(value, (str, int, float, Decimal, date, Undefined)) or hasattr(value, "__html__"):
        return value
    if callable(value):
        raise TemplateError("this prints the name of a function, not what it gives", hint="write () after it")
    raise TemplateError(
        "this prints a whole record or list, not a text",
        hint="name one part of it, such as {{ order.delivery.country }}, or go through it with {% for %}",
    )


def print_parts(tree: nodes.Template) -> None:
    """Let each part of every `~` in a template's tree print as `{{ }}` does."""
    for joined in every(tree, nodes.Concat):
        parts = nodes.List(joined.nodes, lineno=joined.lineno)
        joined.nodes = [nodes.Filter(parts, TOGETHER, [], [], None, None, lineno=joined.lineno)]


def format_values(text: str, values: Any) -> Any:  # noqa: ANN401  as Python's %: one value, several, or by name
    """Return the values of `text % values`, each as it prints.

    Raises:
        TemplateError: one of them does not, or the text would be far too long.
    """
    if isinstance(values, tuple):
        shown: Any = tuple(map(printed, values))
        require_format(text, shown)
    elif isinstance(values, Mapping):
        shown = {name: printed(value) for name, value in values.items()}
        require_format(text, list(shown.values()))
    else:
        shown = printed(values)
        require_format(text, [shown])
    return shown


class _PrintedFields:
    """Formats the fields of `"{…}".format(…)` as they print."""

    def convert_field(self, value: Any, conversion: Any) -> Any:  # noqa: ANN401  as in Python
        return super().convert_field(printed(value) if conversion else value, conversion)  # type: ignore[misc]  # mixed in

    def format_field(self, value: Any, format_spec: str) -> Any:  # noqa: ANN401  as in Python
        require_width(format_spec)
        return super().format_field(printed(value), format_spec)  # type: ignore[misc]  # mixed in


class _Formatter(_PrintedFields, SandboxedFormatter):
    pass


class _EscapeFormatter(_PrintedFields, SandboxedEscapeFormatter):
    pass


def printing_format(environment: Environment, method: Any) -> Callable[..., str]:  # noqa: ANN401  `format` of a text
    """Return what templates get for `text.format` and `text.format_map`: the sandbox's, but values print as they do."""
    text: str = method.__self__
    formatter = (
        _EscapeFormatter(environment, escape=text.escape) if isinstance(text, Markup) else _Formatter(environment)
    )

    def formatted(*values: Any, **named: Any) -> str:  # noqa: ANN401  what a template gives
        if method.__name__ == "format_map":
            (named,), values = values, ()
        require_size(len(text) + text.count("{") * max(map(size_of, (*values, *named.values())), default=0))
        return type(text)(formatter.vformat(text, values, named))

    return formatted


def print_arguments(arguments: Iterable[Any]) -> tuple[Any, ...]:
    """Return what the method of a text is given, each value as it prints, lists item by item; raises TemplateError."""

    def shown(value: Any) -> Any:  # noqa: ANN401  what a template gives
        if value is None or isinstance(value, (str, int)):
            return value
        return tuple(map(printed, value)) if isinstance(value, Iterable) else printed(value)

    return tuple(map(shown, arguments))


def printing_filters() -> dict[str, Callable[..., Any]]:
    """Return the filters that make texts: Jinja's own, but values print as `{{ }}` does, and none fills the memory."""
    return {
        **{name: _of_texts(name) for name in _OF_TEXTS},
        **{name: _counted(name) for name in ("batch", "slice", "round", "tojson")},
        **{name: _of_numbers(name, function) for name, function in (("min", min), ("max", max))},
        "join": _join,
        "sum": _sum,
        TOGETHER: _together,
    }


def printing_texts(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a gettext function of Jinja's whose variables print as `{{ }}` does."""

    @wraps(function)
    def texts(*arguments: Any, **variables: Any) -> Any:  # noqa: ANN401  as in Jinja
        return function(*arguments, **{name: printed(value) for name, value in variables.items()})

    return texts


def _of_texts(name: str) -> Callable[..., Any]:
    function: Callable[..., Any] = JINJA_FILTERS[name]
    given = 1 if hasattr(function, "jinja_pass_arg") else 0  # the environment, before the value

    @wraps(function)
    def made(*arguments: Any, **options: Any) -> Any:  # noqa: ANN401  as in Jinja
        before, (value, *others) = arguments[:given], arguments[given:]
        if isinstance(value, Mapping) and name in ("urlencode", "xmlattr"):
            value = {key: None if each is None else printed(each) for key, each in value.items()}
        else:
            value = printed(value)
        if name == "format":
            others = list(format_values(str(value), tuple(others)))
            options = format_values(str(value), options)
        else:
            # None is not a text here: it stands for an option that is not chosen.
            others = [None if each is None else printed(each) for each in others]
            options = {key: None if each is None else printed(each) for key, each in options.items()}
            if name == "replace":
                require_call(str(value), name, [*others, *options.values()])
            else:
                require_repeats(value, [*others, *options.values()], by_number=name in _WIDE)
        return function(*before, value, *others, **options)

    return made


def _counted(name: str) -> Callable[..., Any]:
    """Return a filter of Jinja's that takes no number that would fill the memory."""
    function: Callable[..., Any] = JINJA_FILTERS[name]
    given = 1 if hasattr(function, "jinja_pass_arg") else 0

    @wraps(function)
    def made(*arguments: Any, **options: Any) -> Any:  # noqa: ANN401  as in Jinja
        require_repeats("", [*arguments[given + 1 :], *options.values()], by_number=True)
        return function(*arguments, **options)

    return made


def _of_numbers(name: str, quick: Callable[[list[Any]], Any]) -> Callable[..., Any]:
    """Return Jinja's `min` or `max`, which Python's own does for a list of nothing but numbers."""
    function: Callable[..., Any] = JINJA_FILTERS[name]

    @wraps(function)
    def made(environment: Environment, value: Any, *arguments: Any, **options: Any) -> Any:  # noqa: ANN401  as in Jinja
        if value.__class__ is list and value and not arguments and not options and set(map(type, value)) <= _NUMBERS:
            return quick(value)
        return function(environment, value, *arguments, **options)

    return made


@pass_eval_context
def _together(eval_ctx: EvalContext, parts: list[Any]) -> str:
    shown = list(map(printed, parts))
    require_size(sum(map(size_of, shown)))
    return markup_join(shown) if eval_ctx.autoescape else str_join(shown)


_jinja_join: Any = JINJA_FILTERS["join"]
_jinja_sum: Any = JINJA_FILTERS["sum"]


@wraps(_jinja_join)
def _join(eval_ctx: EvalContext, value: Any, d: Any = "", attribute: str | int | None = None) -> Any:  # noqa: ANN401
    """Return the values as one text, `d` between them."""
    if attribute is None and value.__class__ is tuple and d.__class__ is str and _are_texts(value):
        require_size(sum(map(len, value)) + len(d) * len(value))
        return d.join(value)
    found = value if attribute is None else map(make_attrgetter(eval_ctx.environment, attribute), value)
    shown = [printed(each) for each in found]
    between = printed(d)
    require_size(sum(map(size_of, shown)) + size_of(between) * len(shown))
    return _jinja_join(eval_ctx, shown, between)


def _are_texts(values: tuple[object, ...]) -> bool:
    return set(map(type, values)) <= _TEXT


_TEXT = frozenset((str,))
_NUMBERS = frozenset((int, float))


@wraps(_jinja_sum)
def _sum(environment: Environment, iterable: Any, attribute: str | int | None = None, start: Any = 0) -> Any:  # noqa: ANN401
    """Return the sum of numbers; lists are not put together."""
    if isinstance(start, (list, tuple)):
        raise TemplateError("a sum is of numbers, not of lists", hint="go through them with {% for %}")
    return _jinja_sum(environment, iterable, attribute, start)

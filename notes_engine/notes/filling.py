"""Filling a template with one order: what it prints, or our own error at the place where it fails."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jinja2 import TemplateError as JinjaError
from jinja2.exceptions import SecurityError, UndefinedError
from jinja2.runtime import new_context

from notes_engine.errors import NotesError, Place, TemplateError
from notes_engine.notes.environment import template_place
from notes_engine.notes.growth import MOST, require_size, too_large

if TYPE_CHECKING:
    from notes_engine.notes.locale_notes import LocaleNotes

_TIMES = 10
_MOST_OUTPUT = (MOST + 1) * _TIMES - 1
"""A template is stopped that prints ten times what a text may have; of less, the typesetter says how much it is."""


def _printed(compiled: LocaleNotes, data: dict[str, Any]) -> str:
    made: list[str] = []
    length = 0
    template, environment = compiled.template, compiled.environment
    context = new_context(environment, template.name, template.blocks, data, shared=False, globals=compiled.globals)
    try:
        for part in template.root_render_func(context):
            made.append(part)
            length += len(part)
            if length > _MOST_OUTPUT:
                break
    except Exception:  # as Jinja does: what is raised here has the template's lines in its traceback
        environment.handle_exception()
    require_size(length // _TIMES)
    return "".join(made)


def fill(compiled: LocaleNotes, data: dict[str, Any]) -> str:
    """Return what the locale's template prints of `data`.

    Raises:
        NotesError: it fails with this order, or does what a template may not do; with the place in the template.
    """
    try:
        return _printed(compiled, data)
    except NotesError as error:
        raise error.at(_place(error, compiled)) from None
    except SecurityError as error:
        raise TemplateError(
            "the template does something that templates may not do",
            place=_place(error, compiled),
            hint="templates print data; they cannot reach Python",
        ) from None
    except UndefinedError as error:
        raise TemplateError(
            f"the template uses something that does not exist: {error.message}",
            place=_place(error, compiled),
            hint="docs/templates.md lists what a template can print",
        ) from None
    except RecursionError:
        raise TemplateError(
            f"the template {compiled.template_name} uses itself without end",
            hint="look for a template that extends or includes itself, or a macro that calls itself",
        ) from None
    except (OverflowError, MemoryError) as error:  # such as the sandbox's own for a range
        raise too_large().at(_place(error, compiled)) from None
    except (JinjaError, ArithmeticError, LookupError, TypeError, ValueError, AttributeError) as error:
        raise TemplateError(
            f"the template fails with this order: {type(error).__name__}",
            place=_place(error, compiled),
            hint="a filter or a comparison there does not fit the value it gets",
        ) from None


def _place(error: BaseException, compiled: LocaleNotes) -> Place:
    """Return where in a template an error arose; the locale's template as a whole where that is not known."""
    found = template_place(error, compiled.environment)
    return found or Place(compiled.template.filename or compiled.template_name)

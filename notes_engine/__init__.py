"""Delivery notes from exported orders, in the market's language, each one right or refused with a reason.

from notes_engine import Workspace, read_orders

workspace = Workspace.find("my-shop")
rejects = workspace.print(read_orders("orders.csv", settings=workspace.orders), "notes.pdf")
"""

from importlib import import_module
from typing import TYPE_CHECKING

from notes_engine._version import __version__

if TYPE_CHECKING:
    from notes_engine.api import Workspace
    from notes_engine.errors import (
        CatalogError,
        FormulaError,
        FormulaEvaluationError,
        FormulaSyntaxError,
        InputError,
        NotesError,
        OutputError,
        Place,
        RenderError,
        SettingsError,
        TemplateError,
        TypesetError,
        WorkspaceError,
    )
    from notes_engine.formula import compile_condition, compile_label
    from notes_engine.notes import NoteRenderer, RenderedNote
    from notes_engine.orders import Address, Order, OrderLine, OrderSettings, Reject, TagValues, read_orders

__all__ = [
    "Address",
    "CatalogError",
    "FormulaError",
    "FormulaEvaluationError",
    "FormulaSyntaxError",
    "InputError",
    "NoteRenderer",
    "NotesError",
    "Order",
    "OrderLine",
    "OrderSettings",
    "OutputError",
    "Place",
    "Reject",
    "RenderError",
    "RenderedNote",
    "SettingsError",
    "TagValues",
    "TemplateError",
    "TypesetError",
    "Workspace",
    "WorkspaceError",
    "__version__",
    "compile_condition",
    "compile_label",
    "read_orders",
]

_HOMES = {
    "notes_engine.api": ("Workspace",),
    "notes_engine.formula": ("compile_condition", "compile_label"),
    "notes_engine.notes": ("NoteRenderer", "RenderedNote"),
    "notes_engine.orders": ("Address", "Order", "OrderLine", "OrderSettings", "Reject", "TagValues", "read_orders"),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> object:
    """Import a public name when it is first asked for: the whole engine takes a second, most uses need a part."""
    if name not in __all__:
        raise AttributeError(f"module 'notes_engine' has no attribute {name!r}")
    value: object = getattr(import_module(_HOME_OF.get(name, "notes_engine.errors")), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})

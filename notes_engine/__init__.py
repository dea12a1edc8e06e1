"""Delivery notes from exported orders, in the market's language, each one right or refused with a reason.

from notes_engine import Workspace, read_orders

workspace = Workspace.find("my-shop")
rejects = workspace.print(read_orders("orders.csv", settings=workspace.orders), "notes.pdf")
"""

from notes_engine._version import __version__
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

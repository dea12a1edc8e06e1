"""The label language: a label's source in, one order's text out. Knows no Jinja and no PDF."""

from notes_engine.formula.condition import Condition, compile_condition
from notes_engine.formula.explanation import Explained, Explanation, explain
from notes_engine.formula.label import Context, Label, check_label, compile_label, find_mistakes
from notes_engine.formula.mistakes import Fix, Mistake
from notes_engine.formula.source import Span

__all__ = [
    "Condition",
    "Context",
    "Explained",
    "Explanation",
    "Fix",
    "Label",
    "Mistake",
    "Span",
    "check_label",
    "compile_condition",
    "compile_label",
    "explain",
    "find_mistakes",
]

"""What a function of the language is: its name, arguments, documentation and examples, beside what it does."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from notes_engine.formula.kinds import Kind
    from notes_engine.orders import Value

Want = Literal["any", "text", "number", "whole", "date", "boolean"]
"""What an argument is read as before the function sees it. A text argument takes anything: it is printed."""

Origin = Literal["documented", "upstream", "decision"]
"""Who says so: Linnworks' own pages, the expression engine they follow, or we, because no public source does."""

ORIGINS: Mapping[Origin, str] = MappingProxyType(
    {
        "documented": "documented by Linnworks",
        "upstream": "behaviour of the expression engine that Linnworks follows",
        "decision": "our own extension: Linnworks does not know it",
    }
)
"""The origins in words."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One argument. `repeated` (the last one only): one or more of it."""

    name: str
    want: Want = "any"
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class Example:
    """A formula and the text it prints; it is shown in the documentation and run as a test."""

    formula: str
    prints: str


@dataclass(frozen=True, slots=True)
class Function:
    """One function of the language.

    `apply` takes the arguments, read as their parameters want; None: the compiler itself builds it, because it does
    not evaluate all of its arguments (`iif`), or none (`now`, `eval`).
    """

    name: str
    parameters: tuple[Parameter, ...]
    returns: Kind
    summary: str
    examples: tuple[Example, ...]
    origin: Origin
    note: str = ""
    """Where sources differ, or what we decided."""
    apply: Callable[..., Value] | None = None
    unfit_hint: str = ""
    """What to write instead when an argument does not fit, where people are known to expect another function."""

    @property
    def fewest(self) -> int:
        """How many arguments it needs at least."""
        return len(self.parameters)

    @property
    def most(self) -> int | None:
        """How many arguments it takes at most; None: any number."""
        return None if self.parameters and self.parameters[-1].repeated else len(self.parameters)

    @property
    def usage(self) -> str:
        """How it is written: `replace[text, old, new]`."""
        shown = [name if not last else f"{name}, …" for name, last in ((p.name, p.repeated) for p in self.parameters)]
        return f"{self.name}[{', '.join(shown)}]"

    def wants(self, count: int) -> tuple[Want, ...]:
        """Return what each of `count` arguments is read as."""
        wants = tuple(parameter.want for parameter in self.parameters)
        return wants + wants[-1:] * (count - len(wants))

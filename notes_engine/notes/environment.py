"""The Jinja environment of one locale's notes: sandboxed, strict, autoescaped, with our tag, filters and texts."""

from __future__ import annotations

import re
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from jinja2 import FileSystemLoader, StrictUndefined, TemplateSyntaxError, nodes
from jinja2.exceptions import TemplateNotFound
from jinja2.runtime import Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from notes_engine.errors import Place, TemplateError
from notes_engine.notes.code import NoteCodeGenerator
from notes_engine.notes.filters import FILTERS
from notes_engine.notes.growth import require_call, require_operation
from notes_engine.notes.label_source import source_line
from notes_engine.notes.label_tag import LabelTag, Scope, TemplateLabel, bind_labels, compiled_label
from notes_engine.notes.marking import MARKING_FILTERS, mark_outputs
from notes_engine.notes.printing import (
    format_values,
    print_arguments,
    print_parts,
    printed,
    printing_filters,
    printing_format,
    printing_texts,
)
from notes_engine.notes.sameness import gives_another_meaning
from notes_engine.notes.trees import every

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from jinja2 import Environment, Template
    from jinja2.compiler import CodeGenerator
    from jinja2.runtime import Context

    from notes_engine.errors import FormulaError
    from notes_engine.notes.catalogs import Catalog


def grade_names(catalog: Catalog) -> dict[int, str]:
    """Return Back Market's grades in the catalog's language, by their number in its API."""
    return {
        9: catalog.pgettext("grade", "Premium"),
        10: catalog.pgettext("grade", "Excellent"),
        11: catalog.pgettext("grade", "Good"),
        12: catalog.pgettext("grade", "Fair"),
    }


_SPELT_MARK = re.compile(r"\\u(?:e[0-9a-f]|f[0-8])[0-9a-f]{2}")
"""A character that could be taken for a mark, as Python writes it."""
_MOST_FOUND = 100
"""So many templates are found at once; Jinja keeps the others."""


class _Files(FileSystemLoader):
    """Finds templates under its folders, and follows no link that leads out of them."""

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """Return source and file; raises TemplateError for such a link."""
        found = super().get_source(environment, template)
        path = Path(found[1])
        root = next(Path(root) for root in self.searchpath if path.is_relative_to(root))
        if not path.resolve().is_relative_to(root.resolve()):
            raise TemplateError(
                f"the template {template!r} is a link that leads out of the folder {root.name!r}",
                place=Place(str(path)),
                hint="put a copy of the file into the workspace instead of the link",
            )
        return found


class LabelEnvironment(ImmutableSandboxedEnvironment):
    """A sandboxed environment whose templates may hold labels."""

    intercepted_binops = frozenset(("*", "**", "+", "%"))
    code_generator_class: type[CodeGenerator] = NoteCodeGenerator

    def __init__(
        self,
        roots: Sequence[Path],
        catalog: Catalog,
        *,
        extended: Iterable[str] = (),
        mistakes: list[FormulaError] | None = None,
    ) -> None:
        """Look templates up in `roots`, in order; `extended` are the extended properties that labels may name.

        With `mistakes`, wrong labels are collected there instead of raised: a check reports all of them.
        """
        super().__init__(
            loader=_Files([str(root) for root in roots], encoding="utf-8-sig"),
            autoescape=True,
            undefined=StrictUndefined,
            finalize=printed,
            extensions=["jinja2.ext.i18n", LabelTag],
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self.roots = tuple(roots)
        self.extended = tuple(extended)
        self.mistakes = mistakes
        self.label_cache: dict[tuple[str, Scope], TemplateLabel] = {}
        self.asked_for: set[str] = set()
        """The templates that were asked for since this was last cleared: those of one note, included ones too."""
        self._trees: dict[str, nodes.Template] = {}
        self._parsed: dict[str, tuple[str, nodes.Template]] = {}
        """The last source and tree of each template."""
        self._chains: dict[str, list[str]] = {}
        self._found: dict[str, Template] = {}
        self.is_markable = True
        """False once a template was compiled that looks into what others print: then no value may be marked."""
        self.may_keep = True
        """False once a template was compiled that gives a name of ours another meaning: then no text is kept."""
        self.labels: dict[str, list[TemplateLabel]] = {}
        """The labels of each template that was compiled, by template name."""
        self.install_gettext_callables(  # type: ignore[attr-defined]  # added by jinja2.ext.i18n
            catalog.gettext,
            catalog.ngettext,
            newstyle=True,
            pgettext=catalog.pgettext,
            npgettext=catalog.npgettext,
        )
        self.catalog = catalog
        self.grades = grade_names(catalog)
        for name in ("gettext", "ngettext", "pgettext", "npgettext"):
            self.globals[name] = printing_texts(cast("Callable[..., Any]", self.globals[name]))
        self.filters.update(FILTERS | printing_filters() | MARKING_FILTERS)
        # The same order gives the same bytes: nothing in a note is drawn by lot.
        del self.filters["random"], self.globals["lipsum"]
        self.filters["grade"] = self.grade

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        known = self._parsed.get(name or "")
        if known is None or known[0] != source:
            known = self._parsed[name or ""] = source, self.new_tree(source, name, filename)
        return known[1]  # it is looked into, and compiled: neither changes it

    def new_tree(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        """Return the tree of a template's source, its labels bound and its values marked; raises as Jinja's `parse`."""
        tree = super()._parse(source, name, filename)
        print_parts(tree)
        self.labels[name or ""] = bind_labels(
            tree, lambda word, scope: compiled_label(self, word, scope), mistakes=self.mistakes
        )
        self.may_keep = self.may_keep and not gives_another_meaning(tree)
        self.is_markable = mark_outputs(tree) and self.is_markable
        return tree

    def _generate(
        self, source: nodes.Template, name: str | None, filename: str | None, defer_init: bool = False
    ) -> str:
        code = super()._generate(source, name, filename, defer_init)
        if _SPELT_MARK.search(code):  # a constant that a filter or an escape made; what the source holds is looked for
            self.is_markable = False
        return code

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:  # noqa: ANN401  as in Jinja
        """Return what an operator gives, but nothing that fills the memory; raises TemplateError."""
        if operator == "%" and isinstance(left, str):
            right = format_values(left, right)
        else:
            require_operation(operator, left, right)
        return super().call_binop(context, operator, left, right)

    def call(self, context: Context, obj: Any, *arguments: Any, **options: Any) -> Any:  # noqa: ANN401  as in Jinja
        """Call a function from a template; a text's own methods print their values, and fill no memory."""
        if obj.__class__ is Macro and not (obj.catch_kwargs or obj.catch_varargs or obj.caller):
            options.pop("_loop_vars", None)  # what Jinja's own call does not give a macro either
            options.pop("_block_vars", None)
            if not options and len(arguments) == len(obj.arguments):
                return _called(context, obj, arguments)
        text = getattr(obj, "__self__", None)
        if isinstance(text, str):
            arguments = print_arguments(arguments)
            require_call(text, getattr(obj, "__name__", ""), [*arguments, *options.values()])
        return super().call(context, obj, *arguments, **options)

    def wrap_str_format(self, value: Any) -> Callable[..., str] | None:  # noqa: ANN401  as in Jinja
        """Return the sandbox's own way to do `"…".format(…)`, whose values print as `{{ }}` does."""
        return None if super().wrap_str_format(value) is None else printing_format(self, value)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:  # noqa: ANN401  as in Jinja
        """True for an attribute that templates may use: none that makes bytes or other text of any length."""
        return attr not in ("encode", "translate", "to_bytes") and super().is_safe_attribute(obj, attr, value)

    def grade(self, number: int | None) -> str:
        """Return the name of a Back Market grade in the note's language, or an empty text."""
        return "" if number is None else self.grades.get(number, "")

    def get_template(self, name: Any, parent: str | None = None, globals: Any = None) -> Template:  # noqa: ANN401  as in Jinja
        """Return a template, and remember that it was asked for."""
        if name.__class__ is not str or globals is not None:
            return self._noted(super().get_template(name, parent, globals))
        found = self._found.get(name)
        if found is None:
            found = super().get_template(name, parent, globals)
            if len(self._found) < _MOST_FOUND:
                self._found[name] = found
        return self._noted(found)

    def select_template(self, names: Any, parent: str | None = None, globals: Any = None) -> Template:  # noqa: ANN401  as in Jinja
        """Return the first of several templates that is there, and remember it."""
        return self._noted(super().select_template(names, parent, globals))

    def _noted(self, template: Template) -> Template:
        if template.name is not None:
            self.asked_for.add(template.name)
        return template

    def compile_template(self, name: str) -> Template:
        """Return the compiled template.

        Raises:
            TemplateError: it is missing or is not valid Jinja, with file, line and column.
            FormulaSyntaxError: a label of it is wrong.
        """
        with dressed(name):
            return self.get_template(name)

    def source_of(self, name: str) -> tuple[str, str]:
        """Return a template's source and the file it stands in; raises TemplateError when it is missing."""
        with dressed(name):
            source, filename, _ = self.loader.get_source(self, name)  # type: ignore[union-attr]  # always set
            return source, filename or name

    def _has(self, name: str) -> bool:
        try:
            self.source_of(name)
        except TemplateError:
            return False
        return True

    def tree_of(self, name: str) -> nodes.Template:
        """Return a template's syntax tree, read once; raises as `compile_template`."""
        if name not in self._trees:
            source, filename = self.source_of(name)
            with dressed(name):
                self._trees[name] = self.parse(source, name, filename)
        return self._trees[name]

    def chain(self, name: str) -> list[str]:
        """Return the template's name and those it extends, includes or imports by name, nearest first.

        Raises:
            TemplateError, FormulaSyntaxError: as `compile_template`, for any of them.
        """
        if name in self._chains:
            return self._chains[name]
        seen: list[str] = []
        waiting = [name]
        while waiting:
            current = waiting.pop(0)
            if current in seen:
                continue
            seen.append(current)
            for node in every(self.tree_of(current), (nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)):
                target: Any = getattr(node, "template")  # noqa: B009  # each of the four has it, Stmt has not
                choice = target.items if isinstance(target, (nodes.List, nodes.Tuple)) else [target]
                optional = len(choice) > 1 or getattr(node, "ignore_missing", False)
                names = [item.value for item in choice if isinstance(item, nodes.Const) and isinstance(item.value, str)]
                waiting += [name for name in names if not optional or self._has(name)]
        self._chains[name] = seen
        return seen


def _called(context: Context, macro: Macro, arguments: tuple[Any, ...]) -> Any:  # noqa: ANN401  as in Jinja
    """Return what a macro gives that is given just what it takes."""
    try:
        text = macro._func(*arguments)  # its own call looks for what is not given
    except StopIteration:
        return context.environment.undefined("a macro raised StopIteration")
    return Markup(text) if context.eval_ctx.autoescape else text  # noqa: S704  the macro escaped what it printed


@contextmanager
def dressed(name: str) -> Iterator[None]:
    """Turn Jinja's errors about the template `name` into ours."""
    try:
        yield
    except TemplateSyntaxError as error:
        raise syntax_error(error) from None
    except TemplateNotFound as error:
        raise TemplateError(
            f"there is no template {error.name!r}",
            hint="put it into the workspace's templates folder, or remove what asks for it",
        ) from None
    except UnicodeDecodeError:
        raise TemplateError(f"the template {name!r} is not UTF-8 text", hint="save it as UTF-8") from None
    except OSError as error:
        raise TemplateError(f"the template {name!r} cannot be read: {error.strerror}") from None
    except (RecursionError, MemoryError, SyntaxError):  # what Python says to thousands of brackets
        raise TemplateError(f"the template {name!r} is nested too deeply", hint="simplify it") from None
    except (ValueError, OverflowError):
        raise TemplateError(f"the template {name!r} holds a number that is far too large") from None


def syntax_error(error: TemplateSyntaxError) -> TemplateError:
    """Return Jinja's syntax error as ours, with the source line."""
    file = error.filename or error.name or "<template>"
    line = source_line(file, error.lineno)
    start = len(line) - len(line.lstrip()) + 1 if line else 1
    place = Place(file, error.lineno, start, max(len(line.strip()), 1) if line else 1, line)
    return TemplateError(
        f"the template is not valid: {error.message}",
        place=place,
        hint="tags look like {% if … %}…{% endif %}, values like {{ order.total | money }}",
    )


def template_place(error: BaseException, environment: LabelEnvironment) -> Place | None:
    """Return where in a template an error arose while rendering, or None when the traceback does not tell."""
    roots = tuple(str(root) for root in environment.roots)
    trace = error.__traceback__
    place = None
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename
        if file.startswith(roots):
            line = source_line(file, trace.tb_lineno)
            start = len(line) - len(line.lstrip()) + 1 if line else None
            place = Place(file, trace.tb_lineno, start, len(line.strip()) if line else 1, line)
        trace = trace.tb_next
    return place

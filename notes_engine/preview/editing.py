"""Edit Label: what the browser asks for to open a label, try a text, see the change, save it, and undo it."""

from __future__ import annotations

import hashlib
from dataclasses import asdict
from functools import cache
from http import HTTPStatus
from itertools import chain, islice
from typing import TYPE_CHECKING, Annotated, Any, Literal

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from notes_engine.errors import NotesError, shown_path
from notes_engine.formula.functions import GROUPS, ORIGINS
from notes_engine.notes import Locale  # noqa: TC001  pydantic reads it at run time
from notes_engine.orders import TAGS, Tag
from notes_engine.orders.tags import extended_tags
from notes_engine.preview.book import Entry
from notes_engine.preview.label_tasks import Trial, mistakes_there, try_label, use_of_label
from notes_engine.preview.labels import LabelPlace, label_at, open_template, replaced
from notes_engine.preview.limits import FORMULA_SECONDS
from notes_engine.preview.problems import Problem
from notes_engine.preview.saves import ConflictError, unified

if TYPE_CHECKING:
    from notes_engine.preview.book import Book
    from notes_engine.preview.labels import TemplateFile
    from notes_engine.preview.saves import Save
    from notes_engine.preview.studio import Studio

_OTHERS = 5
"""Orders besides the one shown that a label is tried on."""
_LOOKED_AT = 2000
"""Orders after the one shown, among which those of its language are preferred."""
_LONGEST_TEXT = 64 * 1024
"""Characters of a label's text in a request; the language itself takes 16 KiB."""

Template = Annotated[str, Query(max_length=255)]
Number = Annotated[int, Query(ge=1)]


class Attempt(BaseModel):
    """A text to be tried on the orders."""

    order: str = Field(max_length=40)
    locale: Locale
    text: str = Field(max_length=_LONGEST_TEXT)
    scope: Literal["order", "line"] = "order"
    name: str = Field("", max_length=100)


class Change(BaseModel):
    """Another text for a label that still has the text that it was opened with."""

    template: str = Field(max_length=255)
    line: int = Field(ge=1)
    column: int = Field(ge=1)
    was: str = Field(max_length=_LONGEST_TEXT)
    text: str = Field(max_length=_LONGEST_TEXT)

    @property
    def place(self) -> LabelPlace:
        """Where the label stands."""
        return LabelPlace(self.template, self.line, self.column)


class Undoing(BaseModel):
    """Which save is to be undone: the last one, and where a token is given, only that."""

    token: str = Field("", max_length=64)


def router(studio: Studio) -> APIRouter:
    """Return the routes of the label editor."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/ui/label")
    async def opened(template: Template, line: Number, column: Number) -> JSONResponse:
        place = LabelPlace(template, line, column)
        file = open_template(studio.workspace(), template)
        label = label_at(file, place)
        use = await studio.workers.run(use_of_label, studio.version, place, seconds=FORMULA_SECONDS, lane="formulas")
        return JSONResponse(
            {
                "template": template,
                "line": line,
                "column": column,
                "text": label.text,
                "name": label.name,
                "scope": use.scope,
                "locales": use.locales,
                "file": shown_path(file.path),
                "packaged": file.is_packaged,
                "undo": _last(studio),
            }
        )

    @routes.post("/ui/label/try")
    async def tried(attempt: Attempt) -> JSONResponse:
        shown = studio.book.get(attempt.order)
        orders = [*([shown] if isinstance(shown, Entry) else []), *after(studio.book, attempt.order, attempt.locale)]
        trial = Trial(attempt.text, attempt.scope, attempt.locale, attempt.name == "number")
        packed = [entry.packed for entry in orders]
        result = await studio.workers.run(
            try_label, studio.version, trial, packed, seconds=FORMULA_SECONDS, lane="formulas"
        )
        values = [
            {
                **asdict(value),
                "reference": orders[value.order].reference,
                "market": orders[value.order].market,
                "shown": orders[value.order] is shown,
            }
            for value in result.values
        ]
        return JSONResponse({"mistakes": [asdict(each) for each in result.mistakes], "values": values})

    async def changed(change: Change) -> tuple[TemplateFile, bytes]:
        """Return the template to change, and its bytes after the change; whatever stands against it is raised."""
        mistakes = await studio.workers.run(
            mistakes_there, studio.version, change.place, change.text, seconds=FORMULA_SECONDS, lane="formulas"
        )
        if mistakes:
            first = mistakes[0]
            raise Problem(
                HTTPStatus.UNPROCESSABLE_ENTITY,
                f"line {first.line}, column {first.column}: {first.what}",
                first.hint,
                mistakes=[asdict(each) for each in mistakes],
            )
        file = open_template(studio.workspace(), change.template)
        return file, replaced(file, change.place, change.was, change.text)

    @routes.post("/ui/label/diff")
    async def compared(change: Change) -> JSONResponse:
        file, after = await changed(change)
        words = f"{file.name} will be copied into the workspace first" if file.is_packaged else ""
        # Against the package's template where there is none yet: the copy itself is no change to look at.
        return JSONResponse({"diff": unified(file.target, file.content, after), "words": words})

    @routes.post("/ui/label/save")
    async def saved(change: Change) -> JSONResponse:
        file, after = await changed(change)
        if after == file.content:
            raise ConflictError("nothing was changed", hint="change the text first")
        what = f"the label at {change.place}"
        studio.saves.save(file.target, None if file.is_packaged else file.content, after, what)
        await studio.wrote()
        words = f"saved {file.name}" + (" (copied into the workspace first)" if file.is_packaged else "")
        return JSONResponse({"words": words, "undo": _last(studio)})

    @routes.get("/ui/undo")
    async def undoable() -> JSONResponse:
        return JSONResponse({"undo": _last(studio)})

    @routes.post("/ui/undo")
    async def undone(which: Undoing) -> JSONResponse:
        last = studio.saves.last
        if which.token and last is not None and _token(last) != which.token:
            raise ConflictError("something else was saved since", hint="undo that first")
        done = studio.saves.undo()
        await studio.wrote()
        file = shown_path(done.path)
        words = f"{file} is as it was" if done.before is not None else f"{file} is gone again: the package's is used"
        return JSONResponse({"words": words, "undo": _last(studio)})

    @routes.get("/ui/completions")
    async def completions() -> JSONResponse:
        tags = (*TAGS, *extended_tags(_extended(studio)))
        return JSONResponse([*map(_tag_row, tags), *_function_rows()])

    return routes


def after(book: Book, key: str, locale: Locale) -> list[Entry]:
    """Return the next few orders that get a note, from the start again after the last; those of the locale first."""
    here = book.at.get(key, -1)
    turn = chain(range(here + 1, len(book.entries)), range(max(here, 0)))
    found = [
        entry for entry in (book.entries[number] for number in islice(turn, _LOOKED_AT)) if isinstance(entry, Entry)
    ]
    ours = [entry for entry in found if entry.locale == locale][:_OTHERS]
    others = [entry for entry in found if entry.locale != locale]
    return ours + others[: _OTHERS - len(ours)]


def _extended(studio: Studio) -> tuple[str, ...]:
    try:
        return tuple(studio.workspace().orders.extended)
    except NotesError:  # the note says what is wrong with the workspace
        return ()


def _tag_row(tag: Tag) -> dict[str, Any]:
    return {
        "sort": "tag",
        "name": tag.name,
        "usage": f"[{{{tag.name}}}]",
        "kind": tag.kind,
        "scope": tag.scope,
        "aliases": tag.aliases,
        "summary": tag.meaning,
        "note": "",
        "examples": [],
    }


@cache
def _function_rows() -> tuple[dict[str, Any], ...]:
    return tuple(
        {
            "sort": "function",
            "name": function.name,
            "usage": function.usage,
            "kind": group,
            "scope": "order",
            "aliases": [],
            "summary": function.summary,
            "note": " ".join(filter(None, (function.note, f"({ORIGINS[function.origin]})"))),
            "examples": [asdict(example) for example in function.examples],
        }
        for group, functions in GROUPS.items()
        for function in functions
    )


def _last(studio: Studio) -> dict[str, str] | None:
    last = studio.saves.last
    return None if last is None else {"what": last.what, "file": shown_path(last.path), "token": _token(last)}


def _token(save: Save) -> str:
    """Return a name of a save: another one of the same file has another."""
    digest = hashlib.sha256(str(save.path).encode("utf-8", "surrogateescape"))
    for content in (save.before or b"", b"\0", save.after):
        digest.update(content)
    return digest.hexdigest()[:24]

"""The API for programs: notes from orders, the tags and functions, a label tried out."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from http import HTTPStatus
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from notes_engine._version import __version__
from notes_engine.batch.job import starting_instant
from notes_engine.errors import NotesError
from notes_engine.formula.functions import GROUPS, ORIGINS
from notes_engine.notes import Locale  # noqa: TC001  FastAPI reads it at run time
from notes_engine.orders import TAGS
from notes_engine.preview import api_models as models
from notes_engine.preview.accepted import best_kind
from notes_engine.preview.api_tasks import print_upload
from notes_engine.preview.formula_task import FormulaTrial, try_formula
from notes_engine.preview.limits import FORMULA_SECONDS, UPLOAD_BYTES, UPLOAD_NOTES, UPLOAD_SECONDS
from notes_engine.preview.openapi import failures
from notes_engine.preview.problems import Problem
from notes_engine.preview.uploads import Uploads

if TYPE_CHECKING:
    from notes_engine.orders import Reject
    from notes_engine.preview.api_tasks import Printed
    from notes_engine.preview.studio import Studio

PDF, JSON = "application/pdf", "application/json"
_BYTES = {"schema": {"type": "string", "format": "binary"}}
_EXPORT: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "The export itself. What it is, is told by its content, or by `format`.",
        "content": {
            "application/octet-stream": _BYTES,
            "text/csv": _BYTES,
            JSON: {"schema": {}},
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": _BYTES,
            "application/vnd.apache.parquet": _BYTES,
        },
    }
}
_COUNT = {"schema": {"type": "integer", "minimum": 0}}
_PRINTED: dict[str, Any] = {
    "description": "The notes as one PDF, or what came of each order.",
    "content": {PDF: _BYTES},
    "headers": {
        "X-Notes": {"description": "Orders that got a note.", **_COUNT},
        "X-Rejects": {"description": "Orders that got none: ask for JSON to see why.", **_COUNT},
    },
}


def router(studio: Studio) -> APIRouter:
    """Return the routes of the API."""
    routes = APIRouter()
    uploads = Uploads()

    @routes.get(
        "/healthz",
        operation_id="health",
        summary="Does the server do its work?",
        tags=["server"],
        response_model=models.Health,
        responses=failures(),
    )
    async def health() -> models.Health:
        """Say that the server answers, how many orders it has, and whether the workspace can be read."""
        try:
            await asyncio.to_thread(studio.workspace)
            is_readable = True
        except NotesError:
            is_readable = False
        return models.Health(
            version=__version__,
            orders=len(studio.book.entries),
            reading=studio.reading is not None,
            workspace="readable" if is_readable else "unreadable",
        )

    @routes.post(
        "/api/notes",
        operation_id="print_notes",
        summary="Print the notes of an export",
        tags=["notes"],
        response_model=models.Findings,
        responses={
            200: _PRINTED,
            **failures(
                _404="The order that was asked for is not in the export.",
                _406="Neither a PDF nor JSON will do.",
                _408="The export takes too long to arrive.",
                _413=f"The export has more than {UPLOAD_BYTES:,} bytes, or more than {UPLOAD_NOTES} orders.",
                _422="The export cannot be read, no order of it gets a note, the workspace is wrong, or it takes "
                f"longer than {UPLOAD_SECONDS:.0f} seconds.",
            ),
        },
        openapi_extra=_EXPORT,
    )
    async def print_notes(
        request: Request,
        locale: Annotated[
            Locale | None, Query(description="The language of all notes; otherwise each order's own.")
        ] = None,
        draft: Annotated[
            bool, Query(description="Print with a watermark, also where a fact about the company lacks.")
        ] = False,
        format: Annotated[
            models.FormatName | None, Query(description="What the export is; otherwise its content tells.")
        ] = None,
        order: Annotated[
            str | None, Query(max_length=200, description="Print only the order of this id or reference.")
        ] = None,
    ) -> Response:
        """Print one PDF with the note of every order, or, where JSON is accepted rather, tell what came of each.

        The body is the export itself, in any format that notes-engine reads: Linnworks' CSV or JSON, Back Market's
        JSON, Excel, Parquet. Nothing of it is kept.
        """
        kind = best_kind(",".join(request.headers.getlist("accept")), (PDF, JSON))
        if kind is None:
            raise Problem(HTTPStatus.NOT_ACCEPTABLE, "the answer is a PDF or JSON", f"accept {PDF} or {JSON}")
        async with uploads.received(request) as received:
            upload = replace(received, locale=locale, format=format, order=order, draft=draft)
            printed = await studio.workers.run(
                print_upload, studio.version, upload, seconds=UPLOAD_SECONDS, lane="uploads"
            )
            if kind == JSON:
                return _answer(_findings(printed))
            if not printed.notes:
                raise _no_note(printed)
            return Response(
                await asyncio.to_thread(upload.notes.read_bytes),
                media_type=PDF,
                headers={
                    "content-disposition": 'attachment; filename="notes.pdf"',
                    "x-notes": str(len(printed.notes)),
                    "x-rejects": str(printed.rejected),
                },
            )

    @routes.get(
        "/api/tags",
        operation_id="list_tags",
        summary="The tags that a label may use",
        tags=["labels"],
        response_model=models.Tags,
        responses=failures(_422="The workspace's settings are wrong."),
    )
    async def list_tags() -> models.Tags:
        """List every tag that a label may use as `[{Name}]`, and the extended properties of the workspace."""
        workspace = await asyncio.to_thread(studio.workspace)
        return models.Tags(
            tags=[
                models.Tag(
                    name=tag.name, aliases=list(tag.aliases), kind=tag.kind, scope=tag.scope, summary=tag.meaning
                )
                for tag in TAGS
            ],
            extended=list(workspace.orders.extended),
        )

    @routes.get(
        "/api/functions",
        operation_id="list_functions",
        summary="The functions of the formula language",
        tags=["labels"],
        response_model=models.Functions,
        responses=failures(),
    )
    async def list_functions() -> models.Functions:
        """List every function that a formula may use, with examples."""
        return models.Functions(
            functions=[
                models.Function(
                    name=function.name,
                    usage=function.usage,
                    group=group,
                    summary=function.summary,
                    note=function.note,
                    origin=ORIGINS[function.origin],
                    parameters=[
                        models.Parameter(name=each.name, wants=each.want, repeated=each.repeated)
                        for each in function.parameters
                    ],
                    examples=[models.Example(formula=each.formula, prints=each.prints) for each in function.examples],
                )
                for group, functions in GROUPS.items()
                for function in functions
            ]
        )

    @routes.post(
        "/api/formula",
        operation_id="try_formula",
        summary="Check a label, and evaluate it",
        tags=["labels"],
        response_model=models.Tried,
        responses=failures(
            _400="The body cannot be read.",
            _408="The request takes too long to arrive.",
            _413="The request is too large.",
            _422="The request is not valid, a value is given for a tag that does not exist, the workspace is wrong, or "
            f"the label takes longer than {FORMULA_SECONDS:g} seconds.",
        ),
    )
    async def tried(formula: models.Formula) -> Response:
        """Tell every mistake of a label with its place, or the text that it prints with the given values."""
        extended = None if formula.extended is None else tuple(formula.extended)
        trial = FormulaTrial(formula.label, formula.scope, formula.values, extended, starting_instant().date())
        found = await studio.workers.run(try_formula, studio.version, trial, seconds=FORMULA_SECONDS, lane="formulas")
        return _answer(models.Tried.model_validate(found))

    return routes


def _answer(model: models.Answer) -> Response:
    # In ASCII: half a surrogate pair in an order's text is no UTF-8, and good JSON where it is escaped.
    return Response(json.dumps(model.model_dump(mode="json")), media_type=JSON)


def _findings(printed: Printed) -> models.Findings:
    counts = models.Counts(
        orders=len(printed.notes) + printed.rejected, notes=len(printed.notes), rejects=printed.rejected
    )
    return models.Findings(
        counts=counts,
        notes=[models.Note.model_validate(note) for note in printed.notes],
        rejects=[_reject(reject) for reject in printed.rejects],
    )


def _reject(reject: Reject) -> models.Reject:
    return models.Reject.model_validate({"code": reject.code, **reject.as_dict()})


def _no_note(printed: Printed) -> Problem:
    title = "no order of the upload gets a note" if printed.rejected else "the upload holds no order"
    rejects = [_reject(reject).model_dump() for reject in printed.rejects]
    return Problem(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        title,
        "see the rejects for the reasons",
        rejects=rejects,
        rejected=printed.rejected,
    )
